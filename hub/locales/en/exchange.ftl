# Dealing with the province's exchange database: what happened, what it means, what to do.

exchange-credentials = { $company }'s exchange database does not accept our account, or withholds what it needs (SELECT and INSERT); recording is paused. Check account, password and grants with the province, update the configuration, then resume.
exchange-differs = { $company }'s exchange database is not as agreed: { $words }. Nothing was written and it is not sent again by itself. Check the database, the spelling of tables (names), the schema (db_schema) and missing columns (omit) in the configuration, then pass it to whoever maintains this system.
exchange-unreachable = { $company }'s exchange database cannot be reached; nothing was written. It is tried again by itself. If it stays so, check the network and the address.
exchange-busy = { $company }'s exchange database is busy; nothing was written. It is sent again later. Nothing to do.
exchange-lost = The connection to { $company }'s exchange database broke before the commit; nothing was written. It is tried again by itself. Nothing to do.
exchange-slow = { $company }'s exchange database was not done in time; nothing was written. It is tried again by itself. If it happens often, talk to its operators.
exchange-commit-unknown = { $company }'s exchange database did not answer the commit: nobody knows whether it was written. It is asked by key before anything is written again, and nothing is written twice.
exchange-key-reused = In { $company }'s exchange database this key stands for a record with other contents; nothing was written. Pass it to whoever maintains this system. What has to be corrected is invalidated first and then recorded anew.
exchange-state-unknown = { $company }'s exchange database shows an upload state that was not agreed (SJSCZT { $code }). Ask the province's operators what it means.

## Written, not checked yet

record-pending = The record is written and the province has not checked it yet. It is looked at again by itself. Nothing to do.
record-pending-too-long = The record was written { $days } days ago and the province has not checked it. Telephone the province's operators; retry once it is clear: it is looked at again and not written twice.

## Configuration

invalid-database-address-form = Not a database's address. It is written mysql://account@host:3306/database.
invalid-database-address-kind = Not a database this wire knows, or the database's name is missing.
invalid-database-address-secret = An address holds no password: addresses stand in logs and exchange records. Refer to the password in the field password.

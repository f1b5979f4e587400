"""The province's gateway: signature, tables and their rules, held rows, and the HTTP door."""

# The project supervision platform

supervision-row-refused = { $company } did not take this record: { $words }. Check the fields listed, correct them and record it again.
supervision-fault-required = The required member { $column } has no value. The platform's words: { $words }.
supervision-fault-format = { $column } has not the right form. The platform's words: { $words }.
supervision-fault-unknown-matter = The platform does not hold this matter yet. The platform's words: { $words }.
supervision-fault-key-reused = This key was used for another content. The platform's words: { $words }.
supervision-fault-nothing-to-void = The platform has no valid record to void. The platform's words: { $words }.
supervision-fault-order = The order of { $column } is not right. The platform's words: { $words }.
supervision-fault-other = { $column }. The platform's words: { $words }.

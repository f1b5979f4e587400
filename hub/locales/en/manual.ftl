# Work by hand: the list of a company without a system, and its answers.

field-case-number = Case number
field-current-status = Current status
field-evidence = Evidence

manual-withdrawn = scheme withdrawn
manual-sheet-list = Work list
manual-sheet-documents = Documents
manual-sheet-words = Words
manual-sheet-help = How to fill in
manual-help-1 = 1. Each row is one stage of one case. Leave the grey columns of numbers as they are, fill in the yellow ones; the rest is for reading.
manual-help-2 = 2. Choose the handling status from the list: accepted, handling starts, concluded, passed. A word of your own must be registered with the liaison desk first.
manual-help-3 = 3. Write the time as 2026-03-02 09:30: when the step was really taken, not later than today.
manual-help-4 = 4. The handler is required: the person who did it. The department may be left out.
manual-help-5 = 5. When a review is concluded, choose the opinion, and give reasons and conditions in its text.
manual-help-6 = 6. Put evidence (a letter, an approval) into a folder of this file's name, write the file's name with its ending under Evidence, and its number and day beside it.
manual-help-7 = 7. For several steps of one case (accepted, then concluded) use the empty rows at the end: case number, stage and the yellow columns, one step a row, each with its own time.
manual-help-8 = 8. Leave rows empty where nothing happened. The same file handed in twice counts once; a wrong row comes back with its reason, the others count.
manual-help-9 = 9. Where the scheme is withdrawn, choose “withdrawn” with the time you stopped and the handler.

manual-no-demand = The scheme has no demand for { $company } ({ $kind }) and is not on its work list. Check the scheme, or what the company serves.
manual-case-unknown = This case number ({ $value }) is not on the company's work list. Fill in the list as it was handed over.
manual-case-differs = The scheme number ({ $value }) is not that of the case, which is { $expected }.
manual-status-unknown = This is no handling status ({ $value }). Choose from the list; a word of the company's own belongs into its mapping file first.
manual-in-the-future = The time ({ $at }) has not come yet. Check year, month and day.
manual-evidence-missing = A number or a day is given, but no evidence file.
manual-no-headings = No headings in the first { $rows } rows. Fill in the list as it was exported, with its row of headings.
manual-column-missing = This column is missing. Fill in the list as it was exported, with all its columns.
manual-answer-refused = Not taken. Please correct:
manual-not-by-hand = { $company } is not a company served by hand. These are: { $known }.
manual-export-ending = { $name } should end in .xlsx or .csv.
manual-folder-shut = The exchange folder of { $company } cannot be opened ({ $reason }): no list was taken or handed over. Look at the share and its permissions; it goes on by itself afterwards.
manual-row-refused = Row { $row } of the filled list { $file } was not taken, the others were. Ask the company to correct:

command-manual = Companies without a system: work list, filled lists, single answers
command-manual-list = List what waits for a company's answer
command-manual-export = Write the work list as a spreadsheet (XLSX or CSV), with the documents beside it
command-manual-import = Take a filled list back
command-manual-enter = Enter one answer
argument-manual-company = The company (its id in the configuration)
argument-manual-export = The file to write (.xlsx or .csv)
argument-manual-import = The filled file (.xlsx or .csv)
argument-manual-case = The case number
option-encoding = Of a CSV file: utf-8 or gb18030
option-without-documents = Leave the documents out
option-manual-stage = The stage
option-manual-status = The handling status: a name or code (1 to 15) of the national dictionary, or a word the company's mapping knows
option-handler = Who did it
option-at = When, as "2026-03-02 09:30"; now when left out
option-department = The department
option-opinion = The opinion
option-opinion-text = The opinion's text
option-evidence = The evidence file
option-evidence-number = The letter's number
option-issued-on = The letter's day

title-manual = What waits for { $company }
manual-none = Nothing waits for { $company }.
manual-exported = { $tasks } tasks are in { $file }; { $documents } documents lie in the folder of its name.
manual-documents-absent = { $count } more documents have not arrived yet: export again when they have.
manual-taken = { $new } new, { $known } known already.
manual-entered = Taken: { $case }.
manual-known = Known already: { $case }.

# Intake of files (liandong intake): what is wrong with a file, column, row or document, and how to put it right.

## Columns that do not count

column-number = no.
column-remark = remark

## Columns of documents

field-documents-site-plan = site plan
field-documents-pipe-plan = pipe plan
field-documents-other = other documents

## The file as a whole

intake-file-missing = There is no file “{ $name }”. Check the path.
intake-file-ending = Files such as “{ $name }” are not taken. Save it in one of the formats below; an old .xls can be saved as .xlsx.
intake-file-encoding = The text is neither UTF-8 nor GB18030, so nothing was read. Save it as “CSV UTF-8” and try again.
intake-file-empty = The file holds no scheme. Check that it is the right one.
intake-file-too-large = The file is too large: at most { $limit_mib } MiB. Make several of it; documents go into the folder beside it.
intake-csv-malformed = A quotation mark of the CSV is never closed: from this row on nobody can tell the columns apart. Save it anew from a spreadsheet program.
intake-workbook-unreadable = The workbook cannot be opened: it is damaged, has a password, or is not really .xlsx. Open it in a spreadsheet program and save it as .xlsx without a password.
intake-json-malformed = It is not valid JSON: reading stopped in line { $line }, character { $column }.
intake-no-headings = The first { $rows } rows hold no column headings. Write them as in the template docs/templates/schemes.csv.

## Columns

invalid-column-missing = This column is missing. Add it as in the template.
invalid-column-unknown = This column is not known. Name it as in the template; remove it if it is not needed, and put notes into the column “remark”.
invalid-column-repeated = This column is there more than once. Remove one.

## Rows and cells

invalid-row-too-long = This row has { $cells } cells and the headings have { $headings }, so its contents may have moved. Text with a comma needs quotation marks; or use .xlsx.
invalid-row-repeated = It is the same version ({ $version }) of the same scheme as row { $earlier }. Remove one; if something changed, raise the version by one.
invalid-pushed-ahead = The time of the push, { $pushed }, has not come yet. Check the day.
invalid-cell-rounded = “{ $value }” is a long number that a spreadsheet program rounded: its last digits are lost. Format the column as text and enter it again.
invalid-cell-error = The formula in this cell failed ({ $value }). Correct it, or enter the result itself.
invalid-site-other-axis = The coordinate system { $crs } does not use this column. Check the coordinate system, or empty the cell.

## Documents

invalid-document-missing = The folder “{ $folder }” holds no document “{ $name }”. Put it there, or check its name; the folder lies beside the table and has its name.
invalid-document-empty = Document “{ $name }” is an empty file. Replace it by the whole one.
invalid-document-too-large = Document “{ $name }” is too large: at most { $limit_mib } MiB. Compress or split it.
invalid-document-ending = Documents such as “{ $name }” are not taken.

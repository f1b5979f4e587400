# Mappings: a company's status codes and items in terms of the national dictionary.

update-unmapped = Their status code { $code } ({ $text }) has no place in the national dictionary yet. It holds back { $count } events: they are kept and do not count. Add the code to { $file } in the home folder; with the next cycle they are counted in their order, without a restart.
mapping-file-wrong = The mapping { $file } has { $count } wrong entries and was not taken; the last good one stays in force. Please correct:
mapping-file-not-toml = The mapping { $file } is not written rightly (line:column { $place }) and was not taken; the last good one stays in force. Look at the quotes, brackets and equals signs there; a code in Chinese needs quotes.
mapping-file-not-utf8 = The mapping { $file } is not UTF-8 and was not taken; the last good one stays in force. Save it as UTF-8.
mapping-file-large = The mapping { $file } is larger than 1 MiB and was not taken; the last good one stays in force. Is it the right file?
mapping-file-shut = The mapping { $file } cannot be opened ({ $reason }) and was not taken; the last good one stays in force. Look at the file's permissions.
invalid-mapping-status = It should be a code of the national handling status BLZT (1 to 15), or "ignored" (the code says nothing that is to be recorded).

item-mapping-file = mapping with faults
resolution-mapped = mapped

command-mapping = Companies' status codes in terms of the national dictionary
command-mapping-list = List codes that nobody has mapped, what they hold back, and an example of each
command-mapping-check = Check the mapping files without waiting for the next cycle
argument-mapping-company = This company alone (its id in the configuration)

title-mapping = Codes that nobody has mapped
column-code = code
column-example = their words (example)
column-held = held back
column-first-at = example of
mapping-none = Every code has its place.
mapping-where = Add them to mappings/<company>.toml as docs/mappings.md shows; the next cycle counts what they hold back.
mapping-fine = { $company }: { $file } is right, { $codes } status codes, { $items } items.
mapping-absent = { $company }: no mapping of its own ({ $file }); the { $codes } codes that come with its adapter hold.
mapping-stranger = mappings/{ $file } belongs to no company of the configuration and was not taken. It should be called by the company's id and .toml.
mapping-company-unknown = The configuration has no company { $company }. There are: { $known }.

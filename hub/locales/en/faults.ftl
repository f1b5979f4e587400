# What is wrong with a value (invalid-…) or doubtful about it (warning-…), and how to put it right.

## Missing and superfluous

invalid-missing = It is required and was not given.
invalid-extra-forbidden = There is no such field. Check its name, or remove it.
invalid-frozen-field = It cannot be changed.
invalid-frozen-instance = This cannot be changed.

## Text

invalid-string-type = It should be text.
invalid-string-sub-type = It should be text.
invalid-string-unicode = The text is wrongly encoded and holds characters that cannot be read.
invalid-string-too-short = It is too short: at least { $min_length } characters.
invalid-string-too-long = It is too long: at most { $max_length } characters.
invalid-string-pattern-mismatch = “{ $value }” is not of the form { $pattern }.

## Numbers, yes and no

invalid-int-type = It should be a whole number.
invalid-int-parsing = “{ $value }” is not a whole number.
invalid-int-parsing-size = The number is too large to be read.
invalid-int-from-float = “{ $value }” has decimals; it should be a whole number.
invalid-float-type = It should be a number.
invalid-float-parsing = “{ $value }” is not a number.
invalid-finite-number = It should be a finite number.
invalid-bool-type = “{ $value }” is neither yes nor no.
invalid-bool-parsing = “{ $value }” is neither yes nor no.
invalid-greater-than = { $value } is too small: it should be greater than { $gt }.
invalid-greater-than-equal = { $value } is too small: it should be at least { $ge }.
invalid-less-than = { $value } is too large: it should be less than { $lt }.
invalid-less-than-equal = { $value } is too large or no number: it should be at most { $le }.
invalid-multiple-of = It should be a multiple of { $multiple_of }.

## Times

invalid-instant-form = It should be a day, a time and its offset, such as 2026-03-02T09:00:00+08:00.
invalid-day-form = It should be a day such as 2026-03-02.
invalid-date-type = It should be a day such as 2026-03-02.
invalid-date-parsing = It should be a day such as 2026-03-02.
invalid-date-from-datetime-parsing = It should be a day such as 2026-03-02.
invalid-date-from-datetime-inexact = It should be a day without a time, such as 2026-03-02.
invalid-datetime-type = It should be a time such as 2026-03-02T09:00:00+08:00.
invalid-datetime-parsing = It should be a time such as 2026-03-02T09:00:00+08:00.
invalid-datetime-from-date-parsing = It should be a time such as 2026-03-02T09:00:00+08:00.
invalid-datetime-object-invalid = The time cannot be read.
invalid-timezone-aware = The time has no offset: write it as 2026-03-02T09:00:00+08:00.
invalid-time-delta-type = It should be a length of time.
invalid-time-delta-parsing = It is not a length of time.

## Values to choose from, and structure

invalid-enum = “{ $value }” is not one of the allowed values.
invalid-literal-error = “{ $value }” is not one of the allowed values.
invalid-value-not-allowed = “{ $value }” is not one of the allowed values.
invalid-union-tag-invalid = “{ $tag }” is not a known kind.
invalid-union-tag-not-found = It does not say of which kind it is ({ $discriminator }).
invalid-none-required = It should be empty.
invalid-is-instance-of = It is of the wrong type.
invalid-list-type = It should be a list.
invalid-tuple-type = It should be a list.
invalid-set-type = It should be a list.
invalid-frozen-set-type = It should be a list.
invalid-dict-type = It should be a set of names with values.
invalid-mapping-type = It should be a set of names with values.
invalid-model-type = It should be a set of names with values.
invalid-model-attributes-type = It should be a set of names with values.
invalid-too-short = It holds { $actual_length }, and should hold at least { $min_length }.
invalid-too-long = It holds { $actual_length }, and should hold at most { $max_length }.
invalid-json-invalid = It is not valid JSON.
invalid-json-type = It should be JSON text.
invalid-bytes-type = It should be bytes.
invalid-path-type = It should be the path of a file.
invalid-url-type = It should be a web address.
invalid-url-parsing = It is not a web address.
invalid-url-scheme = The web address begins with the wrong protocol.
invalid-value-error = The value does not meet the requirements.
invalid-assertion-error = The value does not meet the requirements.

## Codes

invalid-project-code-form = “{ $value }” is not a project code. It should be { $form }: year and month, area, department, type, five digits and a check digit; an old code begins with the four-digit year.
invalid-credit-code-form = “{ $value }” is not a unified social credit code. It should be 18 of these characters: { $alphabet } (capital letters, no I, O, S, V or Z).
invalid-credit-code-check = The check character of “{ $value }” does not fit: by the first 17 characters the last should be { $expected }. Compare every character with the business licence.
invalid-area-code-form = “{ $value }” is not an area code. It should be six digits, such as 511702.

## Schemes

invalid-demand-repeated = The demand for { $kind } is given twice. There can be one of each kind: merge them.
invalid-document-repeated = The same document is listed twice (hash { $value }). Remove one.
invalid-document-name-path = “{ $value }” cannot be a file name: no path, slash or line break.
invalid-project-dates = The planned start { $start } is not before the planned finish { $finish }. Check the two days.
invalid-site-axes-swapped = The two coordinates are in the wrong order: { $crs } has { $first } first and { $second } second. Swap them.
invalid-site-out-of-range = { $axis } { $value } is outside the range of { $crs } in China ({ $low } to { $high }). Check the coordinates and the coordinate system; an easting carries no zone number.
invalid-site-ring-open = The boundary is not closed: its last point should be its first.
invalid-update-names-no-case = It does not say which case it is about: give the scheme number, their reference, or both.

## Doubts: taken, but to be checked

warning-project-code-old-form = Project code { $value } is of the old form, which has no check digit. Make sure that it is still in use.
warning-project-code-check-digit = The check digit of project code { $value } does not fit: by the first 19 digits it should be { $expected }. The code is used as it is; check it with the developer.
warning-project-code-either-form = Project code { $value } is either of the old form, or of the current form with a wrong check digit (it should be { $expected }). The code is used as it is; check it.
warning-contact-phone-form = The contact's telephone number is neither a mobile number nor a fixed one with its area prefix. A utility may fail to call it, or refuse it. Check it.
warning-opinion-due-early = The opinion is due at { $due }, not after the push at { $pushed }. The utilities have no time to review: check it with the joint review.

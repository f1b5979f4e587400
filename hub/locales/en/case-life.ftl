# A case's whole life

province-scheme-unknown = { $company } has no such scheme, or not in this version ({ $code }): { $words }. Check the number and the version of the scheme.
province-review-over = { $company } no longer reviews this version ({ $code }): { $words }. The scheme was revised or withdrawn; this reply need not be sent again.

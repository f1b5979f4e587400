# A case's whole life

province-scheme-unknown = { $company } has no such scheme, or not in this version ({ $code }): { $words }. Check the number and the version of the scheme.
province-review-over = { $company } no longer reviews this version ({ $code }): { $words }. The scheme was revised or withdrawn; this reply need not be sent again.
delivery-record-opinion = Record an opinion
delivery-record-approval = Record an issued document
delivery-record-colour = Record a colour
delivery-opinions-return = Return opinions
verb-fetch-document = fetch issued documents
document-of-no-case = No case is known in which { $company } issued this document, so it cannot be fetched. A technician should see to it.

# A case's whole life

province-scheme-unknown = { $company } has no such scheme, or not in this version ({ $code }): { $words }. Check the number and the version of the scheme.
province-review-over = { $company } no longer reviews this version ({ $code }): { $words }. The scheme was revised or withdrawn; this reply need not be sent again.
delivery-record-opinion = Record an opinion
delivery-record-approval = Record an issued document
delivery-record-colour = Record a colour
delivery-opinions-return = Return opinions
verb-fetch-document = fetch issued documents
document-of-no-case = No case is known in which { $company } issued this document, so it cannot be fetched. A technician should see to it.

command-project = show a project as a whole: companies, stages, documents, mirrors, joint acceptance
argument-project-code = project code
project-unknown = There is no project with the code { $code }. Check the code.
project-heading = { $name } ({ $code }), { $developer }
project-scheme = Scheme { $scheme } version { $version }: joint review { $standing }, opinions due { $due }, without an opinion: { $missing }
project-former = { $company } (no longer concerned)
project-opinion = { $status } ({ $opinion })
project-acceptance = Joint acceptance: { $state }. Passed by { $passed }, still awaited: { $waiting }
project-recorded = { $mirror } holds { $part } of { $whole } status events
title-project-companies = The companies
title-project-documents = Documents issued
column-document = Document
column-document-number = Number
column-issued-on = Day
review-open = collecting opinions
review-closed = opinions collected
review-revised = revised
review-withdrawn = withdrawn
acceptance-not-ready = not ready
acceptance-ready = may begin
acceptance-under-way = under way
acceptance-failed = not passed by everybody
acceptance-passed = passed by all

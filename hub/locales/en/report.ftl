# The report.

command-report = The figures of a period: as a page, a workbook or JSON.
option-report-from = first day, as 2026-03-01; thirty days up to the last one when left out
option-report-to = last day; today when left out
option-report-out = the file to write; its ending .html, .xlsx or .json says the form
report-no-file = It was not said where to write. Add --out FILE.html (or .xlsx, .json), or --json to have it shown.
report-form-unknown = It is not known in which form { $path } is to be written. Let the name end with { $known }.
report-period-backwards = The last day { $last } is before the first day { $first }. Swap or correct them.
invalid-period-backwards = the last day is before the first
report-written = Written to { $path }.

report-title = Municipal utilities: report
report-subtitle = { $first } to { $last } · made { $made_at }
report-nothing = There is nothing in this period.
report-nobody = others

report-recorded-rate = Recorded
report-median = Time to record, median
report-p95 = 95th percentile
report-on-time = Ended in time
report-opinions = Opinions in time
report-red = Red
report-failures = Came to the desk
report-note-of = { $part } / { $whole }
report-note-p95 = 95 % within { $p95 }
report-note-running = { $count } running
report-note-open = { $count } open now
report-note-opinions = { $in_time } in time, { $late } late, { $missing } missing still.
report-share-of = { $share } ({ $part }/{ $whole })
report-mirror = { $name }: { $share } recorded
report-since-received = Since the hub received it: median { $median }, 95 % within { $p95 }.
report-by-counterpart = By counterpart: { $counts }.
report-other-causes = other causes
report-days = { $number } days
report-hours = { $number } h
report-minutes = { $number } min
report-seconds = { $number } s
report-hours-short = {" "}h

report-section-recorded = Recorded without a gap
report-section-colours = Colours
report-section-ended = Ended in time
report-section-opinions = Opinions
report-section-failures = What came to the desk

report-chart-recorded = Recorded, by day
report-chart-recorded-company = Recorded, by company
report-chart-hours = From happening to recorded
report-chart-colours = Colours, by day
report-chart-colours-company = Colours by company (last day)
report-chart-colours-area = Colours by district (last day)
report-chart-red = Red by company
report-chart-on-time = Ended in time, by company
report-chart-opinions = Opinions in time, by company
report-chart-causes = By cause
report-chart-failures = What came to the desk, by day

report-column-company = company
report-column-area = district
report-column-company-or-area = company or district
report-column-company-or-stage = company or stage
report-column-events = to record
report-column-recorded = recorded
report-column-missing = missing
report-column-share = share
report-column-median = median
report-column-p95 = 95th percentile
report-column-median-hours = median (h)
report-column-p95-hours = 95 % (h)
report-column-ended = ended
report-column-ended-share = in time
report-column-in-time = in time
report-column-late = late
report-column-due = opinions due
report-column-due-share = opinions in time
report-column-cause = cause
report-column-count = count
report-column-day = day
report-column-period = period
report-column-what = figure
report-column-value = value
report-column-note = note
report-sheet-overview = Overview
report-sheet-days = Days
report-sheet-companies = Companies
report-sheet-colours = Colours
report-sheet-areas = Districts
report-sheet-failures = Desk

item-clock-rules = rules of time limits wrong
item-acknowledgement = no sign after handing over
item-delivery-transient = delivery held up: out of reach
item-delivery-unknown = delivery held up: outcome unknown
item-delivery-rejected = delivery held up: refused
item-delivery-auth = delivery held up: credentials refused
item-delivery-contract = delivery held up: answer against the agreement
item-delivery-defect = delivery held up: defect of the adapter
item-delivery-lost = delivery held up: interrupted while handled
item-delivery-pending = delivery held up: not judged for too long

## Areas

area-511700 = Dazhou
area-511702 = Tongchuan
area-511703 = Dachuan
area-511722 = Xuanhan
area-511723 = Kaijiang
area-511724 = Dazhu
area-511725 = Quxian
area-511781 = Wanyuan

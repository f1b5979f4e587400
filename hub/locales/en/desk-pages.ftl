# The desk's pages: navigation, headings, buttons, columns, hints.


## Frame

command-desk = Start the liaison desk: see and mend failures in a browser
option-open = Open it in a browser once it runs
desk-listening = The desk is running: { $address }. Press Ctrl+C to stop it.
desk-stopped = The desk has stopped.
desk-name = Liandong · Liaison desk
desk-brand = Liaison desk
desk-skip = Skip to the content
desk-nav = Main navigation
desk-nav-today = Today
desk-nav-failures = Failures
desk-nav-projects = Projects
desk-nav-companies = Companies
desk-nav-bulk = Bulk
desk-nav-reconcile = Reconcile
desk-nav-report = Report
desk-nav-audit = Audit
desk-nav-people = People
desk-preferences = Language and light
desk-theme-dark = Dark
desk-theme-light = Light
desk-theme-auto = As the system
desk-find = Project name, code, case, reference
desk-search = Search
desk-account = My account
desk-sign-out = Sign out
desk-to-today = Back to Today
desk-actions = Actions
desk-none = None
desk-any = Any
desk-save = Save
desk-change = Change
desk-confirm = Confirm
desk-leave = Back
desk-go-on = Continue
desk-on = On
desk-off = Off

## Time

desk-span-moment = just now
desk-span-minutes = { $n } min
desk-span-hours = { $n } h
desk-span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
desk-day = { $weekday }, { $year }-{ $month }-{ $day }
desk-weekday-1 = Monday
desk-weekday-2 = Tuesday
desk-weekday-3 = Wednesday
desk-weekday-4 = Thursday
desk-weekday-5 = Friday
desk-weekday-6 = Saturday
desk-weekday-7 = Sunday

## When something is wrong

desk-error-forbidden = Not allowed
desk-error-missing = Not found
desk-error-conflict = Something changed meanwhile
desk-error-large = Too large
desk-error-wrong = Something is filled in wrongly
desk-error-busy = Not available at the moment
desk-error-failed = The desk failed
desk-error-other = It was not done
desk-not-found = There is nothing here, or it is not within your districts. Check the address, or start from the navigation.
desk-not-signed-in = Sign in first: there is no valid session.
desk-not-so = This address cannot be used that way. Start from the navigation.
desk-wrong-form = This form is no longer valid and was not taken. Go back to its page, reload it and fill it in again.
desk-too-large = What was sent is too large and was not taken. Make the file smaller and try again.
desk-failed = The program met an error nobody foresaw; this step may not be done, what was done is on record. Try again in a while, then ask an engineer to look at the log.
desk-busy = The database does not answer at the moment, and this step was not done. Try again in a while.
desk-provider-secret = The secret for single sign-on is missing, so the desk did not start. Correct what is named below.

## Signing in and accounts

desk-sign-in = Sign in
desk-signed-out = You are signed out.
desk-sign-in-by = Sign in with { $name }
desk-or = or
desk-login = Login
desk-password = Password
desk-second-factor = Second factor
desk-code = Six-digit code
desk-code-explained = Open the authenticator on your telephone and enter the six digits it shows now.
desk-change-password = Change password
desk-password-must = Before you begin, choose a password of your own.
desk-password-old = Old password
desk-password-new = New password
desk-password-again = New password again
desk-password-hint = Long beats complicated: a few unrelated words do well.
desk-passwords-differ = The two new passwords differ; nothing was changed.
desk-password-changed = The password is changed, and you are signed out everywhere else.
desk-set-up-second-factor = Set up a second factor
desk-second-factor-must = Your role needs a second factor. Set it up first.
desk-second-factor-explained = Once it is on, signing in takes six digits from your telephone besides the password.
desk-second-factor-scan = Scan this with the authenticator on your telephone, or type the key, then enter the six digits it shows.
desk-second-factor-on = The second factor is on.
desk-second-factor-off = The second factor is off.
desk-second-factor-is-on = The second factor is on
desk-second-factor-remove = Turn the second factor off
desk-sessions = Where you are signed in
desk-end-others = Sign out everywhere else
desk-end = Sign out
desk-this-one = This one
desk-address = Address
desk-begun = Since
desk-seen = Last used
desk-session-ended = Signed out there.
desk-role = Role
desk-whole-city = The whole city
desk-districts = Districts
desk-people-lead = { $n ->
    [one] { $n } account
   *[other] { $n } accounts
}
desk-accounts = Accounts
desk-person = Person
desk-account-new = New account
desk-account-add = Add the account
desk-account-open = Open
desk-account-closed = Closed
desk-account-locked = Locked
desk-account-demo = Demonstration
desk-account-enable = Open again
desk-account-disable = Close the account
desk-account-added = The account of { $name } is made. A new password is asked for at the first sign-in.
desk-account-changed = The account is changed.
desk-login-hint = Lower-case letters, digits or . _ @ -
desk-name-of = Name
desk-areas-hint = Six-digit area codes with spaces between them; none means the whole city
desk-first-password = First password
desk-must-change = Has to change the password
desk-reset = Reset
desk-forget-second-factor = Forget the second factor as well

## Today

desk-today-lead = { $open } waiting for a person, { $mine } of them mine, { $snoozed } put off
desk-counterparts = Counterparts
desk-standing-line = { $waiting } queued · { $attention } failed
desk-heard = Last heard:
desk-never-heard = Nothing heard yet
desk-causes = Failures by cause
desk-all-failures = All failures
desk-items = { $n ->
    [one] item
   *[other] items
}
desk-oldest = Oldest
desk-unowned = { $n } owned by nobody
desk-suggestion = Suggestion:{ " " }
desk-look = Look
desk-try-three = Try 3 first
desk-retry-all = Retry all ({ $n })
desk-nothing-waits = Nothing waits for a person.
desk-jobs-running = Bulk jobs under way
desk-job-number = Job { $id }
desk-part-of = { $part } / { $whole }
desk-list-paused = Paused
desk-list-silent = Silent
desk-list-unmapped = Unmapped codes
desk-list-unserved = Unserved schemes
desk-list-overdue = Overdue cases
desk-paused-by = Paused by { $who },
desk-held-updates = { $n } waiting
desk-map-it = Map it

## The list of failures

desk-failures-lead = { $n ->
    [one] { $n } item
   *[other] { $n } items
}
desk-filter = Filter
desk-cause = Cause
desk-company = Company
desk-stage = Stage
desk-owner = Owner
desk-district = District
desk-state = State
desk-snoozed = Put off
desk-delivery = Delivery
desk-kind = Kind
desk-sort = Order
desk-take-off = Take this off
desk-views = Saved:
desk-view-name = Name this view
desk-view-save = Save the view
desk-view-remove = Forget this view
desk-view-saved = The view is saved.
desk-view-removed = The view is forgotten.
desk-retry-chosen = Retry the chosen
desk-choose-all = Take all { $n } that match
desk-choose-page = Choose all of this page that can be retried
desk-choose-one = Choose item { $id }
desk-cannot-retry = There is nothing of this that could be retried
desk-chosen-none = None chosen
desk-chosen-some = { $n } chosen
desk-nothing-chosen = Nothing was chosen. Tick some rows first, or take all that match.
desk-project = Project
desk-what = What happened
desk-since = Waiting
desk-attempts = Tries
desk-next-attempt = Next try
desk-waits-for-person = Needs a person
desk-nobody = Nobody
desk-snoozed-until = Put off until
desk-pages = Pages
desk-previous-page = Previous page
desk-next-page = Next page
desk-first-page = First page
desk-shown-of = { $shown } of { $n } shown
desk-nothing-matches = Nothing matches.
desk-owner-none = Nobody
desk-owner-me = Mine
desk-state-open = Open
desk-state-closed = Closed
desk-state-all = All
desk-snoozed-hide = Hidden
desk-snoozed-only = Only these
desk-snoozed-all = Shown too
desk-sort-oldest = Oldest first
desk-sort-newest = Newest first

## Companies without a system

desk-work = Work list
desk-work-title = Work list of { $company }
desk-work-lead = { $n } waiting for this company's answer
desk-work-none = Nothing waits for this company's answer.
desk-sheet = By spreadsheet
desk-sheet-down = Download the work list
desk-sheet-filled = The list, filled in:
desk-sheet-up = Upload
desk-rows-refused = { $n ->
    [one] { $n } row was
   *[other] { $n } rows were
} not taken
desk-row = Row
desk-case = Case
desk-status = Status
desk-enter = Enter an answer
desk-enter-it = Enter
desk-entered = The answer for { $case } is entered.
desk-entered-before = This answer for { $case } was entered before; it does not count twice.
desk-choose = Choose
desk-form-wrong = Some fields need correcting; everything typed is still here.
desk-file-missing = No file was chosen.
desk-evidence-file = Evidence
desk-evidence-hint = A PDF or drawing of the decision; may be left out

## One failure

desk-back-to-list = Back to the list
desk-in-filter = Within the current filter
desk-previous = Previous
desk-next = Next
desk-others-here = { $names } has this open as well. Whoever acts first decides.
desk-conflict-kept = Somebody was first, so nothing was done. What you typed is still below.
desk-pane-what = What happened and what to do
desk-pane-do = Act
desk-pane-timeline = What happened so far
desk-pane-evidence = Evidence
desk-closed-line = Dealt with by { $who },
desk-scheme = Scheme
desk-clock = Clock
desk-days-left = { NUMBER($n, maximumFractionDigits: 1) } working days left
desk-behind = Waiting behind it: { $n }
desk-act-retry = Retry now
desk-act-resume = Resume
desk-act-correct = Correct and resend
desk-act-answer = Write down a phone call
desk-act-resolve = Resolve or skip
desk-act-assign = Assign, put off
desk-they-say = They say:
desk-they-have-it = they have it
desk-they-have-not = they have not: send it again
desk-remote-ref-hint = Their own number for it, if they have it
desk-note = Note
desk-write-down = Write down
desk-resolve-hint-delivery = This is not sent any more; what waits behind it goes on.
desk-resolve-hint = Taken care of elsewhere; it leaves the desk.
desk-reason = Reason
desk-reason-missing = No reason was chosen, so nothing was done. Choose a reason.
desk-assign = Assign
desk-snooze = For
desk-snooze-2h = 2 hours
desk-snooze-1d = until tomorrow morning
desk-snooze-3d = 3 days
desk-snooze-7d = 7 days
desk-snooze-off = not any more
desk-put-it-off = Put off
desk-comments = Comments
desk-comment = Add a comment
desk-comment-hint = A word to colleagues, or to yourself later
desk-attempt = Attempt { $n }
desk-request = We sent
desk-response = They answered
desk-download = Download
desk-no-attempts = There is no exchange with a counterpart behind this.
desk-retried = It is sent again now.
desk-answered = Written down: they have it.
desk-answered-not = Written down: they have not, and it is sent again now.
desk-resolved = Resolved.
desk-assigned = Assigned to { $name }.
desk-unassigned = It belongs to nobody now.
desk-commented = The comment is added.
desk-put-off = Put off until { $until }.
desk-unsnoozed = It is back on the desk.

## Many at once

desk-bulk-lead = Many retried at once: see first what is sent, try three, pause or cancel on the way.
desk-bulk-none = No job so far. Begin from the list of failures, or from Today.
desk-bulk-new = Retry many: preview
desk-bulk-chosen = { $n ->
    [one] { $n } item
   *[other] { $n } items
} chosen
desk-bulk-matching = All { $n } that match
desk-bulk-will = What would happen
desk-bulk-sent = Sent
desk-bulk-cases = Cases
desk-bulk-skipped = Passed over
desk-bulk-held = nothing leaves at present: these wait
desk-bulk-why-skipped = Passed over because:
desk-bulk-how = How
desk-bulk-rate = Pace
desk-bulk-rate-none = as fast as their limits allow
desk-bulk-rate-some = { $n } a minute
desk-bulk-frozen = The set is fixed at the click: failures that arrive later are not in it. Within a case the order is kept.
desk-bulk-nothing = None of these can be retried.
desk-job = Job
desk-by = By
desk-began = Began
desk-ended = Ended
desk-progress = Progress
desk-trial-under-way = The trial is under way: { $n } without a result yet.
desk-trial-failed = { $n } of the trial failed again. Look at why before you go on.
desk-trial-good = All { $n } of the trial went through: the rest can follow.
desk-job-finished = The job has ended: { $good } went through, { $bad } failed again.
desk-out-total = In all
desk-out-delivered = Went through
desk-out-failed = Failed again
desk-out-under-way = Under way
desk-out-skipped = Passed over
desk-out-left = Not begun
desk-failed-again = Failed again
desk-do-proceed = Go on with the other { $n }
desk-do-pause = Pause
desk-do-resume = Resume
desk-do-cancel = Cancel the rest
desk-job-proceed = The rest is being sent.
desk-job-pause = Paused. What has left is finished.
desk-job-resume = It goes on.
desk-job-cancel = The rest is cancelled. What has left is finished.
job-state-trying = Trying
job-state-tried = Tried, awaiting a word
job-state-running = Running
job-state-paused = Paused
job-state-done = Ended
job-state-cancelled = Cancelled
desk-until = until
desk-days-over = { NUMBER($n, maximumFractionDigits: 1) } days over
standing-healthy = Healthy
standing-slow = Slow
standing-silent = Silent
standing-probing = Probing
standing-open = Not reached, held back
standing-paused = Paused
standing-unknown = Nothing heard yet
desk-ago = { $span } ago
desk-also = Also worth a look
desk-retry-one = Retry

## Audit

desk-audit-lead = Who did what to what, and when. Each record is chained to the one before, so that a change shows.
desk-audit-verify = Verify the chain
desk-who = Who
desk-system = Liandong itself
desk-deed = What was done
desk-subject = To what
desk-from = From
desk-to = To
desk-number = No.
desk-when = When
desk-particulars = Particulars
desk-newest = Newest
desk-older = Older
desk-records = Records
desk-last-hash = Hash of the last record
desk-last-hash-hint = Keep this value elsewhere: it alone shows that records were cut off at the end.
desk-chain-holds = The chain holds: { $n } records, none changed.
desk-chain-broken = The chain is broken from record { $id } on: something was changed or removed. Keep the database as it is and report this at once.
deeds-sign = Signing in and out
deeds-failure = Handling failures
deeds-failures-export = Exporting failures
deeds-bulk = Bulk
deeds-correction = Corrections
deeds-destination = Pausing and resuming
deeds-mapping = Mappings
deeds-manual = Manual entry
deeds-account = Accounts
deeds-reconcile = Reconciliation
deeds-calendar = Calendar
deeds-callback = Refused callbacks
deeds-audit-verify = Verifying the trail
deed-sign-in = Signed in
deed-sign-out = Signed out
deed-account-add = Added an account
deed-account-claims = Updated an account from sign-on
deed-account-linked = Linked to sign-on
deed-account-locked = Locked an account
deed-account-password = Changed the password
deed-account-second-factor = Set the second factor
deed-account-disable = Closed an account
deed-account-enable = Opened an account again
deed-account-reset = Reset a password
deed-account-role = Changed a role
deed-audit-verify = Verified the trail
deed-bulk-start = Began a job
deed-bulk-proceed = Went on with a job
deed-bulk-pause = Paused a job
deed-bulk-resume = Resumed a job
deed-bulk-cancel = Cancelled a job
deed-bulk-done = A job ended
deed-failure-retry = Retried
deed-failure-answer = Wrote down a call
deed-failure-assign = Assigned
deed-failure-comment = Commented
deed-failure-resolve = Resolved or skipped
deed-failure-snooze = Put off
deed-failures-export = Exported failures
deed-correction-propose = Proposed a correction
deed-correction-apply = Corrected and resent
deed-correction-approve = Approved a correction
deed-correction-decline = Declined a correction
deed-destination-pause = Paused a counterpart
deed-destination-resume = Resumed a counterpart
deed-mapping-taken = A mapping came into force
deed-manual-answer = Entered an answer
deed-manual-export = Handed a work list over
deed-manual-import = Took a work list back
deed-reconcile-mend = Mended after reconciling
deed-calendar-day = Changed a day of the calendar
deed-calendar-removed = Removed a day of the calendar
deed-calendar-year = Loaded a year's calendar
deed-callback-refused = Refused a callback
deed-intake-refused = Refused a scheme

## Correct and resend

desk-they-refused = What they refused
desk-other-fields = The other fields
desk-personal = Personal
desk-allowed = Allowed:{ " " }
desk-correct-note-hint = On what grounds, for instance “asked the developer by telephone”
desk-correct-scheme = The corrected scheme becomes its next version and goes to every company concerned; the old one is not sent any more.
desk-correct-record = They never took this record: it is sent again as corrected.
desk-correct-second = A second person has to approve this correction; it is sent after that.
desk-correct-send = Correct and send
desk-correct-propose = Submit for approval
desk-correct-waits = A correction of this item waits for approval already.
desk-corrected = Corrected; it is sent now.
desk-correction-proposed = The correction is submitted and waits for a second person.
desk-correction-approved = Approved; it is sent now.
desk-correction-declined = Declined; nothing was sent.
desk-corrections = Corrections that wait for approval
desk-corrections-none = No correction waits for approval.
desk-proposed = A correction is proposed
desk-proposed-by = Proposed by { $who },
desk-awaits-second = Awaits a second person
desk-field = Field
desk-before = Before
desk-after = After
desk-approve = Approve and send
desk-decline = Decline
desk-take-back = Take back

## Projects

desk-projects-none = No scheme has come yet.
desk-received = Received
desk-withdrawn = Withdrawn
desk-withdrawn-line = The joint review withdrew the scheme: { $reason }
desk-open-items = { $n } waiting for a person
desk-smooth = All well
desk-version-of = Version { $n } of { $all }
desk-at-companies = At the companies
desk-at-no-company = It was pushed to no company.
desk-push = Push
desk-way = How far
desk-opinion = Opinion:{ " " }
desk-at-mirrors = Recorded without a gap
desk-mirror = System
desk-recorded-events = Events recorded
desk-missing = Missing
desk-queued = { $n } queued
desk-complete = Complete
desk-documents = Documents
desk-preview-of = Preview of { $name }
desk-earlier = { $n ->
    [one] { $n } earlier line
   *[other] { $n } earlier lines
}

## Companies

desk-last-heard = Last heard
desk-last-ok = Last took something
desk-out-queued = Queued
desk-out-attention = Need a person
desk-calls-lately = Calls, last 2 h
desk-calls-well = Went through
desk-calls-failed = Failed
desk-seconds = Seconds each
desk-health = Calls over time
desk-no-calls = There was no call in the last month.
desk-now = Now
desk-breaker-until = Held back until
desk-failures-window = Failures in the last minute
desk-pause = Pause
desk-pause-hint = Nothing is sent to it any more. What is queued stays, and goes out in order once it is resumed.
desk-pause-needs-reason = No reason was given, so it was not paused. Say why.
desk-paused = It is paused.
desk-resumed = It is resumed; what is queued goes out in order.
desk-test = Test the connection
desk-limits = Limits
desk-limits-hint = Limits are changed in the configuration.
desk-adapter = Adapter
desk-limit-concurrency = Calls at once
desk-limit-rate = Calls a second
desk-limit-deadline = Longest call
desk-role-mirror = Is recorded to
desk-role-source = Hands over schemes
desk-role-company = Utility company
desk-mapping = Mapping
desk-code-theirs = Their code
desk-words-theirs = Their words
desk-held = Waiting

## Mappings

desk-mapping-lead = What this company's codes mean in the national dictionary. Preview first, then save.
desk-mapping-own = The company's own
desk-mapping-shipped = Shipped with its adapter
desk-mapping-effect = What the change would do
desk-mapping-looked = Worked out on { $n } updates of the last month
desk-mapping-freed = Freed
desk-mapping-still = Still waiting
desk-mapping-preview = Preview
desk-mapping-save = Save and put in force
desk-mapping-saved = Saved and in force.
desk-mapping-hint = What is recorded stays as it is. Rows without a code do not count.
desk-means = National status
desk-every-stage = Every stage
desk-ignored = Not recorded
desk-unmapped = Not mapped
desk-seen-lately = Last month
deed-mapping-save = Edited a mapping

## Report and reconciliation

desk-made-at = Made at
desk-show = Show
desk-reconcile-lead = Whether the counterparts hold what the hub holds: missing, extra, differing.
desk-reconcile-now = Reconcile now
desk-reconcile-begun = Reconciliation has begun; this page follows it.
desk-reconcile-clean = Nothing differs.
desk-last-pass = The last pass
desk-no-pass = There was no pass so far.
desk-running = Running
desk-finished = Done
desk-read-back = Records read back
desk-new = New
desk-gone = Gone
desk-finding-mended = Mended
desk-finding-gone = Gone
desk-mend-chosen = Mend the chosen
desk-mend-how = How it is mended
desk-mended = { $done } being mended, { $left } left as they are.

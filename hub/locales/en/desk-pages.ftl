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
desk-forbidden = Your role does not allow this. Ask an administrator if you need it.
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

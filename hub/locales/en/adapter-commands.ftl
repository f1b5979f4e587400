# liandong adapter: writing, checking and recording adapters.

command-adapter = Adapters: list, new, check, record
command-adapter-new = Begin an adapter, with its stand-in, test and README: green from the start
command-adapter-list = List all adapters with what they can do and their step on the quality ladder
command-adapter-check = Run the conformance kit and go through the quality ladder
command-adapter-record = Record exchanges with a company, without personal data and secrets, as a test case
argument-adapter-name = The adapter's name
option-adapter-kind = For this kind alone: water, power, gas or telecom (the configuration decides by default)
option-adapter-into = The source checkout (the one this program runs from by default)
option-record-company = With which company (its id in the configuration)
option-record-send = Submit, look up and withdraw a sample scheme as well; only at a test environment of theirs
option-record-into = Write to this file (with the adapter's tests by default)

title-adapters = Adapters
column-adapter = Name
column-kind = Kind
column-verbs = Can
column-step = Step
adapter-any-kind = any
kind-authority = authority
verb-find-by-key = look up by key
verb-send-document = send documents
verb-withdraw-scheme = withdraw
verb-fetch-updates = read events
verb-read-callback = take callbacks

## New

adapter-written = written: { $path }
adapter-left-to-do = { $count ->
    [one] 1 thing
   *[other] { $count } things
} left to do:
adapter-todo-wire = the company's own paths and headers, and the statuses that mean yes
adapter-todo-submission = what the company asks for, and under which names
adapter-todo-refusal = which field of the scheme each of their reasons means
adapter-todo-status = which handling status each of their codes is
adapter-todo-readme = who these companies are, and where their wire is described
adapter-todo-stand-in = write the stand-in from the company's document, not from the adapter
adapter-next = Then run: liandong adapter check { $name }
adapter-name-form = { $name } cannot be the name of an adapter. It begins with a lower-case letter and has lower-case letters, digits and underscores only, 2 to 20 characters: heating, for one.
adapter-name-taken = { $name } is taken; no file was changed. Choose another name; liandong adapter list shows those there are.
adapter-kind-unknown = There is no kind “{ $value }”. There are: { $known }.
adapter-no-checkout = { $path } is no source checkout of Liandong; nothing was written. Get the source, and name its folder with --into.
adapter-no-contract = { $path } has no line that lists the adapters (layers); nothing was written. Restore that file and try again.

## Check

step-none = no step
step-bronze = bronze
step-silver = silver
step-gold = gold
rule-kit = the conformance kit is green
rule-readme = there is a README
rule-size = the adapter itself is short
rule-settings = every setting is documented
rule-lookup = an unknown outcome settles itself, by lookup or by a safe resend
rule-withdrawal = schemes can be withdrawn
rule-status-map = status codes have their handling status
rule-events = events arrive by themselves
rule-finished = none of the template's marks is left
rule-recordings = recorded exchanges are replayed
rule-oracle = an independent implementation judges
rule-wire = the wire is written down
rule-open-kit-none = quality.toml names no test file (kit).
rule-open-kit-no-pytest = pytest is not installed here, so it cannot run. Run make env.
rule-open-kit-missing = the test file { $file } is not there, or does not import { $module }. Write it as the guide says.
rule-open-kit-red = { $count } failed, the first is { $first }. Run that file with pytest to see why.
rule-open-kit-not-inherited = { $file } does not inherit the kit: { $count } checks are missing. Inherit AdapterContract as the guide says.
rule-open-readme = write a README.md in the adapter's folder that names it.
rule-open-size = { $lines } lines, at most { $most }. Move what belongs to the wire to another module.
rule-open-settings = README.md says nothing of: { $names }.
rule-open-lookup = implement find_by_key, or declare idempotent where the company promises that a resend is harmless.
rule-open-withdrawal = implement withdraw_scheme.
rule-open-status-map = write status.toml in the adapter's folder.
rule-open-events = implement fetch_updates or read_callback.
rule-open-finished = { $count } marks are left, the first at { $where }.
rule-open-recordings = there is none yet. Run liandong adapter record.
rule-open-recordings-differ = { $file } cannot be taken: { $words }.
rule-open-oracle = name the independent implementation (oracle.who) and the test in which it judges (oracle.test) in quality.toml.
rule-open-wire = name the wire's document (wire) in quality.toml; the file has to be there.
rule-open-needlessly-exempt = this is done and needs no exemption. Take it out of exempt in quality.toml.
ladder-kit = Conformance kit: { $passed } passed, { $skipped } do not apply, { $failed } failed
ladder-exempt = {" "}– exempt: { $reason }
ladder-open = {" "}– { $why }
ladder-holds = { $name } claims { $claimed }, and that holds; it has reached { $reached }.
ladder-does-not-hold = { $name } claims { $claimed }, and that does not hold; it has reached { $reached }. Do what is open above, or lower the step in quality.toml.
adapter-no-quality = The adapter “{ $name }” has no { $path } to check. Write one as the guide says.
adapter-quality-wrong = { $path } is wrong and was not taken. Correct the following:
adapter-check-utilities-only = “{ $name }” is for authorities; the quality ladder is for adapters of utilities.
adapter-check-no-source = The adapter “{ $name }” is an installed package, its source is not here. Check it in its source checkout.
invalid-quality-kit-missing = Name the test file (kit), or say in exempt why there is none.
invalid-quality-never-exempt = { $rule } holds for every adapter; nothing exempts from it.

## Record

adapter-recorded = { $calls } calls recorded: { $path }. Read it through for what should not be kept before you commit it.
adapter-record-no-http = The adapter “{ $name }” does not speak HTTP; there is nothing to record.
adapter-record-no-company = The configuration has no company “{ $company }” with the adapter “{ $name }”. There are: { $known }.
adapter-record-refused = What was recorded cannot be kept, nothing was written: { $words }. If it is too long, lower the page size in the configuration.

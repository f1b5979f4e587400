# What the `liandong` commands say: help, headings, answers.

## The help page

help-usage = Usage:{ " " }
help-subcommand = COMMAND [ARGS]…
help-some-options = [OPTIONS]
help-arguments = Arguments
help-options = Options
help-commands = Commands
help-default = (default: { $value })
help-environment = (environment: { $value })
help-required = (required)

command-root = Liandong: carries design schemes from the joint plan review to the water, power, gas and telecom companies, and their progress to the province's system.
command-root-epilog = Exit codes: 0 done, 1 something needs a person, 2 wrong use or configuration.
command-init = Make a new home folder: commented configuration, folder of documents, database
command-sync = Run one cycle: collect schemes, fetch documents, push, pull progress, record at the province
command-status = The figures
command-failures = What waits for a person
command-failures-list = List what waits for a person
command-failures-show = Everything known of one item
command-failures-retry = Have items tried again
command-failures-resolve = Record how an item was dealt with
command-intake = Take in schemes from a file (JSON or a table)
command-doctor = Check configuration, database, folder of documents and every counterpart
command-db = The database's structure
command-db-upgrade = Bring the database to the version this program needs
command-db-current = The version the database has
command-db-check = Whether database and program fit each other
command-demo = A city's working days between stand-ins for the province and the utilities

option-help = Show this page
option-home = The home folder, which holds liandong.toml
option-language = Language: zh-CN or en
option-quiet = No progress bars
option-json = Answer in JSON
option-company = Of this counterpart alone (its id in the configuration)
option-cause = Of this cause alone (`cause` in failures list --json)
option-search = Look in project name and code, scheme number and case number
option-limit = Most items listed
option-after = From behind this number on
option-all = Everything that can be tried again
option-by = Who decides, for the audit trail (default: the account's name)
option-as = Outcome: delivered, discarded (shall not be sent), done (dealt with otherwise)
option-reference = The company's own number, for a scheme that was delivered
option-note = A remark, for the audit trail
option-projects = How many projects
option-seed = Seed; the same seed gives the same city
option-stand-ins = Announcement file of stand-ins that are running already; none are started
option-exchange = Record through the province's exchange database instead of its gateway; the result is the same
option-keep-running = Leave the stand-ins running at the end, until Ctrl+C
argument-folder = The folder to make (default: --home)
argument-file = The file; documents lie in a folder of the same name
argument-failure = The item's number
argument-failures = The items' numbers

## Wrong use

usage-unexpected = “{ $value }” is one argument too many. Leave it out, or see the usage with --help.
usage-no-such-command = There is no command “{ $value }”. There are: { $known }.
usage-no-such-option = There is no option { $name }. See which there are with { $command } --help.
usage-option-without-value = Option { $name } wants a value. See the usage with { $command } --help.
usage-wrong-value = The value of { $name } is not right; { $command } did nothing.
usage-missing = { $name } is missing. See the usage with { $command } --help.
usage-wrong = { $command } is not used like this. See the usage with { $command } --help.
usage-language-unknown = There is no language “{ $value }”. There are: { $known }.
cli-aborted = Stopped.
cli-unforeseen = The program met an error nobody has foreseen and did not finish. What was finished is kept, and it can be run again. Please give the log { $log } to a technician.

## Configuration and database

config-missing = There is no configuration here: { $path }. Run liandong init first, or name the home folder with --home.
config-not-toml = The configuration { $path } is not TOML (line:column { $place }) and was not used. Check quotes, brackets and equal signs there.
config-not-utf8 = The configuration { $path } is not UTF-8 and was not used. Save it as UTF-8.
config-wrong = { $count ->
    [one] One entry of the configuration is wrong
   *[other] { $count } entries of the configuration are wrong
}; it was not used. Correct { $path } or the environment variable as follows:
config-environment = The value of a LIANDONG_ environment variable cannot be read; the configuration was not used. Lists and nested values are written as JSON, for example LIANDONG_DELIVERY__SCHEDULE='["30s","2m"]'.
store-url-wrong = store.url in the configuration is no database that can be used. It is sqlite:///file or postgresql://user@host/name.
store-unreachable = The database does not answer ({ $reason }); this run did not finish. Check the database server and the disk, then run it again.
file-trouble = A file or folder cannot be used: { $path } ({ $reason }). Check the path and the permissions, then run it again.
init-done = The home folder is made. Fill in the counterparts in { $path }, then run: liandong doctor --home { $home }
init-exists = There is a configuration here already: { $path }. Nothing was changed. Choose another folder.
db-upgraded = The database has the version this program needs ({ $revision }).
db-up-to-date = Database and program fit each other ({ $revision }).
db-behind = The database has version { $revision }, this program needs { $head }. Make a backup, then run liandong db upgrade.
db-empty = The database is empty, this program needs { $head }. Run liandong db upgrade.

## Headings

column-what = What
column-count = Count
column-value = Value
column-company = Company
column-cases = Cases
column-pushed = Schemes pushed
column-documents = Documents sent
column-opinions = Opinions
column-hooked-up = Hooked up
column-accepted = Accepted
column-counterpart = Counterpart
column-deliveries = Deliveries
column-connection = State
column-heard = Last heard of
column-taken = Last took something
column-id = No.
column-since = Since
column-about = About
column-sentence = What is the matter
column-case = Case
column-times = Times
column-delivery = Delivery
column-state = State
column-closed = Closed
column-resolution = Outcome
column-by = By
column-note = Remark
column-attempt = No.
column-started = Started
column-trigger = Caused by
column-outcome = Outcome
column-why = Why

## Figures

title-figures = Overview
title-companies = Companies
title-counterparts = Counterparts
title-cycle = This cycle
title-failures = Waiting for a person
title-attempts = Attempts
count-of = { $count } { $name }
figure-schemes = Schemes
figure-withdrawn = of them withdrawn
figure-warnings = Doubts
figure-documents = Documents
figure-cases = Cases
figure-events = Status events
figure-deliveries = Deliveries
figure-recorded = Recorded at { $mirror }
figure-recorded-of = { $part } / { $whole }
figure-missing = Not recorded everywhere yet
figure-inbox = Updates not counted yet
figure-desk = Waiting for a person
status-attention = { $count ->
    [one] One item waits
   *[other] { $count } items wait
} for a person. See liandong failures list.

connection-closed = well
connection-open = held back (failures in a row)
connection-probe = being tried
connection-paused = stopped
state-new = new
state-held = held
state-wanted = wanted
state-present = present
state-refused = refused

phase-collect = Collecting schemes
phase-documents = Fetching documents
phase-deliver = Delivering
phase-pull = Reading progress
phase-demo = Working days

## A cycle

cycle-schemes = New schemes
cycle-documents = Documents fetched
cycle-pushed = Delivered to companies
cycle-updates = New updates
cycle-recorded = Recorded at the province
cycle-later = Tried again later
cycle-attention = Given to a person
sync-unreachable = Not reached in this cycle: { $names }. Everything else was done; the next cycle tries again.
sync-new-items = { $count ->
    [one] One more item waits
   *[other] { $count } more items wait
} for a person. See liandong failures list.

## What waits for a person

failures-none = { $open ->
    [0] Nothing waits for a person.
   *[other] Nothing of that kind waits ({ $open } in all wait for a person).
}
failures-more = { $open } in all, { $shown } shown here; see the rest with --after { $last }.
failures-nothing-chosen = It is not said what to try again. Give numbers, or --company, --cause or --all.
failures-retried = { $count ->
    [one] One item is
   *[other] { $count } items are
} tried again with the next cycle.
failure-skipped = Item { $id } is not tried again: there is none, it is closed, or there is nothing to try. See liandong failures show { $id }.
failure-resolved = Item { $id } is recorded as { $how ->
    [delivered] delivered
    [discarded] not to be sent
   *[done] dealt with otherwise
}.
failure-unknown = There is no item { $id }, or it is not in one of your districts. See the list for those there are.
failure-closed = Item { $id } was closed by { $who } on { $at } and stays as it is.
failure-needs-other-decision = Item { $id } cannot be decided like this. { $delivery ->
    [true] It is a delivery: delivered or discarded (shall not be sent).
   *[other] It is no delivery: done (dealt with otherwise).
}
failure-under-way = Item { $id } is being sent or is settled; nothing was changed. Look again in a while.
failure-behind = { $count ->
    [one] One delivery waits
   *[other] { $count } deliveries wait
} behind it: { $kinds }.
failure-behind-many = At least { $count } deliveries wait behind it: { $kinds }.
failure-next = { $kind ->
    [delivery] Next: liandong failures retry { $id }; or liandong failures resolve { $id } --as delivered, or --as discarded (shall not be sent).
    [destination] Next: put it right, then liandong failures retry { $id } to speak with it again; or liandong failures resolve { $id } --as done.
    [document] Next: liandong failures retry { $id } to fetch it again; or liandong failures resolve { $id } --as done.
   *[other] Next, once it is dealt with: liandong failures resolve { $id } --as done.
}

trigger-schedule = schedule
trigger-recovery = recovery
trigger-officer = person
outcome-delivered = delivered
outcome-retry = again later
outcome-parked = given to a person
outcome-late = came too late
outcome-lost = broken off
outcome-released = not sent
outcome-open = under way
resolution-retried = tried again
resolution-delivered = delivered
resolution-discarded = not to be sent
resolution-done = dealt with otherwise
resolution-superseded = superseded
resolution-became-legal = became legal
resolution-served = served now
resolution-withdrawn = scheme withdrawn
resolution-arrived = arrived
resolution-read-again = read again
delivery-scheme-push = scheme
delivery-scheme-withdraw = withdrawal
delivery-document-send = document
delivery-record-project = project record
delivery-record-matter = matter record
delivery-record-event = event record

## Intake

intake-taken = New schemes { $new }, known already { $known }, conflicting { $conflicting }, documents { $documents }.
intake-warning = { $scheme }: { $sentence }
intake-refused = { $row ->
    [0] { $file } was not taken:
   *[other] { $file }, row { $row }, was not taken:
}

## Checks

doctor-mark-ok = [ok]
doctor-mark-attention = [attention]
doctor-well = Everything is ready.
doctor-unwell = { $count ->
    [one] One thing needs
   *[other] { $count } things need
} attention.
doctor-settings = The configuration can be used.
doctor-store = The database can be used ({ $kind }, version { $revision }).
doctor-clock = The clocks of this machine and of the database agree.
doctor-clock-off = The clocks of this machine and of the database are { $seconds } seconds apart. Limits and signatures go by the clock: set it right.
doctor-folder = The folder of documents { $path } cannot be written ({ $reason }); no document can be fetched. Check permissions and disk.
doctor-folder-ok = The folder of documents { $path } can be written, { NUMBER($mib, useGrouping: 1) } MiB are free.
doctor-space = The folder of documents { $path } has only { NUMBER($mib, useGrouping: 1) } MiB left, room for few large drawings. Make room or choose another place.
doctor-unserved = Area { $area } has no company for { $kinds }: such demands there are pushed to nobody. Check the configuration.
doctor-credit-code = “{ $company }” has no unified social credit code; the province refuses its status events. Add credit_code to the configuration.
doctor-intake-token = The token of the scheme intake cannot be found; the intake cannot open. Correct it as follows.
doctor-plugin = Plug-in { $name } cannot be loaded ({ $error }); its commands are missing. Install it anew, or ask its author.
doctor-no-counterparts = The configuration has no counterparts yet; nothing would happen. Fill in authorities and companies in liandong.toml.
doctor-answers = { $company } answers.
doctor-not-asked = { $company } cannot be asked for a sign of life and was not checked.
doctor-no-answer = { $company } does not answer. Check the network and their system.
doctor-defect = The adapter failed while asking { $company } ({ $error }). A technician should see the log.

## The demo

demo-start = Starting stand-ins for the province and the utilities …
demo-settled = Everything is settled: { $days } simulated working days in { $seconds } seconds.
demo-left = { $count ->
    [one] One deliberate failure is
   *[other] { $count } deliberate failures are
} left waiting for a person:
demo-next = What to run next:
demo-running = The stand-ins are still running ({ $address }); Ctrl+C stops them.
demo-not-a-demo = { $path } is not empty and no demo's home; nothing was changed. Choose another folder.
demo-unsettled = After { $days } working days the demo was still not settled, which should not happen. A technician should see { $log }.
demo-schemes = { $schemes } schemes came, { $withdrawn } of them were withdrawn. What the companies did:
demo-recorded = { $mirror } holds { $part } of { $whole } status events{ $missing ->
    [0] ; none is missing.
   *[other] ; the other { $missing } wait behind the failures below and follow once these are dealt with.
}
demo-standins-failed = The stand-ins did not start, or stopped answering ({ $reason }); the demo did not finish. A technician should see { $log }; then run it again.

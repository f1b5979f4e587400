# Reconciliation: what companies, the province and other mirrors really hold, held against the hub record by record.

## What was found

reconcile-missing-here = { $company } holds an event ({ $project }, { $stage } “{ $status }”, { $at }) that never reached this hub. It can be taken in now.
reconcile-differing-here = { $company } has changed an event ({ $project }, { $stage } “{ $status }”, { $at }) since this hub received it: { $names }. Their present wording can be taken over; what was recorded is then invalidated and recorded anew.
reconcile-duplicated-here = { $company } has recorded one event twice ({ $project }, { $stage } “{ $status }”, { $at }): { $first } and { $second }. The first can be kept and the second set aside; what was recorded of it is then invalidated.
reconcile-extra-here = This hub received an event of { $company } ({ $project }, { $stage } “{ $status }”, { $at }) that they do not hold any more. Please ask them whether it was revoked.
reconcile-late-company = { $company } told of an event ({ $project }, { $stage } “{ $status }”, { $at }) { $hours } hours after it happened, later than allowed. It is recorded; please urge them to enter events in time, then acknowledge.
reconcile-missing-there = { $mirror } does not hold the { $record ->
    [project] project
    [matter] matter
   *[event] event
} that was recorded there ({ $project }, { $stage } “{ $status }”, { $at }). It can be recorded again under its number.
reconcile-never-recorded = { $mirror } was never told of an event ({ $project }, { $stage } “{ $status }”, { $at }). It can be recorded now.
reconcile-differing-there = { $mirror } holds the { $record ->
    [project] project
    [matter] matter
   *[event] event
} ({ $project }, { $stage } “{ $status }”, { $at }) otherwise than it was sent: { $names }. It can be invalidated and recorded anew.
reconcile-retired-there = { $mirror } has invalidated the { $record ->
    [project] project
    [matter] matter
   *[event] event
} ({ $project }, { $stage } “{ $status }”, { $at }) without being asked to. It can be recorded again.
reconcile-extra-there = { $mirror } holds a { $record ->
    [project] project
    [matter] matter
   *[event] event
} that this hub did not send ({ $key }; { $project }, { $stage } “{ $status }”, { $at }). Once checked, it can be invalidated.
reconcile-duplicated-there = { $mirror } holds one { $record ->
    [project] project
    [matter] matter
   *[event] event
} twice ({ $project }, { $stage } “{ $status }”, { $at }); the second has the number { $key }. The second can be invalidated.
reconcile-late-mirror = { $mirror } took an event ({ $project }, { $stage } “{ $status }”, { $at }) { $hours } hours after it happened, later than allowed. Once checked, it can be acknowledged.
reconcile-corrected = Corrected before it was sent; it is not sent any more.

## What could not be compared

reconcile-unread-company = { $company } cannot be asked over its wire what it holds. Please compare with them by hand, or ask for a list.
reconcile-unread-mirror = { $mirror } cannot be asked over its wire what it holds. Please compare with them by hand.
reconcile-paused = { $counterpart } is paused and was not compared this time. Once resumed, the next pass makes up for it.

## Mending

reconcile-unknown-finding = There is no finding with this number.
reconcile-not-open = This finding has been dealt with already.
reconcile-ask = This hub cannot mend that by itself. Please ask { $counterpart }.
reconcile-changed-since = Things have changed since; nothing was mended. Please reconcile once more.

## Commands

command-reconcile = Reconcile: compare with companies and mirrors record by record, list what differs, and mend it
option-reconcile-full = compare every record; otherwise only what has changed since the last pass
option-reconcile-company = compare this company only (may be repeated)
option-reconcile-mirror = compare this mirror only (may be repeated)
option-reconcile-mend = mend the finding with this number; all: everything that can be mended (may be repeated)
option-reconcile-accept = accept the finding with this number as it is; it is not opened again (may be repeated)
option-reconcile-list = compare nothing, list what is open
reconcile-summary = { $whole ->
    [yes] Every record compared
   *[no] What changed since the last pass compared
}: { NUMBER($read, useGrouping: 1) } read back, { $new } new findings, { $gone } gone, { $open } open.
reconcile-clean = All sides hold the same.
reconcile-next = To mend: liandong reconcile --mend NUMBER, or --mend all.
reconcile-mended = { $count } are being mended. Once it has been sent, reconcile again to confirm.
reconcile-left = Finding { $id } was not mended: { $sentence }
reconcile-accepted = { $count } accepted as they are.
reconcile-mend-wrong = --mend takes a number or all, not “{ $value }”.
reconcile-unknown-counterpart = The configuration has no company or mirror “{ $id }”.
title-findings = Findings
column-finding-kind = Kind
column-way = How to mend

finding-missing = missing
finding-extra = extra
finding-differing = differing
finding-duplicated = duplicated
finding-late = late

way-take-in = take in
way-replace = take over their wording
way-set-aside = set the copy aside
way-remirror = record again
way-correct = invalidate and record anew
way-rewrite = record again
way-retract = invalidate
way-acknowledge = acknowledge
way-ask-company = ask the company
way-ask-mirror = ask the mirror

## Figures

figure-reconciled = Last reconciled
figure-findings = Findings open

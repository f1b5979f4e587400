# The liaison desk: lists, decisions, many at once, exports.

## One item

failure-changed = { $who } was first: item { $id } was changed on { $at }, and nothing was changed now. Look at it as it is, then decide.
failure-not-retried = Item { $id } is not tried again: { $reason ->
    [superseded] there is a newer version; the old one is not sent.
    [under-way] it is being sent; look again in a while.
    [closed] it was dealt with already.
    [other-district] it is not in one of your districts.
    [not-allowed] a supervisor or an administrator resumes a counterpart.
   *[other] there is nothing that could be tried; decide it in another way.
}
failure-cannot-have = It cannot be given to { $who }: there is no such account, it is disabled, or this is not one of their districts. Choose somebody else.
failure-snooze-past = { $at } has passed. Choose a later time.
comment-length = A comment is not empty and has at most { $length } characters.
filter-wrong = The filter holds something unknown. Nothing was done, lest too much be done. Choose the filter again.
view-name = Give the view a name of at most { $length } characters.
view-too-many = At most { $count } views are kept. Remove some first.

suggestion-correct = Correct it by their reasons and resend.
suggestion-phone = Phone them and ask whether it arrived.
suggestion-retry = Retry; try 3 first.
suggestion-resume = Check the credentials, correct them, then resume.
suggestion-map = Add what this status code means.
suggestion-configure = Add a company for this district to the configuration.
suggestion-engineer = Have an engineer look at the exchange.
suggestion-ask = Clear it up with them.

reason-sent-otherwise = Reached them by another way
reason-not-needed = Not needed any more
reason-duplicate = Duplicate
reason-project-ended = The project has ended
reason-false-alarm = Reported by mistake
reason-mended = The cause was put right elsewhere
reason-agreed = Settled with them

skipped-unknown = no such item
skipped-closed = dealt with already
skipped-superseded = a newer version is there
skipped-under-way = being sent
skipped-not-retryable = nothing to try
skipped-other-district = not one of your districts
skipped-not-allowed = a supervisor or an administrator resumes a counterpart

## What happened

timeline-version = { $source ->
    [desk] The scheme was corrected at the desk; this is version { $version }
    [file] Version { $version } of the scheme was taken in from a file
   *[other] Version { $version } of the scheme arrived from { $source }
}
timeline-withdrawn = The joint review withdrew the scheme: { $reason }
timeline-case = The case at { $company } began
timeline-delivered = Delivered: { $delivery } (attempts: { $times })
timeline-failed = Not delivered: { $delivery } (attempts: { $times })
timeline-superseded = No longer to be sent: { $delivery }
timeline-waiting = Waits to be sent: { $delivery } (attempts so far: { $times })
timeline-event = { $stage }: { $status } { $words }
timeline-event-illegal = { $stage }: they report “{ $status }”, out of order; it does not count. { $words }
timeline-desk = Came to the desk as item { $id }
timeline-decided = Item { $id } at the desk: { $resolution } ({ $who })

## Correcting

resolution-corrected = corrected and resent
correct-impossible = Item { $id } cannot be corrected here: { $unsure ->
    [true] they may have it already; phone them first.
   *[other] it is no refused scheme or record, or it is being sent.
}
correct-overtaken = There is a newer version of item { $id }'s scheme, or it was withdrawn; the old version cannot be corrected.
correct-nothing = Nothing was changed, so nothing was sent.
correct-faulty = Something is still wrong with the correction; it was not sent. Change it as told below.
correct-proposed-already = { $who } proposed a correction on { $at }; it waits for a second person.
correct-same-person = A second person approves a correction, not the one who proposed it.
correct-decided = { $who } decided about this correction on { $at }.
correct-unknown = There is no correction { $id }.

## Many at once

bulk-unknown = There is no job { $id }.
bulk-not-yours = { $who } began this job; only they and a supervisor may pause it, let it go on, or cancel it.
bulk-other-state = The job is “{ $job ->
    [trying] trying the first
    [tried] tried, waiting for the word
    [running] running
    [paused] paused
    [done] done
   *[other] cancelled
}” now; that cannot be done. Reload the page.
bulk-account-closed = { $who }'s account is disabled; the job is paused. A supervisor lets it go on or cancels it.

## Exports

export-sheet = Failures
export-id = Item
export-project = Project
export-code = Project code
export-company = Company
export-stage = Stage
export-what = What happened
export-since = Waiting since
export-attempts = Attempts
export-next = Next attempt
export-owner = Owner
export-case = Case
export-scheme = Scheme
export-reference = Their number
export-district = District
export-resolution = Resolution
export-closed = Closed

## Counterparts and projects

resolution-resumed = resumed
company-paused-already = { $company } is paused already.
company-not-paused = { $company } is not paused.
company-unknown = The configuration has no counterpart { $company }. Reload the page.
desk-project-unknown = There is no scheme { $scheme }, or it is not in one of your districts.
mapping-not-of-this = { $company } has no status codes to map.
mapping-edit-wrong = The mapping was not saved. Correct what follows.
mapping-edited-meanwhile = The mapping's file was changed after you opened it; nothing was saved. Look at it as it is, then change it.

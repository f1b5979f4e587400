# The liaison desk: lists, decisions, many at once, exports.

## One item

failure-changed = { $who } was first: item { $id } was changed on { $at }, and nothing was changed now. Look at it as it is, then decide.
failure-not-retried = Item { $id } is not tried again: { $reason ->
    [superseded] there is a newer version; the old one is not sent.
    [under-way] it is being sent; look again in a while.
    [closed] it was dealt with already.
    [other-district] it is not in one of your districts.
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

## What happened

timeline-version = Version { $version } of the scheme arrived (from { $source })
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

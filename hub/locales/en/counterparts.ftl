# Failures in dealing with the companies and the province: what happened, what it means, what to do.

## Connections and answers

counterpart-unreachable = { $company } cannot be reached; nothing was sent. It is tried again on schedule. If this goes on, call them and ask whether their system and the network are up.
counterpart-busy = { $company } is not serving at the moment (HTTP { $status }); nothing was taken. It is tried again after the time they asked for. Nothing to do.
counterpart-throttles = { $company } asks to go slower (HTTP { $status }); nothing was taken. It is sent again after a pause. Nothing to do.
counterpart-failed = { $company } answered with an error (HTTP { $status }); whether it was taken is not known. They are asked before anything is sent again; if it stays unclear, call them.
counterpart-failed-reading = { $company } answered with an error while being read (HTTP { $status }). Nothing is lost; reading goes on from the same place later.
counterpart-no-answer = Sent to { $company }, but no whole answer came; whether it was taken is not known. They are asked before anything is sent again; if it stays unclear, call them.
counterpart-no-answer-reading = No whole answer came while reading from { $company }. Nothing is lost; reading goes on from the same place later.
counterpart-refused = { $company } refused this submission (HTTP { $status }) without naming a field. Read their own words in the exchange, settle it with them, then send it again.
counterpart-credentials = { $company } does not accept who we are (HTTP { $status }); sending to them is paused. Check the credentials and permissions with them, update the configuration, then resume.
counterpart-status-unlisted = { $company } answered HTTP { $status }, which the wire document does not have. The outcome cannot be judged and it is not sent again by itself. Pass the exchange to their technicians.
counterpart-redirects = { $company } sends us to another address (HTTP { $status }), which is not followed. Check the address in the configuration and ask whether theirs has changed.
counterpart-login-page = { $company } returned a web page, not data: most likely a login page or a machine in between. Check the address in the configuration and ask them to let this system through.
counterpart-not-json = { $company }'s answer cannot be read and is not as the wire document says. Pass the exchange to their technicians; it is not sent again by itself.
counterpart-shape = { $company }'s answer is not as the wire document says (at { $place }). Pass the exchange to their technicians; it is not sent again by itself.
counterpart-answer-too-large = { $company }'s answer is over the limit ({ $limit_kib } KiB) and was not read to its end. Ask them for smaller answers, or raise the limit in the configuration.
counterpart-answer-encoded = { $company } sent a compressed answer ({ $encoding }) although none was asked for. Ask them to switch compression off.
counterpart-event-unreadable = One event of { $company } cannot be read. It is kept apart; the others are handled as usual. Ask them to correct what is listed and publish it again.

## Callbacks

webhook-unsigned = A message that claims to come from { $company } carries no usable signature and was not taken. If they did send it, ask them to sign as agreed; the event itself is in their feed.
webhook-clock = A message that claims to come from { $company } was signed more than five minutes away from our time and was not taken. Compare the clocks; the event itself is in their feed.
webhook-signature = A message that claims to come from { $company } has a signature that does not fit and was not taken. If they have changed the secret, update the configuration; the event itself is in their feed.
callback-unreadable = A message of { $company } is signed rightly but is not as the wire document says, and was not taken. Pass the exchange to their technicians.

## Adapters and configuration

adapter-unknown = There is no adapter named “{ $name }”. There are: { $known }. Correct the name in the configuration.
adapter-broken = The adapter “{ $name }” cannot be loaded ({ $error }). Install its package again, or ask its author.
adapter-not-for-utilities = The adapter “{ $name }” is not for a utility company such as “{ $company }”. Choose another one in the configuration.
adapter-not-for-authorities = The adapter “{ $name }” is not for an authority such as “{ $company }”. Choose another one in the configuration.
adapter-other-kind = The adapter “{ $name }” is not for the kind of utility that “{ $company }” is ({ $kind }). Check the kind and the adapter in the configuration.
adapter-settings = The adapter “{ $name }” of “{ $company }” is not set up rightly. Correct the fields listed.
invalid-base-address-form = It has to be a whole address that begins with http:// or https://.
invalid-base-address-secret = An address must hold no user name, password or query: addresses appear in logs. Use the field for the secret.
invalid-webhook-secret-form = Not a usable webhook secret: it has to be written { $form } and hold at least 16 bytes.

## The Utility Gateway API

gateway-no-demand = The scheme asks nothing of “{ $company }” ({ $kind }), so it cannot be pushed. Ask the joint review to check the scheme, or check the kind of this company in the configuration.
gateway-no-opinion-due = The scheme does not say by when an opinion is due, which { $company } requires; it was not sent. Ask the joint review to add it and push the scheme again.
gateway-scheme-refused = { $company } did not take the scheme: { $words }. Check the fields listed, then correct and resend it at the desk, or ask the joint review for a new version.
gateway-version-superseded = { $company } already holds a newer version of this scheme and did not take this one: { $words }. Usually nothing to do; if this one is to count, push it under a new version.
gateway-scheme-withdrawn = At { $company } this scheme is withdrawn and nothing more is taken for it: { $words }. If it is still meant, push it under a new scheme number.
gateway-withdrawal-too-late = { $company } has concluded acceptance; it cannot be withdrawn any more: { $words }. Settle with them how to go on.
gateway-key-reused = { $company } says that this submission's key was used for another content and did not take it: { $words }. Pass the exchange to whoever maintains this system.
gateway-unknown-scheme = { $company } does not find this scheme: { $words }. Call them and compare their reference.
gateway-unknown-document = { $company } says that this document is not among those announced: { $words }. Compare the version of the scheme that they hold.
gateway-length-mismatch = The document's size at { $company } is not the one announced: { $words }. Compare the versions of the scheme on both sides.
gateway-digest-mismatch = All of the document reached { $company }, but its content is not the one announced, and they dropped it: { $words }. Send it again; if it happens again, check whether the original is damaged.
gateway-in-flight = { $company } is still carrying out an earlier request for the same: { $words }. The result is asked for later. Nothing to do.
document-on-disk-differs = The document “{ $document }” has { $found } bytes here and { $announced } in the scheme; it was not sent to { $company }. Fetch it anew.

gateway-fault-required = Something required is missing. Their words: { $words }.
gateway-fault-type = Not the right type of value. Their words: { $words }.
gateway-fault-format = Not the right form. Their words: { $words }.
gateway-fault-range = Too small, too large or too long. Their words: { $words }.
gateway-fault-not-allowed = Not among the values they take. Their words: { $words }.
gateway-fault-unknown-area = Outside the area they serve. Their words: { $words }.
gateway-fault-inconsistent = Does not go together with another field. Their words: { $words }.
gateway-fault-duplicate = Given twice. Their words: { $words }.
gateway-fault-other = Their words: { $words }.

## The province's gateway

province-send-again = { $company } asks to send it again (code { $code }: { $words }); nothing was taken. This happens by itself. Nothing to do.
province-credentials = { $company } does not accept who we are (code { $code }: { $words }); recording is paused. Check the account and the token with the province, update the configuration, then resume.
province-clock = { $company } finds our clock off by more than five minutes (code { $code }: { $words }); recording is paused. Set this machine's clock, then resume.
province-throttles = { $company } asks to go slower (code { $code }: { $words }); nothing was taken. It is sent again after a pause. Nothing to do.
province-busy = { $company } is busy (code { $code }: { $words }); nothing was taken. It is sent again later. Nothing to do.
province-call-refused = { $company } refused the whole call (code { $code }: { $words }); nothing was taken and it is not sent again by itself. Pass the exchange to whoever maintains this system.
province-document-unknown = { $company } has no such document (code { $code }: { $words }). Ask the joint review to check the documents that the scheme lists.
province-row-refused = { $company } did not take this record: { $words }. Check the fields listed, correct them and record it again.
province-check-failed = { $company }'s check of this record failed: { $words }. Check it and record it again as a correction.
province-item-unmapped = The configuration has no provincial item code for { $kind } in the stage { $stage ->
    [review] review
    [application] application
    [hookup] hookup
   *[acceptance] acceptance
}; the record was not sent. Add code and version to the configuration, then record it again.
province-scheme-unreadable = One scheme of the joint review at { $company } cannot be read. It is kept apart; the others are handled as usual. Ask the joint review to correct what is listed and push it again.

province-fault-required = The required column { $column } has no value. The province's words: { $words }.
province-fault-format = The column { $column } has not the right form. The province's words: { $words }.
province-fault-dictionary = The value of column { $column } is not in its dictionary. The province's words: { $words }.
province-fault-order = The order of column { $column } is not right. The province's words: { $words }.
province-fault-unknown-parent = The parent record is not held yet. The province's words: { $words }.
province-fault-key-reused = This key was used for another content. The province's words: { $words }.
province-fault-already-held = The province holds a valid record of the same already. The province's words: { $words }.
province-fault-nothing-to-retire = The province has no valid record to retire. The province's words: { $words }.
province-fault-other = Column { $column }. The province's words: { $words }.

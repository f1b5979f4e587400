# Failures in dealing with a power company in IEC 61968-100 messages: what happened, what it means, what to do.

iec-message-refused = { $company } finds that our message is not as the wire document says (code { $code }: { $words }); it was not taken and is not sent again by itself. Pass the exchange to whoever maintains this system.
iec-scheme-refused = { $company } did not take the scheme (code { $code }: { $words }). Check the fields listed, then correct and resend it at the desk, or ask the joint review for a new version.
iec-unknown-scheme = { $company } does not find this scheme (code { $code }: { $words }). Call them and compare their reference.
iec-version-superseded = { $company } already holds a newer version of this scheme and did not take this one (code { $code }: { $words }). Usually nothing to do; if this one is to count, push it under a new version.
iec-scheme-withdrawn = At { $company } this scheme is withdrawn and nothing more is taken for it (code { $code }: { $words }). If it is still meant, push it under a new scheme number.
iec-cancel-too-late = { $company } has concluded acceptance; it cannot be withdrawn any more (code { $code }: { $words }). Settle with them how to go on.
iec-message-id-reused = { $company } says that this message's number was used for another content and did not take it (code { $code }: { $words }). Pass the exchange to whoever maintains this system.
iec-unknown-attachment = { $company } says that this document is not among those announced (code { $code }: { $words }). Compare the version of the scheme that each side holds.
iec-attachment-differs = The document that reached { $company } is not the one announced, and they dropped it (code { $code }: { $words }). Send it again; if it happens again, check whether the original is damaged.
iec-credentials = { $company } does not accept our signature or our permission (code { $code }: { $words }); sending to them is paused. Check secret and permissions with them, update the configuration, then resume.
iec-clock = { $company } finds our clock too far off (code { $code }: { $words }); sending to them is paused. Set this machine's clock, then resume.
iec-busy = { $company } is busy (code { $code }: { $words }); nothing was taken. It is sent again later. Nothing to do.
iec-throttles = { $company } asks to go slower (code { $code }: { $words }); nothing was taken. It is sent again after a pause. Nothing to do.
iec-in-flight = { $company } is still carrying out the same request (code { $code }: { $words }). The result is asked for later. Nothing to do.
iec-failed = { $company } failed inside (code { $code }: { $words }); whether it was carried out is not known. They are asked before anything is sent again; if it stays unclear, call them.
iec-failed-without-error = { $company } answered that it failed, but not why. The outcome cannot be judged and it is not sent again by itself. Pass the exchange to their technicians.
iec-ok-with-error = { $company } answered OK and an error at once (code { $code }: { $words }). The outcome cannot be judged and it is not sent again by itself. Call them, and pass the exchange to their technicians.
iec-partial = { $company } carried out only a part (code { $code }: { $words }), where a scheme is taken whole or not at all. Call them to find out what they hold now, then decide.
iec-partial-reading = { $company } gave only a part of the events (code { $code }: { $words }). Nothing is lost; the same time window is read again later.
iec-code-unlisted = { $company }'s error code { $code } is not in the wire document ({ $words }). The outcome cannot be judged and it is not sent again by itself. Ask them what it means and enter it under error_codes in the configuration.
iec-xml-refused = The XML that { $company } sent was not read: { $reason ->
    [doctype] it declares a document type or entities, which may be an attack
    [depth] it is nested too deeply
    [elements] it has too many elements
    [size] it is too long
   *[encoding] it is not in UTF-8
}. Pass the exchange to their technicians; it is not sent again by itself.
iec-fault = They do not take this value (code { $code }). Their words: { $words }.
invalid-iec-no-identity = Give a secret (for signing) or a client_certificate; without one of them the company cannot tell who we are.
invalid-iec-certificate-files = The certificate files cannot be used. Check the paths of client_certificate, client_key and server_authority, whether the key fits the certificate, and its password.

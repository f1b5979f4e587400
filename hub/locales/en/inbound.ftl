# The door for machines: callbacks and scheme intake.

command-inbound = Open the door for machines: callbacks of the companies, and schemes pushed to the hub
option-host = Address to listen on; by default as configured
option-port = Port to listen on; by default as configured
inbound-listening = The door for machines is open at { $address }. Ctrl+C closes it.
inbound-stopped = The door for machines is closed. What was taken is in the database.

inbound-no-such-company = No company { $company } takes callbacks here. Check the callback address.
inbound-refused = The callback's signature could not be verified; nothing was taken. Check the signing secret and the clock.
inbound-unreadable = The callback is not what the wire document says; nothing was taken. Compare it with the document and send it again.
inbound-too-large = The content is larger than { $limit } bytes; nothing was taken.
inbound-not-json = The content is not JSON; nothing was taken.
inbound-busy = It cannot be stored at the moment; nothing was taken. Send it again in { $seconds } seconds.
inbound-intake-closed = No intake token is configured: schemes are not taken here.
inbound-token-wrong = The token is wrong; nothing was taken.
inbound-scheme-invalid = { $count } things about the scheme are not right; it was not taken. Correct the fields listed and send it again.
inbound-scheme-conflict = Version { $version } of this scheme is held with another content, which stays. Push the correction under a new version number.
inbound-cannot-listen = { $address } cannot be listened on ({ $reason }). Choose another with --host, --port or [inbound] of the configuration, or stop the program that holds it.
inbound-no-such-address = There is nothing at this address. Compare it with the wire document.
inbound-no-such-method = This address does not take this method. Compare it with the wire document.
inbound-too-slow = The content did not arrive in time; nothing was taken. Send it again.
inbound-failed = The program itself failed, and it is not known whether anything was taken. Send it again later: what is repeated counts once.

# The certificate: one record per company, district and day, signed, to be verified on another machine.

certificate-title = Certificate of complete recording
certificate-about = { $company }, { $day }
certificate-statement = { $complete ->
    [yes] Read back and compared record by record: { $held } events happened on this day, and what the company holds, what this hub holds and what each mirror accepted are the same. Nothing is missing.
   *[no] Read back and compared record by record: this hub holds { $held } events that happened on this day. The sides do not agree yet; each difference is listed as open.
} The sides were read back at { $at } or later; this certificate was made at { $made }. An event belongs to the day on which it happened; told late, it is in the certificate of that day when it is made again.
certificate-head-table = What each side holds
certificate-head-open = Open
certificate-head-digests = Digests of the sets
certificate-head-signature = Signature
certificate-head-verify = How to verify
certificate-column-district = District
certificate-column-open = Result
certificate-result = { $complete ->
    [yes] complete
   *[no] { $count } open
}
certificate-nothing-open = Nothing.
certificate-open-item = { $district }, event { $event }, { $side }: { $sentence }
certificate-more-open = { $count } more are in the attached JSON.
certificate-digest = { $district }, { $side }: { $digest }
certificate-not-read = not read back
certificate-nowhere = no case
certificate-side-hub = This hub
certificate-algorithm-ed25519 = Ed25519 (RFC 8032)
certificate-algorithm-sm2 = SM2 with SM3 (GB/T 32918)
certificate-signed-with = Algorithm: { $algorithm }
certificate-signed-key = Public key: { $key }
certificate-signed-value = Signature: { $value }
certificate-signed-file = SHA-256 of the attached JSON file: { $digest }
certificate-issued-by = Issued by: { $issuer }, at { $made }
certificate-page = Certificate of complete recording, page { $number }, file { $digest }…
certificate-how-to-verify = The certificate itself is the attached JSON file (also inside this PDF). On any machine with this software run liandong certificate verify FILE --key PUBLIC-KEY; neither database nor configuration is needed, and one changed byte fails it. Take the public key from the issuer by another way. A set's digest: one line per event, ["event id",scheme version,"content hash"] (canonical JSON, ended by a line feed), the lines sorted by their bytes and joined, SHA-256.

## Why something is open

certificate-missing-here = The company holds it; this hub never received it.
certificate-not-at-company = This hub received it; the company does not hold it now.
certificate-differs = It reads otherwise than this hub recorded it.
certificate-unmapped = The company's code has no place in the national dictionary yet; it is held back.
certificate-no-case = It belongs to no known case; it is kept aside.
certificate-illegal = It does not fit the order of handling and was not recorded; the company is to be asked.
certificate-never-recorded = It was never handed over to be recorded.
certificate-on-its-way = It is on its way.
certificate-not-read-back = It was sent, and was not there when read back.
certificate-set-aside = The company recorded it twice; the copy is set aside and does not count.

## Not issued

certificate-without-key = There is no key to sign with. Run liandong certificate key first.
certificate-key-unreadable = The signing key is not readable: it must be hexadecimal after ed25519: or sm2:.
certificate-day-not-over = { $day } is not over yet; there is no certificate of it.
certificate-day-wrong = “{ $value }” is no day; write 2026-03-02.
certificate-key-exists = { $path } exists and was left alone. To change keys, move it away first.
certificate-key-in-environment = The configured key comes from an environment variable; this command cannot write it.
certificate-not-one = { $path } is no certificate of complete recording.
certificate-key-wrong = “{ $value }” is no public key: it must be hexadecimal after ed25519: or sm2:.

## Commands

command-certificate = Certificates of complete recording: make, verify, compare
command-certificate-key = make a signing key that only this account can read, and show its public key
command-certificate-make = read every side back and certify a day (JSON and PDF)
command-certificate-verify = verify a certificate; needs neither database nor configuration
command-certificate-diff = list the events by which two certificates differ
option-certificate-sm2 = SM2 instead of Ed25519
option-certificate-day = the day (2026-03-02); yesterday unless given
option-certificate-company = this company only (may be repeated)
option-certificate-out = write into this folder
option-certificate-as-read = do not read back again, use what the last reconciliation read
option-certificate-key = the issuer's public key
argument-certificate = the certificate (JSON, or a PDF with the JSON attached)
argument-certificate-before = the certificate made first
argument-certificate-after = the certificate made later
certificate-key-made = The key was written to { $path } (keep a copy of it safe). Public key: { $key }
certificate-written = { $company }: { $path }, { $complete ->
    [yes] complete
   *[no] { $open } open
}
certificate-valid = Valid: unchanged since it was signed. Signed with { $key }
certificate-valid-trusted = Valid: signed with the key named, unchanged. { $company }, { $day }
certificate-check-key = No key was named, so this proves only that nothing was changed. Name the key you have from the issuer with --key.
certificate-invalid = Not valid: content and signature do not fit. The file was changed, or was not signed with that key.
certificate-wrong-key = Not valid: signed with { $key }, not with the key named.
certificate-wrong-digests = Not valid: the events listed do not give the digests.
certificate-same = Both certificates list the same events.
title-certificate-difference = Events that differ
column-district = District
column-before = Before
column-after = After

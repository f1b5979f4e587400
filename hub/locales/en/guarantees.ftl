resolution-evidence = shown by what they told
delivery-key-expired = It was sent and no answer came, and they keep its key for { $days } days only: by now it cannot be asked for by its key. Telephone them. If they hold it, enter their reference; if not, have it sent again.
verb-find-scheme = read back by reference
figure-doubts = Deliveries of unknown outcome
state-asking = to be asked about
state-unknown = unknown, a person must ask
state-pending = being judged there
audit-trail-broken = From record { $id } on the audit trail does not fit its own check: that record or one before it was changed or removed. Keep this database, compare it with the last backup, and find out who touched it.

# Sentences for the liaison desk: what happened, what it means, what to do.

## Deliveries

delivery-kills-worker = The program broke off { $times } times in a row while it handled this item. It was stopped so that it holds up nothing else; they may have received it. Ask them first, have an engineer find the cause, then retry or discard.
delivery-gave-up = { $attempts } attempts within { $hours } hours did not reach them, and no more are made. Ask them how their system is and retry once it is back; or deliver it another way and mark it as dealt with.
delivery-outcome-unknown = It was sent, but no answer came: nobody knows whether they hold it. Telephone them. If they hold it, enter their reference; if not, retry.
delivery-superseded = There is a version { $version } of the scheme now, so this one is not sent. Nothing to do.
delivery-withdrawn = The joint review withdrew the scheme, so this is not sent. Nothing to do.
delivery-without-reference = Their reference for the scheme is not known yet, so this cannot be delivered. Deal with the push of the same scheme first, enter the reference, then retry.
delivery-adapter-failed = The connection's own program failed ({ $error }); they may have received it. Have an engineer look at the record, and ask them before you retry.

## Schemes

scheme-unserved = No company is configured for { $kinds } in area { $area }: this demand was pushed to nobody. Add a company for the area to the configuration, or tell them another way.
scheme-conflict = Two schemes came, both marked version { $version }, with different contents. The first is kept, the second was not taken. Ask the joint review; if a change is meant, it should push a new version.
scheme-unreadable = A scheme came that cannot be read. It was not taken and not pushed. Tell the joint review the faults below; it should correct and push it again.

## What is reported of cases

update-conflicting = Event { $event } of { $source } came twice with different contents. The first is recorded. Ask them which one is right.
update-illegal = In { $stage }, “{ $status }” was reported after “{ $previous }”. That is out of order and does not count. A step may be missing, or the report is a mistake. Ask them; once the missing step arrives, it is worked out again.
update-unknown-case = A report fits no scheme held here. It is kept, and counts as soon as the scheme arrives. If that lasts, compare references with them.
update-unreadable = One report of theirs cannot be read. It is kept apart, the others count. Have an engineer compare it with the wire document.

## Stopping and going on

destination-paused-credentials = They refuse our credentials, so nothing more is sent to them; others are not affected. See whether the credentials expired or changed, correct them, then resume.
destination-paused-by-person = A person stopped deliveries to them. Once resumed, what is queued goes out in order.
resolved-by-person = Dealt with by a person; not delivered any more.

## Documents

document-digest-mismatch = The contents of document “{ $name }” are not those announced (the hash announced begins { $declared }, the one found { $actual }). It was not taken and not passed on. Ask its source to check and provide it again.
document-size-mismatch = Document “{ $name }” was announced with { NUMBER($declared, useGrouping: 1) } bytes and has { NUMBER($actual, useGrouping: 1) }. It was not taken and not passed on. Ask its source to check and provide it again.
document-type-mismatch = Document “{ $name }” was announced as { $declared } and is { $actual }. It was not taken and not passed on. Ask its source to correct the type or replace the file.
document-unavailable = Document “{ $name }” cannot be had from { $source }, and the companies do not have it yet. Ask the source whether the file is still there; the program keeps trying.
document-refused-by-source = { $source } does not hand over document “{ $name }”, and the companies do not have it yet. It is not asked for again by itself: clear it up with the source, then retry.
document-adapter-failed = The connection's own program failed while fetching a document ({ $error }). Have an engineer look at the record, then retry.
document-folder-failed = The folder of documents cannot be written to ({ $error }), so all documents wait. Check the disk's space and permissions; it then goes on by itself.

## Recording at the province

record-refused = The province did not take this record. Correct it by the reasons given, then retry.
record-unanswered = The province's answer leaves this record out: nobody knows whether it was taken. The program asks before it sends it again.

## Configuration and preparation

store-missing = There is no database here yet: { $path }. Run liandong init first, or name the existing folder with --home.
store-not-migrated = The structure of the database does not fit this version of the program. Make a backup, then run liandong db upgrade.
adapter-unfit-for-role = Adapter “{ $name }” cannot { $role ->
    [mirror] record what happens (mirror)
   *[source] hand over schemes (source)
} for “{ $company }”. Correct its roles in the configuration, or name another adapter.
secret-missing = The secret is not there: { $how ->
    [env] the environment variable { $where } is not set, or is empty.
   *[other] the file { $where } does not exist, cannot be read, or is empty.
}
secret-in-the-open = A secret may not stand in the configuration itself. Write {"{"} env = "NAME" {"}"} or {"{"} file = "path" {"}"}.
invalid-duration-form = “{ $value }” is not a length of time. Write a number and a unit, such as 30s, 2m, 1h or 3d.
invalid-settings-id-repeated = The id { $value } is used more than once. Every counterpart needs its own.

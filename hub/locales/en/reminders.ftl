# Reminders: titles, lines, the command.

reminder-title-red = [Liandong] { $count } matters overdue
reminder-title-paused = [Liandong] { $count } counterparts stopped
reminder-title-healed = [Liandong] { $count } reminders settled
reminder-title-digest = [Liandong] { $day } morning digest
reminder-title-test = [Liandong] test

reminder-red = red · { $project } · { $company } · { $stage }: was due at { $due } and is late. Please see to it ({ $matter }).
reminder-red-healed = { $project } · { $company } · { $stage }: ended, paused, or its date corrected; no longer pressed for ({ $matter }).
reminder-paused = Nothing has been sent to { $company } since { $since }; what concerns it waits. See the desk for the reason and resume it.
reminder-paused-healed = { $company } is sent to again; what has waited is on its way.
reminder-line-due = { $colour } · { $project } · { $company } · { $stage }: due { $due }, { $left } working days left
reminder-line-provisional = { $colour } · { $project } · { $company } · { $stage }: due { $due } (provisional), { $left } working days left
reminder-line-late = { $colour } · { $project } · { $company } · { $stage }: was due { $due }, { $left } working days over
reminder-line-paused = { $colour } · { $project } · { $company } · { $stage }: paused, { $left } working days left
reminder-more = … and { $count } more: see the desk.
reminder-desk = Desk: { $url }
reminder-test = { $name }, if you read this, reminders reach you.

digest-colours = Running: red { $red }, yellow { $yellow }, green { $green }, paused { $paused }
digest-desk = Desk: { $count } items wait ({ $parts }), the oldest since { $oldest }{ $own ->
    [0] {""}
   *[other] ; { $own } of them are yours
}
digest-nobody = others

## The command

command-remind = Remind whoever's turn it is: at once of what is late or stopped, each working morning in a digest, and once more when it heals.
option-remind-now = remind at once, in quiet hours too, and send a digest
option-remind-test = send a test message to this recipient (its id)
option-remind-dry = show what would be sent; send and keep nothing
remind-nothing = There is nothing to remind of now.
remind-sent = Sent to { $channel }: { $title }
remind-failed = Did not reach { $channel }, will be tried again: { $title }
remind-dry = Would be sent to { $channel }: { $title }

reminders-nobody = No recipient is configured; nobody was reminded. Fill in [reminders] in liandong.toml: docs/reminders.md.
reminders-recipient-unknown = There is no recipient "{ $value }"; nothing was sent. Configured are: { $known }.
reminders-channels = { $count } channels of reminders cannot be used; nobody was reminded. Correct them as told below.
reminders-channel-unknown = is no address that Apprise knows; such as wecombot://KEY/, dingtalk://KEY/, feishu://KEY/, mailtos://…
invalid-moment-form = "{ $value }" is no time of day
invalid-quiet-form = "{ $value }" is no span of time
invalid-recipient-repeated = the id "{ $value }" is used more than once; every recipient needs one of its own

doctor-reminders = The channels of reminders are in order, { $count } recipients.
doctor-reminders-nobody = No recipient is configured: nobody is reminded of what is late.

phase-remind = Remind

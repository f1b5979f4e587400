# What the unattended flows and the inbound door say.

## Unattended

command-serve = Run cycles at the configured interval until stopped
option-once = Run one cycle and leave
serve-starting = Starting the scheduler …
serve-under-way = Running a cycle every { $every } seconds. Its runs can be seen at { $address }; Ctrl+C stops it.
serve-stopped = Stopped. Whatever was not finished is in the database and goes on at the next start.

flow-server-port = Port { $port } is taken, so the scheduler cannot start. Stop the program that holds it, or choose another port with server_port in [flows] of the configuration.
flow-server-failed = The scheduler did not start. Have an engineer look at { $path }.

flow-done = { $sent } delivered, { $later } to be tried again, { $attention } waiting for a person.
flow-failed = { $names } could not be worked with this time; the rest is done, and the next cycle tries again. { $sent } delivered, { $later } to be tried again, { $attention } waiting for a person.
flow-skipped = This run was overtaken by a later one, which does its work; nothing is left out.
flow-task-done = { $done } done, { $later } to be tried again, { $attention } waiting for a person.
flow-task-failed = { $name } could not be worked with this time; the next cycle tries again. { $done } done, { $later } to be tried again, { $attention } waiting for a person.
flow-task-broken = The program itself failed while working with { $name }; nothing else is affected. Have an engineer look at the log.
flow-unknown-counterpart = The configuration has no counterpart with the id { $id }. Check the run's parameters.

flow-progress = Progress of this run (%)
flow-summary = Summary of this run
flow-desk = Open the liaison desk
phase-push = Push
phase-mirror = Mirror
phase-reconcile = Reconcile
flow-column-phase = Phase
flow-column-counterpart = Counterpart
flow-column-done = Done
flow-column-later = To be tried again
flow-column-attention = Waiting for a person
flow-column-outcome = Outcome
flow-outcome-done = fine
flow-outcome-failed = not done
flow-all-sources = All sources

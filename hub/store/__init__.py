"""Tables, transactions and migrations: outbox, inbox, cases, events, cursors, destinations, audit."""

"""The door for machines from outside: signed callbacks, scheme intake, document links."""

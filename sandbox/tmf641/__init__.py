"""A carrier over TM Forum TMF641 v4.1, written from docs/wires/telecom-tmf641.md and the published schema."""

"""TM Forum TMF641 Service Ordering v4.1, in the profile of docs/wires/telecom-tmf641.md."""

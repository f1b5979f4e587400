"""Supply schemes to a power company in IEC 61968-100 messages: the wire in docs/wires/power-iec61968.md."""

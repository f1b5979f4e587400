"""A power company over IEC 61968-100 messages, written from docs/wires/power-iec61968.md and its schemas."""

"""Batch files over a shared place: parcels out, acknowledgements and status tables in; docs/wires/gas-batch.md."""

"""Delivery: takes what waits in the outbox to its destination, within each counterpart's limits."""

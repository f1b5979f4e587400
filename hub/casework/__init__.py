"""Casework: what follows, in the hub's own records, from a scheme taken and from an update received."""

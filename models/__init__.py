"""The domain in frozen pydantic v2: scheme, demand, case, event, identifiers, status. Pure: no I/O."""

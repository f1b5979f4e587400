"""Documents: fetched from the source of schemes, checked, and kept in a folder by the hash of their bytes."""

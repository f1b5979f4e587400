"""Alembic's environment and the revisions, run by `hub.store.migrate`."""

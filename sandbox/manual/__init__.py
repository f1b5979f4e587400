"""A company without a system: a clerk who reads work lists from a shared folder and fills them in; docs/manual.md."""

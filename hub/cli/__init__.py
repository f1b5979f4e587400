"""The command line: `liandong`."""

from hub.cli.app import main

__all__ = ["main"]

"""Commands that other rooms and packages bring in, by entry point: the hub may not import them."""

import logging
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Final

import typer

GROUP: Final = "liandong.commands"
"""Each point names a function that takes the `typer.Typer` and adds its commands to it."""

_log: Final = logging.getLogger(__name__)


def plug_in(app: typer.Typer) -> None:
    """Add the commands of every plug-in that can be loaded; `broken` names the others."""
    for point in _points():
        try:
            point.load()(app)
        except Exception as error:  # a broken plug-in costs its own commands, not everybody's
            _log.warning("commands of %s cannot be had: %s", point.name, type(error).__qualname__)


def broken() -> Iterator[tuple[str, str]]:
    """Plug-ins that cannot be loaded: name, and the kind of error."""
    for point in _points():
        try:
            point.load()
        except Exception as error:  # whatever it raises, its commands are missing
            yield point.name, type(error).__qualname__


def _points() -> list[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda point: point.name)

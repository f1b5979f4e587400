"""The log file of a home folder. It holds no personal data: of an exception, only where it happened and its type."""

import copy
import logging
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from hub.settings import CONFIG_NAME

NAME: Final = "liandong.log"
_MEBIBYTE: Final = 1 << 20
_KEPT: Final = 5
_OURS: Final = ("adapters", "hub", "flows", "inbound", "desk")
_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_log: Final = logging.getLogger(__name__)


class _Bare(logging.Formatter):
    """Leaves out what an exception says: it may quote what was being handled."""

    def format(self, record: logging.LogRecord) -> str:
        bare = copy.copy(record)
        bare.exc_text = None  # what another handler made of the exception, and left here for everybody
        return super().format(bare)

    def formatException(self, ei: _ExceptionInfo) -> str:
        return "".join(_bare_lines(ei[1])).rstrip()


def _bare_lines(error: BaseException | None) -> Iterator[str]:
    """Where an exception and those it came from happened, the first one first; a group's members before it."""
    if error is None:
        return
    yield from _bare_lines(error.__cause__ or error.__context__)
    for member in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _bare_lines(member)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}\n"


class _File(RotatingFileHandler):
    """Outlives its folder: a demo that makes its home afresh, or a person, may remove it at any time."""

    def _open(self) -> TextIOWrapper:
        # Never the home itself: a home that is gone must not come back with nothing but a log in it.
        Path(self.baseFilename).parent.mkdir(exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Leaves a file that cannot be written at that: the screen is not the log's. A defect is still shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def place(home: Path) -> Path:
    """Where the log of `home` is; a folder that is no home folder gets none, its log lies with temporary files."""
    folder = home / "logs" if (home / CONFIG_NAME).is_file() else Path(tempfile.gettempdir())
    return folder / NAME


@contextmanager
def kept(home: Path) -> Iterator[Path]:
    """Write the log of `home` within the block, and say where. Nothing is written, and nothing fails, where that
    cannot be."""
    path = place(home)
    handler = _handler(path)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        yield path
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()


def unforeseen(error: BaseException) -> None:
    """Keep an exception that nobody has foreseen."""
    _log.error("unforeseen: %s", type(error).__qualname__, exc_info=error)


def _handler(path: Path) -> logging.Handler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _File(
            path, maxBytes=_MEBIBYTE, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return logging.NullHandler()
    handler.setFormatter(_Bare("%(asctime)s %(levelname)s %(name)s %(process)d %(message)s"))
    return handler

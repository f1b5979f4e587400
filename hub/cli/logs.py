"""The log file of a home folder. It holds no personal data: of an exception, only where it happened and its type."""

import copy
import logging
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from hub.settings import CONFIG_NAME

NAME: Final = "liandong.log"
_MEBIBYTE: Final = 1 << 20
_KEPT: Final = 5
_OURS: Final = ("adapters", "hub", "flows", "inbound")
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


def place(home: Path) -> Path:
    """Where the log of `home` is; a folder that is no home folder gets none, its log lies with temporary files."""
    folder = home / "logs" if (home / CONFIG_NAME).is_file() else Path(tempfile.gettempdir())
    return folder / NAME


@contextmanager
def kept(home: Path) -> Iterator[None]:
    """Write the log of `home` within the block. Nothing is written, and nothing fails, where that cannot be."""
    handler = _handler(place(home))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        yield
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
        handler: logging.Handler = RotatingFileHandler(
            path, maxBytes=_MEBIBYTE, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return logging.NullHandler()
    handler.setFormatter(_Bare("%(asctime)s %(levelname)s %(name)s %(process)d %(message)s"))
    return handler

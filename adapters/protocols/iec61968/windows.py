"""Polling by time window: where a window begins, and what the cursor keeps of it.

A window is on the company's own clock: its reply says up to when it reaches, and that is the cursor. The next one
reaches back behind it, because events are recorded late and out of order; the event's id tells what is read twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.protocols.iec61968.events import Window
from adapters.protocols.iec61968.message import instant
from adapters.protocols.iec61968.xml import Content

_BEGINNING = "-"


@dataclass(frozen=True)
class Place:
    """Where reading stands: the window's start (`None`: the beginning), and the page within it."""

    start: str | None
    continuation: str | None = None

    @classmethod
    def at(cls, cursor: str | None, overlap: timedelta) -> "Place":
        """The place that a cursor means. A cursor of another wire means the beginning: nothing is missed by it."""
        end, _, continuation = (cursor or _BEGINNING).partition(" ")
        if continuation:
            return cls(None if end == _BEGINNING else end, continuation)
        try:
            moment = datetime.fromisoformat(end)
        except ValueError:
            return cls(None)
        return cls(instant(moment - overlap)) if moment.tzinfo else cls(None)

    def ask(self, limit: int) -> Content:
        """The Request part that asks for this page."""
        options: list[dict[str, Content]] = [{"name": "limit", "value": str(limit)}]
        if self.continuation is not None:
            options.append({"name": "continuation", "value": self.continuation})
        return {"StartTime": self.start, "Option": options}

    def after(self, window: Window) -> str:
        """The cursor after this page: the next page of the same window, or the window's end."""
        if window.continuation is not None:
            return f"{self.start or _BEGINNING} {window.continuation}"
        return instant(window.window_end)

"""Blows: at which moment a life of the hub ends, and the points in its work at which one can fall.

A point is the instant before or after one piece of work. What runs inside a transaction has its points inside it, so
that "after settle" is before the commit; the commit itself has its own, and so has every call over the wire.
"""

import asyncio
import functools
import importlib
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Self

import httpx
from sqlalchemy import Engine, event

POINTS: Final = {
    "claim": "hub.store.claims:claim",
    "settle": "hub.store.claims:settle",
    "follow": "hub.casework.following:Following.__call__",
    "fold": "hub.pulling:fold_all",
    "collect": "hub.collection:_take_page",
    "pull": "hub.pulling:_take_page",
    "callback": "inbound.callbacks:take_callback",
    "document": "hub.documents.folder:Partial.complete",
    "parcel": "adapters.protocols.batch.folder:FolderPlace.move",
}
"""Named pieces of the hub's work, and where they are."""
CALL, COMMIT, COMMITTED = "call", "commit", "committed"
NAMES: Final = (*POINTS, CALL, COMMIT, COMMITTED)


@dataclass(frozen=True)
class Blow:
    """When a life ends: at the `nth` passing of the point `name`, before or after it; at the latest after `seconds`."""

    seconds: float | None = None
    name: str | None = None
    nth: int = 1
    after: bool = False
    pause: tuple[float, float] | None = None
    """Stopped after so many seconds, and woken so many later: longer than its leases last."""
    cut: dict[str, Any] = field(default_factory=dict)
    """Of a power cut: see `PowerCut`."""

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        """By the clock, or at a point: often at one that is passed seldom, seldom at one that is passed often."""
        if chance.random() < 0.35:
            return cls(seconds=chance.uniform(0.05, 0.5))
        name = chance.choice(NAMES)
        most = 16 if name in {CALL, COMMIT, COMMITTED} else 3
        # Where the point is not passed any more, the clock strikes.
        seconds = chance.uniform(0.3, 0.6)
        return cls(seconds, name, chance.randint(1, most), chance.random() < 0.5)

    @classmethod
    def drawn_with_pauses(cls, chance: random.Random) -> Self:
        """Every third life is stopped for a while before it ends: others go on with what it had in hand."""
        blow = cls.drawn(chance)
        if chance.random() < 0.65:
            return blow
        pause = (chance.uniform(0.05, 0.3), chance.uniform(0.2, 0.5))
        return replace(blow, seconds=(blow.seconds or 0.0) + pause[1], pause=pause)

    @property
    def signals(self) -> list[tuple[float, int]]:
        """What the process is sent from outside."""
        sent = [] if self.seconds is None else [(self.seconds, signal.SIGKILL)]
        if self.pause is not None:
            begin, length = self.pause
            sent += [(begin, signal.SIGSTOP), (begin + length, signal.SIGCONT)]
        return [(seconds, int(number)) for seconds, number in sent]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


def strike() -> None:
    """End this process as a power button would: nothing is flushed, nobody is told."""
    os.kill(os.getpid(), signal.SIGKILL)


class Watch:
    """Counts the points that this process passes, and ends it at the one chosen."""

    def __init__(self, blow: Blow) -> None:
        self._blow = blow
        self._passed: Counter[tuple[str, bool]] = Counter()

    def install(self) -> None:
        """From now on every piece of work has its points. Raises `AttributeError` where one is no longer there."""
        for name, place in POINTS.items():
            module, _, path = place.partition(":")
            *holders, last = path.split(".")
            holder = functools.reduce(getattr, holders, importlib.import_module(module))
            setattr(holder, last, self._watched(name, getattr(holder, last)))
        httpx.AsyncClient.send = self._watched(CALL, httpx.AsyncClient.send)  # type: ignore[method-assign]
        event.listen(Engine, "commit", lambda *_: self._pass(COMMIT, after=False))
        event.listen(Engine, "checkin", lambda *_: self._pass(COMMITTED, after=False))

    def _watched(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(work)
        def watched(*args: Any, **kwargs: Any) -> Any:
            self._pass(name, after=False)
            result = work(*args, **kwargs)
            self._pass(name, after=True)
            return result

        @functools.wraps(work)
        async def watched_async(*args: Any, **kwargs: Any) -> Any:
            self._pass(name, after=False)
            result = await work(*args, **kwargs)
            self._pass(name, after=True)
            return result

        return watched_async if asyncio.iscoroutinefunction(work) else watched

    def _pass(self, name: str, *, after: bool) -> None:
        self._passed[name, after] += 1
        blow = self._blow
        wanted = blow.after and name not in {COMMIT, COMMITTED}
        if (name, after) == (blow.name, wanted) and self._passed[name, after] == blow.nth:
            strike()

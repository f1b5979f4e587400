"""Notes of callers who may not come in: each kind at once, then at most one a minute."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from hub.callbacks import note_refused
from hub.store.engine import Store
from inbound.storing import stored
from models.messages import Message

_EVERY_SECONDS: Final = 60.0


class Knocks:
    """Whoever knows the address can knock as often as they like; each note is a write to the audit trail."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._noted: dict[tuple[str, str, str], float] = {}
        self._unnoted: Counter[tuple[str, str, str]] = Counter()

    async def note(self, action: str, subject: str, reason: Message) -> None:
        """Note that somebody knocked at `subject`, a name of ours, and why they were refused."""
        what, now = (action, subject, reason.id), self._clock()
        if now - self._noted.get(what, float("-inf")) < _EVERY_SECONDS:
            self._unnoted[what] += 1
            return
        self._noted[what] = now
        unnoted = self._unnoted.pop(what, 0)
        await stored(lambda: note_refused(self._store, action, subject, reason, unnoted=unnoted))

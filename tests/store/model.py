"""The outbox in a few lines of memory, to hold the store against."""

from dataclasses import dataclass, field

MAX_CLAIMS = 5
LEASE = 60


@dataclass
class Entry:
    """A row of the model. Times are seconds since the model began."""

    key: str
    lane: str
    version: int
    needs: str | None
    state: str = "waiting"
    due: int = 0
    lease: int = 0
    token: int = 0
    attempts: int = 0
    lost: int = 0
    unsure: bool = False


@dataclass(frozen=True)
class Lease:
    """What a worker of the model holds, or believes it holds."""

    key: str
    token: int
    unsure: bool
    attempt: int


@dataclass
class Model:
    """Rows in the order they were enqueued, and the present."""

    rows: dict[str, Entry] = field(default_factory=dict)
    now: int = 0

    def enqueue(self, key: str, lane: str, version: int, needs: str | None) -> None:
        self.rows.setdefault(key, Entry(key, lane, version, needs, due=self.now))

    def ready(self, entry: Entry) -> bool:
        if entry.state == "sending":
            return entry.lease < self.now
        if entry.state != "waiting" or entry.due > self.now:
            return False
        before = list(self.rows.values())[: list(self.rows).index(entry.key)]
        if any(
            each.lane == entry.lane and each.state in {"waiting", "sending", "attention"} for each in before
        ):
            return False
        return entry.needs is None or (
            entry.needs in self.rows and self.rows[entry.needs].state == "delivered"
        )

    def claim(self, limit: int) -> list[Lease]:
        places = {key: place for place, key in enumerate(self.rows)}
        ready = sorted(filter(self.ready, self.rows.values()), key=lambda each: (each.due, places[each.key]))
        return [lease for entry in ready[:limit] if (lease := self._take(entry))]

    def _take(self, entry: Entry) -> Lease | None:
        entry.lost += entry.state == "sending"
        entry.token += 1
        if entry.lost >= MAX_CLAIMS and entry.state == "sending":
            entry.state = "attention"
            return None
        before, entry.unsure = entry.unsure, True
        entry.state, entry.lease, entry.attempts = "sending", self.now + LEASE, entry.attempts + 1
        return Lease(entry.key, entry.token, before, entry.attempts)

    def held(self, lease: Lease) -> bool:
        entry = self.rows[lease.key]
        return entry.state == "sending" and entry.token == lease.token

    def settle(self, lease: Lease, state: str, *, unsure: bool = False, delay: int = 0) -> bool:
        if not self.held(lease):
            return False
        entry = self.rows[lease.key]
        entry.state, entry.unsure, entry.lost = state, unsure, 0
        if state == "waiting":
            entry.due = self.now + delay
        return True

    def release(self, lease: Lease) -> None:
        if self.held(lease):
            entry = self.rows[lease.key]
            entry.state, entry.unsure, entry.attempts = "waiting", lease.unsure, lease.attempt - 1

    def retry_now(self, key: str) -> bool:
        return self._decide(key, "waiting", due=self.now)

    def discard(self, key: str) -> bool:
        return self._decide(key, "discarded")

    def _decide(self, key: str, state: str, due: int | None = None) -> bool:
        entry = self.rows[key]
        if entry.state not in {"waiting", "attention"}:
            return False
        entry.state = state
        entry.due = entry.due if due is None else due
        return True

    def supersede(self, below: int) -> int:
        old = [
            entry
            for entry in self.rows.values()
            if entry.version < below and entry.state in {"waiting", "attention"} and not entry.unsure
        ]
        for entry in old:
            entry.state = "superseded"
        return len(old)

    def parked(self) -> set[str]:
        return {entry.key for entry in self.rows.values() if entry.state == "attention"}

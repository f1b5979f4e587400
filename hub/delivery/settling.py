"""Settling: what came of the calls is written down in groups, with everything that follows from it."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hub.delivery.destinations import Destinations
from hub.delivery.outcomes import Judge, Verdict
from hub.delivery.senders import Sender, Sent
from hub.store import claims, doubts, outbox
from hub.store.claims import Claimed, Delivered, Outcome, Parked, Settlement
from hub.store.engine import Store, Tx
from hub.store.outbox import Standing

GROUP: Final = 256
"""About how many items are settled in one transaction."""
LINGER: Final = 0.01
"""Seconds a group waits for company: one commit for each item costs many times a grouped one."""


@dataclass(frozen=True, slots=True)
class Call:
    """What one call brought back: one item, those of a batch, or nothing where another worker had taken them over."""

    destination: str
    sent: tuple[Sent, ...]


OnSettled = Callable[[Tx, Claimed, Outcome], None]
"""What follows from an outcome, in the transaction that settles it."""


@dataclass(slots=True)
class DeliveryReport:
    """What a run did: items by destination and by what became of them (delivered, retry, parked, late)."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def total(self, what: str) -> int:
        """Items of all destinations with this outcome."""
        return sum(count for (_, outcome), count in self.counts.items() if outcome == what)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Counts by destination, then by outcome; JSON-ready."""
        nested: dict[str, dict[str, int]] = defaultdict(dict)
        for (destination, outcome), count in sorted(self.counts.items()):
            nested[destination][outcome] = count
        return dict(nested)


@dataclass(frozen=True, slots=True)
class Settling:
    """Turns what was sent into settlements, and writes them in one transaction."""

    store: Store
    senders: Mapping[str, Sender]
    destinations: Destinations
    judge: Judge
    on_settled: OnSettled

    def settle(self, group: Sequence[Sent], report: DeliveryReport) -> None:
        """Settle `group` in one transaction, with what follows for cases and for destinations."""
        with self.store.begin() as tx:
            judged = [(sent, *self._outcome(tx, sent)) for sent in group]
            settled = set(claims.settle(tx, [_settlement(sent, outcome) for sent, outcome, _ in judged]))
            notes: dict[str, list[Verdict | None]] = defaultdict(list)
            for sent, outcome, verdict in judged:
                # What comes too late says nothing: of the case, of the queue, nor of how the destination is by now.
                if sent.claimed.id not in settled:
                    self._weigh(tx, sent.claimed, outcome)
                else:
                    notes[sent.claimed.destination].append(verdict)
                    self.on_settled(tx, sent.claimed, outcome)
            self.destinations.note(tx, notes)
        for sent, outcome, _ in judged:
            what = _named(outcome) if sent.claimed.id in settled else "late"
            report.counts[sent.claimed.destination, what] += 1

    def _weigh(self, tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
        # A receipt is a fact however late it comes, but only where nobody else is at it: what was parked with nobody
        # knowing whether it had arrived.
        row = outbox.get(tx, claimed.id) if isinstance(outcome, Delivered) else None
        if row is None or row.standing is not Standing.UNKNOWN or not isinstance(outcome, Delivered):
            return
        if doubts.settle_by_evidence(tx, row.id, outcome.remote_ref, outcome.serial):
            self.on_settled(tx, claimed, outcome)

    def _outcome(self, tx: Tx, sent: Sent) -> tuple[Outcome, Verdict | None]:
        if isinstance(sent.result, Delivered):
            return sent.result, None
        can_ask = self.senders[sent.claimed.destination].can_ask(sent.claimed)
        verdict = self.judge.judge(sent.result, sent.claimed, now=tx.now(), can_ask=can_ask)
        return verdict.outcome, verdict


def _settlement(sent: Sent, outcome: Outcome) -> Settlement:
    claimed = sent.claimed
    return Settlement(
        id=claimed.id, token=claimed.token, attempt=claimed.attempt, outcome=outcome, exchange=sent.exchange
    )


def _named(outcome: Outcome) -> str:
    if isinstance(outcome, Delivered):
        return "delivered"
    return "parked" if isinstance(outcome, Parked) else "retry"


class Arrivals:
    """What calls have brought back and is not yet settled."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque()
        self._any = asyncio.Event()

    def put(self, destination: str, sent: tuple[Sent, ...]) -> None:
        """Hand over what a call brought back."""
        self._calls.append(Call(destination, sent))
        self._any.set()

    async def group(self, patience: float) -> list[Call]:
        """The next group; empty when nothing arrives within `patience` seconds."""
        try:
            await asyncio.wait_for(self._any.wait(), patience)
        except TimeoutError:
            return []
        await asyncio.sleep(LINGER)
        group: list[Call] = []
        while self._calls and sum(len(call.sent) for call in group) < GROUP:
            group.append(self._calls.popleft())
        if not self._calls:
            self._any.clear()
        return group

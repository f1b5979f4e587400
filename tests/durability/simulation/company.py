"""A simulated utility company: its own ledger of what it was given and what it told, and the adapter to it."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from pydantic import BaseModel

from adapters.contract import DocumentFile, Page, Receipt, UtilityAdapter
from models.company import Company
from models.events import Update
from models.scheme import Scheme, Withdrawal
from models.stage import Opinion, Stage
from models.status import ENDS, HandlingStatus
from tests.durability.simulation.clockwork import START
from tests.durability.simulation.network import Line
from tests.durability.simulation.processes import current

_S = HandlingStatus
_LIVES: Final = (
    (),
    ((Stage.REVIEW, _S.ACCEPTED),),
    ((Stage.REVIEW, _S.REFUSED_ACCEPTANCE),),
    ((Stage.REVIEW, _S.ACCEPTED), (Stage.REVIEW, _S.PASSED)),
    ((Stage.REVIEW, _S.HANDLING_STARTS), (Stage.REVIEW, _S.PASSED), (Stage.APPLICATION, _S.RECEIVED)),
)
"""What becomes of a scheme after its receipt."""


@dataclass(slots=True)
class Dossier:
    """What the company holds of one scheme."""

    scheme_id: str
    ref: str
    version: int
    withdrawn: bool = False
    told: list[Update] = field(default_factory=list)
    life: asyncio.Task[None] | None = None


@dataclass(slots=True)
class Ledger:
    """Every effect that the hub had at the company, in order, and every event that the company told."""

    effects: list[tuple[str, str, int]] = field(default_factory=list)
    """Key, scheme and version of what took effect; version 0 stands for a withdrawal."""
    receipts: dict[str, str] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    documents: Counter[tuple[str, str]] = field(default_factory=Counter)
    stale: list[str] = field(default_factory=list)
    """What came too late to make sense: an older version after a newer one, a scheme after its withdrawal."""


class SimulatedCompany(UtilityAdapter):
    """Takes schemes, tells events by feed and by callback. `Keyed`, `Asked` and `Silent` differ in their wire."""

    name = "simulated"
    Settings = BaseModel

    def __init__(self, company: Company, line: Line, chance: random.Random) -> None:
        self.company = company
        self.line = line
        self.ledger = Ledger()
        self.feed: list[Update] = []
        self.calls_back: Callable[[Update], Awaitable[None]] | None = None
        self.feeds = True
        self.poison: str | None = None
        """A key that kills whoever sends it, while times are bad."""
        self.running: set[asyncio.Task[None]] = set()
        self._chance = chance
        self._last = START

    # --- what the hub calls -------------------------------------------------------------------------------------

    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        """See `UtilityAdapter`."""
        if key == self.poison and not self.line.weather.fair:
            self.line.manners.killed(f"push {key}")
            current().die(f"of sending {key}")
        return await self.line.call(f"push {key}", lambda: self._take(scheme, key))

    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        """See `UtilityAdapter`."""
        return await self.line.call(f"withdraw {key}", lambda: self._take_back(withdrawal, key))

    async def send_document(self, remote_ref: str, document: DocumentFile) -> None:
        """See `UtilityAdapter`."""
        sha256 = document.ref.sha256
        await self.line.call(
            f"document {sha256[:6]}", lambda: self.ledger.documents.update([(remote_ref, sha256)])
        )

    async def fetch_updates(self, cursor: str | None) -> Page:
        """See `UtilityAdapter`."""
        return await self.line.call(f"read from {cursor}", lambda: self._page(int(cursor or 0)), reads=True)

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> Page:
        """See `UtilityAdapter`."""
        return Page(updates=tuple(Update.from_store(each) for each in json.loads(body)), cursor=None)

    # --- what happens there -------------------------------------------------------------------------------------

    def _take(self, scheme: Scheme, key: str) -> Receipt:
        known = self.ledger.receipts.get(key)
        if known is not None and self.idempotent:
            return Receipt(remote_ref=known)
        held = self.ledger.dossiers.get(scheme.scheme_id)
        if held is not None and (held.withdrawn or held.version > scheme.version):
            self.ledger.stale.append(key)
            return Receipt(remote_ref=held.ref)
        self.ledger.effects.append((key, scheme.scheme_id, scheme.version))
        if held is None:
            ref = f"{self.company.id}-{len(self.ledger.dossiers) + 1}"
            held = self.ledger.dossiers.setdefault(scheme.scheme_id, Dossier(scheme.scheme_id, ref, 0))
        if held.version < scheme.version:
            held.version = scheme.version
            self._begin(held)
        self.ledger.receipts.setdefault(key, held.ref)
        self.line.trace.note(self.company.id, f"takes {key}")
        return Receipt(remote_ref=held.ref)

    def _take_back(self, withdrawal: Withdrawal, key: str) -> Receipt:
        held = self.ledger.dossiers[withdrawal.scheme_id]
        if key in self.ledger.receipts and self.idempotent:
            return Receipt(remote_ref=held.ref)
        self.ledger.effects.append((key, withdrawal.scheme_id, 0))
        self.ledger.receipts.setdefault(key, held.ref)
        self.line.trace.note(self.company.id, f"takes back {key}")
        if not held.withdrawn:
            held.withdrawn = True
            self._begin(held)
        return Receipt(remote_ref=held.ref)

    def _page(self, start: int) -> Page:
        if not self.feeds:
            return Page(updates=(), cursor=None)
        end = start + self._chance.randint(1, 4)
        return Page(
            updates=tuple(self.feed[start:end]),
            cursor=str(min(end, len(self.feed))),
            more=end < len(self.feed),
        )

    # --- what the company tells ---------------------------------------------------------------------------------

    def _begin(self, dossier: Dossier) -> None:
        if dossier.life is not None:
            dossier.life.cancel()
        dossier.life = self._start(self._live(dossier))

    def _start(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return task

    async def _live(self, dossier: Dossier) -> None:
        # The first word may come before the hub has heard that the scheme was taken.
        await asyncio.sleep(self._chance.choice((0.0, 0.0, 5.0, 300.0)))
        if dossier.withdrawn:
            last = dossier.told[-1].status if dossier.told else None
            if last is not None and last not in ENDS:
                self._tell(dossier, dossier.told[-1].stage, _S.WITHDRAWN)
            return
        self._tell(dossier, Stage.REVIEW, _S.RECEIVED)
        for stage, status in self._chance.choice(_LIVES):
            await asyncio.sleep(self._chance.choice((1.0, 60.0, 3600.0)))
            self._tell(dossier, stage, status)

    def _tell(self, dossier: Dossier, stage: Stage, status: HandlingStatus) -> None:
        now = START + timedelta(seconds=asyncio.get_running_loop().time())
        self._last = max(now, self._last + timedelta(milliseconds=1))
        update = Update(
            event_id=f"{dossier.ref}/{len(dossier.told) + 1}",
            remote_ref=dossier.ref,
            scheme_id=dossier.scheme_id if self._chance.random() < 0.5 else None,
            scheme_version=dossier.version,
            stage=stage,
            status=status,
            status_code=str(int(status)),
            opinion=Opinion.AGREE if status is _S.PASSED else None,
            occurred_at=self._last,
        )
        dossier.told.append(update)
        self.line.trace.note(self.company.id, f"tells {update.event_id}: {stage} {status.name.lower()}")
        for _ in range(2 if self._chance.random() < 0.15 else 1):
            self._start(self._publish(update))

    async def _publish(self, update: Update) -> None:
        # Held back for a while, an event comes after those that followed it.
        await asyncio.sleep(self._chance.choice((0.0, 0.0, 0.0, 90.0, 5000.0)))
        self.feed.append(update)
        if self.calls_back is not None:
            await self.calls_back(update)


class Keyed(SimulatedCompany):
    """Knows a key again, and can be asked for it."""

    idempotent = True

    async def find_by_key(self, key: str) -> Receipt | None:
        """See `UtilityAdapter`."""
        return await self.line.call(f"ask for {key}", lambda: _receipt(self.ledger, key), reads=True)


class Asked(SimulatedCompany):
    """Takes everything it is sent for new, but can be asked for a key."""

    async def find_by_key(self, key: str) -> Receipt | None:
        """See `UtilityAdapter`."""
        return await self.line.call(f"ask for {key}", lambda: _receipt(self.ledger, key), reads=True)


class Silent(SimulatedCompany):
    """Takes everything for new and cannot be asked: a person has to telephone."""


def _receipt(ledger: Ledger, key: str) -> Receipt | None:
    ref = ledger.receipts.get(key)
    return None if ref is None else Receipt(remote_ref=ref)

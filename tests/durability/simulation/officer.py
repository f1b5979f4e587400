"""The officer at the desk: has things tried again, telephones where nobody knows, and lets the paused go on."""

import asyncio
import random
from collections.abc import Mapping

from hub.bootstrap import Hub
from hub.liaison import actions
from hub.liaison.actions import How
from hub.liaison.retrying import can_be_retried, retry
from hub.people.person import operator
from hub.store import desk, outbox
from hub.store.desk import Item
from hub.store.engine import Tx
from tests.durability.simulation.company import Silent, SimulatedCompany
from tests.durability.simulation.processes import Process, become
from tests.durability.simulation.trace import Trace

NAME = "wang"


class Officer:
    """Works through the desk now and then; at the end, all of it."""

    def __init__(
        self, hub: Hub, companies: Mapping[str, SimulatedCompany], chance: random.Random, trace: Trace
    ) -> None:
        self._hub = hub
        self._companies = companies
        self._chance = chance
        self._trace = trace

    async def work(self) -> None:
        """A look at the desk from time to time, at some of what lies there."""
        become(Process("officer", self._chance, self._trace))
        while True:
            await asyncio.sleep(self._chance.choice((60.0, 1800.0, 7200.0)))
            self.clear_desk(share=0.6)

    def clear_desk(self, share: float = 1.0) -> None:
        """Decide this share of the open items."""
        with self._hub.store.begin() as tx:
            for item in desk.open_items(tx, limit=1000):
                if share == 1.0 or self._chance.random() < share:
                    self._decide(tx, item)

    def _decide(self, tx: Tx, item: Item) -> None:
        company = self._companies.get(item.destination or "")
        row = outbox.by_key(tx, item.subject) if item.kind == desk.DELIVERY else None
        if row is not None and row.unsure and isinstance(company, Silent):
            # Nobody but a person can find out: they telephone, and the company looks into its own books.
            ref = company.ledger.receipts.get(row.key)
            if ref is not None:
                actions.resolve(tx, operator(NAME), item.id, how=How.DELIVERED, remote_ref=ref)
                self._trace.note(NAME, f"was told that {row.key} arrived")
                return
        if can_be_retried(item):
            retry(tx, operator(NAME), [item.id])
            self._trace.note(NAME, f"has {item.subject} tried again")

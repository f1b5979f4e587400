"""The officer at the desk: has things tried again, telephones where nobody knows, and lets the paused go on."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from typing import Final

from hub.bootstrap import Hub
from hub.liaison import actions, retrying
from hub.people.person import operator
from hub.store import desk, outbox
from hub.store.desk import Item
from hub.store.engine import Tx
from hub.store.rows import State
from tests.durability.simulation.company import Silent, SimulatedCompany
from tests.durability.simulation.network import Line
from tests.durability.simulation.processes import Process, become
from tests.durability.simulation.trace import Trace

WANG: Final = operator("wang")


class Officer:
    """Works through the desk now and then; at the end, all of it."""

    def __init__(
        self,
        hub: Hub,
        companies: Mapping[str, SimulatedCompany],
        chance: random.Random,
        trace: Trace,
        lines: Sequence[Line],
    ) -> None:
        self._hub = hub
        self._companies = companies
        self._chance = chance
        self._trace = trace
        self._lines = lines

    async def work(self) -> None:
        """A look at the desk from time to time, at some of what lies there."""
        become(Process("officer", self._chance, self._trace))
        while True:
            await asyncio.sleep(self._chance.choice((60.0, 1800.0, 7200.0)))
            self.clear_desk(share=0.6)

    def clear_desk(self, share: float = 1.0) -> None:
        """Decide this share of the open items."""
        with self._hub.store.begin() as tx:
            items = desk.open_items(tx, limit=1000)
            chosen = [item for item in items if share == 1.0 or self._chance.random() < share]
            told = {item.id for item in chosen if self._telephone(tx, item)}
            again = [item.id for item in chosen if item.id not in told and retrying.can_be_retried(item)]
            if again:
                retrying.retry(tx, WANG, again)
                self._trace.note(WANG.login, f"has {len(again)} things tried again")
                for line in self._lines:
                    line.manners.forget()

    def _telephone(self, tx: Tx, item: Item) -> bool:
        """Where nobody but a person can find out, they ask, and the company looks into its own books."""
        company = self._companies.get(item.destination or "")
        row = outbox.by_key(tx, item.subject) if item.kind == desk.DELIVERY else None
        if row is None or not row.unsure or row.state != State.ATTENTION or not isinstance(company, Silent):
            return False
        ref = company.ledger.receipts.get(row.key)
        actions.answer(tx, WANG, item.id, arrived=ref is not None, remote_ref=ref)
        self._trace.note(WANG.login, f"is told that {row.key} {'arrived' if ref else 'did not arrive'}")
        return True

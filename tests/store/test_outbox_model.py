"""Whatever is done to the outbox, in whatever order, it does what its model does."""

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from hub.store import claims, desk, outbox
from hub.store.claims import Claimed, Outcome
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.tables import outbox as table
from models.messages import Message
from tests.store import model
from tests.store.support import WATER, Postgres, again, delivered, message, parked, settlement

MakeStore = Callable[[SettableClock], AbstractContextManager[Store]]

LANES, KEYS, SCHEME = 3, 9, "S1"
# (what the store is told, what the model is told)
OUTCOMES: dict[str, tuple[Outcome, dict[str, object]]] = {
    "delivered": (delivered(), {"state": "delivered"}),
    "retry at once": (again(seconds=0), {"state": "waiting"}),
    "retry later": (again(seconds=90), {"state": "waiting", "delay": 90}),
    "retry unsure": (again(seconds=30, unsure=True), {"state": "waiting", "delay": 30, "unsure": True}),
    "parked": (parked(), {"state": "attention"}),
    "parked unsure": (parked(unsure=True), {"state": "attention", "unsure": True}),
}
NUMBERS = st.integers(0, KEYS - 1)


class OutboxMachine(RuleBasedStateMachine):
    """Drives a store and its model alike. `make` opens a fresh store for each run."""

    make: MakeStore

    def __init__(self) -> None:
        super().__init__()
        self.clock = SettableClock()
        self.opened = type(self).make(self.clock)
        self.store: Store = self.opened.__enter__()
        self.model = model.Model()
        self.held: list[tuple[Claimed, model.Lease]] = []

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)

    @rule(number=NUMBERS, version=st.integers(1, 3), needs=st.none() | NUMBERS)
    def enqueue(self, number: int, version: int, needs: int | None) -> None:
        lane, key, needed = f"lane-{number % LANES}", f"k{number}", None if needs is None else f"k{needs}"
        new = message(key, lane=lane, scheme_id=SCHEME, version=version, needs=needed)
        with self.store.begin() as tx:
            added = outbox.enqueue(tx, [new])
        assert added == (() if key in self.model.rows else (key,))
        self.model.enqueue(key, lane, version, needed)

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        with self.store.begin() as tx:
            claimed = claims.claim(
                tx, capacity={WATER: limit}, worker="w", lease=timedelta(seconds=model.LEASE)
            )
        expected = self.model.claim(limit)
        assert [(each.key, each.token, each.unsure, each.attempt) for each in claimed] == [
            (each.key, each.token, each.unsure, each.attempt) for each in expected
        ]
        self.held += zip(claimed, expected, strict=True)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), name=st.sampled_from(sorted(OUTCOMES)), keep=st.booleans())
    def settle(self, data: st.DataObject, name: str, keep: bool) -> None:
        claimed, lease = data.draw(st.sampled_from(self.held))
        outcome, told = OUTCOMES[name]
        with self.store.begin() as tx:
            settled = claims.settle(tx, [settlement(claimed, outcome)])
        assert bool(settled) == self.model.settle(lease, **told)  # type: ignore[arg-type]
        if not keep:  # kept, it may be settled again: too late
            self.held.remove((claimed, lease))

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        claimed, lease = data.draw(st.sampled_from(self.held))
        with self.store.begin() as tx:
            claims.release(tx, [claimed])
        self.model.release(lease)
        self.held.remove((claimed, lease))

    @rule(seconds=st.sampled_from([1, 30, 61, 200]))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds)
        self.model.now += seconds

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data(), retry=st.booleans())
    def decide(self, data: st.DataObject, retry: bool) -> None:
        key = data.draw(st.sampled_from(sorted(self.model.rows)))
        with self.store.begin() as tx:
            row = outbox.by_key(tx, key)
            assert row is not None
            if retry:
                assert (outbox.retry_now(tx, [row.id], actor="li") == 1) == self.model.retry_now(key)
            else:
                assert outbox.discard(tx, row.id, actor="li", note="") == self.model.discard(key)

    @rule(below=st.integers(2, 4))
    def supersede(self, below: int) -> None:
        with self.store.begin() as tx:
            count = outbox.supersede(
                tx,
                destination=WATER,
                scheme_id=SCHEME,
                below_version=below,
                kinds={"scheme.push"},
                because=Message(id="delivery-superseded", params={"version": below}),
            )
        assert count == self.model.supersede(below)

    @invariant()
    def the_rows_are_those_of_the_model(self) -> None:
        names = ("key", "state", "attempts", "lost", "unsure", "token")
        with self.store.read() as tx:
            rows = tx.connection.execute(select(*(table.c[name] for name in names)).order_by(table.c.id))
            found = [tuple(row) for row in rows]
        assert found == [tuple(getattr(entry, name) for name in names) for entry in self.model.rows.values()]

    @invariant()
    def what_is_parked_and_only_that_is_on_the_desk(self) -> None:
        with self.store.read() as tx:
            assert {item.subject for item in desk.open_items(tx)} == self.model.parked()

    @invariant()
    def one_row_of_a_lane_is_in_flight(self) -> None:
        flying = [entry.lane for entry in self.model.rows.values() if entry.state == "sending"]
        assert len(flying) == len(set(flying))


def run(
    make: MakeStore,
    *,
    examples: int,
    phases: Collection[Phase] = tuple(Phase),
    derandomize: bool = False,
) -> None:
    machine = type("Machine", (OutboxMachine,), {"make": staticmethod(make)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            phases=phases,
            derandomize=derandomize,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def on_sqlite(template: Path) -> MakeStore:
    """Makes a store on a copy of this file for each run."""

    @contextmanager
    def make(clock: SettableClock) -> Iterator[Store]:
        with TemporaryDirectory() as folder:
            copy = shutil.copy(template, Path(folder) / "copy.db")
            store = Store.open(f"sqlite:///{copy}", clock=clock)
            # Tens of thousands of commits; what a power cut leaves is not asked here.
            connection = store.engine.raw_connection()
            connection.cursor().execute("PRAGMA synchronous=OFF")
            connection.close()
            yield store
            store.close()

    return make


def test_on_sqlite(sqlite_url: str) -> None:
    run(on_sqlite(Path(sqlite_url.removeprefix("sqlite:///"))), examples=60)


@pytest.mark.postgres
def test_on_postgresql(postgres: Postgres) -> None:
    @contextmanager
    def make(clock: SettableClock) -> Iterator[Store]:
        name = postgres.lend()
        store = Store.open(postgres.url(name), clock=clock)
        yield store
        store.close()
        postgres.take_back(name)

    run(make, examples=10)

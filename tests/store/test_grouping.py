"""Many rows: few transactions, few statements, and plans that do not look at what is done."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from hub.store import claims, desk, inbox, outbox
from hub.store.engine import Store, Tx
from hub.store.inbox import NewUpdate
from tests.store.support import LEASE, WATER, Worker, delivered, message, parked, settlement

ROWS, GROUP = 5_000, 256


class Counted:
    """What the engine did: transactions committed and statements executed, executemany being one."""

    def __init__(self) -> None:
        self.commits = 0
        self.statements: list[str] = []


@contextmanager
def counting(store: Store) -> Iterator[Counted]:
    counted = Counted()

    def commit(_connection: Any) -> None:
        counted.commits += 1

    def executed(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.statements.append(statement)

    event.listen(store.engine, "commit", commit)
    event.listen(store.engine, "before_cursor_execute", executed)
    try:
        yield counted
    finally:
        event.remove(store.engine, "commit", commit)
        event.remove(store.engine, "before_cursor_execute", executed)


def test_thousands_of_rows_are_claimed_and_settled_in_groups(store: Store) -> None:
    with store.begin() as tx:
        added = outbox.enqueue(tx, [message(f"k{number}") for number in range(ROWS)])
    assert len(added) == ROWS
    worker = Worker(store)
    done = 0
    with counting(store) as counted:
        while claimed := worker.claim(room=ROWS, limit=GROUP):
            done += len(worker.deliver(*claimed))
    assert done == ROWS
    groups = -(-ROWS // GROUP)
    assert counted.commits == 2 * groups + 1
    # Claim: clock, BEGIN, candidates, lock, take, attempts. Settle: clock, BEGIN, lock, rows, attempts.
    assert len(counted.statements) <= 12 * groups + 4


def test_enqueueing_and_receiving_in_bulk_takes_few_statements(store: Store) -> None:
    updates = [NewUpdate(f"e{number}", {"event_id": f"e{number}"}) for number in range(1_000)]
    with counting(store) as counted, store.begin() as tx:
        outbox.enqueue(tx, [message(f"k{number}") for number in range(1_000)])
        inbox.receive(tx, WATER, updates)
        inbox.mark(tx, [each.id for each in inbox.pending(tx, limit=1_000)], inbox.InboxState.FOLDED)
    assert counted.commits == 1
    assert len(counted.statements) <= 12


def test_parking_a_group_takes_as_many_statements_as_parking_one(store: Store) -> None:
    with store.begin() as tx:
        outbox.enqueue(tx, [message(f"k{number}", scheme_id=f"S{number}") for number in range(101)])
    claimed = Worker(store).claim(room=ROWS)
    with counting(store) as one, store.begin() as tx:
        claims.settle(tx, [settlement(claimed[0], parked())])
    with counting(store) as many, store.begin() as tx:
        claims.settle(tx, [settlement(each, parked()) for each in claimed[1:]])
    assert len(many.statements) == len(one.statements)
    with store.read() as tx:
        assert len(desk.open_items(tx, limit=200)) == 101


FILL = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, {count})) ",
}
ROW = """
INSERT INTO outbox (key, destination, lane, kind, body, state, attempts, lost, unsure, created_at, due_at, token,
    trigger, detail, scheme_id, needs)
"""
VALUES = """
SELECT '{state}-' || i, '{water}', 'lane-' || (i % 20000), 'scheme.push', '{{}}', '{state}', 1, 0, {false}, 0, i, 1,
    'schedule', '', 'S' || (i % 20000), CASE WHEN i % 3 = 0 THEN 'delivered-' || i END FROM n
"""


def fill(tx: Tx, state: str, count: int) -> None:
    """Rows as a year leaves them, without saying each one."""
    false = "0" if tx.dialect == "sqlite" else "false"
    values = VALUES.format(state=state, water=WATER, false=false)
    with_n = FILL[tx.dialect].format(count=count)
    statement = f"{with_n} {ROW} {values}" if tx.dialect == "postgresql" else f"{ROW} {with_n} {values}"
    tx.connection.execute(text(statement))


@pytest.fixture
def full_store(store: Store) -> Store:
    """A store with 100,000 rows delivered and 10,000 waiting behind the heads of 10,000 lanes."""
    with store.begin() as tx:
        fill(tx, "delivered", 100_000)
        fill(tx, "waiting", 10_000)
    if store.dialect == "postgresql":  # as autovacuum does; nobody does it for SQLite
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE outbox")
    return store


def plans(store: Store, work: Any) -> dict[str, str]:
    """The plan of each statement that `work` executes, by the statement."""
    found: dict[str, str] = {}
    explain = "EXPLAIN QUERY PLAN " if store.dialect == "sqlite" else "EXPLAIN "

    def explained(
        conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE")) and "outbox" in statement and not many:
            raw = conn.connection.cursor()
            raw.execute(explain + statement, parameters)
            found[statement] = "\n".join(str(row) for row in raw.fetchall())
            raw.close()

    event.listen(store.engine, "before_cursor_execute", explained)
    try:
        work()
    finally:
        event.remove(store.engine, "before_cursor_execute", explained)
    return found


PARTIAL = (
    "ix_outbox_due",
    "ix_outbox_lease",
    "ix_outbox_head",
    "ix_outbox_needs",
    "uq_outbox_lane_in_flight",
)


def reads_everything(plan: str) -> bool:
    """Whether the plan reads the outbox from end to end, other than an index of what is live."""
    return any(
        re.search(r"Seq Scan on outbox|SCAN (outbox|earlier|needed)", line)
        and not any(index in line for index in PARTIAL)
        for line in plan.splitlines()
    )


def test_a_year_of_delivered_rows_is_read_by_no_question_of_a_cycle(full_store: Store) -> None:
    def work() -> None:
        worker = Worker(full_store)
        claimed = worker.claim(room=ROWS)
        assert len(claimed) == GROUP
        worker.deliver(*claimed)
        with full_store.begin() as tx:
            claims.next_due(tx, [WATER])
            claims.renew(tx, claimed, timedelta(seconds=1))
            outbox.waiting_count(tx)
            outbox.by_key(tx, "waiting-17")
            outbox.of_scheme(tx, destination=WATER, scheme_id="S17", kind="scheme.push")
            outbox.latest_in_lane(tx, "lane-17", "scheme.push")
            outbox.repoint(tx, "delivered-3", "delivered-9")

    found = plans(full_store, work)
    assert [f"{statement}\n{plan}" for statement, plan in found.items() if reads_everything(plan)] == []
    heads = next(plan for statement, plan in found.items() if "UNION ALL" in statement)
    assert {index for index in PARTIAL if index in heads} >= {
        "ix_outbox_due",
        "ix_outbox_lease",
        "ix_outbox_head",
    }


def test_a_plan_that_reads_everything_is_recognised(store: Store) -> None:
    def work() -> None:
        with store.begin() as tx:
            tx.connection.execute(text("SELECT count(*) FROM outbox WHERE detail <> ''")).scalar_one()

    (plan,) = plans(store, work).values()
    assert reads_everything(plan)


def test_a_group_is_claimed_for_one_lease(store: Store) -> None:
    with store.begin() as tx:
        outbox.enqueue(tx, [message("a"), message("b")])
    claimed = Worker(store).claim()
    with store.read() as tx:
        leases = {row.lease_until for each in claimed if (row := outbox.get(tx, each.id))}
        assert leases == {tx.now() + LEASE}
    with store.begin() as tx:
        assert claims.settle(tx, [settlement(each, delivered()) for each in claimed]) == (1, 2)

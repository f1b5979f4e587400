"""Transactions: who waits for whom, and what one of them sees."""

import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from hub.store import cursors
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.tables import attempt, outbox
from tests.store.support import OpenStore

SOURCE = "joint-review"


def put_and_fail(store: Store) -> None:
    with store.begin() as tx:
        cursors.put(tx, SOURCE, "17")
        raise LookupError


def put_while_putting(store: Store) -> None:
    with store.begin(), store.begin():
        raise AssertionError


def write_while_reading(store: Store) -> None:
    with store.read() as tx:
        cursors.put(tx, SOURCE, "17")


def test_what_a_transaction_wrote_is_there_after_it(store: Store) -> None:
    with store.begin() as tx:
        cursors.put(tx, SOURCE, "17")
    with store.read() as tx:
        assert cursors.get(tx, SOURCE) == "17"


def test_nothing_stays_of_a_transaction_that_failed(store: Store) -> None:
    with pytest.raises(LookupError):
        put_and_fail(store)
    with store.begin() as tx:
        assert cursors.get(tx, SOURCE) is None
        cursors.put(tx, SOURCE, "18")
    with store.read() as tx:
        assert cursors.get(tx, SOURCE) == "18"


def test_a_transaction_inside_another_is_refused_and_not_waited_for(store: Store) -> None:
    with pytest.raises(RuntimeError):
        put_while_putting(store)


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(store: Store) -> None:
    with ThreadPoolExecutor(1) as other, store.read() as tx:
        assert cursors.get(tx, SOURCE) is None
        other.submit(_put, store, "17").result()
        assert cursors.get(tx, SOURCE) is None


def _put(store: Store, value: str) -> None:
    with store.begin() as tx:
        cursors.put(tx, SOURCE, value)


@pytest.mark.parametrize("processes", ["one process", "several"])
def test_writers_that_read_first_lose_no_write(store_url: str, open_store: OpenStore, processes: str) -> None:
    stores = [open_store(store_url) for _ in range(4)]
    if processes == "several":  # these do not meet in one queue, only at the database
        for store in stores:
            store._queue = type(store._queue)()

    def count_up(store: Store) -> None:
        for _ in range(10):
            with store.begin() as tx:
                tx.alone()
                cursors.put(tx, SOURCE, str(int(cursors.get(tx, SOURCE) or 0) + 1))

    with ThreadPoolExecutor(len(stores)) as threads:
        list(threads.map(count_up, stores))
    with stores[0].read() as tx:
        assert cursors.get(tx, SOURCE) == "40"


def test_writers_of_one_process_are_served_in_the_order_they_came(
    sqlite_url: str, open_store: OpenStore
) -> None:
    store = open_store(sqlite_url)
    served: list[int] = []

    def write(number: int) -> None:
        with store.begin():
            served.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    with store.begin():
        for number, thread in enumerate(threads):
            thread.start()
            _until_waiting(store, number + 1)
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def _until_waiting(store: Store, writers: int) -> None:
    while len(store._queue._waiting) < writers:
        threading.Event().wait(0.001)


def test_an_interrupted_wait_for_the_turn_leaves_the_queue_usable(
    sqlite_url: str, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(sqlite_url)

    class Interrupted:
        def __init__(self) -> None:
            self.calls = 0

        def acquire(self) -> None:
            self.calls += 1
            if self.calls == 2:
                raise KeyboardInterrupt

        def release(self) -> None:
            raise AssertionError("the turn was given to nobody")

    queue = store._queue
    monkeypatch.setattr("hub.store.engine.threading.Lock", Interrupted)
    with queue.turn(), pytest.raises(KeyboardInterrupt):
        queue.turn().__enter__()
    with queue.turn():
        assert not queue._waiting


def test_sqlite_keeps_what_was_promised_through_a_power_cut(sqlite_url: str, open_store: OpenStore) -> None:
    with open_store(sqlite_url).begin() as tx:
        settings = {
            name: tx.connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "cache_size", "busy_timeout")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "cache_size": -8192,
        "busy_timeout": 30_000,
    }


def test_a_write_in_a_reading_transaction_is_refused(store: Store) -> None:
    with pytest.raises(DBAPIError, match=r"read-only|readonly"):
        write_while_reading(store)
    with store.begin() as tx:
        assert cursors.get(tx, SOURCE) is None


def test_an_attempt_at_nothing_is_refused(store: Store) -> None:
    orphan = {"outbox_id": 99, "number": 1, "token": 1, "worker": "w", "trigger": "schedule", "detail": ""}
    statement = insert(attempt).values(**orphan, started_at=datetime(2025, 3, 3, tzinfo=UTC))

    def add() -> None:
        with store.begin() as tx:
            tx.connection.execute(statement)

    with pytest.raises(IntegrityError):
        add()


def test_an_error_of_the_database_repeats_nothing_personal(store: Store) -> None:
    row = {
        "key": "a",
        "destination": "gas",
        "lane": "a",
        "kind": "scheme.push",
        "body": {"contact": "王建国"},
    }
    unfinished = insert(outbox).values(**row)

    def add() -> None:
        with store.begin() as tx:
            tx.connection.execute(unfinished)

    with pytest.raises(IntegrityError) as refused:
        add()
    assert "王建国" not in "".join(traceback.format_exception(refused.value))
    assert "outbox" in str(refused.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/liandong"])
def test_a_database_that_cannot_hold_the_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a database of the store"):
        Store.open(url)


def test_two_names_of_one_file_are_one_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    relative, absolute = Store.open("sqlite:///a.db"), Store.open(f"sqlite:///{tmp_path}/a.db")
    assert relative._queue is absolute._queue


def test_the_present_is_the_databases_unless_another_clock_is_given(
    store_url: str, open_store: OpenStore
) -> None:
    before = datetime.now(UTC)
    with open_store(store_url).read() as tx:
        present = tx.now()
    # Both servers run on this machine; a millisecond is lost in rounding.
    assert before - timedelta(milliseconds=2) <= present <= datetime.now(UTC) + timedelta(milliseconds=2)
    assert present.tzinfo is UTC


def test_a_transaction_happens_at_one_instant(store: Store, clock: SettableClock) -> None:
    with store.read() as tx:
        began = tx.now()
        clock.advance(5)
        assert tx.now() == began
    with store.read() as tx:
        assert tx.now() == began + timedelta(seconds=5)

"""Transactions, and whose clock decides."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hub.store import cursors
from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.conftest import OpenStore


def test_what_a_transaction_wrote_is_there_after_it(store: Store) -> None:
    with store.begin() as tx:
        cursors.put(tx, "joint-review", "17")
    with store.read() as tx:
        assert cursors.get(tx, "joint-review") == "17"


def test_nothing_stays_of_a_transaction_that_failed(store: Store) -> None:
    with pytest.raises(LookupError), store.begin() as tx:
        cursors.put(tx, "joint-review", "17")
        raise LookupError
    with store.read() as tx:
        assert cursors.get(tx, "joint-review") is None

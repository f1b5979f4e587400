"""Instants, text and JSON come back as they went in, or cleaned of what a database cannot hold."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.store import cursors, outbox
from hub.store.columns import from_millis, to_millis
from hub.store.engine import Store
from tests.store.support import enqueue, message, row


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=8)))))
def test_an_instant_comes_back_to_the_millisecond(instant: datetime) -> None:
    back = from_millis(to_millis(instant))
    assert timedelta(0) <= instant - back < timedelta(milliseconds=1)
    assert back.tzinfo is UTC


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        to_millis(datetime(2025, 3, 3))  # noqa: DTZ001


def test_a_naive_due_time_does_not_reach_the_store(store: Store) -> None:
    with pytest.raises(Exception, match="naive"):
        enqueue(store, message("a", due_at=datetime(2025, 3, 3)))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("given", "kept"),
    [("供水\x00接入", "供水\ufffd接入"), ("供水\ud83d接入", "供水?接入"), ("供水🚰", "供水🚰")],
)
def test_text_from_anywhere_can_be_kept(store: Store, given: str, kept: str) -> None:
    with store.begin() as tx:
        cursors.put(tx, "joint-review", given)
    with store.read() as tx:
        assert cursors.get(tx, "joint-review") == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"用水量": 12.5, "管径": 200, "无": None}, {"用水量": 12.5, "管径": 200, "无": None}),
        ({"text": "a\x00b"}, {"text": "a\x00b"}),
        ({"text": "a\ud83db"}, {"text": "a?b"}),
        ({"value": [float("inf"), 1]}, {"value": ["Infinity", 1]}),
    ],
)
def test_json_from_anywhere_can_be_kept(store: Store, given: dict[str, Any], kept: dict[str, Any]) -> None:
    enqueue(store, message("a", body=given))
    assert row(store, "a").body == kept


def test_a_key_with_a_strange_character_is_found_again(store: Store) -> None:
    enqueue(store, message("a\x00b"))
    with store.read() as tx:
        assert outbox.by_key(tx, "a\x00b") is not None

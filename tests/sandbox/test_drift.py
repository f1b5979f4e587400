"""Records that go astray: the ledger says which, and what is held is not what was told."""

from typing import Any

import pytest

from sandbox.utility.drift import Luck, Rates
from tests.sandbox.clients import Control

EVENT: dict[str, object] = {"status_text": "已受理", "handler": {"name": "陈志强", "department": "客服"}}


def test_the_same_seed_draws_the_same_mishaps() -> None:
    rates = Rates(seed=3, hide=0.2, change=0.2, duplicate=0.2, delay=0.2)
    first, second = ([Luck(rates, "water").draw() for _ in range(1)] for _ in range(2))
    assert first == second
    luck, again = Luck(rates, "water"), Luck(rates, "water")
    drawn = [luck.draw() for _ in range(200)]
    assert drawn == [again.draw() for _ in range(200)]
    assert set(drawn) == {None, "hide", "change", "duplicate", "delay"}


def test_without_rates_nothing_happens() -> None:
    luck = Luck(Rates(), "water")
    assert {luck.draw() for _ in range(100)} == {None}


def test_a_change_shows() -> None:
    luck = Luck(Rates(seed=1, change=1.0), "water")
    assert all(EVENT | luck.changed(dict(EVENT)) != EVENT for _ in range(20))


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"counterpart": "water", "hide": 0.5}, 204),
        ({"counterpart": "province", "lose": 3}, 204),
        ({"counterpart": "nobody"}, 404),
        ({"counterpart": "water", "hide": 2}, 422),
        ({"counterpart": "water", "lost": 2}, 422),
    ],
)
async def test_drift_is_asked_for_at_the_control_port(
    control: Control, asked: dict[str, Any], status: int
) -> None:
    assert (await control.ask("POST", "drift", **asked)).status_code == status

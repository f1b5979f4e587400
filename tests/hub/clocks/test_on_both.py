"""Clocks where the database does the work: what is marked to be read again, boards, daily counts. On both databases."""

from datetime import date
from pathlib import Path

import pytest

from hub.clocks import board, calendar
from hub.clocks.board import Chosen, worst_of
from hub.store import clocks
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.colour import Colour
from models.stage import Opinion, Stage
from tests.hub.clocks.conftest import CASE, Town, deliver, scheme, shown
from tests.hub.fakes import update, world


@pytest.fixture
def town(store: Store, clock: SettableClock, tmp_path: Path) -> Town:
    return Town(world(store, tmp_path), clock, tmp_path)


async def test_a_day_set_by_hand_moves_what_it_concerns_and_removing_it_moves_it_back(town: Town) -> None:
    await deliver(town)
    with town.world.store.begin() as tx:
        calendar.set_day(tx, date(2026, 3, 5), working=False, note="停电", by="li")
    town.read()
    assert shown(town)[0].due_at == town.at("03-10 18:00")
    with town.world.store.begin() as tx:
        assert calendar.remove_day(tx, date(2026, 3, 5), by="li")
        assert not calendar.remove_day(tx, date(2026, 3, 5), by="li")
    town.read()
    assert shown(town)[0].due_at == town.at("03-09 18:00")


async def test_a_provisional_date_becomes_certain_when_the_calendar_arrives(town: Town) -> None:
    town.go_to("12-28 10:00")
    await deliver(town)
    (before,) = shown(town)
    assert before.provisional
    announced = calendar.read_announcement(
        "日期,类型\n2027-01-01,休\n2027-01-03,班\n".encode("gb18030"), 2027
    )
    with town.world.store.begin() as tx:
        calendar.take_year(tx, announced, by="li")
    assert town.read().cases == 1
    (after,) = shown(town)
    assert (before.due_at, after.due_at) == (town.at("12-31 18:00").replace(year=2027, month=1, day=4),) * 2
    assert not after.provisional


async def test_a_change_of_rules_is_read_into_what_runs_and_leaves_what_has_ended(town: Town) -> None:
    await deliver(town)
    town.world.hear(update(1, 1), update(3, 2), update(11, 8, opinion=Opinion.AGREE))
    town.world.hear(update(3, 9, stage=Stage.APPLICATION))
    town.read()
    rules = '[[rules]]\nname = "快办"\nlimit_days = 0.5\n'
    (town.home / "rules.toml").write_text(rules, encoding="utf-8")
    town.read()
    review, application = shown(town)
    assert (review.limit_days, review.on_time) == (5, True)
    assert (application.rule, application.due_at) == ("快办", town.at("03-03 12:00"))


async def test_a_board_shows_the_most_urgent_first_and_counts_them(town: Town) -> None:
    await deliver(town)
    town.go_to("03-09 10:00")
    town.world.take(scheme(scheme_id="FA-2"))
    await town.world.pump()
    town.go_to("03-09 19:00")
    town.read()
    with town.world.store.read() as tx:
        found = board.board(tx)
        assert [each.colour for each in found] == [Colour.RED, Colour.GREEN]
        assert board.counts(tx)[Colour.RED] == 1
        assert board.counts_by(tx, "company")["water-a"][Colour.GREEN] == 1
        assert board.board(tx, Chosen(colours=(Colour.GREEN,), areas=("511702",)))[0].scheme_id == "FA-2"
        assert board.board(tx, Chosen(companies=("power-a",))) == ()
        assert board.board(tx, Chosen(provisional=True)) == ()
        assert len(board.of_project(tx, found[0].project_code)) == 2
        assert set(board.of_cases(tx, [CASE, "none"])) == {CASE, "none"}
    assert worst_of(found) is Colour.RED
    assert worst_of(()) is None


async def test_each_day_keeps_the_counts_it_ended_with(town: Town) -> None:
    await deliver(town)
    town.go_to("03-06 18:00")
    town.read()
    town.go_to("03-07 10:00")
    town.read()
    with town.world.store.read() as tx:
        kept = [(each.day, each.colour, each.count) for each in clocks.days(tx, "2026-03-01", "2026-03-31")]
    assert kept == [
        ("2026-03-02", "green", 1),
        ("2026-03-06", "yellow", 1),
        ("2026-03-07", "yellow", 1),
    ]


async def test_a_newer_package_with_another_calendar_has_running_clocks_read_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await deliver(town)
    known = calendar.published().with_days({date(2026, 3, 6): False})
    monkeypatch.setattr(calendar, "published", lambda: known)
    assert town.read().cases == 1
    assert shown(town)[0].due_at == town.at("03-10 18:00")
    assert town.read().cases == 0

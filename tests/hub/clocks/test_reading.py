"""Clocks of cases: when they start, what they show, and when they are read again."""

import pytest

from hub.clocks.telling import UNACKNOWLEDGED
from hub.store import desk
from models.colour import Colour
from models.records import ORDINARY, ColourRecord
from models.scheme import Withdrawal
from models.stage import Opinion, Stage
from tests.hub.clocks.conftest import Town, deliver, scheme, shown
from tests.hub.fakes import update
from tests.models.builders import GAS


def items(town: Town, kind: str) -> list[str]:
    with town.world.store.read() as tx:
        return [item.message.id for item in desk.open_items(tx, kind=kind)]


async def test_the_clock_of_an_opinion_runs_from_the_moment_the_company_has_the_scheme(town: Town) -> None:
    town.world.take(scheme())
    assert town.read().clocks == 0
    town.go_to("03-02 11:00")
    await town.world.pump()
    town.read()
    (clock,) = shown(town)
    assert (clock.stage, clock.started_at, clock.colour) == (
        Stage.REVIEW,
        town.at("03-02 11:00"),
        Colour.GREEN,
    )
    assert clock.due_at == town.at("03-09 18:00")
    assert (clock.limit_days, clock.left_days, clock.provisional) == (5, 5, False)


async def test_an_opinion_is_due_when_the_joint_review_says(town: Town) -> None:
    await deliver(town, opinion_due="2026-03-05T12:00:00+08:00")
    assert shown(town)[0].due_at == town.at("03-05 12:00")


async def test_an_opinion_ends_its_clock_and_says_whether_it_was_in_time(town: Town) -> None:
    await deliver(town)
    town.go_to("03-09 17:00")
    town.world.hear(update(1, 1), update(3, 2), update(8, 7 * 24 + 8, opinion=Opinion.AGREE))
    town.read()
    (clock,) = shown(town)
    assert (clock.ended_at, clock.colour, clock.on_time) == (town.at("03-09 17:00"), None, True)


async def test_colours_follow_time_and_nothing_is_read_that_cannot_have_changed(town: Town) -> None:
    await deliver(town)
    town.world.hear(update(1, 1))
    town.read()
    town.go_to("03-06 17:59")
    assert town.read().cases == 0
    town.go_to("03-06 18:00")
    assert town.read().changed == {"yellow": 1}
    town.go_to("03-09 18:00")
    assert town.read().cases == 0
    town.go_to("03-09 18:01")
    assert town.read().changed == {"red": 1}
    town.go_to("03-20 10:00")
    assert town.read().cases == 0
    assert shown(town)[0].left_days == pytest.approx(-8.166667)


async def test_each_stage_has_a_clock_that_starts_when_it_is_accepted(town: Town) -> None:
    await deliver(town)
    town.world.hear(update(1, 1), update(3, 2), update(11, 3, opinion=Opinion.AGREE))
    town.world.hear(update(1, 24, stage=Stage.APPLICATION))
    town.read()
    assert [each.stage for each in shown(town)] == [Stage.REVIEW]
    town.world.hear(update(3, 25, stage=Stage.APPLICATION))
    town.read()
    application = shown(town)[-1]
    assert (application.stage, application.started_at) == (Stage.APPLICATION, town.at("03-03 10:00"))
    assert (application.rule, application.due_at) == ("供水报装", town.at("03-10 18:00"))


async def test_a_correction_stops_the_clock_and_its_end_starts_it_again(town: Town) -> None:
    await deliver(town)
    town.world.hear(update(1, 1), update(3, 2), update(6, 51))
    town.go_to("03-20 10:00")
    town.read()
    (clock,) = shown(town)
    assert (clock.colour, clock.due_at, clock.paused_since) == (Colour.PAUSED, None, town.at("03-04 12:00"))
    assert clock.left_days == 3.5
    town.world.hear(update(7, 18 * 24 + 3))
    town.read()
    assert shown(town)[0].due_at == town.at("03-25 18:00")


async def test_a_new_version_has_a_clock_of_its_own_and_stops_the_old_one(town: Town) -> None:
    await deliver(town)
    town.world.hear(update(1, 1, scheme_version=1), update(3, 2, scheme_version=1))
    town.go_to("03-04 12:00")
    await deliver(town, version=2)
    old, new = shown(town)
    assert (old.ended_at, old.on_time, old.colour) == (town.at("03-04 12:00"), None, None)
    assert (new.round, new.started_at, new.colour) == (2, town.at("03-04 12:00"), Colour.GREEN)
    town.world.hear(update(1, 60, scheme_version=2))
    town.read()
    assert [each.matter for each in shown(town)] == [old.matter, new.matter]


async def test_a_withdrawn_scheme_stops_its_clocks(town: Town) -> None:
    await deliver(town)
    taken_back = Withdrawal.model_validate(
        {"scheme_id": "FA-511702-2026-0007", "withdrawn_at": "2026-03-03T10:00:00+08:00"}
    )
    town.world.take(taken_back)
    town.go_to("03-20 10:00")
    town.read()
    (clock,) = shown(town)
    assert (clock.ended_at, clock.colour, clock.on_time) == (town.at("03-03 10:00"), None, None)


async def test_a_version_that_no_longer_concerns_a_company_stops_its_clock(town: Town) -> None:
    await deliver(town)
    town.go_to("03-03 10:00")
    town.world.take(scheme(version=2, demands=[GAS]))
    town.go_to("03-20 10:00")
    town.read()
    (clock,) = shown(town)
    assert (clock.ended_at, clock.colour, clock.on_time) == (town.at("03-03 10:00"), None, None)
    assert items(town, UNACKNOWLEDGED) == []


async def test_a_delivery_without_a_sign_of_receipt_goes_to_the_desk_after_a_working_day(town: Town) -> None:
    await deliver(town)
    town.go_to("03-02 17:59")
    town.read()
    assert items(town, UNACKNOWLEDGED) == []
    town.go_to("03-02 18:00")
    town.read()
    town.read()
    assert items(town, UNACKNOWLEDGED) == ["acknowledgement-late"]
    town.world.hear(update(1, 25))
    town.read()
    assert items(town, UNACKNOWLEDGED) == []


async def test_broken_rules_go_to_the_desk_and_those_in_force_stay(town: Town) -> None:
    (town.home / "rules.toml").write_text('[[rules]]\nname = "快办"\nlimit_days = 2\n', encoding="utf-8")
    await deliver(town)
    (town.home / "rules.toml").write_text('[[rules]]\nlimit_days = "two"\n', encoding="utf-8")
    town.read()
    assert items(town, "clock-rules") == ["rules-file-wrong"]
    assert shown(town)[0].rule == "快办"
    (town.home / "rules.toml").unlink()
    town.read()
    assert items(town, "clock-rules") == []
    assert shown(town)[0].rule == "设计方案审查"


async def test_a_mirror_that_takes_colours_is_told_each_change_once(town: Town) -> None:
    object.__setattr__(town.world.province, "takes", ORDINARY | {"colour"})
    await deliver(town)
    town.world.hear(update(1, 1), update(3, 2))
    for moment in ("03-02 12:00", "03-02 15:00", "03-06 18:00", "03-09 18:01", "03-12 10:00"):
        town.go_to(moment)
        town.read()
        await town.world.pump()
    told = [record for record in town.world.province.order if isinstance(record, ColourRecord)]
    assert [record.colour for record in told] == [Colour.GREEN, Colour.YELLOW, Colour.RED]
    assert {record.due_at for record in told} == {town.at("03-09 18:00")}


async def test_a_mirror_without_a_place_for_colours_is_told_none(town: Town) -> None:
    await deliver(town)
    town.world.hear(update(1, 1))
    town.read()
    await town.world.pump()
    assert not [record for record in town.world.province.order if isinstance(record, ColourRecord)]

"""What a report counts, on both databases, held to figures worked out by hand."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from adapters.contract import RecordAnswer
from hub.clocks.reading import run_now
from hub.report.model import Period, Share, Spread
from hub.report.reading import City, cause_of, report, spread
from hub.store import desk
from hub.store.clock import SettableClock
from hub.store.desk import NewItem
from hub.store.engine import Store
from hub.store.report import OpenedItem
from models.calendar import CHINA
from models.messages import Message
from models.records import Record
from models.stage import Opinion, Stage
from tests.hub.fakes import MONDAY, World, update, world
from tests.models.builders import WATER, a_scheme

WEEK = Period(first=date(2026, 3, 2), last=date(2026, 3, 15))
PROVINCE = City(("province",), {"water-a": "通川供水"})


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(MONDAY)


class Town:
    """The hub, its time, and its reports."""

    def __init__(self, world: World, clock: SettableClock, home: Path) -> None:
        self.world, self.clock, self.home = world, clock, home

    def go_to(self, day: int, hour: int = 9) -> None:
        moment = datetime(2026, 3, day, hour, tzinfo=CHINA)
        self.clock.advance((moment - self.clock.now) / timedelta(seconds=1))

    def read_clocks(self) -> None:
        run_now(self.world.store, self.home, self.world.city)

    def report(self, period: Period = WEEK, city: City = PROVINCE) -> Any:
        with self.world.store.read() as tx:
            return report(tx, period, city)


@pytest.fixture
def town(store: Store, clock: SettableClock, tmp_path: Path) -> Town:
    return Town(world(store, tmp_path), clock, tmp_path)


async def begin(town: Town, **changes: Any) -> None:
    town.world.take(a_scheme(**({"demands": [WATER], "documents": [], "opinion_due": None} | changes)))
    await town.world.pump()
    town.read_clocks()


def test_a_period_without_anything_has_no_shares_and_no_times(town: Town) -> None:
    found = town.report()
    assert found.recording.total == Share(part=0, whole=0)
    assert (found.recording.total.share, found.timing.since_happened) == (None, Spread())
    assert (found.opinions.share, found.ended.total.share) == (None, None)
    assert (found.colours.last_day, found.failures.total) == (None, 0)


async def test_events_are_recorded_when_every_mirror_has_taken_them(town: Town) -> None:
    await begin(town)
    town.go_to(2, 11)
    town.world.hear(update(1, 1), update(3, 2))
    town.go_to(2, 15)
    await town.world.pump()
    town.go_to(3, 9)
    town.world.hear(update(11, 8, opinion=Opinion.AGREE))
    found = town.report()
    assert found.recording.total == Share(part=2, whole=3)
    assert found.recording.by_company == {"water-a": Share(part=2, whole=3)}
    assert found.recording.by_day == {
        "2026-03-02": Share(part=2, whole=2),
        "2026-03-03": Share(part=0, whole=1),
    }
    # Happened at 10 and 11, received at 11, recorded at 15.
    assert found.timing.since_happened == Spread(count=2, median=4.5, p95=5.0)
    assert found.timing.since_received == Spread(count=2, median=4.0, p95=4.0)
    both = town.report(city=City(("province", "supervision"), {})).recording
    assert both.by_mirror == {"province": Share(part=2, whole=3), "supervision": Share(part=0, whole=3)}
    assert both.total == Share(part=0, whole=3)


async def test_only_what_was_received_in_the_period_is_counted(town: Town) -> None:
    await begin(town)
    town.world.hear(update(1, 1))
    town.go_to(3)
    town.world.hear(update(3, 2))
    tuesday = Period(first=date(2026, 3, 3), last=date(2026, 3, 3))
    assert town.report(tuesday).recording.total == Share(part=0, whole=1)


async def test_matters_that_ended_count_as_in_time_or_late(town: Town) -> None:
    await begin(town)
    town.world.hear(update(1, 1), update(3, 2), update(11, 8, opinion=Opinion.AGREE))
    town.world.hear(update(3, 9, stage=Stage.APPLICATION), update(11, 9 * 24, stage=Stage.APPLICATION))
    town.go_to(14)
    town.read_clocks()
    ended = town.report().ended
    assert ended.total == Share(part=1, whole=2)
    assert ended.by_stage == {"application": Share(part=0, whole=1), "review": Share(part=1, whole=1)}


async def test_opinions_due_by_now_are_in_time_late_or_missing(town: Town) -> None:
    for number in "123":
        await begin(town, scheme_id=f"FA-{number}", opinion_due="2026-03-06T18:00:00+08:00")
    await begin(town, scheme_id="FA-4", opinion_due="2026-03-13T18:00:00+08:00")
    town.go_to(10)
    town.world.hear(
        update(1, 1, scheme_id="FA-1"), update(8, 2, scheme_id="FA-1", opinion=Opinion.AGREE),
        update(1, 1, scheme_id="FA-2"), update(8, 7 * 24, scheme_id="FA-2", opinion=Opinion.DISAGREE),
    )  # fmt: skip
    town.read_clocks()
    opinions = town.report().opinions
    assert (opinions.in_time, opinions.late, opinions.missing) == (1, 1, 1)
    assert opinions.by_company == {"water-a": Share(part=1, whole=3)}
    assert opinions.share == pytest.approx(1 / 3)


async def test_colours_are_those_of_the_days_that_were_kept(town: Town) -> None:
    await begin(town)
    for day, hour in ((6, 18), (9, 19), (12, 9)):
        town.go_to(day, hour)
        town.read_clocks()
    colours = town.report().colours
    assert colours.by_day == {
        "2026-03-02": {"green": 1},
        "2026-03-06": {"yellow": 1},
        "2026-03-09": {"red": 1},
        "2026-03-12": {"red": 1},
    }
    assert (colours.last_day, colours.by_area) == ("2026-03-12", {"511702": {"red": 1}})
    assert colours.red_by_company == {"water-a": {"2026-03-09": 1, "2026-03-12": 1}}


async def test_failures_are_counted_by_cause_counterpart_and_day(town: Town) -> None:
    def refuse(record: Record) -> RecordAnswer | None:
        if record.record == "event":
            return RecordAnswer(key=record.key, taken=False, message=Message(id="record-refused"))
        return None

    town.world.province.answer = refuse
    await begin(town)
    town.world.hear(update(1, 1))
    await town.world.pump()
    town.go_to(3)
    with town.world.store.begin() as tx:
        desk.open_item(
            tx, NewItem(kind="feed", subject="x", message=Message(id="feed"), destination="water-a")
        )
    failures = town.report().failures
    assert (failures.total, failures.open_now) == (2, 2)
    assert failures.by_cause == {"delivery-rejected": 1, "feed": 1}
    assert failures.by_counterpart == {"province": 1, "water-a": 1}
    assert failures.by_day == {"2026-03-02": {"delivery-rejected": 1}, "2026-03-03": {"feed": 1}}


def test_a_cause_is_the_kind_of_item_and_how_a_delivery_failed() -> None:
    def opened(kind: str, error: str | None) -> OpenedItem:
        return OpenedItem(kind, None, MONDAY, error)

    assert cause_of(opened("delivery", "unknown")) == "delivery-unknown"
    assert cause_of(opened("feed", None)) == "feed"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Spread()),
        ([3.0], Spread(count=1, median=3.0, p95=3.0)),
        ([4.0, 1.0], Spread(count=2, median=2.5, p95=4.0)),
        (list(map(float, range(1, 101))), Spread(count=100, median=50.5, p95=95.0)),
    ],
)
def test_a_median_and_a_95th_percentile(values: list[float], expected: Spread) -> None:
    assert spread(values) == expected


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError):
        Period(first=date(2026, 3, 2), last=date(2026, 3, 1))

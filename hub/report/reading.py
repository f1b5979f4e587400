"""Reading a report's figures from the store. Each part can be read alone."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from hub.casework.names import mirror_key
from hub.report.model import (
    Colours,
    Ended,
    Failures,
    Opinions,
    Period,
    Recording,
    Report,
    Share,
    Spread,
    Timing,
)
from hub.store import clocks, stuck
from hub.store import report as counting
from hub.store.engine import Tx
from hub.store.report import OpenedItem, RecordedEvent
from models.calendar import CHINA, china_day

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class City:
    """The mirrors that everything is to be recorded in, and counterparts' names by id."""

    mirrors: Sequence[str]
    names: Mapping[str, str]


def report(tx: Tx, period: Period, city: City) -> Report:
    """Everything, as it stands now."""
    recorded, timed = recording(tx, period, city)
    return Report(
        period=period,
        made_at=tx.now(),
        names=city.names,
        recording=recorded,
        timing=timed,
        colours=colours(tx, period),
        ended=ended(tx, period),
        opinions=opinions(tx, period),
        failures=failures(tx, period),
    )


def _span(period: Period) -> tuple[datetime, datetime]:
    begin = datetime.combine(period.first, time(), CHINA)
    return begin, datetime.combine(period.last, time(), CHINA) + timedelta(days=1)


class _Counted:
    """Events counted as they come: how many there are of a key, and how many of them are recorded."""

    def __init__(self) -> None:
        self.whole: Counter[str] = Counter()
        self.part: Counter[str] = Counter()
        self.hours: dict[str, array[float]] = defaultdict(lambda: array("d"))

    def shares(self) -> dict[str, Share]:
        return {key: Share(part=self.part[key], whole=self.whole[key]) for key in sorted(self.whole)}

    def spreads(self) -> dict[str, Spread]:
        return {key: spread(self.hours[key]) for key in sorted(self.hours)}

    def add(self, key: str, hours: float | None, *, taken: bool) -> None:
        self.whole[key] += 1
        self.part[key] += taken
        if hours is not None:
            self.hours[key].append(hours)


def recording(tx: Tx, period: Period, city: City) -> tuple[Recording, Timing]:
    """What was recorded of the events received in the period, and how soon."""
    companies, days, mirrors, everything = _Counted(), _Counted(), _Counted(), _Counted()
    since_received = array("d")
    prefixes = {mirror: mirror_key(mirror, "") for mirror in city.mirrors}
    for each in counting.events(tx, *_span(period), prefixes):
        complete = _complete(each)
        hours = None if complete is None else max((complete - each.occurred_at) / _HOUR, 0.0)
        if complete is not None:
            since_received.append(max((complete - each.received_at) / _HOUR, 0.0))
        day = china_day(each.received_at).isoformat()
        for counted, key in ((companies, each.company), (days, day), (everything, "")):
            counted.add(key, hours, taken=complete is not None)
        for mirror, taken_at in zip(city.mirrors, each.taken_at, strict=True):
            mirrors.add(mirror, None, taken=taken_at is not None)
    total = everything.shares().get("", Share())
    recorded = Recording(
        total=total,
        by_company=companies.shares(),
        by_mirror={mirror: mirrors.shares().get(mirror, Share()) for mirror in city.mirrors},
        by_day=days.shares(),
    )
    timed = Timing(
        since_happened=everything.spreads().get("", Spread()),
        since_received=spread(since_received),
        by_company=companies.spreads(),
        by_day=days.spreads(),
    )
    return recorded, timed


def _complete(event: RecordedEvent) -> datetime | None:
    """When the last mirror took it; `None` while one has not, or where there is none."""
    taken = [each for each in event.taken_at if each is not None]
    return max(taken) if taken and len(taken) == len(event.taken_at) else None


def spread(values: Iterable[float]) -> Spread:
    """The median, and the 95th percentile by the nearest rank."""
    ordered = sorted(values)
    if not ordered:
        return Spread()
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return Spread(count=len(ordered), median=median, p95=ordered[-(-95 * len(ordered) // 100) - 1])


def colours(tx: Tx, period: Period) -> Colours:
    """Running clocks by colour, at the end of every day that was kept."""
    kept = clocks.days(tx, period.first.isoformat(), period.last.isoformat())
    by_day: dict[str, Counter[str]] = defaultdict(Counter)
    red: dict[str, Counter[str]] = defaultdict(Counter)
    for each in kept:
        by_day[each.day][each.colour] += each.count
        if each.colour == "red":
            red[each.company][each.day] += each.count
    last = max(by_day, default=None)
    by_company: dict[str, Counter[str]] = defaultdict(Counter)
    by_area: dict[str, Counter[str]] = defaultdict(Counter)
    for each in kept:
        if each.day == last:
            by_company[each.company][each.colour] += each.count
            by_area[each.area_code][each.colour] += each.count
    return Colours(
        by_day=_plain(by_day),
        last_day=last,
        by_company=_plain(by_company),
        by_area=_plain(by_area),
        red_by_company=_plain(red),
    )


def ended(tx: Tx, period: Period) -> Ended:
    """How many of the matters that ended in the period did in time."""
    total, companies, stages = _Counted(), _Counted(), _Counted()
    for (company, stage, on_time), count in counting.ended_matters(tx, *_span(period)).items():
        for counted, key in ((total, ""), (companies, company), (stages, stage)):
            counted.whole[key] += count
            counted.part[key] += count if on_time else 0
    return Ended(
        total=total.shares().get("", Share()), by_company=companies.shares(), by_stage=stages.shares()
    )


def opinions(tx: Tx, period: Period) -> Opinions:
    """How many of the opinions due in the period, and by now, were given in time."""
    begin, end = _span(period)
    totals: Counter[bool | None] = Counter()
    companies = _Counted()
    for (company, on_time), count in counting.due_opinions(tx, begin, min(end, max(begin, tx.now()))).items():
        totals[on_time] += count
        companies.whole[company] += count
        companies.part[company] += count if on_time else 0
    return Opinions(
        in_time=totals[True], late=totals[False], missing=totals[None], by_company=companies.shares()
    )


def failures(tx: Tx, period: Period) -> Failures:
    """What came to the desk in the period."""
    found = counting.items(tx, *_span(period))
    by_day: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        by_day[china_day(each.opened_at).isoformat()][cause_of(each)] += 1
    return Failures(
        total=len(found),
        open_now=stuck.open_count(tx),
        by_cause=dict(Counter(map(cause_of, found)).most_common()),
        by_counterpart=dict(Counter(each.destination or "" for each in found).most_common()),
        by_day=_plain(by_day),
    )


def cause_of(item: OpenedItem) -> str:
    """An item's kind; of a delivery, why it failed: `delivery-rejected`, `delivery-unknown` …"""
    return f"{item.kind}-{item.error_kind}" if item.error_kind else item.kind


def _plain(counted: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {key: dict(sorted(counts.items())) for key, counts in sorted(counted.items())}

"""History is planned, taken in once, and mirrored beside the day's work without getting in its way."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import cycle
from hub.backfill import planning, running
from hub.backfill.history import History, OldCase
from hub.backfill.settings import BackfillSettings
from hub.store import audit, backfill, cases, desk
from hub.store.engine import Store
from models.records import EventRecord, ProjectRecord
from tests.hub.backfill.conftest import Write, event, old, read
from tests.hub.casework.test_casework import a_water_scheme
from tests.hub.fakes import World, company, update
from tests.models.builders import project_body

TABLES = ("scheme", "utility_case", "event", "inbox", "outbox", "desk_item", "audit", "document")
QUICK = BackfillSettings(cases_at_once=5, ceiling=40)
SPARING = BackfillSettings(cases_at_once=2, ceiling=20)


def counts(store: Store) -> dict[str, int]:
    with store.read() as tx:
        return {
            table: tx.connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one()
            for table in TABLES
        }


def rows(number: int = 1, mark: str = "") -> Iterator[dict[str, str]]:
    """The history of so many schemes, each received, accepted and passed."""
    for each in range(number):
        scheme = {"scheme_id": f"FA-{mark}{each}", "project.engineering_code": f"GC-{mark}{each}"}
        for day, status in enumerate(("接件", "受理", "办结通过"), start=2):
            yield old(status, f"2026-03-{day:02} 10:00", **scheme)


def take_all(city: World, settings: BackfillSettings = QUICK) -> list[running.Step]:
    """Step after step, as long as the mirrors have room."""
    steps: list[running.Step] = []
    while True:
        step = running.step(city.store, {"water-a": company()}, city.city, settings)
        if not step.cases:
            return steps
        steps.append(step)


def start(city: World, history: History) -> bool:
    _, new = running.start(city.store, city.folder, company(), history, actor="李明")
    return new


def test_a_plan_tells_what_would_be_new_and_changes_nothing(city: World, write: Write) -> None:
    before = counts(city.store)
    plan = planning.plan(city.store, company(), city.city, read(city, write(*rows(3))))
    assert (plan.schemes, plan.cases, plan.events, plan.known) == (3, 3, 9, 0)
    assert plan.records == {"province": Counter({"project": 3, "matter": 3, "event": 9})}
    assert counts(city.store) == before


async def test_what_comes_of_it_is_what_was_planned_and_nobody_is_pushed_anything(
    city: World, write: Write
) -> None:
    history = read(city, write(*rows(3)))
    plan = planning.plan(city.store, company(), city.city, history)
    start(city, history)
    take_all(city)
    await city.pump()
    kinds = Counter(record.record for record in city.province.order)
    assert kinds == plan.records["province"]
    assert city.water.pushes == []
    assert counts(city.store)["event"] == plan.events
    with city.store.read() as tx:
        case = cases.get(tx, "FA-1-water-a")
        assert audit.verify(tx) is None
    assert case is not None
    assert (case.stage, case.status) == ("review", 11)


def test_the_same_file_twice_has_one_effect(city: World, write: Write) -> None:
    history = read(city, write(*rows(2)))
    assert start(city, history)
    take_all(city)
    before = counts(city.store)
    again = read(city, write(*rows(2), name="又一次.csv"))
    assert planning.plan(city.store, company(), city.city, again).events == 0
    assert [case.scheme for case in again.cases] == [None, None]
    start(city, again)
    take_all(city)
    after = counts(city.store)
    # What is new is that somebody asked, and nothing else.
    assert {table for table in TABLES if after[table] != before[table]} <= {"audit"}
    assert not start(city, history)


async def test_history_of_a_known_scheme_joins_what_is_known(city: World, write: Write) -> None:
    city.take(a_water_scheme())
    await city.pump()
    city.hear(update(3, 1, event_id="feed-3"))
    history = read(
        city,
        write(
            event("接件", "2026-03-02 09:30"),
            event("受理", "2026-03-02 10:00"),
            event("办结通过", "2026-03-04 10:00"),
        ),
    )
    plan = planning.plan(city.store, company(), city.city, history)
    # What the feed told under its own number is the same event, whatever the file calls it.
    assert (plan.schemes, plan.cases, plan.events, plan.known) == (0, 0, 2, 1)
    start(city, history)
    take_all(city)
    with city.store.read() as tx:
        told = cases.events(tx, "FA-511702-2026-0007-water-a")
    assert sorted(each.status for each in told) == [1, 3, 11]


def test_an_event_that_is_known_with_another_content_stays_as_it_is(city: World, write: Write) -> None:
    city.take(a_water_scheme())
    city.hear(update(3, 1, event_id="L-1"))
    history = read(city, write(event("不予受理", "2026-03-03 10:00", event_id="L-1")))
    plan = planning.plan(city.store, company(), city.city, history)
    assert (plan.conflicts, plan.events) == (["L-1"], 0)
    start(city, history)
    take_all(city)
    with city.store.read() as tx:
        (told,) = cases.events(tx, "FA-511702-2026-0007-water-a")
    assert told.status == 3


def test_a_code_that_nobody_has_mapped_is_told_before_it_holds_anything_back(city: World) -> None:
    city.take(a_water_scheme())
    told = (update(None, 1, event_id="x", status_code="S-9"), update(1, 2, event_id="y"))
    history = History("feed", (OldCase("FA-511702-2026-0007", told),))
    plan = planning.plan(city.store, company(), city.city, history)
    assert plan.codes == {"S-9": 1}
    with city.store.read() as tx:
        assert desk.open_items(tx) == ()


async def test_a_run_that_was_stopped_goes_on_where_it_was(city: World, write: Write) -> None:
    start(city, read(city, write(*rows(12))))
    assert running.step(city.store, {"water-a": company()}, city.city, QUICK).cases == 5
    with city.store.read() as tx:
        (job,) = backfill.jobs(tx)
        assert backfill.progress(tx, job.id) == (5, 12)
        assert job.ended_at is None
    await city.pump()
    assert [step.cases for step in take_all(city)] == [5, 2]
    with city.store.read() as tx:
        (job,) = backfill.jobs(tx)
        assert backfill.progress(tx, job.id) == (12, 12)
    assert job.ended_at is not None


def test_a_company_that_is_configured_no_more_keeps_its_history_waiting(city: World, write: Write) -> None:
    start(city, read(city, write(*rows(1))))
    assert running.step(city.store, {}, city.city, QUICK).nothing_left
    assert len(take_all(city)) == 1


async def test_the_days_work_waits_for_a_ceiling_and_not_for_the_history(city: World, write: Write) -> None:
    """The place of the day's own project among 20 old ones: behind all of them at once, behind a few with steps."""

    async def place_of_the_day(settings: BackfillSettings, day: str) -> int:
        already = len(city.province.order)
        take_all(city, settings)
        code = {"engineering_code": f"GC-{day}"}
        city.take(a_water_scheme(scheme_id=f"FA-{day}", project=project_body(**code)))
        await city.pump()
        codes = [
            record.project.engineering_code
            for record in city.province.order[already:]
            if isinstance(record, ProjectRecord)
        ]
        while take_all(city, settings):
            await city.pump()
        return codes.index(f"GC-{day}")

    start(city, read(city, write(*rows(20))))
    everything = await place_of_the_day(BackfillSettings(cases_at_once=1000, ceiling=100_000), "A")
    start(city, read(city, write(*rows(20, "B"))))
    in_steps = await place_of_the_day(SPARING, "B")
    assert everything == 20
    # Each old case is five records: a step is begun below the ceiling, and adds its cases once more at the most.
    assert in_steps <= SPARING.ceiling // 5 + SPARING.cases_at_once
    events = [record for record in city.province.order if isinstance(record, EventRecord)]
    assert len(events) == 2 * 20 * 3


async def test_each_cycle_takes_in_a_little_of_what_waits(city: World, write: Write) -> None:
    settings = city.hub.settings.model_copy(update={"backfill": QUICK})
    start(city, read(city, write(*rows(7))))
    object.__setattr__(city.hub, "settings", settings)
    assert [cycle.take_history(city.hub).cases for _ in range(3)] == [5, 2, 0]


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "历史"
    folder.mkdir()
    (folder / "合格证.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    return folder


def test_documents_beside_the_file_come_along(city: World, write: Write, evidence: Path) -> None:
    path = write(
        old("受理", "2026-03-02 10:00"),
        old("办结通过", "2026-03-03 10:00", evidence="合格证.pdf", number="12号", issued_on="2026-03-03"),
    )
    start(city, read(city, path))
    take_all(city)
    with city.store.read() as tx:
        (*_, told) = cases.events(tx, "FA-511702-2026-0007-water-a")
    (paper,) = told.documents
    assert city.folder.path_of(paper["sha256"]).read_bytes() == (evidence / "合格证.pdf").read_bytes()

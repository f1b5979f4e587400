"""Old records come in tables of any order and encoding; what is wrong with a row is told by row and column."""

from pathlib import Path

import pytest

from hub.backfill.known import known
from hub.backfill.reading import of_feed, read_updates
from hub.intake.result import RefusedRow
from hub.language import Language
from hub.notready import NotReady
from models.stage import Opinion, Stage
from models.status import HandlingStatus
from tests.adapters.shipped import Shipped
from tests.hub.backfill.conftest import Write, event, grid, old, read
from tests.hub.casework.test_casework import a_water_scheme
from tests.hub.fakes import World, company, update
from tests.hub.intake.conftest import write_csv, write_xlsx

ROWS = (
    old("接件", "2026-03-02 09:30"),
    old("3", "2026-03-02 10:00"),
    old("办结通过", "2026-03-05 15:10", opinion="有条件同意", opinion_text="接驳点改在朝阳中路"),
    old("受理", "2026-04-01 09:00", stage="报装"),
)


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """What is read of a file is the same on any database."""
    return sqlite_url


def reasons(refused: RefusedRow) -> list[tuple[str, str]]:
    return [(fault.field, fault.message.id) for fault in refused.faults]


def test_rows_become_cases_with_their_events_in_order(city: World, write: Write) -> None:
    history = read(city, write(*reversed(ROWS)))
    assert history.refused == ()
    (case,) = history.cases
    assert case.scheme is not None
    assert case.scheme.project.name == "朝阳片区安置房一期"
    assert [(each.stage, each.status) for each in case.updates] == [
        (Stage.REVIEW, HandlingStatus.RECEIVED),
        (Stage.REVIEW, HandlingStatus.ACCEPTED),
        (Stage.REVIEW, HandlingStatus.PASSED),
        (Stage.APPLICATION, HandlingStatus.ACCEPTED),
    ]
    assert case.updates[2].opinion is Opinion.AGREE_WITH_CONDITIONS


@pytest.mark.parametrize("form", ["gb18030", "backwards", "english", "xlsx"])
def test_the_same_history_is_the_same_whatever_file_it_comes_in(
    city: World, write: Write, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "b.csv"
    match form:
        case "gb18030":
            path = write_csv(path, grid(ROWS), "gb18030")
        case "backwards":
            path = write_csv(path, grid(ROWS, backwards=True))
        case "english":
            path = write_csv(path, grid(ROWS, Language.EN))
        case _:
            path = write_xlsx(tmp_path / "b.xlsx", [["某公司历史记录"], *grid(ROWS)])
    found = read(city, path)
    assert found.refused == ()
    assert found.digest == read(city, write(*ROWS)).digest


def test_bad_rows_are_set_aside_with_row_and_column_and_the_others_count(city: World, write: Write) -> None:
    path = write(
        old("受理", "2026-03-02 10:00"),
        old("不知道", "2026-03-02 11:00"),
        old("受理", "三月二日"),
        old("受理", "2027-01-01 09:00"),
        old("受理", "2026-03-02 12:00", stage=""),
    )
    history = read(city, path)
    assert [len(case.updates) for case in history.cases] == [1]
    assert [(each.row, *reasons(each)[0]) for each in history.refused] == [
        (3, "办理状态", "manual-status-unknown"),
        (4, "发生时间", "invalid-instant-form"),
        (5, "发生时间", "manual-in-the-future"),
        (6, "阶段", "invalid-missing"),
    ]


def test_a_known_scheme_needs_no_columns_of_its_own_and_an_unknown_one_does(
    city: World, write: Write
) -> None:
    (unknown,) = read(city, write(event("受理", "2026-03-02 10:00"))).refused
    assert "invalid-missing" in {reason for _, reason in reasons(unknown)}
    city.take(a_water_scheme())
    (case,) = read(city, write(event("受理", "2026-03-02 10:00"))).cases
    assert case.scheme is None


def test_a_row_may_name_its_case_by_the_companys_own_number(city: World, write: Write) -> None:
    city.take(a_water_scheme())
    with city.store.begin() as tx:
        tx.connection.exec_driver_sql("UPDATE utility_case SET remote_ref = 'GS-41'")
    row = {**event("受理", "2026-03-02 10:00"), "scheme_id": "", "remote_ref": "GS-41"}
    (case,) = read(city, write(row)).cases
    assert (case.scheme_id, case.remote_ref) == ("FA-511702-2026-0007", "GS-41")
    (refused,) = read(city, write({**row, "remote_ref": "GS-42"})).refused
    assert reasons(refused) == [("方案编号", "invalid-missing")]


def test_a_scheme_that_asks_nothing_of_the_company_is_not_its_history(city: World, write: Write) -> None:
    gas = {
        path: cell
        for path, cell in old("受理", "2026-03-02 10:00").items()
        if not path.startswith("demands.water")
    }
    gas |= {
        "demands.gas.hourly_volume_m3": "80",
        "demands.gas.pressure": "low",
        "demands.gas.appliances": "9",
    }
    (refused,) = read(city, write(gas)).refused
    assert reasons(refused) == [("方案编号", "backfill-not-concerned")]


def test_an_event_number_that_stands_twice_with_other_contents_is_set_aside(
    city: World, write: Write
) -> None:
    history = read(
        city,
        write(
            old("接件", "2026-03-02 09:00", event_id="L-1"),
            old("接件", "2026-03-02 09:00", event_id="L-1"),
            old("受理", "2026-03-02 10:00", event_id="L-1"),
        ),
    )
    assert [len(case.updates) for case in history.cases] == [1]
    assert [each.row for each in history.refused] == [4]


@pytest.mark.parametrize("cells", [[["甲", "乙"]], [["方案编号", "阶段", "办理状态"], ["a", "b", "c"]]])
def test_a_file_without_its_headings_is_refused_as_a_whole(
    city: World, tmp_path: Path, cells: list[list[str]]
) -> None:
    history = read(city, write_csv(tmp_path / "c.csv", cells))
    assert history.cases == ()
    assert len(history.refused) == 1


async def test_a_feed_is_read_from_its_beginning_and_unknown_schemes_are_set_aside(city: World) -> None:
    city.take(a_water_scheme())
    city.water.updates = [update(1, 1), update(3, 2), update(1, 3, scheme_id="FA-unknown")]
    told = await read_updates(city.water)
    with city.store.read() as tx:
        history = of_feed("供水", told, known(tx, company()))
    assert [len(case.updates) for case in history.cases] == [2]
    assert [reasons(each)[0][1] for each in history.refused] == ["backfill-scheme-unknown"]


async def test_a_wire_that_tells_no_events_has_no_feed_to_read() -> None:
    silent = Shipped()
    silent.company = company()
    with pytest.raises(NotReady):
        await read_updates(silent)

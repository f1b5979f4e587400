"""What is read and handed out: exports, the trail, a project's page, a company's page and its mapping."""

import csv
import io
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # published without types

from adapters.errors import TransientError
from hub.counterparts import Utility
from hub.language import Language
from hub.liaison import actions, companies, exporting, mapping_editor, projects, trail
from hub.liaison.filters import Filter
from hub.liaison.refusals import Conflict, Missing
from hub.liaison.timeline import What
from hub.liaison.trail import TrailFilter
from hub.people.person import Person
from hub.people.refusals import Denied, Faulty
from hub.people.roles import Role
from hub.settings import Limits
from hub.store import audit, documents
from hub.store.clock import SettableClock
from hub.store.outbox import State
from models.mapping import CodeMapping
from models.messages import Message
from models.stage import Stage
from tests.hub.fakes import FakeUtility, World, update
from tests.hub.liaison.office import (
    AUDITOR,
    CHEN,
    LI,
    NAMES,
    SETTINGS,
    WANG,
    ZHAO,
    refused,
    scheme,
)
from tests.models.builders import DIGEST, WATER, a_scheme, project_body, scheme_body

ALL = Filter()
ADMIN = Person(None, "liu", "刘洋", Role.ADMINISTRATOR)


def exported(city: World, encoding: str = "utf-8", language: Language = Language.ZH_CN) -> bytes:
    with city.store.begin() as tx:
        return b"".join(exporting.csv(tx, LI, ALL, NAMES, language, encoding))


async def test_the_list_is_handed_out_as_csv_in_either_encoding(both_city: World) -> None:
    city = both_city
    await refused(city, "1", "2")
    whole = exported(city)
    assert whole.startswith(b"\xef\xbb\xbf")
    heading, first, _ = csv.reader(io.StringIO(whole.decode("utf-8-sig")))
    line = dict(zip(heading, first, strict=True))
    assert (line["项目"], line["单位"], line["阶段"], line["已试次数"]) == (
        "1 号安置房",
        "通川供水",
        "审查",
        "1",
    )
    assert "管径" in line["情况"]
    assert list(csv.reader(io.StringIO(exported(city, "gb18030").decode("gb18030"))))[1] == first
    assert "Project" in exported(city, language=Language.EN).decode("utf-8-sig")


async def test_nothing_in_a_file_is_worked_out_by_a_spreadsheet(city: World, tmp_path: Path) -> None:
    name = '=HYPERLINK("http://evil.example")'
    project = project_body(name=name, area_code="511799")
    city.take(scheme("1", project=project))
    rows = list(csv.reader(io.StringIO(exported(city).decode("utf-8-sig"))))
    assert rows[1][1] == f"'{name}"
    with city.store.begin() as tx:
        assert exporting.xlsx(tx, LI, ALL, NAMES, Language.EN, tmp_path / "f.xlsx") == 1
    sheet = load_workbook(tmp_path / "f.xlsx").active
    assert sheet is not None
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type) == (name, "s")


async def test_an_export_is_all_that_matches_and_is_recorded(city: World) -> None:
    await refused(city, "1", "2", "3")
    with city.store.begin() as tx:
        one_line = b"".join(exporting.csv(tx, LI, Filter(search="FA-2"), NAMES, Language.EN))
        assert audit.records(tx)[-1].detail == {"query": "search=FA-2", "items": 1}
    assert one_line.count(b"\r\n") == 2
    with city.store.begin() as tx, pytest.raises(Denied):
        exporting.csv(tx, ZHAO, ALL, NAMES, Language.EN)


async def test_the_trail_is_read_newest_first_filtered_and_paged(
    both_city: World, clock: SettableClock
) -> None:
    city = both_city
    first, second = await refused(city, "1", "2")
    with city.store.begin() as tx:
        actions.comment(tx, LI, first, "致电")
        actions.retry(tx, LI, first)
        actions.retry(tx, WANG, second)

    def read(before: int | None = None, size: int = 100, **wanted: str) -> trail.TrailPage:
        with city.store.read() as tx:
            return trail.page(tx, AUDITOR, TrailFilter.from_params(wanted), before=before, size=size)

    assert [(each.actor, each.action) for each in read().records] == [
        ("wang", "failure.retry"),
        ("li", "failure.retry"),
        ("li", "failure.comment"),
    ]
    page = read(size=2)
    assert (len(page.records), page.has_more) == (2, True)
    assert [each.action for each in read(before=page.last).records] == ["failure.comment"]
    assert len(read(actor="li").records) == 2
    assert len(read(action="failure.retry").records) == 2
    assert len(read(action="failure.").records) == 3
    assert len(read(subject="FA-2").records) == 1
    day = (clock.now + timedelta(hours=8)).date()
    assert len(read(since=str(day), until=str(day)).records) == 3
    assert read(until=str(day - timedelta(days=1))).records == ()
    assert TrailFilter.from_params({"since": "yesterday", "actor": "li"}).as_params() == {"actor": "li"}


async def test_a_record_that_was_changed_is_found_and_the_reading_is_recorded(city: World) -> None:
    (first,) = await refused(city, "1")
    with city.store.begin() as tx:
        actions.comment(tx, LI, first, "致电")
        found = trail.verify(tx, AUDITOR)
        assert (found.broken, found.records, len(found.last_hash)) == (None, 1, 64)
        tx.connection.exec_driver_sql("UPDATE audit SET actor = 'somebody' WHERE id = 1")
        assert trail.verify(tx, AUDITOR).broken == 1
        assert [each.action for each in audit.records(tx)][1:] == ["audit.verify", "audit.verify"]
        with pytest.raises(Denied):
            trail.verify(tx, LI)


async def test_a_project_s_page_tells_where_it_stands_everywhere(city: World) -> None:
    city.take(a_scheme(**scheme_body(scheme_id="FA-1", demands=[WATER])))
    with city.store.begin() as tx:
        documents.mark_present(tx, DIGEST)
    await city.pump()
    city.hear(update(1, 1, scheme_id="FA-1"), update(3, 2, scheme_id="FA-1"))
    city.hear(update(12, 3, stage=Stage.ACCEPTANCE, scheme_id="FA-1"))
    await city.pump()
    with city.store.read() as tx:
        page = projects.project(tx, LI, "FA-1", ["province"])
    (at,) = page.companies
    assert at.push is not None
    assert at.push.state is State.DELIVERED
    assert [(stage.stage, stage.events) for stage in at.stages][:2] == [
        (Stage.REVIEW, 2),
        (Stage.APPLICATION, 0),
    ]
    assert [item.kind for item in at.open_items] == ["update-illegal"]
    (mirror,) = page.mirrors
    assert (mirror.events, mirror.missing, mirror.attention) == (2, 0, 0)
    assert [line.ref.sha256 for line in page.documents] == [DIGEST]
    whats = [entry.what for entry in page.timeline]
    assert whats.count(What.EVENT) == 3
    assert {What.VERSION, What.CASE, What.DELIVERED, What.DESK} <= set(whats)
    assert page.whole is not None


async def test_projects_are_found_by_name_code_number_and_the_company_s_reference(both_city: World) -> None:
    city = both_city
    for number in ("1", "2"):
        city.take(scheme(number))
    city.take(scheme("2", version=2))
    await city.pump()

    def found(words: str, person: Person = LI, before: int | None = None) -> list[tuple[str, int]]:
        with city.store.read() as tx:
            page = projects.find(tx, person, words, before=before, size=1)
            rest = projects.find(tx, person, words, before=page.last) if page.has_more else None
        lines = [*page.schemes, *(rest.schemes if rest else ())]
        return [(line.scheme_id, line.version) for line in lines]

    assert found("") == [("FA-2", 2), ("FA-1", 1)]
    assert found("1 号") == [("FA-1", 1)]
    assert found("r-fa-1") == []
    assert found("R-FA-1") == [("FA-1", 1)]
    assert found("249065") == [("FA-2", 2), ("FA-1", 1)]
    assert found("", CHEN) == []
    with city.store.read() as tx:
        for person, number in ((CHEN, "FA-1"), (LI, "FA-9")):
            with pytest.raises(Missing, match="desk-project-unknown"):
                projects.project(tx, person, number, [])


async def test_a_company_s_page_tells_its_limits_and_what_waits(city: World) -> None:
    await refused(city, "1")
    companies.add_up(city.store)
    with city.store.read() as tx:
        page = companies.one(tx, LI, "water-a", SETTINGS)
        assert companies.one(tx, LI, "province", SETTINGS).roles == ("mirror",)
    assert (page.adapter, page.kind, page.districts, page.open_items) == ("fake", "water", ("511702",), 1)
    assert [hour.refusals for hour in page.hours] == [1]
    assert page.counterpart.attention == 1


async def test_a_test_of_a_connection_tells_what_came_back(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask() -> str:
        sign = await companies.test(city.hub.counterparts, LI, "water-a", SETTINGS)
        return f"{sign.ok} {sign.message.id}"

    assert await ask() == "True doctor-not-asked"

    async def fine(self: FakeUtility) -> None:
        return None

    async def down(self: FakeUtility) -> None:
        raise TransientError(Message(id="counterpart-unreachable", params={"company": "通川供水"}))

    monkeypatch.setattr(FakeUtility, "ping", fine)
    assert await ask() == "True doctor-answers"
    monkeypatch.setattr(FakeUtility, "ping", down)
    assert await ask() == "False counterpart-unreachable"
    with pytest.raises(Denied):
        await companies.test(city.hub.counterparts, ZHAO, "water-a", SETTINGS)


def utility(city: World) -> Utility:
    return Utility(city.water.company, city.water, Limits())


async def test_a_change_of_a_mapping_is_weighed_on_recent_traffic_before_it_is_made(
    city: World, tmp_path: Path
) -> None:
    city.take(scheme("1"))
    await city.pump()
    for hour, code in ((1, "JS"), (2, "SL"), (3, "SL")):
        city.hear(update(None, hour, scheme_id="FA-1", status_code=code, status_text=f"{code} 状态"))
    own = mapping_editor.proposed({"status": {"JS": 1}})
    with city.store.read() as tx:
        weighed = mapping_editor.preview(tx, ADMIN, utility(city), own)
        before = mapping_editor.editing(tx, LI, tmp_path, utility(city))
    assert [(each.code, each.before, each.after, each.count, each.held) for each in weighed.effects] == [
        ("JS", None, 1, 1, 1),
        ("SL", None, None, 2, 2),
    ]
    assert (weighed.freed, weighed.still_held, weighed.looked_at) == (1, 2, 3)
    assert [each.code for each in before.unmapped] == ["JS", "SL"]
    taken = mapping_editor.save(city.store, ADMIN, tmp_path, utility(city), own, digest=before.digest)
    assert taken.changed
    with city.store.read() as tx:
        after = mapping_editor.editing(tx, LI, tmp_path, utility(city))
    assert after.own == after.in_force == own
    with pytest.raises(Conflict, match="mapping-edited-meanwhile"):
        mapping_editor.save(city.store, ADMIN, tmp_path, utility(city), own, digest=before.digest)


def test_a_mapping_comes_back_from_its_file_as_it_was_written(tmp_path: Path) -> None:
    own = CodeMapping.model_validate(
        {
            "status": {'a"b\\c\n': 3, "签收": 1, "心跳": "ignored"},
            "stages": {"hookup": {"签收": 11}},
            "items": {"review": {"code": "DZ-GS-01", "version": 1.0, "limit_days": 5}},
        }
    )
    text = "\n".join(mapping_editor.lines_of(own))
    assert CodeMapping.model_validate(tomllib.loads(text)) == own


def test_a_mapping_that_cannot_be_is_told_entry_by_entry(city: World, tmp_path: Path) -> None:
    with pytest.raises(Faulty, match="mapping-edit-wrong") as faulty:
        mapping_editor.proposed({"status": {"JS": 99}})
    assert [fault.field for fault in faulty.value.faults] == ["status.JS"]
    with pytest.raises(Denied):
        mapping_editor.save(city.store, LI, tmp_path, utility(city), CodeMapping(), digest="")

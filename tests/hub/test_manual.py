"""A company without a system: its work list out as a spreadsheet, its answers back, each once."""

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest

from adapters.tables import csv_rows
from hub.language import Language
from hub.manual import taking
from hub.manual.answers import AnswerRefused
from hub.manual.sheets import Encoding
from hub.manual.taking import Taken
from hub.manual.worklist import Task, worklist
from hub.store import audit, cases, desk, documents, mappings
from hub.store.cases import StoredEvent
from hub.store.engine import Store
from models.mapping import CodeMapping
from models.records import EventRecord
from models.scheme import Withdrawal
from models.stage import Stage
from tests.hub.fakes import MONDAY, World, company, update, world
from tests.models.builders import WATER, a_scheme, project_body

SCHEME = "FA-511702-2026-0007"
CASE = f"{SCHEME}-water-a"
LETTER = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
async def city(store: Store, tmp_path: Path) -> World:
    """One scheme that the company has been given."""
    city = world(store, tmp_path)
    city.take(a_scheme(demands=[WATER], documents=[]))
    await city.pump()
    return city


def tasks(city: World) -> tuple[Task, ...]:
    with city.store.read() as tx:
        return worklist(tx, "water-a")


def export(city: World, path: Path, language: Language = Language.ZH_CN, **more: Any) -> Path:
    taking.hand_over(city.store, city.folder, company(), path, actor="li", language=language, **more)
    return path


def take_back(city: World, path: Path) -> Taken:
    return taking.take_back(
        city.store, city.folder, company(), city.city, path, actor="li", language=Language.ZH_CN
    )


def events(city: World) -> tuple[StoredEvent, ...]:
    with city.store.read() as tx:
        return cases.events(tx, CASE)


ACCEPTED = {"办理状态": "受理", "发生时间": "2026-03-02 10:30", "经办人": "王小明", "经办部门": "客服中心"}


def fill(path: Path, *rows: dict[str, Any]) -> Path:
    """Fill in the sheet's rows from the first on, cell by heading."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for heading, value in row.items():
            sheet.cell(number, places[heading]).value = value
    book.save(path)
    return path


def evidence(path: Path, name: str = "意见书.pdf", content: bytes = LETTER) -> None:
    path.with_suffix("").mkdir(exist_ok=True)
    (path.with_suffix("") / name).write_bytes(content)


async def test_a_delivered_scheme_stands_on_the_list_until_it_is_over(city: World) -> None:
    assert [(task.case.number, task.stage, task.status) for task in tasks(city)] == [
        (CASE, Stage.REVIEW, None)
    ]
    city.hear(update(3, 1), update(11, 2))
    assert [(task.stage, task.status) for task in tasks(city)] == [(Stage.APPLICATION, None)]
    city.hear(update(3, 3, stage=Stage.APPLICATION), update(13, 4, stage=Stage.APPLICATION))
    assert tasks(city) == ()


async def test_a_scheme_not_delivered_yet_is_not_on_the_list(city: World) -> None:
    city.take(a_scheme(scheme_id="FA-511702-2026-0009", demands=[WATER], documents=[]))
    assert [task.case.number for task in tasks(city)] == [CASE]


async def test_a_refused_review_opens_again_with_a_newer_version(city: World) -> None:
    city.hear(update(3, 1, scheme_version=1), update(13, 2))
    assert tasks(city) == ()
    city.take(a_scheme(version=2, demands=[WATER], documents=[]))
    await city.pump()
    assert [(task.stage, task.scheme.version) for task in tasks(city)] == [(Stage.REVIEW, 2)]


async def test_a_withdrawn_scheme_stays_listed_as_such_until_the_company_has_answered(city: World) -> None:
    city.take(Withdrawal(scheme_id=SCHEME, withdrawn_at=MONDAY))
    await city.pump()
    assert [task.withdrawn for task in tasks(city)] == [True]
    city.hear(update(14, 1))
    assert tasks(city) == ()


@pytest.mark.parametrize("language", list(Language))
async def test_the_sheet_has_locked_ids_open_answers_and_lists_to_choose_from(
    city: World, tmp_path: Path, language: Language
) -> None:
    path = export(city, tmp_path / "list.xlsx", language)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert sheet.cell(2, 1).value == CASE
    assert [sheet.cell(2, place).protection.locked for place in (1, 2, 3, 4, 7, 8)] == [True] * 4 + [
        False
    ] * 2
    assert not sheet.cell(3, 1).protection.locked  # a spare row
    lists = {str(each.sqref).split("2:")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert set(lists) == {"D", "G", "K"}
    words = book[lists["G"].split("!")[0].strip("'")]
    assert words.sheet_state == "hidden"
    assert [cell.value for cell in words["B"]][2] == {"zh-CN": "受理", "en": "accepted"}[language.value]
    assert "«" not in "".join(str(cell.value) for each in book for row in each for cell in row)
    assert path.stat().st_mode & 0o077 == 0


async def test_a_name_that_begins_like_a_formula_is_text_in_the_sheet_and_harmless_in_csv(
    city: World, tmp_path: Path
) -> None:
    city.take(a_scheme(version=2, demands=[WATER], documents=[], project=project_body(name="=1+1\x07")))
    sheet = openpyxl.load_workbook(export(city, tmp_path / "list.xlsx")).worksheets[0]
    assert (sheet.cell(2, 5).value, sheet.cell(2, 5).data_type) == ("=1+1 ", "s")
    (_, row) = csv_rows(export(city, tmp_path / "list.csv").read_bytes())
    assert row.cells[4].startswith("'=1+1")


@pytest.mark.parametrize("encoding", list(Encoding))
async def test_a_csv_list_is_written_in_the_encoding_asked_for_and_read_again(
    city: World, tmp_path: Path, encoding: Encoding
) -> None:
    path = export(city, tmp_path / "list.csv", encoding=encoding)
    text = path.read_bytes().decode("gb18030" if encoding is Encoding.GB18030 else "utf-8-sig")
    head, row = text.splitlines()
    cells = row.split(",")
    assert head.split(",")[6:9] == ["办理状态", "发生时间", "经办人"]
    cells[6:9] = ["受理", "2026/3/2 10:30", "王小明"]
    path.write_bytes("\n".join([head, ",".join(cells)]).encode(encoding.value))
    assert take_back(city, path) == Taken(1, 0)
    assert [event.status for event in events(city)] == [3]


async def test_a_filled_row_is_an_event_with_who_when_and_its_evidence(city: World, tmp_path: Path) -> None:
    path = export(city, tmp_path / "list.xlsx")
    evidence(path)
    accepted = {"办件编号": CASE, "阶段": "审查", **ACCEPTED}
    passed = {
        **accepted,
        "办理状态": "办结通过",
        "发生时间": datetime(2026, 3, 3, 16, 0),  # noqa: DTZ001  (as a spreadsheet has it)
        "审查意见": "有条件同意",
        "意见内容": "接入点位置须复核。",
        "证明材料": "意见书.pdf",
        "批复文号": "供水〔2026〕1号",
        "批复日期": "2026-03-03",
    }
    assert take_back(city, fill(path, accepted, passed)) == Taken(2, 0)
    first, last = events(city)
    assert (first.status, first.handler, first.department, first.legal) == (3, "王小明", "客服中心", True)
    assert first.occurred_at.isoformat() == "2026-03-02T02:30:00+00:00"
    assert (last.opinion, last.opinion_text) == ("agree_with_conditions", "接入点位置须复核。")
    (letter,) = last.documents
    assert (letter["name"], letter["number"], letter["issued_on"]) == (
        "意见书.pdf",
        "供水〔2026〕1号",
        "2026-03-03",
    )
    assert city.folder.path_of(letter["sha256"]).read_bytes() == LETTER
    with city.store.read() as tx:
        assert documents.is_present(tx, letter["sha256"])
        answers = [record for record in audit.records(tx) if record.action == "manual.answer"]
        assert audit.verify(tx) is None
    assert [(record.actor, record.subject, record.detail["handler"]) for record in answers] == [
        ("li", CASE, "王小明")
    ] * 2
    assert answers[1].detail["evidence"] == [{"name": "意见书.pdf", "sha256": letter["sha256"]}]
    await city.pump()
    told = [record for record in city.province.order if isinstance(record, EventRecord)]
    assert [int(record.status) for record in told] == [3, 11]


async def test_the_same_file_twice_has_one_effect(city: World, tmp_path: Path) -> None:
    path = fill(export(city, tmp_path / "list.xlsx"), ACCEPTED)
    assert take_back(city, path) == Taken(1, 0)
    again = path.rename(tmp_path / "again.xlsx")
    assert take_back(city, again) == Taken(0, 1)
    assert len(events(city)) == 1
    with city.store.read() as tx:
        assert desk.open_items(tx) == ()
        assert len([each for each in audit.records(tx) if each.action == "manual.answer"]) == 1


async def test_an_answer_changed_afterwards_is_shown_and_the_first_one_stands(
    city: World, tmp_path: Path
) -> None:
    path = fill(export(city, tmp_path / "list.xlsx"), ACCEPTED)
    take_back(city, path)
    take_back(city, fill(path, {**ACCEPTED, "经办人": "李四"}))
    assert [event.handler for event in events(city)] == ["王小明"]
    with city.store.read() as tx:
        assert [item.message.id for item in desk.open_items(tx)] == ["update-conflicting"]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"办理状态": "差不多了"}, "办理状态", "manual-status-unknown"),
    ({"发生时间": "昨天下午"}, "发生时间", "invalid-instant-form"),
    ({"发生时间": "2062-03-02 10:30"}, "发生时间", "manual-in-the-future"),
    ({"经办人": None}, "经办人", "invalid-missing"),
    ({"审查意见": "也许"}, "审查意见", "invalid-enum"),
    ({"证明材料": "没有.pdf"}, "证明材料", "invalid-document-missing"),
    ({"证明材料": "../../etc/passwd.pdf"}, "证明材料", "invalid-document-name-path"),
    ({"批复文号": "1号"}, "批复文号", "manual-evidence-missing"),
    ({"办件编号": "FA-1-water-b"}, "办件编号", "manual-case-unknown"),
    ({"方案编号": "FA-1"}, "方案编号", "manual-case-differs"),
    ({"阶段": "竣工"}, "阶段", "invalid-enum"),
]


@pytest.mark.parametrize(("change", "heading", "sentence"), WRONG)
async def test_a_bad_row_is_told_by_heading_and_the_good_ones_count(
    city: World, tmp_path: Path, change: dict[str, Any], heading: str, sentence: str
) -> None:
    ids = {"办件编号": CASE, "阶段": "审查"}
    later = {**ids, **ACCEPTED, "发生时间": "2026-03-02 11:30"}
    path = fill(export(city, tmp_path / "list.xlsx"), {**ACCEPTED, **change}, later)
    taken = take_back(city, path)
    assert (taken.new, [row.row for row in taken.refused]) == (1, [2])
    assert [(fault.field, fault.message.id) for fault in taken.refused[0].faults] == [(heading, sentence)]
    if sentence in {"manual-status-unknown", "invalid-enum"}:
        assert taken.refused[0].faults[0].allowed[0] in {"接件", "同意", "审查"}


async def test_a_word_of_the_company_s_own_counts_where_its_mapping_has_it(
    city: World, tmp_path: Path
) -> None:
    with city.store.begin() as tx:
        mappings.put(tx, "water-a", CodeMapping.model_validate({"status": {"已踏勘": 8}}))
    path = fill(export(city, tmp_path / "list.xlsx"), {**ACCEPTED, "办理状态": "已踏勘"})
    assert take_back(city, path) == Taken(1, 0)
    assert [(event.status, event.status_code) for event in events(city)] == [(8, "已踏勘")]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("list.pdf", b"%PDF", "intake-file-ending"),
        ("list.xlsx", b"PK not a zip", "intake-workbook-unreadable"),
        ("list.csv", "姓名,年龄\n王,3\n".encode(), "manual-no-headings"),
        ("list.csv", "办件编号,阶段,办理状态\n".encode(), "manual-column-missing"),
        ("list.csv", "办件编号,办件编号,阶段,办理状态,发生时间,经办人\n".encode(), "invalid-column-repeated"),
        ("list.csv", b"\xff\xfe\xff", "intake-file-encoding"),
    ],
)
async def test_a_file_that_is_no_filled_list_is_refused_as_a_whole(
    city: World, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    taken = take_back(city, path)
    assert (taken.new, taken.known) == (0, 0)
    assert taken.refused[0].faults[0].message.id == sentence


async def test_the_schemes_documents_go_beside_the_list(city: World, tmp_path: Path) -> None:
    letter = tmp_path / "plan.pdf"
    letter.write_bytes(LETTER)
    sha256, size = city.folder.put_file(letter)
    here = {"sha256": sha256, "name": "总平面图.pdf", "media_type": "application/pdf", "size_bytes": size}
    away = {**here, "sha256": "0" * 64, "name": "管线图.pdf"}
    city.take(a_scheme(version=2, demands=[WATER], documents=[here, away]))
    done = taking.hand_over(
        city.store,
        city.folder,
        company(),
        tmp_path / "list.xlsx",
        actor="li",
        language=Language.ZH_CN,
        documents_to=tmp_path / "list",
    )
    assert (done.tasks, done.documents, done.absent) == (1, 1, 1)
    assert (tmp_path / "list" / SCHEME / "总平面图.pdf").read_bytes() == LETTER


async def test_one_answer_on_a_form_is_an_event_once(city: World, tmp_path: Path) -> None:
    letter = tmp_path / "意见书.pdf"
    letter.write_bytes(LETTER)
    cells = {
        "case_number": CASE,
        "stage": "review",
        "status": "3",
        "occurred_at": "2026-03-02T10:30:00+08:00",
        "handler": "王小明",
    }

    def enter(**more: str) -> bool:
        given = cells | more
        return taking.enter(
            city.store, city.folder, company(), city.city, given, letter, actor="li", language=Language.ZH_CN
        )

    assert enter()
    assert not enter()
    (event,) = events(city)
    assert (event.status, event.handler, event.documents[0]["name"]) == (3, "王小明", "意见书.pdf")
    with pytest.raises(AnswerRefused) as refused:
        enter(status="16")
    assert [fault.field for fault in refused.value.faults] == ["status"]

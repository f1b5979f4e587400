"""Answers of a company without a system: by filled list or by form, each once, with who, when and evidence."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hub.language import Language
from hub.manual import taking
from hub.manual.answers import AnswerRefused
from hub.manual.sheets import Encoding
from hub.manual.taking import Taken
from hub.store import audit, desk, documents, mappings
from models.mapping import CodeMapping
from models.records import EventRecord
from tests.hub.fakes import World, company
from tests.hub.manual.office import (
    ACCEPTED,
    CASE,
    LETTER,
    events,
    evidence,
    export,
    fill,
    take_back,
)


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

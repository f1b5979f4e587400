"""Status tables: any usual encoding and order of columns is read; what cannot be read loses nothing else."""

import io
from datetime import UTC, datetime

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest

from hub.language import Language, say, say_fault
from models.stage import Opinion, Stage
from tests.adapters.gas.place import HEADINGS, ROW, Place, row, table

XLSX_TIME = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  (a spreadsheet's times have no zone)


def workbook() -> bytes:
    """A workbook with a cover sheet, a title above the headings, and a time as spreadsheets keep it."""
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("状态")
    sheet.append(["燃气办件状态导出表"])
    sheet.append(list(HEADINGS))
    sheet.append(
        [XLSX_TIME if heading == "发生时间" else cell for heading, cell in zip(HEADINGS, ROW, strict=True)]
    )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


TABLES = {
    "UTF-8": ("a.csv", table(ROW)),
    "UTF-8 with a mark": ("a.csv", b"\xef\xbb\xbf" + table(ROW)),
    "GB18030": ("a.csv", table(ROW).decode().encode("gb18030")),
    "another order of columns": ("a.CSV", table(ROW[::-1], headings=HEADINGS[::-1])),
    "other words for the headings": (
        "a.csv",
        table(ROW, headings=("事件编号", "方案号", "阶段 *", "办理状态", "时间", "办理人")),
    ),
    "XLSX": ("a.xlsx", workbook()),
}


@pytest.mark.parametrize("kind", TABLES)
async def test_a_row_is_read_whatever_its_file_looks_like(place: Place, kind: str) -> None:
    place.arrive(*TABLES[kind])
    (page,) = await place.pages()
    assert page.unreadable == ()
    (update,) = page.updates
    assert (update.event_id, update.scheme_id) == ("Q-1", "FA-511702-2026-0007")
    assert (update.stage, update.status, update.status_code) == (Stage.APPLICATION, None, "受理")
    assert update.occurred_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert update.handler is not None
    assert update.handler.get_secret_value() == "李雪梅"


async def test_an_opinion_and_an_issued_document_come_with_the_row(place: Place) -> None:
    headings = (*HEADINGS, "审查意见", "文件摘要", "文件名称", "文件大小", "文号", "签发日期")
    cells = (
        *row(环节="审查", 状态="办结"),
        "原则同意",
        "A" * 64,
        "意见书.pdf",
        "2048",
        "燃〔2026〕1号",
        "2026年3月2日",
    )
    place.arrive("a.csv", table(cells, headings=headings))
    ((update,),) = [page.updates for page in await place.pages()]
    assert update.opinion is Opinion.AGREE_WITH_CONDITIONS
    (document,) = update.documents
    assert (document.sha256, document.number) == ("a" * 64, "燃〔2026〕1号")


BAD = {
    "a time nobody can read": (row(发生时间="前天下午"), "发生时间"),
    "no time at all": (row(发生时间=""), "发生时间"),
    "another word for the stage": (row(环节="勘察"), "环节"),
    "no scheme": (row(方案编号=""), "方案编号"),
    "a scheme number that is none": (row(方案编号="方案七"), "方案编号"),
    "no status": (row(状态=""), "状态"),
    "a serial that is too long": (row(流水号="1" * 200), "流水号"),
    "a cell too many": ((*ROW, "多出来的"), "-"),
}


@pytest.mark.parametrize("fault", BAD)
async def test_a_bad_row_is_set_aside_with_file_row_and_column_and_the_good_rows_count(
    place: Place, fault: str
) -> None:
    cells, column = BAD[fault]
    place.arrive("a.csv", table(row(流水号="Q-0"), cells, row(流水号="Q-2")))
    (page,) = await place.pages()
    assert [update.event_id for update in page.updates] == ["Q-0", "Q-2"]
    (item,) = page.unreadable
    assert (item.message.params["file"], item.message.params["row"]) == ("a.csv", 3)
    assert [each.field for each in item.faults] == [column]
    for language in Language:
        assert "«" not in say(item.message, language) + say_fault(item.faults[0], language)


async def test_a_bad_row_is_the_same_item_each_time_and_mended_it_is_a_new_event(place: Place) -> None:
    bad = row(发生时间="前天下午")
    place.arrive("a.csv", table(bad))
    place.arrive("b.csv", table(row(流水号="Q-0"), bad))
    place.arrive("c.csv", table(ROW))
    first, second, mended = await place.pages()
    assert first.unreadable[0].event_id == second.unreadable[0].event_id
    assert mended.updates[0].event_id == "Q-1" != first.unreadable[0].event_id


async def test_without_a_serial_the_contents_of_a_row_tell_events_apart(place: Place) -> None:
    other = row(流水号="", 状态="办理")
    place.arrive("a.csv", table(row(流水号=""), other))
    place.arrive("b.csv", table(other, row(流水号="")))
    first, second = await place.pages()
    ids = [update.event_id for update in first.updates]
    assert len(set(ids)) == 2
    assert [update.event_id for update in second.updates] == ids[::-1]


async def test_unknown_headings_are_not_read_and_told_once_for_all_files(place: Place) -> None:
    headings = (*HEADINGS, "备注", "客户电话")
    place.arrive("a.csv", table((*ROW, "无", "13912345678"), headings=headings))
    place.arrive("b.csv", table((*row(流水号="Q-2"), "", "13912345679"), headings=headings))
    first, second = await place.pages()
    assert len(first.updates) == len(second.updates) == 1
    assert first.unreadable[0].event_id == second.unreadable[0].event_id
    assert first.unreadable[0].message.params["headings"] == "客户电话"
    assert "139" not in first.unreadable[0].body


WHOLE = {
    "a required heading is missing": (table(ROW[:4], headings=HEADINGS[:4]), "发生时间"),
    "a heading is there twice": (table((*ROW, "x"), headings=(*HEADINGS, "办理状态")), "办理状态"),
    "there are no headings": (table(ROW, headings=ROW), "-"),
    "a byte is of neither encoding": (table(ROW) + b"\xff\xff", "-"),
    "a quotation mark is never closed": (table(ROW) + b'"', "-"),
    "there is nothing in it": (b"", "-"),
}


@pytest.mark.parametrize("fault", WHOLE)
async def test_a_file_that_cannot_be_read_is_set_aside_whole(place: Place, fault: str) -> None:
    content, column = WHOLE[fault]
    place.arrive("a.csv", content)
    (page,) = await place.pages()
    assert page.updates == ()
    (item,) = page.unreadable
    assert [each.field for each in item.faults] == [column]
    assert len(place.files("from-company/set-aside")) == 1
    assert place.files("from-company/done") == place.files("from-company") == []
    for language in Language:
        assert "«" not in say(item.message, language) + say_fault(item.faults[0], language)


async def test_a_broken_workbook_is_set_aside_whole(place: Place) -> None:
    place.arrive("a.xlsx", workbook()[:-200])
    (page,) = await place.pages()
    assert (len(page.updates), len(page.unreadable)) == (0, 1)


async def test_a_handlers_name_and_a_telephone_number_are_masked_on_the_desk(place: Place) -> None:
    place.arrive("a.csv", table(row(发生时间="李雪梅 13912345678")))
    (page,) = await place.pages()
    told = page.unreadable[0].model_dump_json()
    assert "13912345678" not in told
    assert "李雪梅" not in page.unreadable[0].body

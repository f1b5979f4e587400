"""The work list of a company without a system, and the spreadsheet that it is handed over as."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest

from adapters.tables import csv_rows
from hub.language import Language
from hub.manual import taking
from models.scheme import Withdrawal
from models.stage import Stage
from tests.hub.fakes import MONDAY, World, company, update
from tests.hub.manual.office import CASE, LETTER, SCHEME, export, tasks
from tests.models.builders import WATER, a_scheme, project_body


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

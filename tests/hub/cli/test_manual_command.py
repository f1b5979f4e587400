"""`liandong manual`: a company without a system, from the command line."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest

from hub.casework.intake import City, take
from hub.cli.session import settings_of
from hub.store import cases
from hub.store.engine import Store
from tests.hub.cli.support import Run, words
from tests.models.builders import WATER, a_scheme

CASE = "FA-511702-2026-0007-water-x"
COMPANIES = """
[[companies]]
id = "water-x"
name = "宣汉供水有限公司"
kind = "water"
districts = ["511702"]
adapter = "manual"

[[companies]]
id = "power-b"
name = "乙县供电公司"
kind = "power"
districts = ["511702"]
adapter = "power"
"""


@pytest.fixture
def office(made: Path, made_store: Store) -> Path:
    """A home with a company served by hand, which has been given one scheme."""
    with (made / "liandong.toml").open("a", encoding="utf-8") as file:
        file.write(COMPANIES)
    companies = tuple(party.company for party in settings_of(made).companies)
    with made_store.begin() as tx:
        take(tx, a_scheme(demands=[WATER], documents=[]), City(companies, ()), source="file")
        cases.set_remote_ref(tx, CASE, "FA-511702-2026-0007")
    return made


def entered(store: Store) -> list[tuple[int, str | None]]:
    with store.read() as tx:
        return [(event.status, event.handler) for event in cases.events(tx, CASE)]


def test_what_waits_for_the_company_is_listed(run_spoken: Run, office: Path) -> None:
    (task,) = run_spoken.read("manual", "list", "water-x")["tasks"]
    assert (task["case_number"], task["stage"], task["status"]) == (CASE, "review", None)
    shown = words(run_spoken("manual", "list", "water-x"))
    assert CASE in shown
    assert "13800000000" not in shown


@pytest.mark.parametrize("company", ["power-b", "nobody"])
def test_a_company_that_has_a_system_is_not_served_by_hand(
    run_spoken: Run, office: Path, company: str
) -> None:
    refused = run_spoken("manual", "list", company)
    assert refused.exit_code == 2
    assert company in refused.output
    assert "water-x" in refused.output


def test_a_list_goes_out_and_comes_back_filled(
    run_spoken: Run, office: Path, made_store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    assert run_spoken("manual", "export", "water-x", str(path)).exit_code == 0
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for place, value in ((7, "3"), (8, "2026-03-02 10:30"), (9, "王小明")):
        sheet.cell(2, place).value = value
    sheet.cell(3, 1).value, sheet.cell(3, 7).value = CASE, "3"
    book.save(path)
    answer = run_spoken.read("manual", "import", "water-x", str(path), "--by", "li", code=1)
    assert (answer["new"], answer["known"]) == (1, 0)
    (row,) = answer["refused"]
    assert (row["row"], len(row["faults"])) == (3, 3)
    assert entered(made_store) == [(3, "王小明")]
    again = run_spoken("manual", "import", "water-x", str(path))
    assert again.exit_code == 1
    assert "3" in again.output


def test_an_answer_is_entered_once(run_spoken: Run, office: Path, made_store: Store) -> None:
    answer = ("--stage", "review", "--status", "3", "--handler", "王小明", "--at", "2026-03-02 10:30")
    first, second = (run_spoken("manual", "enter", "water-x", CASE, *answer) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output != second.output
    assert entered(made_store) == [(3, "王小明")]


def test_a_word_of_the_company_s_own_counts_as_soon_as_its_file_has_it(
    run: Run, office: Path, made_store: Store
) -> None:
    answer = ("--stage", "review", "--status", "已踏勘", "--handler", "王小明", "--at", "2026-03-02 10:30")
    assert run("manual", "enter", "water-x", CASE, *answer).exit_code == 1
    (office / "mappings").mkdir()
    (office / "mappings" / "water-x.toml").write_text('[status]\n"已踏勘" = 8\n', encoding="utf-8")
    assert run("manual", "enter", "water-x", CASE, *answer).exit_code == 0
    assert entered(made_store) == [(8, "王小明")]


def test_an_answer_with_a_fault_is_not_taken(run_spoken: Run, office: Path, made_store: Store) -> None:
    answer = ("--stage", "review", "--status", "16", "--handler", "王小明", "--evidence", "none.pdf")
    refused = run_spoken("manual", "enter", "water-x", CASE, *answer)
    assert refused.exit_code == 1
    assert "16" in refused.output
    assert "none.pdf" in refused.output
    assert entered(made_store) == []


def test_a_list_is_written_as_a_spreadsheet_or_not_at_all(run: Run, office: Path, tmp_path: Path) -> None:
    assert run("manual", "export", "water-x", str(tmp_path / "list.doc")).exit_code == 2
    assert list(tmp_path.glob("*.doc")) == []
    assert run("manual", "export", "water-x", str(tmp_path / "l.csv"), "--encoding", "gb18030").exit_code == 0
    assert "办件编号" in (tmp_path / "l.csv").read_text(encoding="gb18030")


def test_the_doctor_finds_a_company_by_hand_in_order(run: Run, office: Path) -> None:
    assert "宣汉供水有限公司" in words(run("doctor"))

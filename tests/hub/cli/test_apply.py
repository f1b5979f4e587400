"""`liandong apply`: a form from a file, and whom it goes to."""

import json
from pathlib import Path

import pytest

from hub.casework.intake import City, take
from hub.language import Language, field_name
from hub.store.engine import Store
from tests.hub.cli.support import Run, words
from tests.hub.fakes import company
from tests.hub.intake.conftest import write_csv, write_xlsx
from tests.models.builders import WATER, a_scheme

SCHEME = "FA-511702-2026-0007"
HEADINGS = ("scheme_id", "applicant", "project.contact.name", "project.contact.phone", "wanted_on")
ROWS = [
    [SCHEME, "朝阳建设开发公司", "李明", "13800000000", "2026-09-01"],
    ["FA-none", "某公司", "李明", "13800000000", ""],
]


@pytest.fixture
def known(made_store: Store) -> None:
    with made_store.begin() as tx:
        city = City(companies=(company(),), mirrors=())
        take(tx, a_scheme(demands=[WATER], documents=[]), city, source="joint-review")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_of_forms_is_taken_row_by_row(
    run_spoken: Run, made: Path, known: None, tmp_path: Path, ending: str
) -> None:
    cells = [[field_name(name, Language.ZH_CN) for name in HEADINGS], *ROWS]
    path = tmp_path / f"报装.{ending}"
    write_csv(path, cells, "gb18030") if ending == "csv" else write_xlsx(path, cells)
    result = run_spoken("apply", str(path))
    assert result.exit_code == 1
    assert "FA-none" in words(result)
    answer = run_spoken.read("apply", str(path), code=1)
    assert answer["applied"] == [{"scheme": SCHEME, "new": False, "companies": {"water-a": "own"}}]


def test_a_form_as_json_and_a_faulty_one(run: Run, made: Path, known: None, tmp_path: Path) -> None:
    good = {
        "scheme_id": SCHEME,
        "applicant": "某公司",
        "contact_name": "李明",
        "contact_phone": "13800000000",
    }
    path = tmp_path / "form.json"
    path.write_text(json.dumps([good, {"scheme_id": SCHEME}]), encoding="utf-8")
    answer = run.read("apply", str(path), code=1)
    assert [each["scheme"] for each in answer["applied"]] == [SCHEME]
    assert answer["refused"][0]["row"] == 2
    path.write_text(json.dumps(good), encoding="utf-8")
    assert run("apply", str(path)).exit_code == 0


def test_a_file_without_headings_is_refused(run_spoken: Run, made: Path, tmp_path: Path) -> None:
    assert run_spoken("apply", str(write_csv(tmp_path / "x.csv", [["甲"]]))).exit_code == 1

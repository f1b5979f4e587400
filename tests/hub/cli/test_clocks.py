"""`liandong clocks` and `liandong calendar` in both languages."""

import re
from datetime import date
from pathlib import Path

from hub.clocks import calendar
from hub.store import cases
from hub.store.cases import NewCase
from hub.store.clocks import ClockRow, put
from hub.store.engine import Store
from models.colour import Colour
from tests.hub.cli.support import Run, words
from tests.hub.fakes import MONDAY


def a_clock(store: Store, colour: Colour, *, provisional: bool = False) -> None:
    """A running clock, as a reading would leave it."""

    row = ClockRow(
        matter="FA-1-water-a-2.1", case_number="FA-1-water-a", scheme_id="FA-1", project_code="P-1",
        project_name="朝阳片区安置房一期", company="water-a", kind="water", area_code="511702",
        stage="application", round=1, rule="供水报装", limit_days=5.0, used_days=1.0, started_at=MONDAY,
        due_at=MONDAY, paused_since=None, ended_at=None, colour=colour.value, on_time=None,
        provisional=provisional, read_at=MONDAY, changed_at=MONDAY,
    )  # fmt: skip
    with store.begin() as tx:
        cases.open(tx, NewCase("FA-1-water-a", "FA-1", "water-a", "water", 1))
        put(tx, ["FA-1-water-a"], [row])


def test_running_clocks_are_listed_with_their_colours(run_spoken: Run, made_store: Store) -> None:
    result = run_spoken("clocks")
    assert result.exit_code == 0
    a_clock(made_store, Colour.RED, provisional=True)
    result = run_spoken("clocks")
    assert result.exit_code == 1
    assert "朝阳片区安置房一期" in words(result)
    answer = run_spoken.read("clocks", "--colour", "red", code=1)
    assert answer["colours"] == {"green": 0, "yellow": 0, "red": 1, "paused": 0}
    assert [each["matter"] for each in answer["clocks"]] == ["FA-1-water-a-2.1"]
    assert run_spoken.read("clocks", "--company", "power-a")["clocks"] == []


def test_status_tells_the_colours_in_all_and_by_company(run_spoken: Run, made_store: Store) -> None:
    a_clock(made_store, Colour.YELLOW)
    answer = run_spoken.read("status")
    assert answer["colours"]["yellow"] == 1
    assert answer["colours_by_company"]["water-a"]["yellow"] == 1
    assert "water-a" in words(run_spoken("status"))


def test_a_year_is_shown_with_its_days_off_and_make_up_days(run_spoken: Run, made: Path) -> None:
    answer = run_spoken.read("calendar", "show", "2026")
    assert answer["published"] is True
    days = {each["day"]: each["working"] for each in answer["days"]}
    assert (days["2026-02-17"], days["2026-02-14"]) == (False, True)
    assert "2026-02-14" in run_spoken("calendar", "show", "2026").output


def test_a_day_is_set_and_taken_back(run_spoken: Run, made_store: Store) -> None:
    result = run_spoken("calendar", "add", "2026-03-05", "--off", "--note", "停电", "--by", "li")
    assert result.exit_code == 0, result.output
    (day,) = [each for each in run_spoken.read("calendar", "show", "2026")["days"] if each["set_by"]]
    assert (day["day"], day["working"], day["note"], day["set_by"]) == ("2026-03-05", False, "停电", "li")
    assert run_spoken("calendar", "remove", "2026-03-05").exit_code == 0
    assert run_spoken("calendar", "remove", "2026-03-05").exit_code == 2
    assert run_spoken("calendar", "add", "2026-03-05", "--work").exit_code == 0
    with made_store.read() as tx:
        assert calendar.in_force(tx).is_working(date(2026, 3, 5))


def test_a_day_that_is_none_or_neither_worked_nor_off_is_refused(run_spoken: Run, made: Path) -> None:
    assert run_spoken("calendar", "add", "2026-3-41", "--off").exit_code == 2
    assert run_spoken("calendar", "add", "2026-03-05").exit_code == 2


def test_an_announcement_is_imported_from_csv_in_either_encoding(
    run_spoken: Run, made: Path, tmp_path: Path
) -> None:
    text = "日期,类型,说明\n2027年1月1日,休,元旦\n2027-01-03,班,元旦调休\n"
    assert run_spoken.read("calendar", "show", "2027")["published"] is False
    for name, encoding in (("a.csv", "utf-8-sig"), ("b.csv", "gb18030")):
        file = tmp_path / name
        file.write_bytes(text.encode(encoding))
        result = run_spoken("calendar", "import", str(file), "--year", "2027", "--by", "li")
        assert result.exit_code == 0, result.output
    answer = run_spoken.read("calendar", "show", "2027")
    assert answer["published"] is True
    assert [(each["day"], each["working"], each["note"]) for each in answer["days"]] == [
        ("2027-01-01", False, "元旦"),
        ("2027-01-03", True, "元旦调休"),
    ]


def test_an_announcement_with_a_wrong_row_is_refused_whole_and_each_row_named(
    run_spoken: Run, made: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    rows = "2027-01-01,休\n2025-01-01,休\n2027-01-02,也许\n2027-01-01,班\n"
    file.write_text(f"日期,类型\n{rows}", encoding="utf-8")
    result = run_spoken("calendar", "import", str(file), "--year", "2027")
    assert result.exit_code == 2
    assert [number for number in "2345" if re.search(rf"[第w ]{number}\b", result.output)]
    assert run_spoken.read("calendar", "show", "2027")["published"] is False
    for content in ("天,班\n", "日期,类型\n2027-01-03,班\n"):
        file.write_text(content, encoding="utf-8")
        assert run_spoken("calendar", "import", str(file), "--year", "2027").exit_code == 2


def test_the_doctor_tells_of_provisional_dates_and_of_broken_rules(
    run_spoken: Run, made: Path, made_store: Store
) -> None:
    a_clock(made_store, Colour.GREEN, provisional=True)
    (made / "rules.toml").write_text(
        '[[rules]]\nname = "x"\nlimit_days = 3\nstarts = ["begun"]\n', encoding="utf-8"
    )
    findings = {each["check"]: each for each in run_spoken.read("doctor", code=1)["findings"]}
    assert not findings["doctor-calendar-provisional"]["ok"]
    broken = findings["rules-file-wrong"]
    assert not broken["ok"]
    assert broken["faults"][0]["field"] == "rules.0.starts.0"
    assert "accepted" in broken["faults"][0]["allowed"]

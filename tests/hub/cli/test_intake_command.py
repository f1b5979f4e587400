"""`liandong intake`: schemes from a file."""

import json
from pathlib import Path

from tests.hub.cli.support import Run, words
from tests.models.builders import scheme_body

OLD_FORM = "2016-511702-03-01-000123"


def write(folder: Path, *schemes: dict[str, object]) -> Path:
    file = folder / "schemes.json"
    file.write_text(json.dumps(list(schemes), ensure_ascii=False), encoding="utf-8")
    return file


def body(**changes: object) -> dict[str, object]:
    return scheme_body(documents=[], **changes)


def test_a_file_is_taken_once(run_spoken: Run, made: Path, tmp_path: Path) -> None:
    file = write(tmp_path, body())
    assert run_spoken.read("intake", str(file))["new"] == 1
    again = run_spoken.read("intake", str(file))
    assert (again["new"], again["known"]) == (0, 1)
    assert run_spoken("intake", str(file)).exit_code == 0
    assert run_spoken.read("status")["schemes"] == 1


def test_a_refused_entry_is_told_by_field_while_the_others_are_taken(
    run_spoken: Run, made: Path, tmp_path: Path
) -> None:
    file = write(tmp_path, body(), body(scheme_id="FA-8", version=0))
    answer = run_spoken.read("intake", str(file), code=1)
    assert answer["new"] == 1
    assert answer["refused"][0]["row"] == 2
    result = run_spoken("intake", str(file))
    assert result.exit_code == 1
    assert "schemes.json" in words(result)


def test_the_same_version_with_another_content_needs_attention(run: Run, made: Path, tmp_path: Path) -> None:
    run("intake", str(write(tmp_path, body())))
    changed = body(opinion_due="2026-03-10T18:00:00+08:00")
    assert run.read("intake", str(write(tmp_path, changed)), code=1)["conflicting"] == 1


def test_doubts_are_told_with_the_scheme_they_concern(run_spoken: Run, made: Path, tmp_path: Path) -> None:
    project = dict(body()["project"], code=OLD_FORM)  # type: ignore[call-overload]
    result = run_spoken("intake", str(write(tmp_path, body(project=project))))
    assert result.exit_code == 0
    assert OLD_FORM in words(result)
    assert "FA-511702-2026-0007" in result.stdout


def test_a_file_that_is_not_there_is_said(run_spoken: Run, made: Path, tmp_path: Path) -> None:
    result = run_spoken("intake", str(tmp_path / "nothing.json"))
    assert result.exit_code == 1
    assert "nothing.json" in words(result)

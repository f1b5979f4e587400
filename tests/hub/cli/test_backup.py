"""`liandong backup` and `liandong restore` as a person calls them."""

from pathlib import Path

import pytest

from hub.store import audit, epochs
from hub.store.engine import Store
from hub.store.epochs import Mode
from tests.hub.cli.support import Run, words


@pytest.fixture
def file(made: Path, made_store: Store, run: Run, tmp_path: Path) -> Path:
    """A backup of a store with one record in its trail; the store is closed."""
    with made_store.begin() as tx:
        audit.append(tx, "wang", "failure.retry", "1", {})
    path = tmp_path / "liandong.backup"
    assert run("backup", str(path)).exit_code == 0
    made_store.close()
    return path


def test_a_backup_is_written_and_verified(run_spoken: Run, file: Path, tmp_path: Path) -> None:
    written = run_spoken("backup", str(tmp_path / "another"))
    assert (written.exit_code, (tmp_path / "another").is_file()) == (0, True)
    verified = run_spoken("backup", "verify", str(file))
    assert verified.exit_code == 0
    told = run_spoken.read("backup", "verify", str(file))
    assert told["id"] in words(verified)
    assert told["tables"]["audit"] == 1


def test_what_is_wrong_is_said_in_a_sentence(run_spoken: Run, file: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_bytes(file.read_bytes()[:-30])
    for arguments in (
        ["backup", str(file)],
        ["backup", "verify", str(damaged)],
        ["backup", "a", "b"],
        ["restore", str(damaged)],
        ["restore", str(file)],
        ["restore"],
        ["restore", str(file), "--finish"],
    ):
        result = run_spoken(*arguments)
        assert (arguments, result.exit_code) == (arguments, 2)
        assert words(result)


def test_a_file_that_is_not_there_is_said(run_spoken: Run, made: Path, tmp_path: Path) -> None:
    result = run_spoken("restore", str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "nowhere" in words(result)


def test_a_restored_home_says_its_mode_until_it_is_reconciled(
    run_spoken: Run, file: Path, made_store: Store
) -> None:
    told = run_spoken.read("restore", str(file), "--replace")
    assert told["epoch"] == 2
    assert Path(told["kept"]).is_file()
    assert run_spoken.read("status")["mode"] == "reconcile"
    assert "restore--reconcile" in words(run_spoken("status"))
    assert "restore-paused" in {found["check"] for found in run_spoken.read("doctor", code=1)["findings"]}
    assert run_spoken("restore", "--reconcile").exit_code == 0
    assert run_spoken.read("status")["mode"] == "normal"
    assert run_spoken("restore", "--finish").exit_code == 0
    with made_store.read() as tx:
        assert (epochs.current(tx).number, epochs.current(tx).mode) == (2, Mode.NORMAL)
        assert [record.action for record in audit.records(tx)] == [
            "failure.retry",
            "store.restored",
            "store.reconciled",
        ]


def test_a_person_may_end_it(run: Run, file: Path, made_store: Store) -> None:
    assert run("restore", str(file), "--replace").exit_code == 0
    assert run("restore", "--finish", "--by", "wang").exit_code == 0
    with made_store.read() as tx:
        last = audit.records(tx)[-1]
    assert (last.actor, last.action) == ("wang", "store.reconciled")


def test_a_cycle_reconciles_by_itself(run: Run, file: Path) -> None:
    assert run("restore", str(file), "--replace").exit_code == 0
    told = run.read("sync")
    assert told["mode"] == "normal"
    assert told["drift"]["silent"] == []
    assert run.read("sync")["drift"] is None

"""`liandong people`, and the demonstration accounts."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher
from typer.testing import CliRunner

from hub.cli.app import build_app
from hub.demo.home import NotADemo
from hub.demo.people import KNOWN, PEOPLE, employ
from hub.demo.time import MARKER
from hub.people import accounts, passwords
from hub.people.roles import Role
from hub.people.settings import PeopleSettings
from hub.people.signing_in import SignIn
from hub.people.vault import Vault
from hub.store.engine import Store
from tests.hub.cli.support import Run, words


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least it can do: what is tested here is not how long it takes."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)


ADD = ("people", "add", "li", "--name", "李明", "--role", "officer")


def password_of(output: str) -> str:
    """The password made up, as it was shown."""
    line = next(line for line in output.splitlines() if "初始密码" in line)
    return line.partition("：")[2].partition("。")[0]


def test_an_account_is_made_with_a_password_that_is_shown_once(
    run: Run, made: Path, made_store: Store
) -> None:
    result = run(*ADD, "--area", "511702", "--generate-password", "--by", "root")
    assert result.exit_code == 0, result.output
    with made_store.read() as tx:
        row = accounts.the(tx, "li")
    assert passwords.fits(row.password_hash, password_of(result.stdout))
    assert (row.role, list(row.areas), row.must_change) == ("officer", ["511702"], True)
    logged = "".join(path.read_text(encoding="utf-8") for path in (made / "logs").glob("*"))
    assert password_of(result.stdout) not in logged


def test_a_password_is_read_from_standard_input_and_never_an_argument(
    home: Path, made: Path, made_store: Store
) -> None:
    given = CliRunner().invoke(build_app(), [*ADD, "--home", str(home)], input="一个 long enough\n")
    assert given.exit_code == 0, given.output
    with made_store.read() as tx:
        assert passwords.fits(accounts.the(tx, "li").password_hash, "一个 long enough")
    nothing = CliRunner().invoke(build_app(), [*ADD, "--home", str(home)], input="")
    assert nothing.exit_code == 2


def test_accounts_are_listed_in_words_and_for_programs(run_spoken: Run, made: Path) -> None:
    assert run_spoken("people", "list").exit_code == 0
    run_spoken(*ADD, "--without-password")
    result = run_spoken("people", "list")
    assert "李明" in words(result)
    (person,) = run_spoken.read("people", "list")["people"]
    assert (person["login"], person["role"], person["second_factor"]) == ("li", "officer", False)
    assert "password" not in str(person)


def test_an_account_is_changed_reset_closed_and_opened(run: Run, made: Path, made_store: Store) -> None:
    run(*ADD, "--generate-password")
    assert run("people", "role", "li", "supervisor", "--area", "511703").exit_code == 0
    reset = run("people", "reset", "li", "--generate-password", "--second-factor")
    with made_store.read() as tx:
        row = accounts.the(tx, "li")
    assert (row.role, list(row.areas)) == ("supervisor", ["511703"])
    assert passwords.fits(row.password_hash, password_of(reset.stdout))
    run("people", "disable", "li")
    assert run.read("people", "list")["people"][0]["disabled_at"] is not None
    run("people", "enable", "li")
    assert run.read("people", "list")["people"][0]["disabled_at"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("people", "disable", "nobody"),
        ("people", "add", "X", "--name", "x", "--role", "officer", "--without-password"),
        ("people", "role", "li", "king"),
    ],
)
def test_what_cannot_be_is_told(run_spoken: Run, made: Path, arguments: tuple[str, ...]) -> None:
    result = run_spoken(*arguments)
    assert result.exit_code == 2
    assert result.stderr.strip()


def test_demonstration_accounts_are_made_in_demo_homes_alone(
    made: Path, made_store: Store, tmp_path: Path
) -> None:
    with pytest.raises(NotADemo):
        employ(made_store, made)
    (made / MARKER).touch()
    assert {person.role for person in employ(made_store, made)} == set(Role)
    way_in = SignIn(made_store, Vault.of(tmp_path), PeopleSettings())
    for person in PEOPLE:
        signed_in = way_in.with_password(person.login, KNOWN, address="127.0.0.1")
        assert (signed_in.awaits, signed_in.is_demo) == (None, True)
        assert signed_in.person.areas == person.areas

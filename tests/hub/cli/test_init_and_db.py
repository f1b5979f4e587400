"""A new home, and its database."""

import re
import sqlite3
import tomllib
from pathlib import Path

from hub.cli.init import template
from hub.cli.session import settings_of
from hub.language import Language
from hub.settings import Settings
from hub.store import migrate
from tests.hub.cli.support import Run


def uncommented(text: str) -> str:
    """The template with every commented line that is TOML in use, prose left out."""
    lines = []
    for line in text.splitlines():
        bare = line.removeprefix("# ")
        is_toml = re.match(r"(\[\[?[a-z.]+\]\]?|[a-z_]+ = .+)$", bare)
        lines.append(bare if is_toml else "")
    return "\n".join(lines)


def test_init_makes_a_home_that_works_at_once(run_spoken: Run) -> None:
    result = run_spoken("init")
    assert result.exit_code == 0
    home = run_spoken.home
    assert str(home / "liandong.toml") in result.stdout.replace("\n", "")
    assert (home / "documents").is_dir()
    assert (home / "secrets").stat().st_mode & 0o777 == 0o700
    assert settings_of(home).language == run_spoken.language
    assert run_spoken("status").exit_code == 0


def test_init_may_name_the_folder(run: Run, tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "elsewhere" / "deep")).exit_code == 0
    assert (tmp_path / "elsewhere" / "deep" / "liandong.db").is_file()


def test_init_never_overwrites(run_spoken: Run) -> None:
    run_spoken.home.mkdir()
    config = run_spoken.home / "liandong.toml"
    config.write_text("# mine\n")
    result = run_spoken("init")
    assert result.exit_code == 2
    assert config.read_text() == "# mine\n"
    assert not (run_spoken.home / "liandong.db").exists()


def test_the_commented_configuration_is_right_once_its_comments_are_taken_away(home: Path) -> None:
    text = uncommented(template(Language.ZH_CN)).replace(
        'url = "postgresql://liandong@db.example/liandong"', ""
    )
    assert tomllib.loads(text)["companies"][0]["settings"]["token"] == {"file": "secrets/water-tc"}
    home.mkdir()
    (home / "liandong.toml").write_text(text, encoding="utf-8")
    settings = settings_of(home)
    assert [company.adapter for company in settings.companies] == ["water", "manual"]
    assert settings.authorities[0].roles == {"source", "mirror"}


def test_the_commented_configuration_names_every_setting_with_its_default(home: Path) -> None:
    text = uncommented(template(Language.ZH_CN))
    for name, field in Settings.model_fields.items():
        if name == "home":
            continue
        assert re.search(rf"^(\[+{name}\]|{name} =)", text, re.MULTILINE), name
        for inner in getattr(field.annotation, "model_fields", {}):
            assert re.search(rf"^({inner} = |\[+{name}\.{inner}\])", text, re.MULTILINE), f"{name}.{inner}"
    home.mkdir()
    (home / "liandong.toml").write_text(template(Language.ZH_CN), encoding="utf-8")
    fresh = settings_of(home)
    (home / "liandong.toml").write_text("", encoding="utf-8")
    assert fresh == settings_of(home)


def test_the_databases_version_is_told_and_checked(run: Run, made: Path) -> None:
    head = migrate.head()
    assert run.read("db", "current") == {"current": head, "head": head, "up_to_date": True}
    assert run("db", "check").exit_code == 0


def test_an_empty_database_fails_the_check_until_it_is_upgraded(run_spoken: Run, made: Path) -> None:
    (made / "liandong.db").unlink()
    sqlite3.connect(made / "liandong.db").close()
    result = run_spoken("db", "check")
    assert result.exit_code == 1
    assert "liandong db upgrade" in result.stdout
    assert run_spoken.read("db", "current")["current"] is None
    assert run_spoken("db", "upgrade").exit_code == 0
    assert run_spoken("db", "check").exit_code == 0


def test_a_missing_database_is_made_by_the_upgrade_and_by_nothing_else(run: Run, made: Path) -> None:
    (made / "liandong.db").unlink()
    assert run("db", "check").exit_code == 2
    assert not (made / "liandong.db").exists()
    assert run("db", "upgrade").exit_code == 0
    assert (made / "liandong.db").is_file()

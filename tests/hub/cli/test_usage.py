"""How the command line is typed, explained, and refused."""

import pytest

from hub.cli.shell import hoisted
from hub.cli.text import chosen_language, is_known
from hub.language import Language
from tests.hub.cli.support import Run, words

COMMANDS = [
    (),
    ("init",),
    ("sync",),
    ("status",),
    ("failures",),
    ("failures", "list"),
    ("failures", "show"),
    ("failures", "retry"),
    ("failures", "resolve"),
    ("intake",),
    ("doctor",),
    ("db",),
    ("db", "upgrade"),
    ("db", "current"),
    ("db", "check"),
    ("demo",),
    ("serve",),
]

WRONG = [
    (("frobnicate",), "frobnicate"),
    (("failures", "frobnicate"), "frobnicate"),
    (("status", "--frobnicate"), "--frobnicate"),
    (("status", "surplus"), "surplus"),
    (("failures", "show"), "NUMBER"),
    (("failures", "show", "seven"), "seven"),
    (("failures", "list", "--limit", "0"), "--limit"),
    (("failures", "list", "--limit"), "--limit"),
    (("failures", "resolve", "1", "--as", "eaten"), "delivered"),
    (("demo", "--projects", "-3"), "--projects"),
    (("--language", "fr", "status"), "fr"),
]


@pytest.mark.parametrize("command", COMMANDS, ids="-".join)
def test_every_command_explains_itself_in_both_languages(run_spoken: Run, command: tuple[str, ...]) -> None:
    result = run_spoken(*command, "--help")
    assert result.exit_code == 0
    heading = {"zh-CN": "用法", "en": "Usage"}[run_spoken.language]
    assert heading in result.stdout
    if run_spoken.language is Language.ZH_CN:
        assert "Usage" not in result.stdout
        assert "Options" not in result.stdout


@pytest.mark.parametrize(("arguments", "named"), WRONG)
def test_wrong_use_is_refused_with_what_is_wrong_and_exit_code_2(
    run_spoken: Run, arguments: tuple[str, ...], named: str
) -> None:
    result = run_spoken(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr


def test_a_wrong_choice_is_refused_with_the_ones_there_are(run: Run) -> None:
    said = words(run("failures", "resolve", "1", "--as", "eaten"))
    assert "delivered、discarded、done" in said


def test_an_unknown_command_is_refused_with_the_ones_there_are(run: Run) -> None:
    assert "status" in words(run("statsu"))


def test_an_empty_line_is_answered_with_the_help_page(run: Run) -> None:
    result = run()
    assert "用法" in result.output


def test_the_options_of_every_command_fit_anywhere() -> None:
    assert hoisted(["status", "--json", "--home", "var/x", "-q"]) == [
        "--home", "var/x", "-q", "status", "--json",
    ]  # fmt: skip
    assert hoisted(["status", "--home=var/x"]) == ["--home=var/x", "status"]


def test_what_follows_two_dashes_is_left_alone() -> None:
    assert hoisted(["intake", "--", "--home"]) == ["intake", "--", "--home"]


def test_an_option_without_its_value_is_left_for_the_parser_to_refuse() -> None:
    assert hoisted(["status", "--home"]) == ["--home"]


@pytest.mark.parametrize(
    ("arguments", "env", "language"),
    [
        ([], {}, Language.ZH_CN),
        (["status", "--language", "en"], {}, Language.EN),
        (["status", "--language=en-GB"], {"LIANDONG_LANGUAGE": "zh-CN"}, Language.EN),
        ([], {"LIANDONG_LANGUAGE": "en"}, Language.EN),
        (["--", "--language", "en"], {}, Language.ZH_CN),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_environments_else_chinese(
    arguments: list[str], env: dict[str, str], language: Language, tmp_path_factory: pytest.TempPathFactory
) -> None:
    nowhere = {"LIANDONG_HOME": str(tmp_path_factory.mktemp("nowhere"))}
    assert chosen_language(arguments, nowhere | env) is language


def test_the_homes_language_counts_where_none_is_asked_for(run: Run) -> None:
    run.home.mkdir()
    (run.home / "liandong.toml").write_text('language = "en"\n')
    assert chosen_language(["status", "--home", str(run.home)], {}) is Language.EN
    assert chosen_language(["--home", str(run.home), "--language", "zh-CN"], {}) is Language.ZH_CN
    (run.home / "liandong.toml").write_text("language = \n")
    assert chosen_language(["--home", str(run.home)], {}) is Language.ZH_CN


def test_a_language_is_known_by_its_beginning() -> None:
    assert is_known("zh_CN.UTF-8")
    assert is_known("en-GB")
    assert not is_known("fr")

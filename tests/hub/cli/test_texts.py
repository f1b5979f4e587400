"""Every text that a command says by its id is in the catalogues, with its variables."""

import ast
from collections.abc import Iterator

from hub.language import Language, has_term
from hub.store.documents import DocumentState
from hub.store.outbox import State
from tests.house.catalogues import read_language
from tests.house.support import ROOT

CATALOGUE = read_language(ROOT / "hub" / "locales" / "zh-CN")


def texts(source: str) -> Iterator[tuple[int, str, set[str]]]:
    """Each `text("id", name=…)` of a module: line, id, and the names given."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text":
            named = node.args[0] if node.args else None
            if isinstance(named, ast.Constant):
                yield node.lineno, str(named.value), {word.arg for word in node.keywords if word.arg}


def missing(where: str, source: str) -> list[str]:
    return [
        f"{where}:{line}: {id_}"
        for line, id_, given in texts(source)
        if id_ not in CATALOGUE.variables or not CATALOGUE.variables[id_] <= given
    ]


def test_what_the_commands_say_is_in_the_catalogues() -> None:
    modules = [*(ROOT / "hub" / "cli").glob("*.py"), ROOT / "flows" / "command.py"]
    assert sum(len(list(texts(path.read_text()))) for path in modules) > 50
    assert [fault for path in modules for fault in missing(path.name, path.read_text())] == []


def test_a_text_that_is_not_there_or_lacks_a_variable_is_seen() -> None:
    source = 'text("command-status")\ntext("no-such-text")\ntext("status-attention")\n'
    assert missing("m", source) == ["m:2: no-such-text", "m:3: status-attention"]


def test_every_code_that_is_shown_has_a_name_in_both_languages() -> None:
    codes = [
        *(f"state-{state}" for state in (*State, *DocumentState, "new", "waiting", "held")),
        *(f"outcome-{each}" for each in ("delivered", "retry", "parked", "late", "lost", "released", "open")),
        *(f"trigger-{each}" for each in ("schedule", "recovery", "officer")),
        *(f"connection-{each}" for each in ("closed", "open", "probe", "paused")),
    ]
    for language in Language:
        assert [code for code in codes if not has_term(code, language)] == []

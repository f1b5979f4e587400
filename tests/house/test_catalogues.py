"""Both languages say the same things, and whatever the code may say has its sentence."""

import ast
import re
from collections.abc import Iterator

from tests.house.catalogues import Catalogue, read_language
from tests.house.support import ROOT, python_files

LOCALES = ROOT / "hub" / "locales"
CHINESE, ENGLISH = read_language(LOCALES / "zh-CN"), read_language(LOCALES / "en")
# Sandbox stand-ins speak for other systems; everything else speaks through the catalogues.
SPEAKING_ROOMS = ("models", "adapters", "hub", "flows", "inbound")


def message_calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Each `Message(...)` with a literal id: where, the id, and its parameters when they are literal too."""
    for path in python_files(*SPEAKING_ROOMS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            given = {word.arg: word.value for word in node.keywords}
            name = given.get("id")
            if node.func.id == "Message" and isinstance(name, ast.Constant):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield where, str(name.value), literal_keys(given.get("params"))


def literal_keys(params: ast.expr | None) -> set[str] | None:
    if params is None:
        return set()
    if not isinstance(params, ast.Dict):
        return None
    keys = {key.value for key in params.keys if isinstance(key, ast.Constant)}
    return {str(key) for key in keys} if len(keys) == len(params.keys) else None


def test_both_languages_hold_the_same_entries() -> None:
    assert CHINESE.variables
    assert set(CHINESE.variables) ^ set(ENGLISH.variables) == set()


def test_an_entry_names_the_same_variables_in_both_languages() -> None:
    different = {
        entry: (names, ENGLISH.variables[entry])
        for entry, names in CHINESE.variables.items()
        if entry in ENGLISH.variables and names != ENGLISH.variables[entry]
    }
    assert different == {}


def test_the_catalogues_parse_and_give_no_entry_twice() -> None:
    assert CHINESE.faults + ENGLISH.faults == []


def lacks_chinese(text: str) -> bool:
    """Words of another script and not one Chinese character, placeholders left out."""
    words = re.sub(r"\{[^}]*\}", "", text)
    return bool(re.search(r"[A-Za-z]{3}", words)) and not re.search(r"[\u4e00-\u9fff]", words)


def test_a_chinese_sentence_is_written_in_chinese() -> None:
    assert lacks_chinese("refused by { $company }")
    assert [entry for entry, text in CHINESE.texts.items() if lacks_chinese(text)] == []


def test_whatever_the_code_says_has_its_sentence_with_its_variables() -> None:
    calls = list(message_calls())
    assert calls
    unsaid = [
        f"{where}: {name}"
        for where, name, params in calls
        if name not in CHINESE.variables or (params is not None and not CHINESE.variables[name] <= params)
    ]
    assert unsaid == []


def test_a_missing_sentence_a_lost_variable_and_junk_are_seen() -> None:
    chinese, english = Catalogue(), Catalogue()
    chinese.read("a.ftl", "refused = { $company } 不同意\nparked = 已暂停\n")
    english.read("a.ftl", "refused = They refused\nrefused = Twice\n= junk\n")
    assert set(chinese.variables) ^ set(english.variables) == {"parked"}
    assert chinese.variables["refused"] == {"company"} != english.variables["refused"]
    assert len(english.faults) == 2

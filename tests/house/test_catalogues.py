"""Both languages say the same things, and whatever the code may say has its sentence."""

import re

from tests.house.catalogues import Catalogue, read_language
from tests.house.spoken import spoken
from tests.house.support import ROOT, python_files

LOCALES = ROOT / "hub" / "locales"
CHINESE, ENGLISH = read_language(LOCALES / "zh-CN"), read_language(LOCALES / "en")
# Sandbox stand-ins speak for other systems; everything else speaks through the catalogues.
SPEAKING_ROOMS = ("models", "adapters", "hub", "flows", "inbound", "desk")


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


def unsaid(where: str, source: str, catalogue: Catalogue) -> list[str]:
    """What a module may say that has no sentence, or whose sentence names a variable it is not given."""
    return [
        f"{where}:{line}: {entry}"
        for line, entry, params in spoken(source)
        if entry not in catalogue.variables
        or (params is not None and not catalogue.variables[entry] <= params)
    ]


def test_whatever_the_code_says_has_its_sentence_with_its_variables() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in python_files(*SPEAKING_ROOMS)}
    assert any(list(spoken(source)) for source in sources.values())
    faults = [
        fault
        for path, source in sources.items()
        for fault in unsaid(str(path.relative_to(ROOT)), source, CHINESE)
    ]
    assert faults == []


def test_a_message_without_a_sentence_or_without_its_variable_is_seen() -> None:
    catalogue = Catalogue()
    catalogue.read("a.ftl", "refused = { $company } 不同意\ninvalid-area-code = { $value } 不是区划代码\n")
    source = (
        'Message(id="refused", params={"company": "w"})\n'
        'Message(id="refused")\n'
        'Message(id="parked")\n'
        'PydanticCustomError("area-code", "no area code", {"value": 1, "allowed": ()})\n'
        'PydanticCustomError("area-code", "no area code", {"allowed": ()})\n'
    )
    assert unsaid("m.py", source, catalogue) == [
        "m.py:2: refused",
        "m.py:3: parked",
        "m.py:5: invalid-area-code",
    ]


def test_a_missing_sentence_a_lost_variable_and_junk_are_seen() -> None:
    chinese, english = Catalogue(), Catalogue()
    chinese.read("a.ftl", "refused = { $company } 不同意\nparked = 已暂停\n")
    english.read("a.ftl", "refused = They refused\nrefused = Twice\n= junk\n")
    assert set(chinese.variables) ^ set(english.variables) == {"parked"}
    assert chinese.variables["refused"] == {"company"} != english.variables["refused"]
    assert len(english.faults) == 2

"""What the pages say is in the catalogues, and what the catalogues of the desk have is said."""

import re
from pathlib import Path

import desk
from desk.rendering import environment
from tests.house.catalogues import read_language
from tests.house.support import ROOT

ROOM = Path(desk.__file__).parent
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (ROOM / "templates").glob("*.html")}
PYTHON = {str(path): path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py")}
CHINESE = read_language(ROOT / "hub" / "locales" / "zh-CN")
PUT_TOGETHER = re.compile(
    r"(desk-(nav|theme|error|list|do|job|snooze|state|snoozed|sort|role|weekday|kind|delivery|colour|cause|company|stage|"
    r"owner|district|search|span)|deeds?|standing|job-state|command-desk|option-open)\b"
)


def said(text: str) -> set[str]:
    return set(re.findall(r"""\bt\(\s*['"]([a-z0-9-]+)['"]\s*[,)]""", text))


def test_whatever_a_template_says_is_in_the_catalogue() -> None:
    wanted = {id for text in [*TEMPLATES.values(), *PYTHON.values()] for id in said(text)}
    assert len(wanted) > 200
    assert wanted - set(CHINESE.variables) == set()


def test_a_template_gives_an_entry_its_variables() -> None:
    wrong = []
    for name, text in TEMPLATES.items():
        for id, given in re.findall(r"\bt\('([a-z0-9-]+)'((?:, \w+=[^,()]*(?:\([^()]*\))?[^,()]*)*)\)", text):
            names = set(re.findall(r", (\w+)=", given))
            if CHINESE.variables.get(id, set()) - names:
                wrong.append(f"{name}: {id}")
    assert wrong == []


def test_no_entry_of_the_desk_is_left_unsaid() -> None:
    own = ROOT / "hub" / "locales" / "zh-CN" / "desk-pages.ftl"
    entries = re.findall(r"^([a-z0-9-]+) =", own.read_text(encoding="utf-8"), re.MULTILINE)
    everything = "".join([*TEMPLATES.values(), *PYTHON.values()])
    unsaid = [id for id in entries if f"{id}'" not in everything and f'{id}"' not in everything]
    assert [id for id in unsaid if not PUT_TOGETHER.match(id)] == []


def test_no_template_speaks_for_itself() -> None:
    """Whatever is read is in the catalogues: no Chinese in a template but the names of the languages."""
    left = {name: re.sub(r"\{#.*?#\}|中文|[：（）]", "", text) for name, text in TEMPLATES.items()}
    assert {name for name, text in left.items() if re.search(r"[\u4e00-\u9fff]", text)} == set()


def test_every_template_can_be_read() -> None:
    for name in TEMPLATES:
        environment().get_template(name)

"""Sentences for people: message references rendered from the Fluent catalogues, Chinese or English.

Nothing here raises for what it is given: a sentence that cannot be made is shown as its reference, and logged. The
reader of a failure must never be kept from it by its translation.
"""

import logging
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType, fluent_number

from models.messages import FieldFault, Message, Value

_LOG: Final = logging.getLogger(__name__)
_LOCALES: Final = Path(__file__).parent / "locales"
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_DIGITS_SHOWN: Final = 6
_GIVEN_UP: Final = "{???}"
_LONGEST: Final = 2000
"""Characters of a parameter that are shown: past 2,500 Fluent gives up on the whole sentence."""

_NAMED: Final = {
    "action": "action",
    "axis": "axis",
    "delivery": "delivery",
    "colour": "colour",
    "first": "axis",
    "second": "axis",
    "kind": "kind",
    "kinds": "kind",
    "opinion": "opinion",
    "previous": "status",
    "resolution": "resolution",
    "role": "role",
    "stage": "stage",
    "state": "state",
    "status": "status",
}
"""Parameters that hold a code, or several, and the dictionary that names it: `status=11` is shown as 办结通过."""


class Language(StrEnum):
    """A language people read the hub in."""

    ZH_CN = "zh-CN"
    EN = "en"


class _Code(FluentType, str):
    """A code that is shown by its name, and that a catalogue's selector still compares as the code."""

    name: str

    @classmethod
    def named(cls, code: str, name: str) -> "_Code":
        made = cls(code)
        made.name = name
        return made

    def format(self, locale: object) -> str:  # type: ignore[override]  # both bases have one; this is Fluent's
        return self.name


def preferred(env: Mapping[str, str], chosen: str | None = None) -> Language:
    """The language asked for: `chosen` (a command's `--language`), else `LIANDONG_LANGUAGE`, else Chinese.

    `zh_CN.UTF-8` and `en-GB` count as the language they begin with; an unknown one is logged and not obeyed.
    """
    asked = (chosen or env.get("LIANDONG_LANGUAGE") or Language.ZH_CN).strip().lower()
    for language in Language:
        if re.split(r"[-_.]", asked)[0] == language.value[:2]:
            return language
    _LOG.warning("language not known: %s", asked)
    return Language.ZH_CN


def say(message: Message, language: Language) -> str:
    """The sentence for `message`.

    Codes are named (see `_NAMED`), an instant given as ISO 8601 text is shown in Asia/Shanghai.
    """
    shown = {name: _shown(name, value, language) for name, value in message.params.items()}
    return _entry(message.id, shown, language) or _reference(message)


def say_fault(fault: FieldFault, language: Language) -> str:
    """One line for a fault: the field by its name, what is wrong, and the allowed values."""
    params: dict[str, Value] = {
        "field": field_name(fault.field, language),
        "sentence": say(fault.message, language),
        "allowed": listing(fault.allowed, language),
    }
    line = "fault-with-allowed" if fault.allowed else "fault"
    return _entry(line, params, language) or f"{fault.field}: {params['sentence']}"


def term(id_: str, language: Language) -> str:
    """The name of something: `status-11`, `stage-review`, `kind-water`, `state-attention`, `site_plan` as `role-…`."""
    name = id_.replace("_", "-")
    return _entry(name, {}, language) or f"«{id_}»"


def has_term(id_: str, language: Language) -> bool:
    """Whether the catalogue has this name."""
    return _bundle(language).has_message(id_.replace("_", "-"))


def field_name(path: str, language: Language) -> str:
    """A field by the name people know it by: `project.code` as 项目代码, or the path itself.

    The longest ending of the path that the catalogue has decides (`field-project-code`, then `field-code`); a place
    in a list is shown with its number, counted from 1.
    """
    steps = path.split(".")
    words = [step for step in steps if not step.isdecimal()] if path != "-" else ["whole"]
    endings = ("field-" + "-".join(words[start:]).replace("_", "-") for start in range(len(words)))
    known = next((ending for ending in endings if has_term(ending, language)), None)
    if known is None:
        return path
    places = [int(step) for step in steps if step.isdecimal()]
    name = term(known, language)
    if not places:
        return name
    return _entry("field-numbered", {"name": name, "number": places[-1] + 1}, language) or name


def listing(values: tuple[str, ...], language: Language) -> str:
    """Several values in one line, separated as the language does it."""
    return (_entry("list-separator", {}, language) or ", ").join(values)


def moment(value: datetime) -> str:
    """An instant as people here read it: Asia/Shanghai, to the minute, the same in both languages."""
    return value.astimezone(_SHANGHAI).strftime("%Y-%m-%d %H:%M")


@cache
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([language.value], use_isolating=False)
    for path in sorted((_LOCALES / language.value).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


def _entry(id_: str, params: Mapping[str, Any], language: Language) -> str | None:
    """The entry `id_` with its places filled; `None`, and a line in the log, when there is no such entry."""
    bundle = _bundle(language)
    if not bundle.has_message(id_) or (pattern := bundle.get_message(id_).value) is None:
        _LOG.warning("no entry %s in the %s catalogue", id_, language)
        return None
    try:
        text, faults = bundle.format_pattern(pattern, dict(params))
    except Exception:  # whatever a catalogue may hold, the reader is owed the reference
        _LOG.warning("entry %s of the %s catalogue cannot be filled", id_, language, exc_info=True)
        return None
    for fault in faults:
        _LOG.warning("entry %s of the %s catalogue: %r", id_, language, fault)
    return None if text == _GIVEN_UP else str(text)


def _reference(message: Message) -> str:
    # Not in square brackets: a terminal's markup would take them for a style and hide them.
    return "«" + " ".join([message.id, *(f"{name}={value}" for name, value in message.params.items())]) + "»"


def _shown(name: str, value: Value, language: Language) -> Any:
    if name in _NAMED:
        codes = re.split(r"[、,]\s*", str(value))
        ids = [f"{_NAMED[name]}-{code}" for code in codes]
        if all(has_term(id_, language) for id_ in ids):
            return _Code.named(str(value), listing(tuple(term(id_, language) for id_ in ids), language))
    if isinstance(value, str):
        return _moment_of(value) if _INSTANT.fullmatch(value) else _cut(value)
    # Years, codes and versions are numbers here; an amount asks for its thousands in the catalogue, by NUMBER().
    return fluent_number(value, useGrouping=False, maximumFractionDigits=_DIGITS_SHOWN)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _moment_of(text: str) -> str:
    try:
        return moment(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text

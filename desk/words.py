"""What a page says, in the reader's language; every helper of a template that speaks."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from hub.language import Language, field_name, has_term, moment, say, say_fault, term
from hub.liaison.names import named
from models.messages import FieldFault, Message, Value

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_CODES: Final = ("delivery", "resolution")
"""Parameters of a message that hold a code which the catalogues name."""
_DICTIONARIES: Final = {
    "use-class": ("use",),
    "equipment-room": ("answer",),
    "duct-entry": ("answer",),
}
"""Which names the values of a field have, where that is not the field's own."""
_END: Final = re.compile(r"[。；]|(?<=[a-z0-9])[.:;] ")
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class Words:
    """The catalogues, for one reader at one moment."""

    def __init__(self, language: Language, now: datetime, names: Mapping[str, str]) -> None:
        self.language = language
        self.now = now
        self.names = names

    def t(self, id_: str, **params: Value) -> str:
        """The entry `id_` with its places filled."""
        return say(Message(id=id_, params=params), self.language)

    def say(self, message: Message | None) -> str:
        """A message as its sentence; nothing for none."""
        return "" if message is None else say(self._named(message), self.language)

    def _named(self, message: Message) -> Message:
        known = named(message, self.names)
        codes = {name: self.named(name, known.params[name]) for name in _CODES if name in known.params}
        return known.model_copy(update={"params": {**known.params, **codes}}) if codes else known

    def short(self, message: Message, longest: int = 60) -> str:
        """The first sentence of a message: what happened, without what to do about it."""
        whole = self.say(message)
        first = min(_END.split(whole, maxsplit=1)[0], whole, key=len)
        return first if len(first) <= longest else f"{first[: longest - 1]}…"

    def fault(self, fault: FieldFault) -> str:
        """A fault as one line."""
        return say_fault(fault, self.language)

    def trigger(self, trigger: str) -> str:
        """What set off an attempt: the schedule, a recovery, or an officer by name."""
        kind, _, who = trigger.partition(":")
        word = self.named("trigger", kind)
        return f"{word} {who}" if who else word

    def field(self, path: str) -> str:
        """A field by its name."""
        return field_name(path, self.language)

    def named(self, dictionary: str, code: object) -> str:
        """A code by the name the catalogues have for it, or the code."""
        if code is None or code == "":
            return "–"
        name = f"{dictionary}-{code}".replace(".", "-").replace("_", "-")
        return term(name, self.language) if has_term(name, self.language) else str(code)

    def choice(self, path: str, code: str) -> str:
        """A value that may stand in a field, by its name: `use_class` and `fire` as 消防."""
        field = path.rpartition(".")[2].replace("_", "-")
        code = {"true": "yes", "false": "no"}.get(code, code)
        dictionaries = (field, *_DICTIONARIES.get(field, ()))
        found = (f"{each}-{code}".replace(".", "-").replace("_", "-") for each in dictionaries)
        known = next((id_ for id_ in found if has_term(id_, self.language)), None)
        return term(known, self.language) if known else code

    def at(self, instant: datetime | None, *, seconds: bool = False) -> Markup:
        """An instant to the minute in Asia/Shanghai; its date alone is left out on the same day."""
        if instant is None:
            return Markup("–")
        local = instant.astimezone(SHANGHAI)
        shown = f"{local:%Y-%m-%d %H:%M:%S}" if seconds else moment(instant)
        return Markup('<time datetime="{}">{}</time>').format(local.isoformat(timespec="seconds"), shown)

    def ago(self, instant: datetime | None) -> Markup:
        """How long ago, in one unit, with the instant itself to be seen by pointing at it."""
        if instant is None:
            return Markup("–")
        local = instant.astimezone(SHANGHAI)
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            local.isoformat(timespec="seconds"), moment(instant), self.lasting(self.now - instant)
        )

    def since(self, instant: datetime | None) -> Markup:
        """The same in words of the past: so long ago."""
        span = self.ago(instant)
        if instant is None or self.now - instant < _MINUTE:
            return span
        return Markup(escape(self.t("desk-ago", span="{}"))).format(span)  # noqa: S704  (the catalogue's own words)

    def lasting(self, span: timedelta) -> str:
        """A length of time in one unit, rounded down."""
        if span < _MINUTE:
            return self.t("desk-span-moment")
        if span < _HOUR:
            return self.t("desk-span-minutes", n=span // _MINUTE)
        if span < 2 * _DAY:
            return self.t("desk-span-hours", n=span // _HOUR)
        return self.t("desk-span-days", n=span // _DAY)

    def day(self, instant: datetime) -> str:
        """A date with its day of the week."""
        local = instant.astimezone(SHANGHAI)
        weekday = self.t(f"desk-weekday-{local.isoweekday()}")
        return self.t("desk-day", year=local.year, month=local.month, day=local.day, weekday=weekday)

    def listing(self, values: Iterable[object]) -> str:
        """Several values in one line, separated as the language does it."""
        return self.t("list-separator").join(str(value) for value in values)

    def number(self, value: float) -> str:
        """An amount with its thousands, and no more decimals than it has."""
        return f"{value:,.2f}".removesuffix("0").removesuffix(".0") if value % 1 else f"{value:,.0f}"

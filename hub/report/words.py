"""What a report says, in one language: names, shares and lengths of time as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.language import Language, has_term, moment, say, term
from hub.report.model import Report, Share
from models.messages import Message, Value

COLOURS = ("green", "yellow", "red", "paused")
TONES: Mapping[str, str] = {"green": "green", "yellow": "yellow", "red": "red", "paused": "grey"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a report."""

    report: Report
    language: Language

    def text(self, id_: str, **params: Value) -> str:
        """An entry of the catalogue."""
        return say(Message(id=id_, params=params), self.language)

    def name(self, counterpart: str) -> str:
        """A counterpart; the empty one is nobody in particular."""
        return self.report.name_of(counterpart) if counterpart else self.text("report-nobody")

    def named(self, dictionary: str, code: str) -> str:
        """A code by its name, or the code."""
        id_ = f"{dictionary}-{code}"
        return term(id_, self.language) if has_term(id_, self.language) else code

    def cause(self, code: str) -> str:
        """A cause of failure."""
        return self.named("item", code)

    def share(self, share: Share | float | None) -> str:
        """`98.5 %`, or a dash."""
        value = share.share if isinstance(share, Share) else share
        return "–" if value is None else f"{value * 100:.1f}%".replace(".0%", "%")

    def hours(self, hours: float | None) -> str:
        """A length of time in the unit that fits it."""
        if hours is None:
            return "–"
        for unit, length in (("days", 48.0), ("hours", 1.0), ("minutes", 1 / 60)):
            if hours >= length:
                number = hours / 24 if unit == "days" else hours if unit == "hours" else hours * 60
                return self.text(f"report-{unit}", number=f"{number:.1f}".removesuffix(".0"))
        return self.text("report-seconds", number=f"{hours * 3600:.0f}")

    @property
    def made_at(self) -> str:
        """When it was made."""
        return moment(self.report.made_at)

    @property
    def days(self) -> list[str]:
        """The period's days, `2026-03-02`."""
        return [day.isoformat() for day in self.report.period.days]

    @property
    def short_days(self) -> list[str]:
        """The same as a chart names them, `03-02`."""
        return [day[5:] for day in self.days]

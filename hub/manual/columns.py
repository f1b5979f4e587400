"""The columns of a work list: what a company reads, and what it fills in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from adapters.cells import heading_key
from hub.language import Language, field_name, term
from hub.manual.worklist import Task
from models.stage import UtilityKind

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
DEMAND: Final[Mapping[UtilityKind, tuple[str, ...]]] = {
    UtilityKind.WATER: ("daily_volume_m3", "pipe_dn_mm", "use_class"),
    UtilityKind.POWER: ("capacity_kva", "voltage_level", "supplies"),
    UtilityKind.GAS: ("hourly_volume_m3", "pressure", "appliances"),
    UtilityKind.TELECOM: ("ftth_households", "equipment_room", "duct_entry"),
}
_NAMED: Final = {"use_class": "use", "pressure": "pressure"}

IDS: Final = ("case_number", "scheme_id", "scheme_version", "stage")
"""What an answer belongs to; not to be changed."""
ANSWERS: Final = (
    "status",
    "occurred_at",
    "handler",
    "department",
    "opinion",
    "opinion_text",
    "status_text",
    "evidence",
    "number",
    "issued_on",
)
"""What the company fills in."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it is about, and what stands in it for a task (`None`: for the company to fill in)."""

    path: str
    value: Callable[[Task, Language], str | int | float] | None = None

    def heading(self, language: Language) -> str:
        """The field by its name."""
        return field_name(self.path, language)


def columns(kind: UtilityKind) -> tuple[Column, ...]:
    """Every column of a work list for companies of a kind."""
    return (
        Column("case_number", lambda task, _: task.case.number),
        Column("scheme_id", lambda task, _: task.scheme.scheme_id),
        Column("scheme_version", lambda task, _: task.scheme.version),
        Column("stage", lambda task, language: term(f"stage-{task.stage}", language)),
        Column("project.name", lambda task, _: task.scheme.project.name),
        Column("current_status", _standing),
        *(Column(path) for path in ANSWERS),
        *_of_the_project(),
        *(Column(f"demands.{name}", _demanded(kind, name)) for name in DEMAND[kind]),
        Column("site.crs", lambda task, _: task.scheme.site.crs.value),
        Column("site.geometry", lambda task, _: task.scheme.site.geometry.model_dump_json()),
        Column("opinion_due", lambda task, _: moment(task.scheme.opinion_due)),
        Column("pushed_at", lambda task, _: moment(task.scheme.pushed_at)),
        Column("documents", lambda task, _: "；".join(each.name for each in task.scheme.documents)),
    )


def _of_the_project() -> tuple[Column, ...]:
    return (
        Column("project.code", lambda task, _: task.scheme.project.code),
        Column("project.area_code", lambda task, _: task.scheme.project.area_code),
        Column("project.address", lambda task, _: task.scheme.project.address),
        Column("project.developer.name", lambda task, _: task.scheme.project.developer.name),
        Column("project.developer.credit_code", lambda task, _: task.scheme.project.developer.credit_code),
        Column("project.contact.name", lambda task, _: task.scheme.project.contact.name.get_secret_value()),
        Column("project.contact.phone", lambda task, _: task.scheme.project.contact.phone.get_secret_value()),
    )


def _standing(task: Task, language: Language) -> str:
    if task.withdrawn:
        return term("manual-withdrawn", language)
    return term(f"status-{int(task.status or 0)}", language)


def _demanded(kind: UtilityKind, name: str) -> Callable[[Task, Language], str | int | float]:
    def value(task: Task, language: Language) -> str | int | float:
        demanded: Any = getattr(task.scheme.demand(kind), name)
        if isinstance(demanded, bool):
            return term("answer-yes" if demanded else "answer-no", language)
        if name in _NAMED:
            return term(f"{_NAMED[name]}-{demanded.value}", language)
        return demanded if isinstance(demanded, int | float) else str(demanded.value)

    return value


def moment(instant: datetime | None) -> str:
    """An instant as people write it here, in Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if instant else ""


@cache
def known_headings() -> Mapping[str, str]:
    """Heading in either language → field, for what is read of a filled list."""
    return {
        heading_key(field_name(path, language)): path for path in (*IDS, *ANSWERS) for language in Language
    }

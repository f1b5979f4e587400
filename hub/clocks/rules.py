"""The rules of clocks: `rules.toml` in the home folder, before the examples that are shipped."""

import re
import tomllib
from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationError
from pydantic_core import PydanticCustomError

from hub import tomlfiles
from models.base import Frozen
from models.calendar import Session
from models.clock import ClockRule, Days, PauseKind
from models.demand import Demand, PowerDemand, VoltageLevel
from models.identifiers import CompanyId
from models.messages import FieldFault, Message
from models.problems import faults_of
from models.stage import Stage, UtilityKind
from models.status import HandlingStatus

RULES_NAME: Final = "rules.toml"
_SHIPPED: Final = Path(__file__).with_name(RULES_NAME)
_LONGEST: Final = 1 << 20
_SESSION: Final = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_NAMES: Final = {status.name.lower().replace("_", "-"): status for status in HandlingStatus}
_LOW: Final = frozenset({VoltageLevel.LV_220V, VoltageLevel.LV_380V})

Voltage = Literal["high", "low"]
"""高压 / 低压: above 1 kV, or not."""


class RulesUnreadable(Exception):
    """The file of rules cannot be used: why, and which entries are wrong."""

    def __init__(self, message: Message, faults: tuple[FieldFault, ...] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.faults = faults


def _status(value: object) -> object:
    if isinstance(value, str) and value not in _NAMES:
        raise PydanticCustomError("status-name", "no status", {"value": value, "allowed": list(_NAMES)})
    return _NAMES[value] if isinstance(value, str) else value


def _session(value: object) -> object:
    found = _SESSION.fullmatch(value) if isinstance(value, str) else None
    try:
        if found is None:
            raise ValueError
        opens, closes = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        if opens >= closes:
            raise ValueError
    except ValueError:
        allowed = ["09:00-12:00", "14:00-18:00"]
        raise PydanticCustomError(
            "office-session", "no hours", {"value": str(value), "allowed": allowed}
        ) from None
    return opens, closes


def _in_order(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    if any(earlier[1] >= later[0] for earlier, later in pairwise(sessions)):
        raise PydanticCustomError("office-order", "hours out of order")
    return sessions


Status = Annotated[HandlingStatus, BeforeValidator(_status)]
"""A status by its number or its name: 3, or "accepted"."""
_Session = Annotated[
    Session,
    BeforeValidator(_session),
    PlainSerializer(lambda value: f"{value[0]:%H:%M}-{value[1]:%H:%M}", return_type=str),
]


class Office(Frozen):
    """When people work on a working day."""

    hours: Annotated[tuple[_Session, ...], AfterValidator(_in_order)] = Field(min_length=1)


class ColourRule(Frozen):
    """When a clock turns yellow; see `models.clock.ClockRule`."""

    yellow_share: Decimal = Field(default=Decimal("0.9"), gt=0, le=1)
    yellow_days: Decimal = Field(default=Decimal(1), ge=0, le=1000)


class Acknowledgement(Frozen):
    """How long a company may leave a delivered scheme without a sign of having it."""

    days: Days = Decimal(1)


class Rule(Frozen):
    """One entry of the file: what it concerns, and the clock it gives. What is left out is not asked for."""

    name: str = Field(min_length=1, max_length=80)
    stages: tuple[Stage, ...] = tuple(Stage)
    kind: UtilityKind | None = None
    companies: tuple[CompanyId, ...] = ()
    voltage: Voltage | None = None
    limit_days: Days
    starts: tuple[Status, ...] = Field(
        default=(HandlingStatus.ACCEPTED, HandlingStatus.HANDLING_STARTS), min_length=1
    )
    pauses: tuple[PauseKind, ...] = ("correction", "special-procedure")
    counts_from: Literal["next-day", "at-once"] = "next-day"
    yellow_share: Decimal | None = Field(default=None, gt=0, le=1)
    yellow_days: Decimal | None = Field(default=None, ge=0, le=1000)

    def concerns(self, stage: Stage, company: str, kind: UtilityKind, voltage: Voltage | None) -> bool:
        """Whether this rule is for such a matter."""
        return (
            stage in self.stages
            and self.kind in (None, kind)
            and (not self.companies or company in self.companies)
            and self.voltage in (None, voltage)
        )


class RuleFile(Frozen):
    """`rules.toml`. A part that is left out is taken from the examples; `examples = false` leaves out their limits."""

    examples: bool = True
    office: Office | None = None
    colour: ColourRule | None = None
    acknowledgement: Acknowledgement | None = None
    rules: tuple[Rule, ...] = ()


class Rules(Frozen):
    """The rules in force, whole."""

    office: Office
    colour: ColourRule
    acknowledgement: Acknowledgement
    rules: tuple[Rule, ...]

    def find(
        self, stage: Stage, company: str, kind: UtilityKind, voltage: Voltage | None
    ) -> tuple[str, ClockRule] | None:
        """The name and the clock of the first rule that fits; `None` where no limit is set."""
        fitting = (each for each in self.rules if each.concerns(stage, company, kind, voltage))
        rule = next(fitting, None)
        return None if rule is None else (rule.name, self._clock(rule))

    def _clock(self, rule: Rule) -> ClockRule:
        own = rule.model_dump(
            include={"limit_days", "starts", "pauses", "counts_from", "yellow_share", "yellow_days"},
            exclude_none=True,
        )
        return ClockRule.model_validate({**self.colour.model_dump(), **own})


def voltage_of(demand: Demand | None) -> Voltage | None:
    """The voltage class of a demand for power; `None` for anything else."""
    if not isinstance(demand, PowerDemand):
        return None
    return "low" if demand.voltage_level in _LOW else "high"


@cache
def shipped() -> Rules:
    """The examples."""
    return Rules.model_validate(tomlfiles.read(_SHIPPED))


def read(home: Path) -> Rules:
    """The rules of a home folder, before the examples. Raises `RulesUnreadable`."""
    own, examples = _file(home / RULES_NAME), shipped()
    return Rules(
        office=own.office or examples.office,
        colour=own.colour or examples.colour,
        acknowledgement=own.acknowledgement or examples.acknowledgement,
        rules=(*own.rules, *(examples.rules if own.examples else ())),
    )


def own_rules(home: Path) -> Sequence[Rule]:
    """The rules that stand in the home folder itself. Raises `RulesUnreadable`."""
    return _file(home / RULES_NAME).rules


def _file(path: Path) -> RuleFile:
    named: dict[str, Any] = {"file": path.name}
    try:
        if path.stat().st_size > _LONGEST:
            raise RulesUnreadable(Message(id="rules-file-large", params=named))
        return RuleFile.model_validate(tomlfiles.read(path))
    except FileNotFoundError:
        return RuleFile()
    except tomllib.TOMLDecodeError as error:
        place = {"place": tomlfiles.place_of(error)}
        raise RulesUnreadable(Message(id="rules-file-not-toml", params={**named, **place})) from None
    except UnicodeDecodeError:
        raise RulesUnreadable(Message(id="rules-file-not-utf8", params=named)) from None
    except OSError as error:
        reason = {"reason": error.strerror or type(error).__name__}
        raise RulesUnreadable(Message(id="rules-file-shut", params={**named, **reason})) from None
    except ValidationError as error:
        faults = faults_of(error)
        params = {**named, "count": len(faults)}
        raise RulesUnreadable(Message(id="rules-file-wrong", params=params), faults) from None

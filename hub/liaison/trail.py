"""The audit trail (审计记录) read: who did what to what, filtered and paged, and whether its chain holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from hub.people.person import Person, check
from hub.people.roles import Action
from hub.store import audit, trail
from hub.store.audit import AuditRecord
from hub.store.engine import Tx
from models.base import Day, Frozen

SIZE: Final = 100
_LARGEST: Final = 1000

_Text = Annotated[str, Field(max_length=200)]


class TrailFilter(Frozen):
    """Which records. Empty texts ask for nothing; `action` is an action or the beginning of several (`failure.`).

    `since` and `until` are days of Asia/Shanghai, both included.
    """

    actor: _Text = ""
    action: _Text = ""
    subject: _Text = ""
    since: Day | None = None
    until: Day | None = None

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> "TrailFilter":
        """The filter of a query's parameters. What it does not know, or cannot be, is passed over."""
        given: dict[str, Any] = {
            name: value for name, value in params.items() if name in cls.model_fields and value
        }
        try:
            return cls(**given)
        except ValidationError as error:
            wrong = {str(each["loc"][0]) for each in error.errors(include_url=False, include_input=False)}
            return cls(**{name: value for name, value in given.items() if name not in wrong})

    def as_params(self) -> dict[str, str]:
        """What the filter asks for, by name."""
        given = self.model_dump(mode="json", exclude_defaults=True)
        return {name: str(value) for name, value in given.items()}


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Records, the newest first. `last` is what the page of older ones is asked for with."""

    records: tuple[AuditRecord, ...]
    has_more: bool

    @property
    def last(self) -> int | None:
        """Id of the last record."""
        return self.records[-1].id if self.records else None


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the chain holds: the first record that was changed (`None`: none), how many there are, and the last
    hash, to be kept elsewhere: a chain cut at its end holds too."""

    broken: int | None
    records: int
    last_hash: str
    at: datetime


def page(
    tx: Tx, person: Person, wanted: TrailFilter, *, before: int | None = None, size: int = SIZE
) -> TrailPage:
    """A page of the trail, the newest records first. Raises `Denied`."""
    check(person, Action.AUDIT)
    size = max(1, min(size, _LARGEST))
    found = trail.page(
        tx,
        actor=wanted.actor or None,
        action=wanted.action or None,
        subject=wanted.subject or None,
        since=wanted.since,
        until=wanted.until,
        before=before,
        limit=size + 1,
    )
    return TrailPage(found[:size], len(found) > size)


def verify(tx: Tx, person: Person) -> Verified:
    """Read the whole chain and say whether it holds; that it was read is recorded too. Raises `Denied`."""
    check(person, Action.AUDIT)
    tx.alone()
    broken = audit.verify(tx)
    count, last_hash = trail.end(tx)
    audit.append(tx, person.login, "audit.verify", "audit", {"broken": broken, "records": count})
    return Verified(broken, count, last_hash, tx.now())

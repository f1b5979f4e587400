"""What a finding says of a case and of a record: enough to find it in either system, and no person's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.store import cases, schemes
from hub.store.engine import Tx
from models.events import Update
from models.messages import Value

_SHOWN = (
    "scheme_id",
    "scheme_version",
    "stage",
    "status",
    "status_code",
    "status_text",
    "occurred_at",
    "opinion",
)


@dataclass(frozen=True, slots=True)
class About:
    """Whose case it is, as people know it."""

    company: str | None = None
    case_number: str | None = None
    scheme_id: str | None = None
    project_name: str | None = None


def about_case(tx: Tx, number: str | None, scheme_id: str | None = None) -> About:
    """What is known of a case by its number, or at least of a scheme."""
    case = cases.get(tx, number) if number else None
    scheme_id = case.scheme_id if case else scheme_id
    scheme = schemes.latest(tx, scheme_id) if scheme_id else None
    return About(
        company=case.company if case else None,
        case_number=number,
        scheme_id=scheme_id,
        project_name=scheme.project.name if scheme else None,
    )


def shown_update(body: Mapping[str, Any]) -> dict[str, Any]:
    """An event as its company holds it, without who handled it."""
    return {name: body[name] for name in _SHOWN if body.get(name) not in (None, "")}


def said_of(body: Mapping[str, Any], about: About) -> dict[str, Value]:
    """The parameters of a sentence about an event."""
    return {
        "project": about.project_name or str(body.get("scheme_id") or body.get("remote_ref") or "-"),
        "stage": str(body.get("stage") or "-"),
        "status": str(body.get("status") or body.get("status_text") or body.get("status_code") or "-"),
        "at": str(body.get("occurred_at") or "-"),
    }


def differing(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[str, ...]:
    """The members that two contents do not have alike; what is empty counts as absent."""
    return tuple(
        name for name in sorted({*ours, *theirs}) if (ours.get(name) or None) != (theirs.get(name) or None)
    )


def update_of(body: Mapping[str, Any]) -> Update | None:
    """The update that was kept, unless it could not be read when it came."""
    return None if "unreadable" in body else Update.from_store(body)

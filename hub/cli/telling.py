"""Desk items in words: sentences with the names of companies, in the language in use."""

from collections.abc import Mapping
from typing import Any

from hub.cli import screen
from hub.cli.text import language, sentence
from hub.language import say_fault
from hub.liaison.names import named
from hub.liaison.one import Detail
from hub.store.desk import Item
from hub.store.outbox import Attempt, Row
from hub.store.stuck import Waiting
from models.messages import Message


def said(message: Message, names: Mapping[str, str]) -> str:
    """The message's sentence."""
    return sentence(named(message, names))


def about(item: Item, names: Mapping[str, str]) -> str:
    """What the item concerns, as people know it: the project, else the scheme, else the counterpart."""
    known = item.project_name or item.case_number or item.scheme_id
    return known or names.get(item.destination or "", item.destination or "")


def item_dict(item: Item, names: Mapping[str, str]) -> dict[str, Any]:
    """JSON-ready."""
    return {
        "id": item.id,
        "kind": item.kind,
        "cause": item.message.id,
        "sentence": said(item.message, names),
        "faults": [
            {"field": fault.field, "sentence": said(fault.message, names), "allowed": list(fault.allowed)}
            for fault in item.faults
        ],
        "counterpart": item.destination,
        "counterpart_name": names.get(item.destination or "", item.destination),
        "project_code": item.project_code,
        "project_name": item.project_name,
        "scheme_id": item.scheme_id,
        "case_number": item.case_number,
        "stage": item.stage,
        "times": item.times,
        "opened_at": item.opened_at.isoformat(),
        "seen_at": item.seen_at.isoformat(),
        "closed_at": item.closed_at.isoformat() if item.closed_at else None,
        "closed_by": item.closed_by,
        "resolution": item.resolution,
        "note": item.note,
    }


def detail_dict(detail: Detail, names: Mapping[str, str]) -> dict[str, Any]:
    """JSON-ready. The delivery's body is left out: it holds personal data."""
    return {
        **item_dict(detail.item, names),
        "delivery": _row_dict(detail.delivery) if detail.delivery else None,
        "attempts": [_attempt_dict(attempt, names) for attempt in detail.attempts],
        "behind": [_waiting_dict(waiting) for waiting in detail.behind],
    }


def faults_of(item: Item) -> list[str]:
    """One line per faulty field."""
    return [say_fault(fault, language()) for fault in item.faults]


def attempt_row(attempt: Attempt, names: Mapping[str, str]) -> tuple[object, ...]:
    """Number, when, by whom, outcome, and why."""
    return (
        attempt.number,
        attempt.started_at,
        screen.named("trigger", attempt.trigger.partition(":")[0]),
        screen.named("outcome", attempt.outcome or "open"),
        said(attempt.error, names) if attempt.error else attempt.detail,
    )


def _row_dict(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "state": row.state.value,
        "standing": row.standing.value,
        "version": row.version,
        "attempts": row.attempts,
        "unsure": row.unsure,
        "created_at": row.created_at.isoformat(),
        "due_at": row.due_at.isoformat(),
        "detail": row.detail,
    }


def _attempt_dict(attempt: Attempt, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "trigger": attempt.trigger,
        "started_at": attempt.started_at.isoformat(),
        "ended_at": attempt.ended_at.isoformat() if attempt.ended_at else None,
        "outcome": attempt.outcome,
        "cause": attempt.error.id if attempt.error else None,
        "sentence": said(attempt.error, names) if attempt.error else None,
        "detail": attempt.detail,
        "exchange": list(attempt.exchange),
    }


def _waiting_dict(waiting: Waiting) -> dict[str, Any]:
    return {
        "kind": waiting.kind,
        "destination": waiting.destination,
        "scheme_id": waiting.scheme_id,
        "case_number": waiting.case_number,
    }

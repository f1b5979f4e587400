"""Records as the platform's rows, and from a row's member back to the record's field."""

from collections.abc import Mapping
from typing import Any, Final

from adapters.holdings import Content, Holding
from adapters.supervision.wire import ListedRow
from models.records import ColourRecord, EventRecord, MatterRecord, Record, RecordType

Row = dict[str, Any]

FIELDS: Final[Mapping[str, str]] = {
    "key": "key",
    "void": "valid",
    "reason": "invalid_reason",
    "matter_no": "matter",
    "project_no": "engineering_code",
    "area": "area_code",
    "utility": "kind",
    "unit_name": "company_name",
    "unit_code": "company_credit_code",
    "item": "item.code",
    "limit_days": "item.limit_days",
    "happened_at": "occurred_at",
}
"""Member → field, where their names differ."""

_ABOUT: Final[Mapping[RecordType, tuple[str, ...]]] = {
    "matter": ("matter_no",),
    # Of an event its status and time, whatever its number within the matter.
    "event": ("matter_no", "status", "happened_at"),
    "colour": ("matter_no",),
}
_LONGEST_REASON: Final = 200
_LONGEST_STATUS: Final = 500


def row_of(record: Record) -> Row:
    """The row of a record: nulls left out, nothing personal in it. Raises `ValueError` for another type."""
    match record:
        case MatterRecord():
            told = _matter(record)
        case EventRecord():
            told = _event(record)
        case ColourRecord():
            told = _colour(record)
        case _:
            raise ValueError(f"no row for a record of type {record.record}")
    row = {"key": record.key, "matter_no": record.matter, **told}
    if not record.valid:
        row |= {"void": True, "reason": record.invalid_reason[:_LONGEST_REASON]}
    return {name: value for name, value in row.items() if value not in (None, "")}


def content_of(record: Record) -> Content:
    """The row of a record as it is read back."""
    return dict(sorted(row_of(record).items()))


def holding_of(record_type: RecordType, row: ListedRow) -> Holding:
    """A row that is held, as reconciliation compares it."""
    content = {name: value for name, value in row.content.items() if value is not None}
    about = "/".join(str(content.get(name, "")) for name in _ABOUT[record_type])
    return Holding(
        type=record_type,
        key=row.key,
        content=dict(sorted({"key": row.key, **content}.items())),
        about=about,
        standing=row.standing,
        serial=str(row.sequence),
        at=row.changed_at,
    )


def _matter(record: MatterRecord) -> Row:
    return {
        "project_no": record.engineering_code,
        "area": record.area_code,
        "utility": record.kind.value,
        "stage": record.stage.value,
        "unit_name": record.company_name,
        "unit_code": record.company_credit_code,
        "item": record.item.code if record.item else None,
        "limit_days": record.item.limit_days if record.item else None,
    }


def _event(record: EventRecord) -> Row:
    return {
        "step": record.step,
        "status": int(record.status),
        "status_text": record.status_text[:_LONGEST_STATUS],
        "opinion": record.opinion.value if record.opinion else None,
        "opinion_text": record.opinion_text,
        "unit_name": record.company_name,
        "unit_code": record.company_credit_code,
        "happened_at": record.occurred_at.isoformat(),
    }


def _colour(record: ColourRecord) -> Row:
    return {
        "colour": record.colour.value,
        "due_at": record.due_at.isoformat() if record.due_at else None,
        "provisional": record.provisional,
        "as_of": record.as_of.isoformat(),
    }

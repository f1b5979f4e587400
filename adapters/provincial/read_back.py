"""The way back from the national tables: a row that the province holds as what reconciliation compares."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from adapters.holdings import Content, Holding, Scalar
from adapters.provincial.china import instant
from adapters.provincial.rows import row_of
from adapters.provincial.settings import RowSettings
from models.records import EventRecord, Record, RecordType

KEY: Final = "DFSJZJ"
PERSONAL: Final = frozenset({"LXR", "LXRSJH", "BLR"})
"""Columns that name a person."""

_VALID: Final = "SJYXBS"
BUSINESS: Final[Mapping[RecordType, tuple[str, ...]]] = {
    "project": ("GCDM",),
    "matter": ("SPSXSLBM",),
    "event": ("SPSXSLBM", "BLCS"),
    "opinion": ("SPSXSLBM", "FKSJ"),
    "approval": ("SPSXSLBM", "FJID"),
}
"""What a row that takes another back has in common with it."""

_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "project": ("GCDM",),
    "matter": ("SPSXSLBM",),
    # Of an event its status and time, whatever its number within the matter.
    "event": ("SPSXSLBM", "BLZT", "BLSJ"),
    "opinion": ("SPSXSLBM", "FKSJ"),
    "approval": ("SPSXSLBM", "FJID"),
}


def content_of(record: Record, settings: RowSettings) -> Content:
    """The row of a record as it is read back. A matter without an item has no row, and no content."""
    row = row_of(record, settings)
    return spelt(row) if isinstance(row, dict) else {}


def holding_of(
    record_type: RecordType,
    row: Mapping[str, Any],
    *,
    standing: bool,
    serial: str,
    at: Any = None,
    pending: bool = False,
) -> Holding:
    """A row that is held. `standing`: neither retired nor refused; nor does an invalid row stand."""
    content = spelt(row)
    about = "/".join(str(content.get(column, "")) for column in _ABOUT.get(record_type, (KEY,)))
    stands = standing and content.get(_VALID) == 1
    return Holding(
        type=record_type,
        key=str(row[KEY]),
        content=content,
        about=about,
        standing=stands,
        pending=pending,
        serial=serial,
        at=at,
        record=_event(content) if record_type == "event" and stands else None,
    )


def _event(content: Content) -> Record | None:
    """The event that a row tells of: enough to take it back."""
    try:
        return EventRecord.model_validate(
            {
                "key": content[KEY],
                "area_code": content.get("XZQHDM"),
                "engineering_code": content.get("GCDM"),
                "matter": content.get("SPSXSLBM"),
                "step": content.get("BLCS"),
                "status": content.get("BLZT"),
                "status_text": "",
                "opinion_text": content.get("BLYJ") or "",
                "handler": content.get("BLR"),
                "company_name": content.get("DWMC"),
                "company_credit_code": content.get("DWTYSHXYDM") or "",
                "occurred_at": instant(content.get("BLSJ")),
            }
        )
    except ValidationError:
        return None


def spelt(row: Mapping[str, Any]) -> dict[str, Scalar]:
    """Members that say something, whole numbers as such, whichever database or parser they went through."""
    return {name: _scalar(value) for name, value in sorted(row.items()) if value not in (None, "")}


def _scalar(value: Any) -> Scalar:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float) else str(value)

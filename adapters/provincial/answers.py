"""The gateway's word on rows, record by record."""

from collections.abc import Iterable
from typing import Final

from adapters.contract import RecordAnswer
from adapters.http import Reply
from adapters.provincial.rows import FIELDS
from adapters.provincial.wire import HeldRow, RefusedRow, WriteReply
from models.messages import FieldFault, Message
from models.records import RecordType

REASONS: Final = frozenset(
    [
        "REQUIRED",
        "FORMAT",
        "DICTIONARY",
        "ORDER",
        "UNKNOWN_PARENT",
        "KEY_REUSED",
        "ALREADY_HELD",
        "NOTHING_TO_RETIRE",
    ]
)
_CHECK_FAILED: Final = 2


def answers_of(
    reply: WriteReply, keys: Iterable[str], record_type: RecordType, raw: Reply
) -> tuple[RecordAnswer, ...]:
    """The answer for each of `keys` that the reply names once, as taken or as refused; the others are left out.

    A row that is not named, or that is named as both, is of unknown outcome.
    """
    taken = {row.DFSJZJ: row.LSH for row in reply.taken}
    refused: dict[str, list[RefusedRow]] = {}
    for row in reply.refused:
        refused.setdefault(row.DFSJZJ, []).append(row)
    answers: list[RecordAnswer] = []
    for key in keys:
        if key in taken and key not in refused:
            answers.append(RecordAnswer(key=key, taken=True, serial=taken[key]))
        elif key in refused and key not in taken:
            answers.append(_refused(key, refused[key], record_type, raw))
    return tuple(answers)


def held_of(row: HeldRow, raw: Reply) -> RecordAnswer:
    """The answer for a row that is held."""
    if row.SJSCZT != _CHECK_FAILED:
        return RecordAnswer(key=row.DFSJZJ, taken=True, serial=row.LSH)
    message = Message(
        id="province-check-failed",
        params={"company": raw.counterpart, "words": raw.words(row.SBYY or "-")},
    )
    return RecordAnswer(key=row.DFSJZJ, taken=False, serial=row.LSH, message=message)


def _refused(key: str, rows: list[RefusedRow], record_type: RecordType, raw: Reply) -> RecordAnswer:
    words = raw.words("；".join(dict.fromkeys(row.reason for row in rows)))
    message = Message(id="province-row-refused", params={"company": raw.counterpart, "words": words})
    faults = tuple(_fault(row, record_type, raw) for row in rows)
    return RecordAnswer(key=key, taken=False, message=message, faults=faults)


def _fault(row: RefusedRow, record_type: RecordType, raw: Reply) -> FieldFault:
    code = row.reasonCode.lower().replace("_", "-") if row.reasonCode in REASONS else "other"
    column = raw.words(row.column or "-", 40)
    return FieldFault(
        field=FIELDS[record_type].get(column, column),
        message=Message(
            id=f"province-fault-{code}", params={"column": column, "words": raw.words(row.reason)}
        ),
    )

"""What clocks give others to know: colours for mirrors that take them, and deliveries without a receipt."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from hub.casework import recording
from hub.casework.intake import City
from hub.casework.names import mirror_lane
from hub.clocks.courses import Subject
from hub.delivery.kinds import Kind
from hub.store import desk, outbox
from hub.store.cases import CaseRow
from hub.store.clocks import ClockRow
from hub.store.desk import NewItem
from hub.store.engine import Tx
from models.calendar import WorkingTime
from models.colour import Colour
from models.messages import Message
from models.records import ColourRecord
from models.scheme import Scheme
from models.stage import Stage

UNACKNOWLEDGED: Final = "acknowledgement"
"""Kind of the desk item about a scheme that was handed over and never acknowledged; the subject is its matter."""
_MOST: Final = 1_000_000


def tell_mirrors(tx: Tx, row: ClockRow, scheme: Scheme, city: City) -> None:
    """Record the colour of a running clock at the mirrors that take colours, where it is not what they were told."""
    if row.colour is None:
        return
    for mirror in city.mirrors_for("colour"):
        lane = mirror_lane(mirror, f"{row.matter}/colour")
        told = outbox.latest_in_lane(tx, lane, Kind.COLOUR)
        if told is not None and _says(ColourRecord.from_store(told.body), row):
            continue
        record = ColourRecord(
            key=recording.colour_key(row.matter, tx.now()),
            area_code=scheme.project.area_code,
            engineering_code=scheme.project.engineering_code,
            matter=row.matter,
            colour=Colour(row.colour),
            due_at=row.due_at,
            provisional=row.provisional,
            as_of=tx.now(),
        )
        recording.record_colour(tx, record, scheme, mirror, case_number=row.case_number)


def _says(told: ColourRecord, row: ClockRow) -> bool:
    return (told.colour.value, told.due_at, told.provisional) == (row.colour, row.due_at, row.provisional)


def unacknowledged(tx: Tx) -> Mapping[str, str]:
    """The schemes on the desk of which there is no sign: the items' subjects, by case."""
    found = desk.open_items(tx, kind=UNACKNOWLEDGED, limit=_MOST)
    return {item.case_number: item.subject for item in found if item.case_number}


def tell_unacknowledged(
    tx: Tx,
    case: CaseRow,
    scheme: Scheme,
    subject: Subject | None,
    days: Decimal,
    work: WorkingTime,
    told: Mapping[str, str],
) -> datetime | None:
    """Put on the desk a delivered scheme of which the company has given no sign for `days`, and take it off again.

    When that will be, if it is still ahead. `told`: see `unacknowledged`.
    """
    known = told.get(case.number)
    if known is not None and (subject is None or subject.matter != known):
        desk.close(tx, UNACKNOWLEDGED, known, resolution="acknowledged", by="liandong")
    if subject is None:
        return None
    started = subject.course.started_at
    late_at = work.after(started, Fraction(days))
    if tx.now() < late_at:
        return late_at
    if known == subject.matter:
        return None
    message = Message(
        id="acknowledgement-late",
        params={"days": float(days), "handed_over": started.isoformat(), "version": case.version},
    )
    item = NewItem(
        kind=UNACKNOWLEDGED,
        subject=subject.matter,
        message=message,
        destination=case.company,
        scheme_id=case.scheme_id,
        case_number=case.number,
        stage=Stage.REVIEW,
        project_code=scheme.project.code,
        project_name=scheme.project.name,
        area_code=scheme.project.area_code,
    )
    desk.open_item(tx, item)
    return None

"""The columns of a file of old records: an event's, and those of a scheme that the hub does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from adapters.cells import heading_key
from adapters.tables import TableRow
from hub.intake.columns import BY_PATH, Heading, Layout
from hub.intake.columns import known as scheme_headings
from hub.intake.result import FileRefused, file_refused
from hub.language import Language, field_name
from hub.manual.columns import ANSWERS
from models.messages import FieldFault, Message

EVENT: Final = ("scheme_id", "remote_ref", "event_id", "stage", *ANSWERS)
"""An event's columns, by field."""
WANTED: Final = ("stage", "status", "occurred_at")
"""Every file must have these, and every row must fill them."""
WITHIN: Final = 10
"""The headings stand in one of the first rows: above them there may be a title."""
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Table:
    """Which column is which: an event's by field, a scheme's as the intake reads them."""

    row: int
    event: Mapping[int, str]
    words: Mapping[str, str]
    scheme: Layout

    def cells(self, row: TableRow) -> dict[str, str]:
        """What a row says of its event, by field, empty cells left out."""
        return {
            name: row.cells[place]
            for place, name in self.event.items()
            if place < len(row.cells) and row.cells[place]
        }

    def at_heading(self, fault: FieldFault, language: Language) -> FieldFault:
        """The fault by the words of its column, where it is one's."""
        if fault.field not in EVENT:
            return fault
        words = self.words.get(fault.field) or field_name(fault.field, language)
        return fault.model_copy(update={"field": words})


def find_headings(rows: Sequence[TableRow]) -> Table | None:
    """The table whose headings stand in one of the first rows; `None` where there are none.

    Columns that nobody knows are the company's own and are left alone. Raises `FileRefused` for a heading that stands
    twice or is missing.
    """
    for row in rows[:WITHIN]:
        if sum(heading_key(cell) in _event_headings() for cell in row.cells) >= _FEWEST:
            return _table(row)
    return None


def no_headings() -> FileRefused:
    """The refusal of a file in which no row is one of headings."""
    return file_refused("backfill-no-headings", rows=WITHIN)


def _table(row: TableRow) -> Table:
    event: dict[int, str] = {}
    words: dict[str, str] = {}
    scheme: dict[int, Heading] = {}
    faults: list[FieldFault] = []
    seen: set[str] = set()
    for place, heading in enumerate(row.cells):
        key = heading_key(heading)
        if key in _event_headings():
            name = _event_headings()[key]
            if name in words:
                faults.append(FieldFault(field=heading, message=Message(id="invalid-column-repeated")))
            event[place], words[name] = name, heading
        if key in scheme_headings() and not scheme_headings()[key][0].startswith("documents."):
            path, language = scheme_headings()[key]
            if path not in seen:
                scheme[place] = Heading(BY_PATH[path], heading, language)
            seen.add(path)
    missing = Message(id="invalid-column-missing")
    faults += [FieldFault(field=name, message=missing) for name in WANTED if name not in words]
    if "scheme_id" not in words and "remote_ref" not in words:
        faults.append(FieldFault(field="scheme_id", message=missing))
    if faults:
        raise FileRefused(*faults, row=row.number)
    return Table(row.number, event, words, Layout(row.number, len(row.cells), scheme))


@cache
def _event_headings() -> Mapping[str, str]:
    return {heading_key(field_name(path, language)): path for path in EVENT for language in Language}

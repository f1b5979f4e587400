"""Forms of linked applications (联动报装) from a file: JSON, or a table with one form a row."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from adapters.cells import day, heading_key, narrow
from adapters.tables import TableUnreadable, csv_rows, decode, workbook_sheets
from hub.intake.reading import ENDINGS, MAX_FILE_BYTES
from hub.intake.result import FileRefused, RefusedRow, file_refused
from hub.language import Language, field_name
from models.application import LinkedApplication
from models.messages import FieldFault, Message
from models.problems import faults_of

FIELDS: Final[Mapping[str, str]] = {
    "scheme_id": "scheme_id",
    "applicant": "applicant",
    "credit_code": "project.developer.credit_code",
    "contact_name": "project.contact.name",
    "contact_phone": "project.contact.phone",
    "wanted_on": "wanted_on",
    "note": "note",
}
"""Field of the form → the field whose name heads its column."""
_FEWEST: Final = 3
_WITHIN: Final = 10


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a file, and the rows that are none."""

    applications: tuple[LinkedApplication, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


def read_applications(path: Path, *, submitted_at: datetime) -> Forms:
    """The forms of a file. Stores nothing; raises nothing for a bad file."""
    applications: list[LinkedApplication] = []
    refused: list[RefusedRow] = []
    try:
        for number, body in _bodies(path):
            try:
                applications.append(LinkedApplication.model_validate({"submitted_at": submitted_at, **body}))
            except ValidationError as error:
                refused.append(RefusedRow(path.name, number, tuple(map(_named, faults_of(error)))))
    except FileRefused as wrong:
        return Forms(refused=(RefusedRow(path.name, wrong.row, wrong.faults),))
    except TableUnreadable as unreadable:
        fault = FieldFault(field="-", message=unreadable.message)
        return Forms(refused=(RefusedRow(path.name, unreadable.row, (fault,)),))
    return Forms(tuple(applications), tuple(refused))


def _named(fault: FieldFault) -> FieldFault:
    return fault.model_copy(update={"field": FIELDS.get(fault.field, fault.field)})


def _bodies(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    if not path.is_file():
        raise file_refused("intake-file-missing", name=path.name)
    if path.suffix.lower() not in ENDINGS:
        message = Message(id="intake-file-ending", params={"name": path.name})
        raise FileRefused(FieldFault(field="-", message=message, allowed=ENDINGS))
    if path.stat().st_size > MAX_FILE_BYTES:
        raise file_refused("intake-file-too-large", limit_mib=MAX_FILE_BYTES >> 20)
    content = path.read_bytes()
    if path.suffix.lower() == ".json":
        yield from _json(content)
        return
    sheets = workbook_sheets(content) if path.suffix.lower() == ".xlsx" else iter([csv_rows(content)])
    for rows in sheets:
        for head in rows[:_WITHIN]:
            places = {
                place: _headings()[key]
                for place, cell in enumerate(head.cells)
                if (key := heading_key(cell)) in _headings()
            }
            if len(places) >= _FEWEST:
                for row in rows:
                    if row.number > head.number and any(row.cells):
                        yield row.number, _body(row.cells, places)
                return
    raise file_refused("application-no-headings", rows=_WITHIN)


def _body(cells: tuple[str, ...], places: Mapping[int, str]) -> dict[str, Any]:
    filled = {name: cells[place] for place, name in places.items() if place < len(cells) and cells[place]}
    for name in ("scheme_id", "credit_code", "contact_phone"):
        if name in filled:
            filled[name] = narrow(filled[name])
    return {**filled, **({"wanted_on": day(filled["wanted_on"])} if "wanted_on" in filled else {})}


def _json(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        found = json.loads(decode(content))
    except json.JSONDecodeError as error:
        raise file_refused("intake-json-malformed", line=error.lineno, column=error.colno) from None
    for number, item in enumerate(found if isinstance(found, list) else [found], start=1):
        yield number, item if isinstance(item, dict) else {}


@cache
def _headings() -> Mapping[str, str]:
    return {
        heading_key(field_name(named, language)): name
        for name, named in FIELDS.items()
        for language in Language
    }

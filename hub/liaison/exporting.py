"""The list of failures as a file (导出): CSV or XLSX, line by line, with nothing in it that a spreadsheet would run."""

import csv as writer
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from openpyxl import Workbook  # type: ignore[import-untyped]  # published without types
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

from hub.language import Language, has_term, say, term
from hub.liaison.filters import Filter
from hub.liaison.names import named
from hub.manual.sheets import Encoding
from hub.people.person import Person, check
from hub.people.roles import Action
from hub.spreadsheet import harmless, put
from hub.store import accounts, audit, desk_lists
from hub.store.desk_lists import Listed
from hub.store.engine import Tx

COLUMNS: Final = (
    "id",
    "project",
    "code",
    "company",
    "stage",
    "what",
    "since",
    "attempts",
    "next",
    "owner",
    "case",
    "scheme",
    "reference",
    "district",
    "resolution",
    "closed",
)
MOST: Final = 100_000
"""Most lines of a file."""
_PAGE: Final = 1000
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def csv(
    tx: Tx,
    person: Person,
    wanted: Filter,
    names: Mapping[str, str],
    language: Language,
    encoding: str = Encoding.UTF_8,
) -> Iterator[bytes]:
    """All that fulfils a filter as CSV, piece by piece: UTF-8 with a mark that spreadsheets know it by, or GB18030."""
    begin(tx, person, wanted, "csv")
    return _csv(rows(tx, person, wanted, names, language), Encoding(encoding))


def _csv(found: Iterator[Sequence[Any]], encoding: Encoding) -> Iterator[bytes]:
    coded = "utf-8-sig" if encoding is Encoding.UTF_8 else encoding.value
    buffer = io.StringIO()
    lines = writer.writer(buffer)
    for number, row in enumerate(found):
        lines.writerow([harmless(_text(value)) for value in row])
        if number % 100 == 0:
            yield buffer.getvalue().encode(coded, "replace")
            buffer.seek(0)
            buffer.truncate()
            coded = encoding.value  # the mark stands once, at the beginning
    yield buffer.getvalue().encode(coded, "replace")


def xlsx(
    tx: Tx,
    person: Person,
    wanted: Filter,
    names: Mapping[str, str],
    language: Language,
    path: Path,
) -> int:
    """All that fulfils a filter as a workbook at `path`; how many items."""
    begin(tx, person, wanted, "xlsx")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(term("export-sheet", language))
    sheet.freeze_panes = "A2"
    count = -1
    for row in rows(tx, person, wanted, names, language):
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    book.save(path)
    return count


def begin(tx: Tx, person: Person, wanted: Filter, form: str) -> None:
    """Check that the person may, and record that they did. Raises `Denied`."""
    check(person, Action.EXPORT)
    count = desk_lists.count(tx, wanted.selection(person))
    audit.append(
        tx, person.login, "failures.export", form, {"query": wanted.to_query(), "items": min(count, MOST)}
    )


def rows(
    tx: Tx, person: Person, wanted: Filter, names: Mapping[str, str], language: Language
) -> Iterator[Sequence[Any]]:
    """The headings, then a row for each item; read a page at a time."""
    yield [term(f"export-{name}", language) for name in COLUMNS]
    people = {row.login: row.name for row in accounts.every(tx)}
    chosen, newest = wanted.selection(person), wanted.sort == "newest"
    after: int | None = None
    left = MOST
    while left > 0:
        found = desk_lists.page(tx, chosen, limit=min(_PAGE, left), after=after, newest_first=newest)
        if not found:
            return
        for listed in found:
            yield _row(listed, names, people, language)
        after = found[-1].item.id
        left -= len(found)


def _row(
    listed: Listed, names: Mapping[str, str], people: Mapping[str, str], language: Language
) -> list[Any]:
    item, delivery = listed.item, listed.delivery
    waits = delivery is not None and delivery.state == "waiting"
    return [
        item.id,
        item.project_name,
        item.project_code,
        names.get(item.destination or "", item.destination),
        _named("stage", item.stage, language),
        say(named(item.message, names), language),
        item.opened_at,
        delivery.attempts if delivery else None,
        delivery.due_at if delivery is not None and waits else None,
        people.get(item.owner or "", item.owner),
        item.case_number,
        item.scheme_id,
        listed.remote_ref,
        item.area_code,
        _named("resolution", item.resolution, language),
        item.closed_at,
    ]


def _named(dictionary: str, code: str | None, language: Language) -> str | None:
    id_ = f"{dictionary}-{code}"
    return term(id_, language) if code and has_term(id_, language) else code


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(_SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else str(value)


def _cell(sheet: Any, value: object) -> Any:
    if isinstance(value, datetime):
        value = value.astimezone(_SHANGHAI).replace(tzinfo=None)
    return put(WriteOnlyCell(sheet), value)

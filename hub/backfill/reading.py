"""Old records read from a file (XLSX or CSV, UTF-8 or GB 18030) or from the company's own feed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.cells import narrow
from adapters.contract import UtilityAdapter, capabilities
from adapters.tables import TableRow, TableUnreadable, csv_rows, workbook_sheets
from hub.backfill.columns import WANTED, Table, find_headings, no_headings
from hub.backfill.history import History, OldCase
from hub.backfill.known import Known
from hub.intake.attachments import Folder
from hub.intake.result import FileRefused, RefusedRow, file_refused
from hub.intake.rows import RowRefused, read_row
from hub.language import Language
from hub.manual.answers import AnswerRefused, Office, read_answer
from hub.manual.filled import ENDINGS, MAX_FILE_BYTES
from hub.notready import NotReady
from models.events import Update
from models.messages import FieldFault, Message
from models.problems import quoted
from models.scheme import Scheme


@dataclass(slots=True)
class _Case:
    scheme: Scheme
    unknown: bool
    remote_ref: str | None = None
    updates: dict[str, Update] = field(default_factory=dict)


def read_file(path: Path, known: Known, language: Language) -> History:
    """The history in a file. Stores nothing; raises nothing for a bad file: bad rows are set aside with their reasons.

    Evidence lies beside the file in a folder of its name.
    """
    try:
        table, rows = _table(path)
    except FileRefused as refused:
        return History(path.name, refused=(RefusedRow(path.name, refused.row, refused.faults),))
    except TableUnreadable as unreadable:
        fault = FieldFault(field="-", message=unreadable.message)
        return History(path.name, refused=(RefusedRow(path.name, unreadable.row, (fault,)),))
    reader = _Reader(known, table, Folder.beside(path), language)
    wrong: list[RefusedRow] = []
    for row in rows:
        if row.number <= table.row or not any(row.cells):
            continue
        try:
            reader.take(row)
        except (AnswerRefused, RowRefused) as refused:
            faults = tuple(table.at_heading(fault, language) for fault in refused.faults)
            wrong.append(RefusedRow(path.name, row.number, faults))
    return History(path.name, reader.history(), tuple(wrong), reader.evidence)


class _Reader:
    """Puts each row into its case."""

    def __init__(self, known: Known, table: Table, folder: Folder, language: Language) -> None:
        self.evidence: dict[str, Path] = {}
        self._known = known
        self._table = table
        self._folder = folder
        self._language = language
        self._cases: dict[str, _Case] = {}

    def take(self, row: TableRow) -> None:
        """Take one row. Raises `AnswerRefused` or `RowRefused`."""
        cells = self._table.cells(row)
        reference = narrow(cells.get("remote_ref", "")) or None
        case = self._case(row, self._scheme_id(cells, reference))
        opened = self._known.case(case.scheme, reference or case.remote_ref)
        office = Office({opened.number: opened}.get, self._known.mapping, self._known.now)
        given = {**cells, "case_number": opened.number, "scheme_id": case.scheme.scheme_id}
        answer = read_answer(given, office, self._folder, self._language, wanted=WANTED)
        update = answer.update.model_copy(update={"scheme_version": None})
        if "event_id" in cells:
            update = update.model_copy(update={"event_id": narrow(cells["event_id"])[:128]})
        earlier = case.updates.get(update.event_id)
        if earlier is not None and earlier != update:
            repeated = Message(id="backfill-event-repeated", params={"event": quoted(update.event_id)})
            raise AnswerRefused([FieldFault(field="event_id", message=repeated)])
        case.remote_ref = case.remote_ref or reference
        case.updates[update.event_id] = update
        self.evidence |= answer.evidence

    def _scheme_id(self, cells: dict[str, str], reference: str | None) -> str:
        given = narrow(cells.get("scheme_id", ""))
        if given:
            return given
        found = self._known.by_reference(reference) if reference else None
        if found is None:
            raise AnswerRefused([FieldFault(field="scheme_id", message=Message(id="invalid-missing"))])
        return found.scheme_id

    def _case(self, row: TableRow, scheme_id: str) -> _Case:
        case = self._cases.get(scheme_id)
        if case is None:
            scheme = self._known.scheme(scheme_id)
            unknown = scheme is None
            if scheme is None:
                scheme, _ = read_row(row.cells[: self._table.scheme.width], self._table.scheme, self._folder)
            if all(demand.kind is not self._known.company.kind for demand in scheme.demands):
                other = Message(id="backfill-not-concerned", params={"scheme": quoted(scheme_id)})
                raise AnswerRefused([FieldFault(field="scheme_id", message=other)])
            case = self._cases[scheme_id] = _Case(scheme, unknown)
        return case

    def history(self) -> tuple[OldCase, ...]:
        """Every case with the events that were taken, in the order they happened."""
        return tuple(
            OldCase(
                scheme_id=scheme_id,
                updates=tuple(sorted(case.updates.values(), key=lambda update: update.occurred_at)),
                scheme=case.scheme if case.unknown else None,
                remote_ref=case.remote_ref,
            )
            for scheme_id, case in self._cases.items()
            if case.updates
        )


def _table(path: Path) -> tuple[Table, list[TableRow]]:
    if not path.is_file():
        raise file_refused("intake-file-missing", name=path.name)
    if path.suffix.lower() not in ENDINGS:
        message = Message(id="intake-file-ending", params={"name": path.name})
        raise FileRefused(FieldFault(field="-", message=message, allowed=ENDINGS))
    if path.stat().st_size > MAX_FILE_BYTES:
        raise file_refused("intake-file-too-large", limit_mib=MAX_FILE_BYTES >> 20)
    content = path.read_bytes()
    sheets = workbook_sheets(content) if path.suffix.lower() == ".xlsx" else iter([csv_rows(content)])
    for rows in sheets:
        table = find_headings(rows)
        if table is not None:
            return table, rows
    raise no_headings()


async def read_updates(adapter: UtilityAdapter) -> tuple[Update, ...]:
    """All that the company's feed tells from its beginning. Items that nobody can read are the daily pull's affair.

    Raises `CounterpartError`, and `NotReady` for a wire without a feed.
    """
    if "fetch_updates" not in capabilities(adapter):
        raise NotReady(Message(id="backfill-no-feed", params={"company": adapter.company.name}))
    updates: list[Update] = []
    cursor, more = None, True
    while more:
        page = await adapter.fetch_updates(cursor)
        updates += page.updates
        cursor, more = page.cursor, page.more
    return tuple({update.event_id: update for update in updates}.values())


def of_feed(name: str, updates: Sequence[Update], known: Known) -> History:
    """The history in what a feed told. Events of schemes that the hub does not know are set aside."""
    found: dict[str, dict[str, Update]] = {}
    references: dict[str, str | None] = {}
    wrong: list[RefusedRow] = []
    for number, update in enumerate(updates, start=1):
        case = known.by_reference(update.remote_ref) if update.remote_ref else None
        scheme_id = case.scheme_id if case else update.scheme_id
        if scheme_id is None or known.scheme(scheme_id) is None:
            unknown = Message(id="backfill-scheme-unknown", params={"scheme": quoted(scheme_id or "-")})
            wrong.append(RefusedRow(name, number, (FieldFault(field="scheme_id", message=unknown),)))
            continue
        found.setdefault(scheme_id, {})[update.event_id] = update
        references[scheme_id] = references.get(scheme_id) or update.remote_ref
    cases = tuple(
        OldCase(
            scheme_id=scheme_id,
            updates=tuple(sorted(events.values(), key=lambda update: update.occurred_at)),
            remote_ref=references[scheme_id],
        )
        for scheme_id, events in found.items()
    )
    return History(name, cases, tuple(wrong))

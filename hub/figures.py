"""The figures of a hub: what it knows, what it has sent, what the province has, and what waits."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from pydantic import Field

from hub.casework.names import mirror_key
from hub.clocks import board
from hub.delivery.destinations import breaker_of
from hub.delivery.kinds import Kind
from hub.store import desk, destinations, documents, doubts, epochs, findings, outbox, passes, schemes
from hub.store import figures as counting
from hub.store.documents import DocumentState
from hub.store.engine import Tx
from hub.store.outbox import Standing, State
from models.base import Frozen


class Recorded(Frozen):
    """应录尽录: legal status events, those that every mirror has taken, the difference, and what each mirror has."""

    events: int
    everywhere: int
    missing: int
    by_mirror: Mapping[str, int]


class Reconciled(Frozen):
    """对账: when the last pass ended, and the findings that are open, by kind."""

    last_at: datetime | None
    open: int
    by_kind: Mapping[str, int]


class CompanyFigures(Frozen):
    """How far the cases of one company are. `pushed` and `documents` count what it was sent, in whichever
    version; documents that lie beside a work list, or that an order only names, were not sent."""

    cases: int = 0
    pushed: int = 0
    documents: int = 0
    opinions: int = 0
    hooked_up: int = 0
    accepted: int = 0


class DestinationFigures(Frozen):
    """A counterpart: whether it is sent anything, and when it was last heard of."""

    id: str
    name: str
    paused: bool
    breaker: str
    last_heard_at: datetime | None
    last_ok_at: datetime | None


class Cause(Frozen):
    """Open desk items of one cause: a message id, at one counterpart if it is one's."""

    cause: str
    destination: str | None
    count: int


class DeskFigures(Frozen):
    """What waits for a person."""

    open: int
    by_cause: tuple[Cause, ...]


class Figures(Frozen):
    """Everything `liandong status` tells. States that nothing is in are given with 0."""

    schemes: int
    withdrawn: int
    cases: int
    events: int
    deliveries: Mapping[str, int]
    doubts: Mapping[str, int]
    reconciled: Reconciled
    """Deliveries of which nobody knows whether they arrived (结果未知): `asking`, the counterpart is asked by itself;
    `unknown`, a person must ask."""
    mode: str = Field(description="`normal`, or `reconcile` while a restored store is being checked")
    epoch: int = Field(description="1, and one more for every time the store was restored")
    backup_taken_at: datetime | None
    """When the backup was taken that the store was restored from."""
    by_destination: Mapping[str, Mapping[str, int]]
    documents: Mapping[str, int]
    recorded: Recorded
    inbox: Mapping[str, int]
    companies: Mapping[str, CompanyFigures]
    desk: DeskFigures
    destinations: tuple[DestinationFigures, ...]
    colours: Mapping[str, int]
    """Running clocks by colour (红黄绿码)."""
    colours_by_company: Mapping[str, Mapping[str, int]]
    warnings: int = Field(description="doubts kept with the current versions of all schemes")


def figures(tx: Tx, mirrors: Collection[str], names: Mapping[str, str] | None = None) -> Figures:
    """The figures at this moment. `mirrors` are the systems everything is to be recorded in; `names` by id."""
    known, epoch = schemes.counts(tx), epochs.current(tx)
    rows = outbox.counts(tx)
    recorded = counting.recorded(tx, {mirror: mirror_key(mirror, "") for mirror in mirrors})
    companies = _companies(tx)
    return Figures(
        schemes=known.schemes,
        withdrawn=known.withdrawn,
        cases=sum(company.cases for company in companies.values()),
        events=counting.events(tx),
        deliveries=_by_state(rows),
        doubts=_doubts(tx),
        reconciled=_reconciled(tx),
        mode=epoch.mode.value,
        epoch=epoch.number,
        backup_taken_at=epoch.taken_at,
        by_destination={id_: _by_state(rows, id_) for id_ in sorted({id_ for id_, _, _ in rows})},
        documents=_documents(tx),
        recorded=Recorded(
            events=recorded.events,
            everywhere=recorded.everywhere,
            missing=recorded.events - recorded.everywhere,
            by_mirror=recorded.by_mirror,
        ),
        inbox=counting.inbox_open(tx),
        companies=companies,
        desk=_desk(tx),
        destinations=_destinations(tx, names or {}),
        colours={colour.value: count for colour, count in board.counts(tx).items()},
        colours_by_company={
            company: {colour.value: count for colour, count in counts.items()}
            for company, counts in board.counts_by(tx, "company").items()
        },
        warnings=counting.warnings(tx),
    )


def _by_state(rows: Mapping[tuple[str, str, State], int], destination: str | None = None) -> dict[str, int]:
    found: Counter[str] = Counter()
    for (id_, _, state), count in rows.items():
        if destination in (None, id_):
            found[state.value] += count
    return {state.value: found[state.value] for state in State}


def _reconciled(tx: Tx) -> Reconciled:
    last = passes.latest(tx)
    kinds: Counter[str] = Counter()
    for (_, kind), count in findings.counts(tx).items():
        kinds[kind] += count
    return Reconciled(last_at=last.ended_at if last else None, open=kinds.total(), by_kind=dict(kinds))


def _doubts(tx: Tx) -> dict[str, int]:
    found: Counter[Standing] = Counter()
    for (_, standing), count in doubts.standings(tx).items():
        found[standing] += count
    return {each.value: found[each] for each in (Standing.ASKING, Standing.UNKNOWN)}


def _companies(tx: Tx) -> dict[str, CompanyFigures]:
    pushed, sent = counting.held(tx, Kind.PUSH), counting.held(tx, Kind.DOCUMENT)
    return {
        company: CompanyFigures(
            cases=advance.cases,
            pushed=pushed.get(company, 0),
            documents=sent.get(company, 0),
            opinions=advance.opinions,
            hooked_up=advance.hooked_up,
            accepted=advance.accepted,
        )
        for company, advance in counting.advances(tx).items()
    }


def _documents(tx: Tx) -> dict[str, int]:
    found = documents.counts(tx)
    return {state.value: found.get(state, 0) for state in DocumentState}


def _desk(tx: Tx) -> DeskFigures:
    causes = tuple(
        Cause(cause=cause, destination=destination, count=count)
        for (cause, destination), count in sorted(
            desk.counts(tx).items(), key=lambda each: (-each[1], str(each[0]))
        )
    )
    return DeskFigures(open=sum(cause.count for cause in causes), by_cause=causes)


def _destinations(tx: Tx, names: Mapping[str, str]) -> tuple[DestinationFigures, ...]:
    now = tx.now()
    return tuple(
        DestinationFigures(
            id=row.id,
            name=names.get(row.id, row.id),
            paused=row.paused,
            breaker=breaker_of(row).passage(now).value,
            last_heard_at=row.last_heard_at,
            last_ok_at=row.last_ok_at,
        )
        for row in destinations.get(tx).values()
    )

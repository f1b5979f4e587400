"""What must hold once a town is quiet: told from the counterparts' ledgers, with our tables only to look up reasons."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select

from hub.delivery.kinds import Kind
from hub.store import cases, desk, inbox
from hub.store.engine import Tx
from hub.store.rows import State
from hub.store.tables import attempt, scheme
from hub.store.tables import outbox as outbox_table
from models.records import EventRecord, MatterRecord, ProjectRecord
from models.scheme import Scheme, Withdrawal
from models.status import HandlingStatus
from tests.durability.simulation.company import Dossier, SimulatedCompany
from tests.durability.simulation.plan import Plan
from tests.durability.simulation.town import MIRROR, Town


class Wrong(StrEnum):
    """The ways in which a promise can be broken."""

    LOST = "lost"
    DUPLICATED = "duplicated"
    OUT_OF_ORDER = "out_of_order"
    HISTORY = "history"
    """A case's history is not what its company told."""
    STORE = "store"
    """Our own tables contradict each other."""
    PRESSED = "pressed"
    """A counterpart was called more often, or earlier, than it asked for."""
    NEVER_QUIET = "never_quiet"
    """All was well for days, and something still waited."""
    BROKEN = "broken"
    """Something raised what nobody expected."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise."""

    wrong: Wrong
    what: str

    def __str__(self) -> str:
        return f"{self.wrong}: {self.what}"


def check(town: Town) -> list[Violation]:
    """Every promise that this town saw broken."""
    with town.store.read() as tx:
        excused = _excused(tx)
        found = [
            *((Wrong.PRESSED, f"{line.party} {what}") for line in town.lines for what in line.manners.rude),
            *_at_companies(town, excused),
            *_histories(town, tx),
            *_at_the_mirror(town, excused),
            *_in_the_store(tx),
            *_overtaken(town, tx),
        ]
    return [Violation(*each) for each in found]


_ROWS: Final = select(*(outbox_table.c[name] for name in ("key", "lane", "needs"))).order_by(
    outbox_table.c.id
)
Found = Iterator[tuple[Wrong, str]]


def _excused(tx: Tx) -> frozenset[str]:
    """Keys of what waits for a person: on the desk with a reason, or behind something that is."""
    rows = tx.connection.execute(_ROWS).mappings().all()
    on_desk = {item.subject for item in desk.open_items(tx, kind=desk.DELIVERY, limit=10_000)}
    excused: set[str] = set()
    lanes: set[str] = set()
    for row in rows:
        if row["key"] in on_desk or row["lane"] in lanes or row["needs"] in excused:
            excused.add(row["key"])
            lanes.add(row["lane"])
    return frozenset(excused)


def _at_companies(town: Town, excused: frozenset[str]) -> Found:
    for name, company in town.companies.items():
        ledger = company.ledger
        for (scheme_id, version), count in Counter(each[1:] for each in ledger.effects).items():
            if count > 1:
                what = f"version {version}" if version else "withdrawal"
                yield Wrong.DUPLICATED, f"{what} of {scheme_id} took effect {count} times at {name}"
        for key in ledger.stale if not town.plan.rough_times else ():
            yield Wrong.OUT_OF_ORDER, f"{key} came after a newer version or a withdrawal"
        for scheme_id, versions in _wanted(town.plan, name).items():
            yield from _held(name, scheme_id, versions, ledger.dossiers.get(scheme_id), excused)
        yield from _documents(town.plan, company, excused)


def _wanted(plan: Plan, kind: str) -> dict[str, list[Scheme | Withdrawal]]:
    """What the joint review decided, by scheme, for the company of this kind."""
    wanted: dict[str, list[Scheme | Withdrawal]] = defaultdict(list)
    for _, change in plan.changes:
        if isinstance(change, Withdrawal):
            if change.scheme_id in wanted:
                wanted[change.scheme_id].append(change)
        elif any(demand.kind == kind for demand in change.demands):
            wanted[change.scheme_id].append(change)
    return wanted


def _held(
    company: str,
    scheme_id: str,
    changes: list[Scheme | Withdrawal],
    held: Dossier | None,
    excused: frozenset[str],
) -> Found:
    last = max(change.version for change in changes if isinstance(change, Scheme))
    if f"{company}:{scheme_id}:v{last}" in excused or f"{company}:{scheme_id}:v{last}:withdrawal" in excused:
        return
    if isinstance(changes[-1], Withdrawal):
        if held is not None and not held.withdrawn:
            yield Wrong.LOST, f"{company} was never told that {scheme_id} was withdrawn"
    elif held is None:
        yield Wrong.LOST, f"{company} never got {scheme_id}"
    elif held.version != last:
        yield Wrong.LOST, f"{company} has version {held.version} of {scheme_id}, not {last}"
    elif held.withdrawn:
        yield Wrong.OUT_OF_ORDER, f"{company} was told that {scheme_id} was withdrawn"


def _documents(plan: Plan, company: SimulatedCompany, excused: frozenset[str]) -> Found:
    name = company.company.id
    for scheme_id, changes in _wanted(plan, name).items():
        last, held = changes[-1], company.ledger.dossiers.get(scheme_id)
        if isinstance(last, Withdrawal) or held is None:
            continue
        for document in last.documents:
            key = f"{name}:{scheme_id}:v{last.version}:{document.sha256}"
            if key not in excused and not company.ledger.documents[held.ref, document.sha256]:
                yield Wrong.LOST, f"{name} never got document {document.sha256[-4:]} of {scheme_id}"


def _histories(town: Town, tx: Tx) -> Found:
    for name, company in town.companies.items():
        for dossier in company.ledger.dossiers.values():
            case = next(
                (each for each in cases.by_scheme(tx, dossier.scheme_id) if each.company == name), None
            )
            if case is None:
                yield Wrong.LOST, f"{name} has {dossier.scheme_id}, and there is no case of it"
                continue
            told = {event.event_id: event for event in dossier.told}
            kept = Counter(event.event_id for event in cases.events(tx, case.number))
            for event_id in told.keys() - kept.keys():
                yield Wrong.HISTORY, f"{event_id} of {name} is in no history"
            for event_id in kept.keys() - told.keys():
                yield Wrong.HISTORY, f"{event_id} was never told by {name}"
            if dossier.told and kept.keys() == told.keys() and case.status != dossier.told[-1].status:
                yield (
                    Wrong.HISTORY,
                    f"{case.number} stands at {case.status}, {name} at {dossier.told[-1].status}",
                )


def _at_the_mirror(town: Town, excused: frozenset[str]) -> Found:
    rows = town.mirror.rows
    for key, count in Counter(row.key for row in rows.taken).items():
        if count > 1:
            yield Wrong.DUPLICATED, f"{count} rows {key} at the mirror"
    for what in rows.misplaced:
        yield Wrong.OUT_OF_ORDER, f"{what} at the mirror"
    if any(key.startswith(f"{MIRROR}:") for key in excused):
        return  # what is missing is named on the desk
    yield from _projects(town)
    yield from _events(town)


def _projects(town: Town) -> Found:
    latest = {change.scheme_id: change for _, change in town.plan.changes if isinstance(change, Scheme)}
    for last in latest.values():
        balance: Counter[str] = Counter()
        for row in town.mirror.rows.of("project"):
            assert isinstance(row, ProjectRecord)
            if row.project.engineering_code == last.project.engineering_code:
                balance[row.project.name] += 1 if row.valid else -1
        if +balance != Counter({last.project.name: 1}):
            yield Wrong.LOST, f"the mirror holds {dict(balance)} of the project of {last.scheme_id}"


def _events(town: Town) -> Found:
    taken: dict[str, list[EventRecord]] = defaultdict(list)
    for row in town.mirror.rows.of("event"):
        assert isinstance(row, EventRecord)
        taken[row.matter].append(row)
    matters = Counter(row.matter for row in town.mirror.rows.of("matter") if isinstance(row, MatterRecord))
    for matter, count in matters.items():
        if count > 1:
            yield Wrong.DUPLICATED, f"{count} rows of matter {matter}"
    for matter, rows in taken.items():
        if [row.step for row in rows] != list(range(1, len(rows) + 1)):
            yield Wrong.OUT_OF_ORDER, f"steps {[row.step for row in rows]} of {matter}"
    for name, company in town.companies.items():
        for dossier in company.ledger.dossiers.values():
            case = f"{dossier.scheme_id}-{name}-"
            rows = [row for matter, each in taken.items() if matter.startswith(case) for row in each]
            recorded = Counter((row.occurred_at, row.status) for row in rows)
            told = Counter((event.occurred_at, HandlingStatus(event.status or 0)) for event in dossier.told)
            for (_, status), count in (told - recorded).items():
                yield Wrong.LOST, f"{count} event {status} of {case} is not at the mirror"
            for (_, status), count in (recorded - told).items():
                yield Wrong.DUPLICATED, f"{count} event {status} of {case} too many at the mirror"


def _in_the_store(tx: Tx) -> Found:
    counted = outbox_table.c.state, func.count()
    sending = dict(tx.connection.execute(select(*counted).group_by(outbox_table.c.state)).tuples().all())
    if sending.get(State.SENDING):
        yield Wrong.STORE, f"{sending[State.SENDING]} rows are still being sent"
    parked = select(outbox_table.c.key).where(outbox_table.c.state == State.ATTENTION)
    keys = set(tx.connection.execute(parked).scalars())
    on_desk = {item.subject for item in desk.open_items(tx, kind=desk.DELIVERY, limit=10_000)}
    for key in keys ^ on_desk:
        yield (
            Wrong.STORE,
            f"{key} is {'parked without an item' if key in keys else 'on the desk without cause'}",
        )
    for item in desk.open_items(tx, kind="update-illegal", limit=10_000):
        yield Wrong.STORE, f"{item.subject} is on the desk as illegal, though its whole history is known"
    waiting = sum(count for (_, state), count in inbox.counts(tx).items() if state in {"waiting", "new"})
    if waiting:
        yield Wrong.STORE, f"{waiting} updates wait for a case"


_FIRST_ATTEMPTS: Final = (
    select(
        outbox_table.c.key, outbox_table.c.scheme_id, outbox_table.c.version, func.min(attempt.c.started_at)
    )
    .join(attempt, attempt.c.outbox_id == outbox_table.c.id)
    .where(outbox_table.c.kind == Kind.PUSH)
    .group_by(outbox_table.c.id)
)


def _overtaken(town: Town, tx: Tx) -> Found:
    if town.plan.rough_times:
        return  # the clock that stamps both was set
    taken = select(scheme.c.scheme_id, scheme.c.version, scheme.c.received_at)
    received = list(tx.connection.execute(taken).tuples())
    for key, scheme_id, version, begun in tx.connection.execute(_FIRST_ATTEMPTS).tuples():
        if any(of == scheme_id and newer > version and at < begun for of, newer, at in received):
            yield Wrong.OUT_OF_ORDER, f"{key} was first sent when a newer version was there"

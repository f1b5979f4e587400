"""One pass of reconciliation (对账): read back every counterpart, compare, and keep what was found.

How far a pass came is kept with every page, so that one that was killed goes on where it stood. A counterpart that does
not answer is left for the next pass, and what was known of it stays.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from hub.bootstrap import Hub
from hub.progress import Progress, quiet
from hub.reconcile import comparing_companies, comparing_mirrors
from hub.reconcile.comparing import BATCH, Comparison
from hub.reconcile.reading import Reading, State, can_be_read, read_back
from hub.reconcile.report import ReconcileReport, open_by_counterpart
from hub.store import findings, holdings, passes, unheld
from hub.store.engine import Tx
from hub.store.findings import FindingState
from hub.store.passes import Mark, Pass
from models.messages import Message

_GOES_ON_FOR: Final = timedelta(hours=20)
"""How old a broken-off pass may be and still go on: a counterpart's cursor is good for a day."""


async def run(
    hub: Hub, scope: Sequence[str] | None = None, progress: Progress = quiet, *, whole: bool = True
) -> ReconcileReport:
    """Reconcile the hub with the counterparts of `scope` (ids; default: every company and mirror).

    `whole`: everything is read and compared; else only what either side recorded or changed since the last pass, which
    sees neither what a counterpart has lost of older days nor what it changed without saying so. Raises
    `LookupError` for an id that is no company and no mirror.
    """
    known = (*hub.counterparts.utilities, *hub.counterparts.mirrors)
    chosen = tuple(dict.fromkeys(known if scope is None else scope))
    unknown = next((each for each in chosen if each not in known), None)
    if unknown is not None:
        raise LookupError(unknown)
    found = await asyncio.to_thread(_begin, hub, chosen, whole)
    state = State.of(found)
    for counterpart in chosen:
        if not state.is_done(counterpart):
            await _reconcile(hub, found, state, counterpart, progress)
    return await asyncio.to_thread(_end, hub, found, state)


def due_whole(hub: Hub, scope: Sequence[str] | None = None) -> bool:
    """Whether the next nightly pass is to read everything: some counterpart has not been read whole for too long."""
    known = (*hub.counterparts.utilities, *hub.counterparts.mirrors) if scope is None else scope
    with hub.store.read() as tx:
        marks = [passes.mark(tx, each) for each in known if can_be_read(hub, each)]
        oldest = tx.now() - hub.settings.reconcile.whole_every
    return any(mark is None or mark.whole_at is None or mark.whole_at <= oldest for mark in marks)


def _begin(hub: Hub, scope: tuple[str, ...], whole: bool) -> Pass:
    with hub.store.begin() as tx:
        for found in passes.broken_off(tx):
            fresh = tx.now() - found.started_at < _GOES_ON_FOR
            if fresh and tuple(found.scope) == scope and found.whole == whole:
                return found
            if not fresh:
                passes.leave(tx, found.id)
        return passes.begin(tx, scope, whole=whole)


async def _reconcile(hub: Hub, found: Pass, state: State, counterpart: str, progress: Progress) -> None:
    part = state.part(counterpart)
    mark = await asyncio.to_thread(_mark, hub, found, part, counterpart)
    narrowed = not found.whole and mark.whole_at is not None
    since = mark.read_at - hub.settings.reconcile.overlap if narrowed else None
    reading = Reading(hub, found, state, counterpart, since, progress)
    part["reason"] = await read_back(reading)
    if part["reason"] is None:
        await asyncio.to_thread(_compare, reading, mark)
    part["done"] = True
    await asyncio.to_thread(_advance, reading)


def _mark(hub: Hub, found: Pass, part: dict[str, Any], counterpart: str) -> Mark:
    """From where this pass reads. Its own beginning is kept with it, so that it is the same when it goes on."""
    with hub.store.begin() as tx:
        mark = passes.mark(tx, counterpart) or Mark(counterpart, found.started_at, None, 0)
        if "upto" not in part:
            part["upto"] = unheld.last_event(tx)
        return mark


def _advance(reading: Reading) -> None:
    with reading.hub.store.begin() as tx:
        passes.advance(tx, reading.found.id, reading.state.counterparts)


def _compare(reading: Reading, mark: Mark) -> None:
    hub, counterpart, found, part = reading.hub, reading.counterpart, reading.found, reading.part
    whole = reading.since is None
    if whole:
        with hub.store.begin() as tx:
            holdings.forget_unseen(tx, counterpart, found.id)
    comparison = Comparison(
        store=hub.store,
        run=found.id,
        counterpart=counterpart,
        read=found.started_at,
        upto=part["upto"],
        since=reading.since,
        last_event=0 if whole else mark.last_event,
        settings=hub.settings.reconcile,
    )
    if counterpart in hub.counterparts.utilities:
        part["new"] = comparing_companies.compare(comparison)
    else:
        part["new"] = comparing_mirrors.compare(comparison, hub.counterparts.mirrors[counterpart].adapter)
    with hub.store.begin() as tx:
        part["gone"] = _close(tx, hub, counterpart, found.id, whole=whole)
        whole_at = found.started_at if whole else mark.whole_at
        passes.set_mark(tx, Mark(counterpart, found.started_at, whole_at, part["upto"]))


def _close(tx: Tx, hub: Hub, counterpart: str, run_id: int, *, whole: bool) -> int:
    """Open findings that this pass did not meet again are gone."""
    gone: list[int] = []
    after = 0
    while batch := findings.listed(tx, counterpart=counterpart, before_run=run_id, after=after, limit=BATCH):
        after = batch[-1].id
        gone += [each.id for each in batch if whole or not _still_there(tx, hub, each)]
    findings.move(tx, gone, FindingState.GONE, run=run_id)
    return len(gone)


def _still_there(tx: Tx, hub: Hub, found: findings.Finding) -> bool:
    if found.counterpart in hub.counterparts.utilities:
        return comparing_companies.still_there(tx, found.counterpart, found.kind, found.key)
    return comparing_mirrors.still_there(tx, found.counterpart, found.type, found.kind, found.key)


def _end(hub: Hub, found: Pass, state: State) -> ReconcileReport:
    scope = tuple(found.scope)
    parts = {each: state.part(each) for each in scope}
    reasons = {each: part["reason"] for each, part in parts.items() if part.get("reason")}

    def told(kind: str) -> dict[str, Message]:
        return {
            each: Message.from_store(reason["message"])
            for each, reason in reasons.items()
            if reason["kind"] == kind
        }

    with hub.store.begin() as tx:
        report = ReconcileReport(
            run=found.id,
            whole=found.whole,
            started_at=found.started_at,
            ended_at=tx.now(),
            read={each: part["read"] for each, part in parts.items() if each not in told("unread")},
            new=sum(part["new"] for part in parts.values()),
            gone=sum(part["gone"] for part in parts.values()),
            open=open_by_counterpart(findings.counts(tx), scope),
            unread=told("unread"),
            unreached=told("unreached"),
        )
        passes.end(tx, found.id, report.as_dict())
    return report

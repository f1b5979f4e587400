"""Bugs in what is sent: leases, doubts, keys, refusals and the desk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from adapters.errors import RejectedError, TransientError, UnknownOutcome
from hub.delivery.breaker import Breaker, Passage
from hub.delivery.outcomes import Judge, Verdict
from hub.delivery.senders import MirrorSender, Sent, UtilitySender
from hub.store import claims, settlements
from hub.store.claims import Claimed, Delivered, Retry
from hub.store.engine import Tx
from hub.store.rows import State
from hub.store.tables import outbox
from tests.durability.planted.registry import Programme, bug
from tests.durability.simulation.checker import Wrong


def _set(tx: Tx, *which: Any, **values: Any) -> None:
    tx.connection.execute(update(outbox).where(*which).values(**values))


@bug(Wrong.STORE, seeds=300, programme=Programme.MODEL)
def no_fencing(patch: pytest.MonkeyPatch) -> None:
    """A worker that wakes past its lease settles what another has claimed meanwhile."""
    real = claims.settle

    def settle(tx: Tx, given: Sequence[settlements.Settlement]) -> tuple[int, ...]:
        ids = [each.id for each in given]
        found = tx.connection.execute(select(outbox.c.id, outbox.c.token).where(outbox.c.id.in_(ids)))
        tokens = dict(found.tuples().all())
        return real(tx, [replace(each, token=tokens[each.id]) for each in given])

    patch.setattr(claims, "settle", settle)


@bug(Wrong.STORE, seeds=300, programme=Programme.MODEL)
def settles_whatever_the_state(patch: pytest.MonkeyPatch) -> None:
    """An outcome is written over what a person has decided meanwhile."""
    real = claims.settle

    def settle(tx: Tx, given: Sequence[settlements.Settlement]) -> tuple[int, ...]:
        done = State.WAITING, State.ATTENTION, State.DISCARDED, State.SUPERSEDED
        for each in given:
            _set(
                tx,
                outbox.c.id == each.id,
                outbox.c.token == each.token,
                outbox.c.state.in_(done),
                state=State.SENDING,
            )
        return real(tx, given)

    patch.setattr(claims, "settle", settle)


@bug(Wrong.DUPLICATED, seeds=60)
def lease_by_the_worker_s_own_clock(patch: pytest.MonkeyPatch) -> None:
    """Leases end by the clock of each worker's machine; some of those are late."""
    real_claim, real_renew = claims.claim, claims.renew

    def claim(tx: Tx, **given: Any) -> tuple[Claimed, ...]:
        return real_claim(tx, **given | {"lease": given["lease"] - timedelta(minutes=5)})

    def renew(tx: Tx, held: Sequence[Claimed], lease: timedelta) -> tuple[int, ...]:
        return real_renew(tx, held, lease - timedelta(minutes=5))

    patch.setattr(claims, "claim", claim)
    patch.setattr(claims, "renew", renew)


@bug(Wrong.PRESSED, seeds=200)
def attempts_counted_when_settled(patch: pytest.MonkeyPatch) -> None:
    """What kills its worker is never settled, so it is never counted, and kills the next."""
    patch.setattr(claims, "MAX_CLAIMS", 1_000_000)


@bug(Wrong.DUPLICATED, seeds=500)
def a_crash_leaves_no_doubt(patch: pytest.MonkeyPatch) -> None:
    """A claim does not mark its row unsure: after a crash it is sent again without a question."""
    real = claims.claim

    def claim(tx: Tx, **given: Any) -> tuple[Claimed, ...]:
        claimed = real(tx, **given)
        _set(tx, outbox.c.id.in_([each.id for each in claimed if not each.unsure]), unsure=False)
        return claimed

    patch.setattr(claims, "claim", claim)


@bug(Wrong.LOST, seeds=40)
def a_crash_counts_as_delivered(patch: pytest.MonkeyPatch) -> None:
    """What was being sent when its worker died is taken for sent."""
    real = claims.claim

    def claim(tx: Tx, **given: Any) -> tuple[Claimed, ...]:
        lost = outbox.c.state == State.SENDING, outbox.c.lease_until < tx.now()
        _set(tx, *lost, state=State.DELIVERED, delivered_at=tx.now(), lease_until=None)
        return real(tx, **given)

    patch.setattr(claims, "claim", claim)


@bug(Wrong.DUPLICATED, seeds=500)
def sent_again_without_asking(patch: pytest.MonkeyPatch) -> None:
    """After an unknown outcome it is sent again at once."""

    async def ask(self: UtilitySender, claimed: Claimed) -> None:
        return None

    patch.setattr(UtilitySender, "ask", ask)


@bug(Wrong.DUPLICATED, seeds=60)
def unknown_taken_for_refused(patch: pytest.MonkeyPatch) -> None:
    """A timeout is treated as if nothing had arrived."""
    real = Judge.judge

    def judge(self: Judge, error: BaseException, claimed: Claimed, **given: Any) -> Verdict:
        if isinstance(error, UnknownOutcome):
            error = TransientError(error.message, detail=error.detail)
            claimed = replace(claimed, unsure=False)
        return real(self, error, claimed, **given)

    patch.setattr(Judge, "judge", judge)


@bug(Wrong.PRESSED, seeds=500)
def refused_and_sent_again(patch: pytest.MonkeyPatch) -> None:
    """A refusal is tried again by the schedule instead of being shown to a person."""
    real = Judge.judge

    def judge(self: Judge, error: BaseException, claimed: Claimed, **given: Any) -> Verdict:
        if isinstance(error, RejectedError):
            return Verdict(Retry(error.message, "", timedelta(seconds=30), unsure=False, kind="rejected"))
        return real(self, error, claimed, **given)

    patch.setattr(Judge, "judge", judge)


@bug(Wrong.PRESSED, seeds=1500)
def retry_after_ignored(patch: pytest.MonkeyPatch) -> None:
    """A counterpart that asks for a pause is called by the schedule all the same."""
    real = Judge.judge

    def judge(self: Judge, error: BaseException, claimed: Claimed, **given: Any) -> Verdict:
        if isinstance(error, TransientError):
            error = TransientError(error.message, detail=error.detail)
        return real(self, error, claimed, **given)

    patch.setattr(Judge, "judge", judge)


@bug(Wrong.DUPLICATED, seeds=200)
def key_made_anew(patch: pytest.MonkeyPatch) -> None:
    """Each attempt has an idempotency key of its own."""
    real = UtilitySender._push

    async def push(self: UtilitySender, claimed: Claimed) -> Delivered:
        return await real(self, replace(claimed, key=f"{claimed.key}#{claimed.attempt}"))

    patch.setattr(UtilitySender, "_push", push)


@bug(Wrong.OUT_OF_ORDER, seeds=200)
def silence_taken_for_yes(patch: pytest.MonkeyPatch) -> None:
    """A row of a batch that the mirror's answer does not name counts as taken, like the others."""
    real = MirrorSender.send

    async def send(self: MirrorSender, given: Sequence[Claimed]) -> tuple[Sent, ...]:
        return tuple(
            replace(each, result=Delivered(None, None)) if isinstance(each.result, UnknownOutcome) else each
            for each in await real(self, given)
        )

    patch.setattr(MirrorSender, "send", send)


@bug(Wrong.STORE, seeds=40)
def parked_without_an_item(patch: pytest.MonkeyPatch) -> None:
    """What waits for a person is not on the desk."""
    patch.setattr(settlements, "open_items", lambda tx, stopped: None)


@bug(Wrong.PRESSED, seeds=1, programme=Programme.OUTAGE)
def breaker_never_opens(patch: pytest.MonkeyPatch) -> None:
    """However often a counterpart fails, everything is sent to it."""
    patch.setattr(Breaker, "after_failure", lambda self, now, settings: self)


@bug(Wrong.PRESSED, seeds=1, programme=Programme.OUTAGE)
def every_item_is_a_probe(patch: pytest.MonkeyPatch) -> None:
    """When a pause is over all that waits is sent, to find out whether the counterpart is back."""
    real = Breaker.passage

    def passage(self: Breaker, now: Any) -> Passage:
        found = real(self, now)
        return Passage.CLOSED if found is Passage.PROBE else found

    patch.setattr(Breaker, "passage", passage)

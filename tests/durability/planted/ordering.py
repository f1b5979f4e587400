"""Bugs in what goes when: lanes, parents, versions, and which rows are looked at."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import pytest
from sqlalchemy import ColumnElement, select

from hub.casework import deliveries
from hub.delivery.kinds import Kind
from hub.store import heads, outbox
from hub.store.engine import Tx
from hub.store.rows import State, is_in
from hub.store.tables import outbox as table
from models.messages import Message
from tests.durability.planted.registry import bug
from tests.durability.simulation.checker import Wrong


def _ready_without(patch: pytest.MonkeyPatch, *left: int) -> None:
    """Let a row be ready without some of the conditions: 1 is the lane's, 2 that of what it needs."""
    patch.setattr(
        heads, "_READY", tuple(each for place, each in enumerate(heads._READY) if place not in left)
    )
    patch.setattr(heads, "_due", heads._due.__wrapped__)  # the statements made so far are not to be used


@bug(Wrong.BROKEN, seeds=40)
def lanes_not_kept(patch: pytest.MonkeyPatch) -> None:
    """Whatever is due is sent, also where something older of the same entity still waits."""
    _ready_without(patch, 1)


@bug(Wrong.BROKEN, seeds=60)
def two_in_flight_in_a_lane(patch: pytest.MonkeyPatch) -> None:
    """What is being sent does not hold up the next one of its lane."""
    earlier = table.alias("earlier")
    waiting = is_in([State.WAITING, State.ATTENTION], earlier)
    blocked = (
        select(earlier.c.id)
        .where(earlier.c.lane == table.c.lane, waiting, earlier.c.id < table.c.id)
        .exists()
    )
    _ready_without(patch, 1)
    patch.setattr(heads, "_READY", (*heads._READY, ~blocked))


@bug(Wrong.OUT_OF_ORDER, seeds=60)
def child_before_its_parent(patch: pytest.MonkeyPatch) -> None:
    """A record does not wait until the one it belongs to has been taken."""
    _ready_without(patch, 2)


@bug(Wrong.NEVER_QUIET, seeds=20)
def only_what_is_newer_than_the_last(patch: pytest.MonkeyPatch) -> None:
    """Rows are found by an id above that of the last one sent: whoever comes back later is never seen again."""
    real = heads.candidates
    last: dict[str, int] = defaultdict(int)

    def candidates(tx: Tx, capacity: Mapping[str, int], *args: Any) -> list[int]:
        if (
            tx.connection.execute(
                select(table.c.id).where(table.c.id == max(last.values(), default=0))
            ).first()
            is None
        ):
            last.clear()  # another town
        found = []
        for destination, room in capacity.items():
            mine = [each for each in real(tx, {destination: room}, *args) if each > last[destination]]
            last[destination] = max([last[destination], *mine])
            found += mine
        return found

    patch.setattr("hub.store.claims.candidates", candidates)


@bug(Wrong.NEVER_QUIET, seeds=40)
def lost_leases_not_taken_up(patch: pytest.MonkeyPatch) -> None:
    """What a dead worker held stays its own."""
    real = heads.candidates

    def candidates(tx: Tx, *args: Any) -> list[int]:
        held = set(tx.connection.execute(select(table.c.id).where(table.c.state == State.SENDING)).scalars())
        return [each for each in real(tx, *args) if each not in held]

    patch.setattr("hub.store.claims.candidates", candidates)


@bug(Wrong.OUT_OF_ORDER, seeds=60)
def newer_version_queues_behind(patch: pytest.MonkeyPatch) -> None:
    """A newer version does not supersede what still waits of the older."""
    patch.setattr(outbox, "supersede", lambda tx, **given: 0)


@bug(Wrong.LOST, seeds=1000)
def superseded_while_unsure(patch: pytest.MonkeyPatch) -> None:
    """What may have been accepted is superseded like anything else that waits."""
    real = outbox._supersede

    def supersede(tx: Tx, because: Message, _even: Collection[str], *conditions: ColumnElement[bool]) -> int:
        return real(tx, because, frozenset(Kind), *conditions)

    patch.setattr(outbox, "_supersede", supersede)


@bug(Wrong.LOST, seeds=100)
def withdrawal_kept_to_ourselves(patch: pytest.MonkeyPatch) -> None:
    """A scheme is withdrawn, and what is queued of it is sent all the same."""
    patch.setattr(deliveries, "withdraw", lambda *given: None)

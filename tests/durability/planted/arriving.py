"""Bugs in what arrives: callbacks, pages, cursors, the inbox, the fold."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from adapters.contract import CallbackReply, Page, SchemePage
from hub import callbacks, collection, pulling
from hub.bootstrap import Hub
from hub.casework import recording
from hub.casework.intake import City
from hub.store import cursors, inbox
from hub.store.engine import Store, Tx
from hub.store.inbox import InboxState
from models import case
from models.case import CaseEvent, CaseState
from models.events import Update
from tests.durability.planted.registry import bug
from tests.durability.simulation.checker import Wrong
from tests.durability.simulation.clockwork import START
from tests.durability.simulation.processes import Crashed, SimulatedStore


@bug(Wrong.HISTORY, seeds=1000)
def callback_answered_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    """A company is told that its callback was taken, and then it is written down."""
    real = callbacks.take_callback

    def take(hub: Hub, company: str, headers: Mapping[str, str], body: bytes) -> CallbackReply | None:
        try:
            return real(hub, company, headers, body)
        except Crashed:
            return None  # the answer had left before

    patch.setattr("tests.durability.simulation.town.take_callback", take)


@bug(Wrong.HISTORY, seeds=20)
def repeats_told_apart_by_delivery(patch: pytest.MonkeyPatch) -> None:
    """An event has the number of the call that brought it, not that of the company."""
    real, numbers = pulling.receive, count(1)

    def receive(tx: Tx, company: str, updates: Sequence[Update], city: City) -> int:
        renamed = [
            each.model_copy(update={"event_id": f"{each.event_id}#{next(numbers)}"}) for each in updates
        ]
        return real(tx, company, renamed, city)

    patch.setattr(pulling, "receive", receive)


@bug(Wrong.HISTORY, seeds=1000)
def cursor_moved_before_its_page(patch: pytest.MonkeyPatch) -> None:
    """The cursor of a feed is saved, and then the page that it stands for."""
    real = pulling._take_page

    def take(store: Store, company: str, page: Page, city: City) -> int:
        if page.cursor is not None:
            with store.begin() as tx:
                cursors.put(tx, company, page.cursor)
        return real(store, company, page, city)

    patch.setattr(pulling, "_take_page", take)


@bug(Wrong.LOST, seeds=300)
def schemes_cursor_in_another_transaction(patch: pytest.MonkeyPatch) -> None:
    """The cursor of the schemes moves in a transaction of its own, ahead of the schemes."""
    real = collection._take_page

    def take(store: Store, source: str, page: SchemePage, city: City) -> int:
        if page.cursor is not None:
            with store.begin() as tx:
                cursors.put(tx, source, page.cursor)
        return real(store, source, page, city)

    patch.setattr(collection, "_take_page", take)


@bug(Wrong.HISTORY, seeds=60)
def event_before_its_case_dropped(patch: pytest.MonkeyPatch) -> None:
    """What names a case that nobody knows yet is put aside for good."""
    real = inbox.mark

    def mark(tx: Tx, ids: Collection[int], state: InboxState) -> None:
        real(tx, ids, InboxState.SET_ASIDE if state is InboxState.WAITING else state)

    patch.setattr(inbox, "mark", mark)


@bug(Wrong.HISTORY, seeds=60)
def last_heard_wins(patch: pytest.MonkeyPatch) -> None:
    """Events are taken in the order in which they came, not in that in which they happened."""
    real = case.fold

    def fold(events: Iterable[CaseEvent]) -> CaseState:
        return real(each.model_copy(update={"occurred_at": START}) for each in events)

    patch.setattr("hub.casework.histories.fold", fold)


@bug(Wrong.LOST, seeds=60)
def mirror_rows_after_the_commit(patch: pytest.MonkeyPatch) -> None:
    """What is to be recorded is put into the outbox once the case has been committed."""
    real_begin, real_enqueue = SimulatedStore.begin, recording._enqueue
    kept: list[tuple[Any, ...]] = []

    @contextmanager
    def begin(self: SimulatedStore) -> Any:
        kept.clear()
        with real_begin(self) as tx:
            yield tx
        if kept:
            with real_begin(self) as tx:
                for arguments in kept:
                    real_enqueue(tx, *arguments[0], **arguments[1])

    def enqueue(tx: Tx, *args: Any, **kwargs: Any) -> None:
        kept.append((args, kwargs))

    patch.setattr(SimulatedStore, "begin", begin)
    patch.setattr(recording, "_enqueue", enqueue)

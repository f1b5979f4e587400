"""What corrections leave behind: which record stands for another now, and events rewritten or taken out."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update

from hub.store.cases import StoredEvent
from hub.store.columns import storable
from hub.store.engine import Tx
from hub.store.inbox import fingerprint
from hub.store.outbox import RECOVERY, State
from hub.store.sql import insert_into
from hub.store.tables import event, inbox, outbox, record_correction, utility_case


def current(tx: Tx, mirror: str, record_key: str) -> str | None:
    """The key under which a record stands at a mirror: its own, or its latest correction's; `None`: taken back."""
    found = _row(tx, mirror, record_key)
    return record_key if found is None else found[0]


def times(tx: Tx, mirror: str, record_key: str) -> int:
    """How often a record has been corrected at a mirror."""
    found = _row(tx, mirror, record_key)
    return 0 if found is None else found[1]


def is_corrected(tx: Tx, mirror: str, record_key: str) -> bool:
    """Whether another record stands in the place of this one, or it was taken back."""
    return _row(tx, mirror, record_key) is not None


def original(tx: Tx, mirror: str, record_key: str) -> str:
    """The first key of a record that may be a correction."""
    statement = (
        select(record_correction.c.record_key)
        .where(record_correction.c.mirror == mirror, record_correction.c.current_key == record_key)
        .order_by(record_correction.c.times.desc())
        .limit(1)
    )
    return tx.connection.execute(statement).scalar_one_or_none() or record_key


def put(tx: Tx, mirror: str, record_key: str, new_key: str | None) -> None:
    """Another record stands for this one now; `None`: none does."""
    last, number = current(tx, mirror, record_key), times(tx, mirror, record_key) + 1
    for key in {record_key, last or record_key}:
        statement = insert_into(tx, record_correction).values(
            mirror=mirror, record_key=key, current_key=new_key, times=number if key == record_key else 0
        )
        new = statement.excluded
        tx.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["mirror", "record_key"],
                set_={"current_key": new.current_key, "times": new.times},
            )
        )


def _row(tx: Tx, mirror: str, record_key: str) -> tuple[str | None, int] | None:
    statement = select(record_correction.c.current_key, record_correction.c.times).where(
        record_correction.c.mirror == mirror, record_correction.c.record_key == record_key
    )
    row = tx.connection.execute(statement).first()
    return None if row is None else (row[0], row[1])


def send_again(tx: Tx, row_id: int, actor: str, *, needs: str | None = None) -> bool:
    """Have a delivered row sent once more under its own key, after the row it `needs`.

    Whoever holds it after all is asked first.
    """
    tx.alone()
    statement = (
        update(outbox)
        .where(outbox.c.id == row_id, outbox.c.state == State.DELIVERED)
        .values(
            state=State.WAITING,
            due_at=tx.now(),
            unsure=True,
            delivered_at=None,
            first_claimed_at=None,
            needs=needs,
            trigger=f"officer:{actor}" if actor else RECOVERY,
        )
    )
    return tx.connection.execute(statement).rowcount == 1


def received_body(tx: Tx, source: str, event_id: str) -> Mapping[str, Any] | None:
    """An update as it was received."""
    statement = select(inbox.c.body).where(inbox.c.source == source, inbox.c.event_id == event_id)
    body: Mapping[str, Any] | None = tx.connection.execute(statement).scalar_one_or_none()
    return body


def rewrite_received(tx: Tx, source: str, event_id: str, body: Mapping[str, Any]) -> None:
    """Put another body in the place of a received update's."""
    tx.alone()
    statement = (
        update(inbox)
        .where(inbox.c.source == source, inbox.c.event_id == storable(event_id))
        .values(body=dict(body), body_hash=fingerprint(body))
    )
    tx.connection.execute(statement)


def event_of(tx: Tx, source: str, event_id: str) -> StoredEvent | None:
    """An event by the id its company gave it, of whichever case."""
    held = select(inbox.c.remote_ref, inbox.c.scheme_id).where(
        inbox.c.source == source, inbox.c.event_id == storable(event_id)
    )
    named = tx.connection.execute(held).first()
    mine = select(utility_case.c.number).where(utility_case.c.company == source)
    if named is not None:
        either = (utility_case.c.remote_ref == named[0], utility_case.c.scheme_id == named[1])
        mine = mine.where(or_(*either))
    statement = select(event).where(event.c.case_number.in_(mine), event.c.event_id == storable(event_id))
    row = tx.connection.execute(statement.where(event.c.source == source).limit(1)).mappings().first()
    return None if row is None else StoredEvent(**row)


def rewrite_event(tx: Tx, event_row_id: int, values: Mapping[str, Any]) -> None:
    """Put other values in the place of an event's."""
    tx.alone()
    tx.connection.execute(update(event).where(event.c.id == event_row_id).values(dict(values)))


def remove_event(tx: Tx, event_row_id: int) -> None:
    """Take an event out of its case's history."""
    tx.alone()
    tx.connection.execute(delete(event).where(event.c.id == event_row_id))

"""What people keep beside the desk's items: comments, who has one open, and views they have saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select

from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import desk_comment, desk_reader, desk_view

LONGEST: Final = 2000
"""Characters of a comment."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said to an item."""

    id: int
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has an item open."""

    login: str
    name: str
    seen_at: datetime


def add(tx: Tx, item_id: int, *, by: str, text: str) -> None:
    """Keep a comment."""
    tx.connection.execute(insert(desk_comment).values(item_id=item_id, by=by, at=tx.now(), text=text))


def comments(tx: Tx, item_id: int) -> tuple[Comment, ...]:
    """What was said to an item, the first first."""
    columns = (desk_comment.c.id, desk_comment.c.by, desk_comment.c.at, desk_comment.c.text)
    statement = select(*columns).where(desk_comment.c.item_id == item_id).order_by(desk_comment.c.id)
    return tuple(Comment(*row) for row in tx.connection.execute(statement))


def note_reader(tx: Tx, item_id: int, login: str, name: str) -> None:
    """Somebody has the item open now."""
    statement = insert_into(tx, desk_reader).values(item_id=item_id, login=login, name=name, seen_at=tx.now())
    statement = statement.on_conflict_do_update(
        index_elements=["item_id", "login"], set_={"seen_at": statement.excluded.seen_at}
    )
    tx.connection.execute(statement)


def readers(tx: Tx, item_id: int, *, within: timedelta) -> tuple[Reader, ...]:
    """Who has had the item open within a while, the first first."""
    statement = (
        select(desk_reader.c.login, desk_reader.c.name, desk_reader.c.seen_at)
        .where(desk_reader.c.item_id == item_id, desk_reader.c.seen_at > tx.now() - within)
        .order_by(desk_reader.c.seen_at, desk_reader.c.login)
    )
    return tuple(Reader(*row) for row in tx.connection.execute(statement))


def forget_readers(tx: Tx, *, older_than: timedelta) -> None:
    """Forget who had what open long ago."""
    tx.connection.execute(delete(desk_reader).where(desk_reader.c.seen_at < tx.now() - older_than))


def save_view(tx: Tx, login: str, name: str, query: str) -> None:
    """Keep a view under a name; one of the same name is replaced."""
    statement = insert_into(tx, desk_view).values(login=login, name=name, query=query)
    statement = statement.on_conflict_do_update(
        index_elements=["login", "name"], set_={"query": statement.excluded.query}
    )
    tx.connection.execute(statement)


def remove_view(tx: Tx, login: str, name: str) -> bool:
    """Forget a view. False when there is none of this name."""
    statement = delete(desk_view).where(desk_view.c.login == login, desk_view.c.name == name)
    return tx.connection.execute(statement).rowcount == 1


def views(tx: Tx, login: str) -> Mapping[str, str]:
    """Somebody's views: query by name, in the order they were saved."""
    statement = select(desk_view.c.name, desk_view.c.query).where(desk_view.c.login == login)
    return dict(tx.connection.execute(statement.order_by(desk_view.c.id)).tuples().all())

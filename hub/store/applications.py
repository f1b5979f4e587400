"""Linked applications (联动报装) as they came: a form for a scheme."""

from sqlalchemy import select

from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import linked_application as table
from models.application import LinkedApplication
from models.digest import content_hash


def add(tx: Tx, application: LinkedApplication) -> tuple[str, bool]:
    """Keep a form; its digest, and whether it is new. When it was filled in is no part of what it says."""
    tx.alone()
    body = application.to_store()
    digest = content_hash({name: value for name, value in body.items() if name != "submitted_at"})
    statement = insert_into(tx, table).values(
        scheme_id=application.scheme_id, digest=digest, body=body, taken_at=tx.now()
    )
    statement = statement.on_conflict_do_nothing(index_elements=["scheme_id", "digest"])
    return digest, tx.connection.execute(statement.returning(table.c.id)).first() is not None


def latest(tx: Tx, scheme_id: str) -> LinkedApplication | None:
    """The form that came last for a scheme."""
    statement = (
        select(table.c.body).where(table.c.scheme_id == scheme_id).order_by(table.c.id.desc()).limit(1)
    )
    body = tx.connection.execute(statement).scalar_one_or_none()
    return None if body is None else LinkedApplication.from_store(body)

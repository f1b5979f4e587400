"""Documents that companies issued (批复文件), and the cases they were issued in."""

from collections.abc import Collection

from sqlalchemy import select

from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import issued_document as table
from hub.store.tables import utility_case


def note(tx: Tx, case_number: str, sha256s: Collection[str]) -> None:
    """These documents were issued in this case. Knowing it already is no fault."""
    if not sha256s:
        return
    tx.alone()
    rows = [{"sha256": each, "case_number": case_number} for each in sorted(sha256s)]
    tx.connection.execute(insert_into(tx, table).on_conflict_do_nothing(), rows)


def reference(tx: Tx, company: str, sha256: str) -> str | None:
    """The company's reference of a case in which it issued this document, where it has one."""
    statement = (
        select(utility_case.c.remote_ref)
        .join(table, table.c.case_number == utility_case.c.number)
        .where(
            table.c.sha256 == sha256,
            utility_case.c.company == company,
            utility_case.c.remote_ref.is_not(None),
        )
        .order_by(utility_case.c.number)
        .limit(1)
    )
    return tx.connection.execute(statement).scalar_one_or_none()

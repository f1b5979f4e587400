"""The mapping in force of each company. Every process folds by what stands here, not by a file it may see alone."""

from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import mapping
from models.digest import content_hash
from models.mapping import CodeMapping


def get(tx: Tx, company: str) -> CodeMapping:
    """The mapping in force; an empty one before the first."""
    body = tx.connection.execute(mapping.select().where(mapping.c.company == company)).mappings().first()
    return CodeMapping() if body is None else CodeMapping.from_store(body["body"])


def put(tx: Tx, company: str, taken: CodeMapping) -> bool:
    """Put a mapping in force. False when it is already."""
    tx.alone()
    digest = content_hash(taken.to_store())
    statement = insert_into(tx, mapping).values(
        company=company, body=taken.to_store(), digest=digest, taken_at=tx.now()
    )
    new = statement.excluded
    changed = statement.on_conflict_do_update(
        index_elements=["company"],
        set_={"body": new.body, "digest": new.digest, "taken_at": new.taken_at},
        where=mapping.c.digest != new.digest,
    ).returning(mapping.c.company)
    return tx.connection.execute(changed).first() is not None

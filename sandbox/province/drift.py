"""Drift: what goes wrong with the rows that the province holds, at random by a seed."""

from collections.abc import Iterator
from random import Random

from sandbox.province.rows import Held, Rows
from sandbox.province.tables import APPROVAL, CASE, EVENT, OPINION, PROJECT, TABLES

_CHANGED = {PROJECT: "JSDD", CASE: "YWQX", EVENT: "BLYJ", OPINION: "FKYJ", APPROVAL: "PFWJBT"}
"""A column of each table that anything may stand in."""


def strike(rows: Rows, seed: int, *, lose: int = 0, change: int = 0, add: int = 0) -> None:
    """Lose, change and add so many rows. What is added is a second row about an event, or about none."""
    rng = Random(seed)
    standing = sorted(_standing(rows))
    rng.shuffle(standing)
    for table, key in standing[:lose]:
        rows.lose(TABLES[table], key)
    for table, key in standing[lose : lose + change]:
        rows.change(TABLES[table], key, _CHANGED[table], f"误改{rng.randrange(10_000)}")
    events = [key for table, key in standing[lose + change :] if table == EVENT]
    for number, key in enumerate(events[:add]):
        rows.add_beside(TABLES[EVENT], key, f"X-{seed}-{number}", same=rng.random() < 0.5)


def _standing(rows: Rows) -> Iterator[tuple[str, str]]:
    for table in TABLES:
        held: dict[str, Held] = rows.held(table)
        yield from ((table, key) for key, row in held.items() if row.stands)

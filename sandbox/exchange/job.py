"""The province's regular check of its exchange database: what is new is judged, what was checked is accepted."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Table, bindparam, create_engine, event, func, or_, select, update

from sandbox.exchange.tables import metadata
from sandbox.province.rows import Rows
from sandbox.province.tables import TABLES

NEW, CHECKED, FAILED, ACCEPTED = 0, 1, 2, 3
_THEIRS = ("LSH", "SJSCZT", "SBYY")
_LONGEST_REASON = 2000

Verdict = dict[str, Any]


class Exchange:
    """The database at `url` (as SQLAlchemy writes it), judged by the rules that `rows` has for the gateway."""

    def __init__(self, url: str, rows: Rows) -> None:
        self._engine = _engine(url)
        self._rows = rows
        self._turn = asyncio.Lock()
        self._not_yet_accepted: set[tuple[str, str]] = set()

    async def open(self) -> None:
        """Make the tables that are not there."""
        await asyncio.to_thread(metadata.create_all, self._engine)

    async def close(self) -> None:
        """Let go of the connections."""
        await asyncio.to_thread(self._engine.dispose)

    async def run(self) -> None:
        """One pass: rows checked in an earlier one are accepted, then the new ones are checked in their order.

        A child whose parent is not accepted yet fails its check.
        """
        async with self._turn:
            new = await asyncio.to_thread(self._accept_and_read)
            self._not_yet_accepted.clear()
            verdicts = {name: [self._judged(name, row) for row in rows] for name, rows in new.items()}
            await asyncio.to_thread(self._write_back, verdicts)

    async def waiting(self) -> int:
        """Rows that a later pass is going to change."""
        return await asyncio.to_thread(self._count)

    def _count(self) -> int:
        with self._engine.connect() as connection:
            counts = [
                connection.scalar(
                    select(func.count())
                    .select_from(table)
                    .where(or_(_is_new(table), table.c.SJSCZT == CHECKED))
                )
                for table in metadata.tables.values()
            ]
        return sum(count or 0 for count in counts)

    def _accept_and_read(self) -> dict[str, list[dict[str, Any]]]:
        new = {}
        with self._engine.begin() as connection:
            for name in TABLES:
                table = metadata.tables[name]
                accept = update(table).where(table.c.SJSCZT == CHECKED).values(SJSCZT=ACCEPTED)
                connection.execute(accept)
                rows = connection.execute(select(table).where(_is_new(table)).order_by(table.c.LSH))
                new[name] = [dict(row) for row in rows.mappings()]
        return new

    def _judged(self, name: str, row: Mapping[str, Any]) -> Verdict:
        serial, key = str(row["LSH"]), row["DFSJZJ"]
        content = {each: _spelt(value) for each, value in row.items() if each not in _THEIRS}
        if self._is_too_early(name, content):
            return _verdict(row, FAILED, "上级数据尚未入库")
        reply = self._rows.write(name, [content], {key: serial})
        refused: Any = reply["refused"]
        if refused:
            reasons = "；".join(f"{each['column'] or 'DFSJZJ'}：{each['reason']}" for each in refused)
            return _verdict(row, FAILED, reasons[:_LONGEST_REASON])
        self._not_yet_accepted.add((name, key))
        return _verdict(row, CHECKED, None)

    def _is_too_early(self, name: str, content: Mapping[str, object]) -> bool:
        if TABLES[name].parent is None or content["SJYXBS"] == 0:
            return False
        parent, column = TABLES[name].parent or ("", "")
        standing = self._rows.standing(parent, (content[column],))
        return standing is not None and (parent, standing) in self._not_yet_accepted

    def _write_back(self, verdicts: Mapping[str, list[Verdict]]) -> None:
        with self._engine.begin() as connection:
            for name, judged in verdicts.items():
                table = metadata.tables[name]
                statement = (
                    update(table)
                    .where(bindparam("serial") == table.c.LSH)
                    .values(SJSCZT=bindparam("state"), SBYY=bindparam("reason"))
                )
                if judged:
                    connection.execute(statement, judged)


def _is_new(table: Table) -> Any:
    return or_(table.c.SJSCZT == NEW, table.c.SJSCZT.is_(None))


def _verdict(row: Mapping[str, Any], state: int, reason: str | None) -> Verdict:
    return {"serial": row["LSH"], "state": state, "reason": reason}


def _spelt(value: object) -> object:
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _share(connection: Any, _record: Any) -> None:
            # Two processes write to it: readers are not to wait for writers.
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA busy_timeout=30000")

    return engine

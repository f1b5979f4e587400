"""The adapter `province-exchange`: the provincial project-approval system over its exchange database (前置库).

Rows are inserted without their serial number, checked by the province when it gets round to it, and read back. Until
it has judged a row, the answer is `pending`: so children wait for their parents.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel
from sqlalchemy import Table

from adapters.contract import Authority, MirrorAdapter, RecordAnswer
from adapters.errors import CounterpartError
from adapters.holdings import Content, HoldingsPage
from adapters.http import Redactor, Wiring, secrets_of
from adapters.provincial.exchange.answers import ACCEPTED, CHECKED, Answers
from adapters.provincial.exchange.content import comparable_row
from adapters.provincial.exchange.database import Database
from adapters.provincial.exchange.held import (
    CHECK_FAILED,
    Held,
    Written,
    first_key,
    look_again,
    look_up,
    read_nothing,
    read_on,
    write,
)
from adapters.provincial.exchange.notify import Notification
from adapters.provincial.exchange.record import Account, learned
from adapters.provincial.exchange.settings import ExchangeSettings
from adapters.provincial.exchange.tables import KEY, tables
from adapters.provincial.read_back import BUSINESS, PERSONAL, holding_of, spelt
from adapters.provincial.rows import TABLES, row_of, rows_of
from models.records import Record, RecordType

log = logging.getLogger(__name__)

_GATES: Final = {"checked": CHECKED, "accepted": ACCEPTED}


class ProvinceExchange(MirrorAdapter):
    """A province over its exchange database."""

    name: ClassVar[str] = "province-exchange"
    Settings: ClassVar[type[BaseModel]] = ExchangeSettings
    takes: ClassVar[frozenset[RecordType]] = frozenset(TABLES)
    rereads: ClassVar[frozenset[RecordType]] = frozenset(TABLES)
    narrows: ClassVar[bool] = False
    personal: ClassVar[frozenset[str]] = PERSONAL

    def __init__(self, authority: Authority, settings: ExchangeSettings, wiring: Wiring) -> None:
        self.id = authority.id
        self.pending_again_s = settings.poll_seconds
        self._company = authority.name
        self._settings = settings
        self._gate = _GATES[settings.gate]
        self._clock = wiring.clock
        self._secrets = secrets_of(settings)
        self._address = settings.shown_address
        self._tables = tables(lower=settings.names == "lower", schema=settings.db_schema, omit=settings.omit)
        self._database = Database(settings.address, authority.name, wiring.limits)
        self._notification = Notification.connect(settings, authority.name, wiring)

    @classmethod
    def connect(cls, authority: Authority, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        return cls(authority, ExchangeSettings.model_validate(settings), wiring)

    async def aclose(self) -> None:
        await self._database.aclose()
        if self._notification is not None:
            await self._notification.aclose()

    async def ping(self) -> None:
        """Read nothing from each table: whether it is there, with every column, and may be read."""

        probing = partial(read_nothing, tables=tuple(self._tables.values()))
        await self._database.run(probing, self._redactor(), writes=False)

    async def record(self, records: Sequence[Record]) -> tuple[RecordAnswer, ...]:
        record_type, rows, unmapped = rows_of(records, self._settings, limit=self.batch_limit)
        if not rows:
            return tuple(unmapped)
        table, redactor = self._tables[record_type], learned(self._redactor(), rows)
        keys = [row["DFSJZJ"] for row in rows]
        with self._account("INSERT", record_type, redactor).of(keys, rows) as account:
            written = await self._database.run(partial(write, table=table, rows=rows), redactor, writes=True)
            if written.refused:
                again = partial(look_again, table=table, rows=rows, written=written)
                written = await self._database.run(again, redactor, writes=False)
            account.answers = self._answers_of(written, record_type, redactor)
        return (*unmapped, *await self._after_notice(account.answers, record_type, written.inserted))

    async def find(self, record_type: RecordType, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        table, redactor = self._tables[record_type], self._redactor()
        answers: list[RecordAnswer] = []
        for start in range(0, len(keys), self.batch_limit):
            asked = keys[start : start + self.batch_limit]
            with self._account("SELECT", record_type, redactor).of(asked) as account:
                held: dict[str, Held] = await self._database.run(
                    partial(look_up, table=table, keys=asked), redactor, writes=False
                )
                account.answers = self._answers_of(Written(held), record_type, redactor)
            answers += account.answers
        return tuple(answers)

    async def holdings(
        self, record_type: RecordType, cursor: str | None, *, since: datetime | None
    ) -> HoldingsPage:
        """These tables keep no time of writing: `since` is not used."""
        table, redactor = self._tables[record_type], self._redactor()
        reading = partial(
            read_on,
            table=table,
            business=BUSINESS[record_type],
            after=int(cursor or 0),
            limit=self.batch_limit,
        )
        rows: list[tuple[Held, bool]] = await self._database.run(reading, redactor, writes=False)
        holdings = [
            holding_of(
                record_type,
                self._spelt(table, held.row),
                standing=not retired and held.state != CHECK_FAILED,
                pending=held.state != CHECK_FAILED and held.state < self._gate,
                serial=held.serial,
            )
            for held, retired in rows
        ]
        onward = rows[-1][0].serial if rows else cursor
        return HoldingsPage(holdings=tuple(holdings), cursor=onward, more=len(rows) == self.batch_limit)

    def content_of(self, record: Record) -> Content:
        row = row_of(record, self._settings)
        if not isinstance(row, dict):
            return {}
        return spelt(comparable_row(self._tables[record.record], row))

    @staticmethod
    def _spelt(table: Table, row: Mapping[str, Any]) -> Mapping[str, Any]:
        # A row written anew after a failed check has another key; it is the same record.
        return comparable_row(table, row) | {KEY: first_key(row[KEY])}

    def _answers_of(
        self, written: Written, record_type: RecordType, redactor: Redactor
    ) -> tuple[RecordAnswer, ...]:
        # What the province says of a row may repeat a name that stands in it.
        learned(redactor, [held.row for held in written.held.values()])
        return Answers(record_type, self._company, redactor, opens_at=self._gate).to(written)

    async def _after_notice(
        self, answers: Sequence[RecordAnswer], record_type: RecordType, inserted: int
    ) -> tuple[RecordAnswer, ...]:
        """The answers, after the province was told of what was inserted: it may have judged at once."""
        pending = [answer.key for answer in answers if answer.pending]
        if self._notification is None or not inserted or not pending:
            return tuple(answers)
        try:
            await self._notification.send(self._tables[record_type].name, inserted)
            later = {answer.key: answer for answer in await self.find(record_type, pending)}
        except CounterpartError as error:
            # The rows are in: whatever this is, the province finds them by itself and we ask again.
            log.warning("%s was not notified of %d rows: %s", self.id, inserted, error)
            return tuple(answers)
        return tuple(later.get(answer.key, answer) for answer in answers)

    def _redactor(self) -> Redactor:
        return Redactor(secret.get_secret_value() for secret in self._secrets)

    def _account(self, verb: str, record_type: RecordType, redactor: Redactor) -> Account:
        return Account(verb, self._address, self._tables[record_type].name, redactor, self._clock)

"""The adapter `province-gateway`: the provincial project-approval system over its HTTP gateway.

It has two roles: the mirror in which everything is recorded, and the source of the joint review's schemes.
"""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel

from adapters.auth import TifAuth
from adapters.contract import Authority, MirrorAdapter, Receipt, RecordAnswer, SchemePage, SchemeSource
from adapters.holdings import Content, Holding, HoldingsPage
from adapters.http import Call, HttpSeam, Reply, Wiring, secrets_of
from adapters.provincial.answers import answers_of, held_of
from adapters.provincial.china import instant, written
from adapters.provincial.client import CursorUnknown, explain_refusal, operate
from adapters.provincial.opinions import Returned, operation_of
from adapters.provincial.read_back import KEY, PERSONAL, content_of, holding_of
from adapters.provincial.review import page_of
from adapters.provincial.rows import TABLES, rows_of
from adapters.provincial.settings import ProvinceSettings
from adapters.provincial.wire import ListedRow, QueryReply, RowsReply, SchemesReply, WriteReply
from models.identifiers import Sha256
from models.opinions import OpinionReply
from models.records import Record, RecordType

log = logging.getLogger(__name__)

_NO_SUCH_KEY: Final = "liandong-ping"
_CHECK_FAILED: Final = 2


class ProvinceGateway(MirrorAdapter, SchemeSource):
    """A province over its HTTP gateway."""

    name: ClassVar[str] = "province-gateway"
    Settings: ClassVar[type[BaseModel]] = ProvinceSettings
    takes: ClassVar[frozenset[RecordType]] = frozenset(TABLES)
    rereads: ClassVar[frozenset[RecordType]] = frozenset(TABLES)
    personal: ClassVar[frozenset[str]] = PERSONAL

    def __init__(self, authority: Authority, settings: ProvinceSettings, wiring: Wiring) -> None:
        self.id = authority.id
        self._company = authority.name
        self._settings = settings
        self._clock = wiring.clock
        self._seam = HttpSeam(
            counterpart=authority.name,
            base_url=settings.base_url,
            auth=TifAuth(settings.paasid, settings.token, clock=wiring.clock),
            wiring=wiring,
            secrets=secrets_of(settings),
        )

    @classmethod
    def connect(cls, authority: Authority, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        return cls(authority, ProvinceSettings.model_validate(settings), wiring)

    async def aclose(self) -> None:
        await self._seam.aclose()

    async def ping(self) -> None:
        await self.find("project", (_NO_SUCH_KEY,))

    async def record(self, records: Sequence[Record]) -> tuple[RecordAnswer, ...]:
        record_type, rows, answers = rows_of(records, self._settings, limit=self.batch_limit)
        if rows:
            operation = {"operation": TABLES[record_type], "rows": rows}
            written, reply = await operate(self._seam, operation, WriteReply, self._clock, safe=False)
            answers += answers_of(written, [row["DFSJZJ"] for row in rows], record_type, reply)
        return tuple(answers)

    async def find(self, record_type: RecordType, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        answers: list[RecordAnswer] = []
        for start in range(0, len(keys), self.batch_limit):
            asked = list(keys[start : start + self.batch_limit])
            operation = {"operation": "QUERY_ROWS", "table": TABLES[record_type], "keys": asked}
            found, reply = await operate(self._seam, operation, QueryReply, self._clock, safe=True)
            answers += [held_of(row, reply) for row in found.rows if row.DFSJZJ in asked]
        return tuple(answers)

    async def holdings(
        self, record_type: RecordType, cursor: str | None, *, since: datetime | None
    ) -> HoldingsPage:
        operation = {
            "operation": "LIST_ROWS",
            "table": TABLES[record_type],
            "since": written(since) if since else None,
            "cursor": cursor,
            "limit": self.batch_limit,
        }
        page, reply = await operate(self._seam, operation, RowsReply, self._clock, safe=True)
        if page.more and page.cursor == cursor:
            raise reply.differs("/cursor")
        holdings = tuple(_holding(record_type, listed, reply) for listed in page.listed)
        return HoldingsPage(holdings=holdings, cursor=page.cursor, more=page.more)

    def content_of(self, record: Record) -> Content:
        return content_of(record, self._settings)

    async def fetch_schemes(self, cursor: str | None) -> SchemePage:
        try:
            page, reply = await self._page(cursor)
        except CursorUnknown:
            if cursor is None:
                raise
            # What the gateway itself asks for. Reading twice does no harm: versions are told apart by number.
            log.warning("%s no longer knows its cursor: its schemes are read from the beginning", self.id)
            page, reply = await self._page(None)
        if page.more and page.cursor == cursor:
            # More, from the place where we already stand: reading on would never end.
            raise reply.differs("/cursor")
        return page_of(page, reply, self._company)

    async def return_opinions(self, reply: OpinionReply, *, key: str) -> Receipt:
        returned, _ = await operate(self._seam, operation_of(reply, key), Returned, self._clock, safe=False)
        return Receipt(remote_ref=returned.replyNo)

    async def _page(self, cursor: str | None) -> tuple[SchemesReply, Reply]:
        operation = {"operation": "LIST_SCHEMES", "cursor": cursor, "limit": self._settings.page_size}
        return await operate(self._seam, operation, SchemesReply, self._clock, safe=True)

    async def fetch_document(self, sha256: Sha256, *, offset: int = 0) -> AsyncIterator[bytes]:
        call = Call(
            "GET",
            f"/gateway/documents/{sha256}",
            safe=True,
            accept=(206,) if offset else (200,),
            headers={"range": f"bytes={offset}-"} if offset else {},
            explain=partial(explain_refusal, clock=self._clock),
            transfer=True,
        )
        async with self._seam.stream(call) as download:
            if offset and not download.head.headers.get("content-range", "").startswith(f"bytes {offset}-"):
                raise download.head.differs("Content-Range")
            async for chunk in download.chunks:
                yield chunk


def _holding(record_type: RecordType, listed: ListedRow, reply: Reply) -> Holding:
    if not isinstance(listed.row.get(KEY), str):
        raise reply.differs("/rows/row/DFSJZJ")
    return holding_of(
        record_type,
        listed.row,
        standing=listed.retiredBy is None and listed.SJSCZT != _CHECK_FAILED,
        serial=listed.LSH,
        at=instant(listed.changedAt),
    )

"""The adapter `supervision`: the city's project supervision platform, a mirror of matters, events and colours."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel

from adapters.auth import MessageSignatureAuth
from adapters.contract import Adapter, Authority, MirrorAdapter, RecordAnswer
from adapters.holdings import Content, HoldingsPage
from adapters.http import Call, HttpSeam, Reply, Wiring, secrets_of
from adapters.supervision.rows import FIELDS, content_of, holding_of, row_of
from adapters.supervision.wire import (
    ERRORS,
    KINDS,
    REASONS,
    Fault,
    HeldRows,
    ListedRows,
    Result,
    Results,
    SupervisionSettings,
)
from models.messages import FieldFault, Message
from models.records import Record, RecordType

_NO_SUCH_KEY: Final = "liandong-ping"


class SupervisionPlatform(MirrorAdapter):
    """A supervision platform."""

    name: ClassVar[str] = "supervision"
    Settings: ClassVar[type[BaseModel]] = SupervisionSettings
    takes: ClassVar[frozenset[RecordType]] = KINDS
    rereads: ClassVar[frozenset[RecordType]] = KINDS

    def __init__(self, authority: Authority, settings: SupervisionSettings, wiring: Wiring) -> None:
        self.id = authority.id
        self._seam = HttpSeam(
            counterpart=authority.name,
            base_url=settings.base_url,
            auth=MessageSignatureAuth(settings.key_id, settings.secret, clock=wiring.clock),
            wiring=wiring,
            errors=ERRORS,
            secrets=secrets_of(settings),
        )

    @classmethod
    def connect(cls, authority: Authority, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        return cls(authority, SupervisionSettings.model_validate(settings), wiring)

    async def aclose(self) -> None:
        await self._seam.aclose()

    async def ping(self) -> None:
        await self.find("matter", (_NO_SUCH_KEY,))

    async def record(self, records: Sequence[Record]) -> tuple[RecordAnswer, ...]:
        (kind,) = {record.record for record in records}
        asked = {"kind": kind, "rows": [row_of(record) for record in records]}
        reply = await self._seam.call(_post("/upserts", asked, safe=False))
        results = reply.read(Results).results
        times = Counter(result.key for result in results)
        wanted = {record.key for record in records}
        # A row that is named twice, with whatever outcome, is of unknown outcome, as is one that is not named.
        return tuple(_answer(each, reply) for each in results if each.key in wanted and times[each.key] == 1)

    async def find(self, record_type: RecordType, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        answers: list[RecordAnswer] = []
        for start in range(0, len(keys), self.batch_limit):
            asked = list(keys[start : start + self.batch_limit])
            reply = await self._seam.call(_post("/lookups", {"kind": record_type, "keys": asked}, safe=True))
            held = {row.key: row for row in reply.read(HeldRows).rows if row.key in asked}
            answers += [
                RecordAnswer(key=key, taken=True, serial=str(row.sequence)) for key, row in held.items()
            ]
        return tuple(answers)

    async def holdings(
        self, record_type: RecordType, cursor: str | None, *, since: datetime | None
    ) -> HoldingsPage:
        params: dict[str, str | int] = {
            "kind": record_type,
            "after": cursor or "0",
            "limit": self.batch_limit,
        }
        if since is not None:
            params["since"] = since.isoformat()
        reply = await self._seam.call(Call("GET", "/rows", safe=True, params=params))
        page = reply.read(ListedRows)
        last = max((row.sequence for row in page.rows), default=int(cursor or 0))
        if page.more and last <= int(cursor or 0):
            raise reply.differs("/rows/sequence")
        holdings = tuple(holding_of(record_type, row) for row in page.rows)
        return HoldingsPage(holdings=holdings, cursor=str(last), more=page.more)

    def content_of(self, record: Record) -> Content:
        return content_of(record)


def _post(path: str, asked: Mapping[str, Any], *, safe: bool) -> Call:
    body = json.dumps(asked, ensure_ascii=False).encode()
    return Call("POST", path, safe=safe, headers={"content-type": "application/json"}, body=body)


def _answer(result: Result, reply: Reply) -> RecordAnswer:
    if result.outcome != "refused":
        # An outdated colour is over: another that is newer stands, and there is nothing left to send.
        return RecordAnswer(
            key=result.key, taken=True, serial=None if result.sequence is None else str(result.sequence)
        )
    words = reply.words("；".join(dict.fromkeys(fault.text for fault in result.faults)) or "-")
    message = Message(id="supervision-row-refused", params={"company": reply.counterpart, "words": words})
    faults = tuple(_fault(fault, reply) for fault in result.faults)
    return RecordAnswer(key=result.key, taken=False, message=message, faults=faults)


def _fault(fault: Fault, reply: Reply) -> FieldFault:
    member = reply.words(fault.field or "-", 40)
    code = fault.code.replace("_", "-") if fault.code in REASONS else "other"
    return FieldFault(
        field=FIELDS.get(member, member),
        message=Message(
            id=f"supervision-fault-{code}", params={"column": member, "words": reply.words(fault.text)}
        ),
    )


ADAPTERS: Final[tuple[type[Adapter], ...]] = (SupervisionPlatform,)

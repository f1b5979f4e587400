"""One call to one destination: what was claimed goes out, and what came back is told per item."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

from pydantic import TypeAdapter

from adapters.contract import DocumentFile, Receipt, RecordAnswer, capabilities
from adapters.errors import RejectedError, UnknownOutcome
from adapters.http import Exchange, recording
from hub.counterparts import Mirror, Utility
from hub.delivery.kinds import Kind
from hub.delivery.outcomes import NobodyCanTell, StillPending
from hub.documents.folder import DocumentFolder
from hub.settings import Limits
from hub.store import cases, doubts, mappings, schemes
from hub.store.claims import Claimed, Delivered
from hub.store.engine import Store, Tx
from hub.store.rows import Row
from models.application import LinkedApplication
from models.documents import DocumentRef
from models.messages import Message
from models.records import MatterRecord, Record, RecordType
from models.scheme import Withdrawal


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one item: delivered, or the error that stopped it, with the redacted exchanges."""

    claimed: Claimed
    result: Delivered | Exception
    exchange: tuple[Mapping[str, Any], ...]


class Sender(Protocol):
    """A destination as delivery sees it."""

    limits: Limits
    batch: int
    """Most items one call takes; they are all of one kind."""

    async def send(self, claims: Sequence[Claimed]) -> tuple[Sent, ...]:
        """Deliver `claims` in one call; every one of them is answered for."""

    def can_ask(self, claimed: Claimed) -> bool:
        """Whether a resend after an unknown outcome is safe."""


class UtilitySender:
    """Schemes, withdrawals and documents to one utility company, one item a call."""

    batch = 1

    def __init__(self, utility: Utility, store: Store, folder: DocumentFolder) -> None:
        self.limits = utility.limits
        self._adapter = utility.adapter
        self._verbs = capabilities(utility.adapter)
        self._store = store
        self._folder = folder

    def can_ask(self, claimed: Claimed) -> bool:
        """A document is resumed from where the company says it stands, so it may always be sent again."""
        if claimed.kind in (Kind.DOCUMENT, Kind.APPLICATION):
            return True
        return "find_by_key" in self._verbs or self._adapter.idempotent

    async def send(self, claims: Sequence[Claimed]) -> tuple[Sent, ...]:
        """Deliver the one item of `claims`."""
        (claimed,) = claims
        with recording() as exchanges:
            try:
                result: Delivered | Exception = await self._deliver(claimed)
            except Exception as error:  # whatever an adapter raises is judged, not lost
                result = error
        return (Sent(claimed, result, dumped(exchanges)),)

    async def _deliver(self, claimed: Claimed) -> Delivered:
        if claimed.kind == Kind.DOCUMENT:
            return await self._document(claimed)
        if claimed.kind == Kind.APPLICATION:
            return await self._apply(claimed)
        held = await self.ask(claimed) if claimed.unsure else None
        if held is not None:
            return Delivered(held.remote_ref, None)
        if claimed.kind == Kind.PUSH:
            return await self._push(claimed)
        return await self._withdraw(claimed)

    def can_be_held(self, row: Row) -> bool:
        """Whether a row is of a kind that can be asked about: a document is resumed from where they say it stands."""
        return row.kind in {Kind.PUSH, Kind.WITHDRAW}

    @property
    def can_answer(self) -> bool:
        """Whether they can be asked by key, so that `None` of `ask` is their word."""
        return "find_by_key" in self._verbs

    async def ask(self, claimed: Claimed | Row) -> Receipt | None:
        """What they say of a delivery that may have arrived; `None`: it has not, or sending it again is harmless.

        Raises `NobodyCanTell` where neither they nor the wire can say, and `UnknownOutcome` where they did not now.
        """
        if await self._key_has_expired(claimed):
            return await self._read_back(claimed)
        if "find_by_key" in self._verbs:
            return await self._adapter.find_by_key(claimed.key)
        if self._adapter.idempotent:
            return None
        raise NobodyCanTell(Message(id="delivery-outcome-unknown"))

    async def _key_has_expired(self, claimed: Claimed | Row) -> bool:
        def age() -> timedelta:
            with self._store.read() as tx:
                return tx.now() - (doubts.first_attempt_at(tx, claimed.id) or tx.now())

        lasting = self._adapter.keys_last
        return lasting is not None and await asyncio.to_thread(age) > lasting

    async def _read_back(self, claimed: Claimed | Row) -> Receipt | None:
        days = round((self._adapter.keys_last or timedelta(0)).total_seconds() / 86_400)
        expired = Message(id="delivery-key-expired", params={"days": days})
        if "find_scheme" not in self._verbs:
            raise NobodyCanTell(expired)
        try:
            return await self._adapter.find_scheme(
                claimed.scheme_id or "",
                claimed.version or 0,
                remote_ref=await self._known_ref(claimed),
                withdrawn=claimed.kind == Kind.WITHDRAW,
            )
        except UnknownOutcome as error:
            raise NobodyCanTell(expired, detail=error.detail) from error

    async def _push(self, claimed: Claimed) -> Delivered:
        def load() -> Any:
            with self._store.read() as tx:
                return schemes.load(tx, claimed.scheme_id or "", claimed.version or 0)

        receipt = await self._adapter.push_scheme(await asyncio.to_thread(load), key=claimed.key)
        return Delivered(receipt.remote_ref, None)

    async def _withdraw(self, claimed: Claimed) -> Delivered:
        withdrawal = Withdrawal.from_store(claimed.body["withdrawal"])
        remote_ref = await self._remote_ref(claimed)
        receipt = await self._adapter.withdraw_scheme(withdrawal, remote_ref, key=claimed.key)
        return Delivered(receipt.remote_ref, None)

    async def _apply(self, claimed: Claimed) -> Delivered:
        application = LinkedApplication.from_store(claimed.body["application"])
        remote_ref = await self._remote_ref(claimed)
        receipt = await self._adapter.submit_application(application, remote_ref, key=claimed.key)
        return Delivered(receipt.remote_ref, None)

    async def _document(self, claimed: Claimed) -> Delivered:
        ref = DocumentRef.from_store(claimed.body["document"])
        remote_ref = await self._remote_ref(claimed)
        await self._adapter.send_document(
            remote_ref, DocumentFile(ref=ref, path=self._folder.path_of(ref.sha256))
        )
        return Delivered(remote_ref, None)

    async def _known_ref(self, claimed: Claimed | Row) -> str | None:
        def load() -> str | None:
            with self._store.read() as tx:
                case = cases.get(tx, claimed.case_number or "")
                return case.remote_ref if case else None

        return await asyncio.to_thread(load)

    async def _remote_ref(self, claimed: Claimed) -> str:
        remote_ref = await self._known_ref(claimed)
        if remote_ref is None:
            raise RejectedError(Message(id="delivery-without-reference"))
        return remote_ref


_RECORD: Final[TypeAdapter[Record]] = TypeAdapter(Record)


class MirrorSender:
    """Records to one mirror, in batches of one type, answered row by row."""

    def __init__(self, mirror: Mirror, store: Store) -> None:
        self.limits = mirror.limits
        self.batch = mirror.adapter.batch_limit
        self._adapter = mirror.adapter
        self._store = store

    def can_ask(self, claimed: Claimed) -> bool:
        """A mirror can always be asked which keys it holds."""
        return True

    async def send(self, claims: Sequence[Claimed]) -> tuple[Sent, ...]:
        """Write the records of `claims`; those of unknown outcome are asked for first."""
        records = {claimed.id: _RECORD.validate_python(claimed.body) for claimed in claims}
        record_type: RecordType = records[claims[0].id].record
        if record_type == "matter":
            records = await asyncio.to_thread(self._with_items, records)
        results: dict[str, Delivered | Exception] = {}
        with recording() as exchanges:
            try:
                unsure = [records[claimed.id].key for claimed in claims if claimed.unsure]
                held = await self._adapter.find(record_type, unsure) if unsure else ()
                results.update({answer.key: self._result(answer) for answer in held})
                rest: list[Record] = [record for record in records.values() if record.key not in results]
                answers = await self._adapter.record(rest) if rest else ()
                results.update({answer.key: self._result(answer) for answer in answers})
            except Exception as error:  # the call failed, and with it every item not yet answered
                results.update({r.key: error for r in records.values() if r.key not in results})
        unanswered = UnknownOutcome(Message(id="record-unanswered"))
        return tuple(
            self._sent(claimed, results.get(records[claimed.id].key, unanswered), dumped(exchanges), first)
            for claimed, first in zip(claims, (True, *(False for _ in claims)), strict=False)
        )

    def _with_items(self, records: Mapping[int, Record]) -> dict[int, Record]:
        # Looked up when it is sent, so that a matter refused for want of an item goes once its mapping has one.
        with self._store.read() as tx:
            return {id: _with_item(tx, record) for id, record in records.items()}

    @staticmethod
    def _sent(
        claimed: Claimed,
        result: Delivered | Exception,
        exchange: tuple[Mapping[str, Any], ...],
        first: bool,
    ) -> Sent:
        # The exchange of a batch is kept once for what went well, and with every item that did not.
        keep = first or not isinstance(result, Delivered | StillPending)
        return Sent(claimed, result, exchange if keep else ())

    def _result(self, answer: RecordAnswer) -> Delivered | Exception:
        if answer.taken:
            return Delivered(None, answer.serial)
        if answer.pending:
            return StillPending(self._adapter.pending_again_s)
        return RejectedError(answer.message or Message(id="record-refused"), faults=answer.faults)


def _with_item(tx: Tx, record: Record) -> Record:
    if not isinstance(record, MatterRecord):
        return record
    item = mappings.get(tx, record.company).items.get(record.stage)
    return record if item is None else record.model_copy(update={"item": item})


def dumped(exchanges: Sequence[Exchange]) -> tuple[Mapping[str, Any], ...]:
    """What is kept of exchanges with an attempt."""
    return tuple(exchange.model_dump(mode="json") for exchange in exchanges)

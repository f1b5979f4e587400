"""The adapter `gateway`: any utility company that offers the Utility Gateway API, by configuration alone."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any, ClassVar, Final, Self
from urllib.parse import quote

from pydantic import BaseModel, Field, RootModel, ValidationError

from adapters.auth import BearerAuth, verify
from adapters.contract import Adapter, DocumentFile, Page, Receipt, UtilityAdapter
from adapters.errors import ContractError, UnknownOutcome
from adapters.http import Call, HttpSeam, Redactor, Wiring, secrets_of
from adapters.protocols.gateway.events import read_events
from adapters.protocols.gateway.problems import FieldOf, dotted, explain, problem_of
from adapters.protocols.gateway.settings import GatewaySettings
from adapters.protocols.gateway.submission import application_of, field_of, submission_of
from adapters.protocols.gateway.uploads import upload
from adapters.protocols.gateway.wire import (
    ApplicationReceipt,
    EventPage,
    SchemeReceipt,
    SchemeState,
    WebhookMessage,
    WithdrawalReceipt,
)
from models.application import LinkedApplication
from models.company import Company
from models.identifiers import Sha256
from models.messages import Message
from models.scheme import Scheme, Withdrawal


class _Submission(RootModel[SchemeReceipt | WithdrawalReceipt | ApplicationReceipt]):
    root: Annotated[SchemeReceipt | WithdrawalReceipt | ApplicationReceipt, Field(discriminator="operation")]


class GatewayAdapter(UtilityAdapter):
    """A company over the Utility Gateway API, whatever its kind."""

    name: ClassVar[str] = "gateway"
    Settings: ClassVar[type[BaseModel]] = GatewaySettings
    idempotent: ClassVar[bool] = True
    keys_last: ClassVar[timedelta | None] = timedelta(days=30)

    def __init__(self, company: Company, settings: GatewaySettings, wiring: Wiring) -> None:
        self.company = company
        self._settings = settings
        self._clock = wiring.clock
        self._secrets = secrets_of(settings)
        self._seam = HttpSeam(
            counterpart=company.name,
            base_url=settings.base_url,
            auth=BearerAuth(settings.token),
            wiring=wiring,
            secrets=self._secrets,
        )

    @classmethod
    def connect(cls, company: Company, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        return cls(company, GatewaySettings.model_validate(settings), wiring)

    async def aclose(self) -> None:
        await self._seam.aclose()

    async def ping(self) -> None:
        reply = await self._seam.call(self._asking("/events", params={"limit": 1}))
        reply.read(EventPage)

    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        body = submission_of(scheme, self.company)
        field = partial(field_of, scheme=scheme, kind=self.company.kind)
        reply = await self._seam.call(self._telling("/schemes", body, key, accept=201, field_of=field))
        receipt = reply.read(SchemeReceipt)
        if (receipt.scheme_id, receipt.version) != (scheme.scheme_id, scheme.version):
            raise reply.differs("/scheme_id")
        return Receipt(remote_ref=receipt.reference, received_at=receipt.received_at)

    async def find_by_key(self, key: str) -> Receipt | None:
        call = self._asking(f"/submissions/{quote(key, safe='')}", accept=(200, 404))
        reply = await self._seam.call(call)
        if reply.status == 404:
            problem = problem_of(reply)
            if problem is not None and problem.kind == "unknown-key":
                return None
            # A 404 of some other kind says nothing of the key: an address that leads elsewhere, for one.
            raise reply.differs("/type")
        found = reply.read(_Submission).root
        at = found.withdrawn_at if isinstance(found, WithdrawalReceipt) else found.received_at
        return Receipt(remote_ref=found.reference, received_at=at)

    async def find_scheme(
        self, scheme_id: str, version: int, *, remote_ref: str | None, withdrawn: bool
    ) -> Receipt | None:
        if remote_ref is None:
            # This wire finds a scheme by its reference alone, and that is what the lost answer had.
            raise UnknownOutcome(Message(id="delivery-outcome-unknown"))
        reply = await self._seam.call(self._asking(f"/schemes/{quote(remote_ref, safe='')}"))
        held = reply.read(SchemeState)
        if held.scheme_id != scheme_id:
            raise reply.differs("/scheme_id")
        there = held.state == "withdrawn" if withdrawn else held.version >= version
        return Receipt(remote_ref=held.reference, received_at=held.received_at) if there else None

    async def send_document(self, remote_ref: str, document: DocumentFile) -> None:
        address = f"/schemes/{quote(remote_ref, safe='')}/documents/{document.ref.sha256}"
        await upload(
            self._seam,
            address,
            document,
            self._settings.part_bytes,
            (partial(explain, clock=self._clock, safe=True), partial(explain, clock=self._clock, safe=False)),
        )

    async def fetch_document(
        self, remote_ref: str, sha256: Sha256, *, offset: int = 0
    ) -> AsyncIterator[bytes]:
        call = Call(
            "GET",
            f"/schemes/{quote(remote_ref, safe='')}/documents/{sha256}",
            safe=True,
            accept=(206,) if offset else (200,),
            headers={"range": f"bytes={offset}-"} if offset else {},
            explain=partial(explain, clock=self._clock, safe=True),
            transfer=True,
        )
        async with self._seam.stream(call) as download:
            if offset and not download.head.headers.get("content-range", "").startswith(f"bytes {offset}-"):
                raise download.head.differs("Content-Range")
            async for chunk in download.chunks:
                yield chunk

    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        body = {"reason": withdrawal.reason or self._settings.withdrawal_reason}
        path = f"/schemes/{quote(remote_ref, safe='')}/withdrawal"
        reply = await self._seam.call(self._telling(path, body, key, accept=200))
        receipt = reply.read(WithdrawalReceipt)
        if receipt.reference != remote_ref:
            raise reply.differs("/reference")
        return Receipt(remote_ref=receipt.reference, received_at=receipt.withdrawn_at)

    async def submit_application(
        self, application: LinkedApplication, remote_ref: str, *, key: str
    ) -> Receipt:
        path = f"/schemes/{quote(remote_ref, safe='')}/application"
        reply = await self._seam.call(self._telling(path, application_of(application), key, accept=201))
        receipt = reply.read(ApplicationReceipt)
        if receipt.reference != remote_ref:
            raise reply.differs("/reference")
        return Receipt(remote_ref=receipt.reference, received_at=receipt.received_at)

    async def fetch_updates(self, cursor: str | None) -> Page:
        return await self._events("/events", cursor, {})

    async def reread(self, cursor: str | None, *, since: datetime | None) -> Page:
        return await self._events("/events/held", cursor, {"since": since.isoformat()} if since else {})

    async def _events(self, path: str, cursor: str | None, asked: Mapping[str, str]) -> Page:
        params: dict[str, str | int] = {"limit": self._settings.page_size, **asked}
        if cursor is not None:
            params["after"] = cursor
        reply = await self._seam.call(self._asking(path, params=params))
        page = reply.read(EventPage)
        if page.more and page.next == cursor:
            # More, from the place where we already stand: reading on would never end.
            raise reply.differs("/next")
        updates, unreadable = read_events(page.events, reply.redactor, self.company.name)
        return Page(updates=updates, unreadable=unreadable, cursor=page.next, more=page.more)

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> Page:
        company = self.company.name
        verify(self._settings.webhook_secrets, headers, body, now=self._clock(), company=company)
        redactor = Redactor(secret.get_secret_value() for secret in self._secrets)
        redactor.learn(body, "application/json")
        try:
            message = WebhookMessage.model_validate_json(body)
        except ValidationError:
            shown = (redactor.body(body, "application/json") or "")[:500]
            raise ContractError(
                Message(id="callback-unreadable", params={"company": company}), detail=shown
            ) from None
        updates, unreadable = read_events((message.data,), redactor, company)
        return Page(updates=updates, unreadable=unreadable, cursor=None)

    def _asking(
        self, path: str, *, params: Mapping[str, str | int] | None = None, accept: tuple[int, ...] = (200,)
    ) -> Call:
        """A call without effect."""
        return Call(
            "GET",
            path,
            safe=True,
            accept=accept,
            params=params or {},
            explain=partial(explain, clock=self._clock, safe=True),
        )

    def _telling(
        self, path: str, body: Mapping[str, Any], key: str, *, accept: int, field_of: FieldOf = dotted
    ) -> Call:
        """A call with effect, once for its key."""
        return Call(
            "POST",
            path,
            safe=False,
            accept=(accept,),
            headers={"content-type": "application/json", "idempotency-key": key},
            body=json.dumps(body, ensure_ascii=False).encode(),
            explain=partial(explain, clock=self._clock, safe=False, field_of=field_of),
        )


ADAPTERS: Final[tuple[type[Adapter], ...]] = (GatewayAdapter,)

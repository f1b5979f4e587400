"""The adapter `power`: a power company (供电) over IEC 61968-100 messages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, Final, Self
from urllib.parse import quote

from pydantic import BaseModel

from adapters.auth import verify_signed
from adapters.contract import Adapter, CallbackReply, DocumentFile, Page, Receipt, UtilityAdapter
from adapters.http import Redactor, Wiring, secrets_of
from adapters.protocols.gateway.uploads import upload
from adapters.protocols.iec61968.callbacks import acknowledgement, read_event
from adapters.protocols.iec61968.client import Client
from adapters.protocols.iec61968.events import read_events
from adapters.protocols.iec61968.payload import field_of, scheme_withdrawal, supply_scheme
from adapters.protocols.iec61968.settings import Iec61968Settings
from adapters.protocols.iec61968.windows import Place
from models.company import Company
from models.scheme import Scheme, Withdrawal
from models.stage import UtilityKind


class PowerAdapter(UtilityAdapter):
    """A power company's message endpoint. Our key is the MessageID: a resend under it is one and the same."""

    name: ClassVar[str] = "power"
    kind: ClassVar[UtilityKind | None] = UtilityKind.POWER
    idempotent: ClassVar[bool] = True
    keys_last: ClassVar[timedelta | None] = timedelta(days=400)
    Settings: ClassVar[type[BaseModel]] = Iec61968Settings

    def __init__(self, company: Company, settings: Iec61968Settings, wiring: Wiring) -> None:
        self.company = company
        self._settings = settings
        self._clock = wiring.clock
        self._client = Client.open(company.name, settings, wiring)

    @classmethod
    def connect(cls, company: Company, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        return cls(company, Iec61968Settings.model_validate(settings), wiring)

    async def aclose(self) -> None:
        await self._client.seam.aclose()

    async def ping(self) -> None:
        await self._client.window(Place(None), 1)

    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        payload, field = supply_scheme(scheme, self.company), partial(field_of, scheme=scheme)
        reply, receipt = await self._client.tell(
            "create" if scheme.version == 1 else "change", payload, key, field
        )
        if (receipt.scheme_id, receipt.version) != (scheme.scheme_id, scheme.version):
            raise reply.differs("/SchemeReceipt/schemeId")
        return Receipt(remote_ref=receipt.reference, received_at=receipt.taken_at)

    async def find_by_key(self, key: str) -> Receipt | None:
        found = await self._client.find(key)
        return Receipt(remote_ref=found.reference, received_at=found.taken_at) if found else None

    async def send_document(self, remote_ref: str, document: DocumentFile) -> None:
        address = f"/attachments/{quote(remote_ref, safe='')}/{document.ref.sha256}"
        asked, told = (partial(self._client.explain, safe=safe) for safe in (True, False))
        await upload(self._client.seam, address, document, self._settings.part_bytes, (asked, told))

    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        payload = scheme_withdrawal(withdrawal, remote_ref, self._settings.withdrawal_reason)
        reply, receipt = await self._client.tell("cancel", payload, key)
        if receipt.reference != remote_ref:
            raise reply.differs("/SchemeReceipt/reference")
        return Receipt(remote_ref=receipt.reference, received_at=receipt.taken_at)

    async def fetch_updates(self, cursor: str | None) -> Page:
        return await self._page(Place.at(cursor, timedelta(hours=self._settings.overlap_hours)))

    async def reread(self, cursor: str | None, *, since: datetime | None) -> Page:
        """Windows go by when a thing happened: `since` reaches further back by the overlap."""
        overlap = timedelta(hours=self._settings.overlap_hours)
        return await self._page(Place.at(cursor or (since.isoformat() if since else None), overlap))

    async def _page(self, place: Place) -> Page:
        reply, window = await self._client.window(place, self._settings.page_size)
        updates, unreadable = read_events(window.events, reply.redactor, self.company.name)
        more = window.continuation is not None
        return Page(updates=updates, unreadable=unreadable, cursor=place.after(window), more=more)

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> Page:
        company, settings = self.company.name, self._settings
        verify_signed(settings.callback_secrets, headers, body, now=self._clock(), company=company)
        redactor = Redactor(secret.get_secret_value() for secret in secrets_of(settings))
        _, event = read_event(body, redactor, company)
        updates, unreadable = read_events((event,), redactor, company)
        return Page(updates=updates, unreadable=unreadable, cursor=None)

    def callback_reply(self, headers: Mapping[str, str], body: bytes) -> CallbackReply | None:
        return acknowledgement(body, self.company.name, source=self._settings.source, at=self._clock())


ADAPTERS: Final[tuple[type[Adapter], ...]] = (PowerAdapter,)

"""The adapter `telecom`: a carrier (通信运营商) over TM Forum TMF641 v4.1. A city has several, each a company."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel

from adapters.auth import BearerAuth, verify
from adapters.contract import Adapter, Page, Receipt, Unreadable, UtilityAdapter
from adapters.http import HttpSeam, Redactor, Wiring, secrets_of
from adapters.protocols.tmf641 import ordering
from adapters.protocols.tmf641.client import ServiceOrdering
from adapters.protocols.tmf641.happenings import Reader
from adapters.protocols.tmf641.notifications import read_notification
from adapters.protocols.tmf641.settings import Tmf641Settings
from adapters.protocols.tmf641.sweep import Sweep
from models.company import Company
from models.scheme import Scheme, Withdrawal
from models.stage import UtilityKind


class TelecomAdapter(UtilityAdapter):
    """A carrier's service ordering. Documents go as references in the order: there is no `send_document`."""

    name: ClassVar[str] = "telecom"
    kind: ClassVar[UtilityKind | None] = UtilityKind.TELECOM
    Settings: ClassVar[type[BaseModel]] = Tmf641Settings

    def __init__(self, company: Company, settings: Tmf641Settings, wiring: Wiring) -> None:
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
        self._carrier = ServiceOrdering(self._seam)

    @classmethod
    def connect(cls, company: Company, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        return cls(company, Tmf641Settings.model_validate(settings), wiring)

    async def aclose(self) -> None:
        await self._seam.aclose()

    async def ping(self) -> None:
        await self._carrier.orders({"limit": 1})

    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        order = await ordering.place(self._carrier, scheme, self.company, key, self._settings)
        return Receipt(remote_ref=order.id, received_at=order.order_date)

    async def find_by_key(self, key: str) -> Receipt | None:
        order = await ordering.find(self._carrier, key)
        return Receipt(remote_ref=order.id, received_at=order.order_date) if order else None

    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        reason = self._settings.withdrawal_reason
        task = await ordering.take_back(self._carrier, remote_ref, withdrawal, reason)
        return Receipt(remote_ref=remote_ref, received_at=task.effective_cancellation_date)

    async def fetch_updates(self, cursor: str | None) -> Page:
        settings, now = self._settings, self._clock()
        sweep = Sweep.read(cursor)
        reader = self._reader()
        aside: tuple[Unreadable, ...] = ()
        if settings.callback_url and sweep.offset == 0:
            aside = await ordering.keep_listening(self._carrier, settings.callback_url, reader, now)
        asked = sweep.asks(settings.changed_since, timedelta(days=settings.overlap_days))
        listing = await self._carrier.orders({**asked, "offset": sweep.offset, "limit": settings.page_size})
        reader.redactor.learn(listing.reply.content, listing.reply.content_type)
        readings = [reader.order(item, seen_at=now) for item in listing.items]
        for reading in readings:
            sweep = sweep.met(reading.latest)
        return Page(
            updates=tuple(update for reading in readings for update in reading.updates),
            unreadable=(*aside, *(item for reading in readings for item in reading.unreadable)),
            cursor=sweep.after(len(listing.items), more=listing.more, now=now).cursor,
            more=listing.more,
        )

    async def reread(self, cursor: str | None, *, since: datetime | None) -> Page:
        return await self.fetch_updates(cursor or (Sweep(since=since).cursor if since else None))

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> Page:
        now = self._clock()
        verify(self._settings.webhook_secrets, headers, body, now=now, company=self.company.name)
        reader = self._reader()
        reader.redactor.learn(body, "application/json")
        return read_notification(body, reader, now=now)

    def _reader(self) -> Reader:
        redactor = Redactor(secret.get_secret_value() for secret in self._secrets)
        return Reader(self.company.name, redactor)


ADAPTERS: Final[tuple[type[Adapter], ...]] = (TelecomAdapter,)

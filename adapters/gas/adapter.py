"""The adapter `gas`: a gas company (燃气公司) that exchanges batch files over a shared folder or SFTP."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel

from adapters.contract import Adapter, DocumentFile, Page, Receipt, UtilityAdapter
from adapters.http import Wiring, secrets_of
from adapters.protocols.batch.incoming import Incoming
from adapters.protocols.batch.outgoing import Outgoing
from adapters.protocols.batch.parcels import Parcel, parcel_name
from adapters.protocols.batch.place import IN, OUT, place_of
from adapters.protocols.batch.settings import BatchSettings
from adapters.protocols.gateway.submission import submission_of
from models.company import Company
from models.scheme import Scheme, Withdrawal
from models.stage import UtilityKind


class GasAdapter(UtilityAdapter):
    """Parcels out, files in.

    A receipt says "handed over" and bears our own name of the parcel: the company's word, with its reference or its
    reasons, comes later as an acknowledgement file and is read by `fetch_updates`.
    """

    name: ClassVar[str] = "gas"
    kind: ClassVar[UtilityKind | None] = UtilityKind.GAS
    Settings: ClassVar[type[BaseModel]] = BatchSettings
    idempotent: ClassVar[bool] = True
    """A parcel's name follows from its key: a resend finds the file, or its place in the company's archive."""

    def __init__(self, company: Company, settings: BatchSettings, wiring: Wiring) -> None:
        self.company = company
        self._settings = settings
        self._secrets = tuple(secret.get_secret_value() for secret in secrets_of(settings))
        self._place = place_of(settings, company.name, wiring)
        self._outgoing = Outgoing(self._place, company.name)
        most = wiring.limits.max_response_bytes
        self._incoming = Incoming(self._place, company.name, most)

    @classmethod
    def connect(cls, company: Company, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        return cls(company, BatchSettings.model_validate(settings), wiring)

    async def aclose(self) -> None:
        await self._place.aclose()

    async def ping(self) -> None:
        for folder in (OUT, IN):
            await self._place.sizes(folder)

    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        body = submission_of(scheme, self.company)
        return await self._hand_over(Parcel(parcel_name(key), "scheme", body, scheme.documents), key)

    async def find_by_key(self, key: str) -> Receipt | None:
        name = await self._outgoing.find(key)
        return Receipt(remote_ref=name) if name else None

    async def send_document(self, remote_ref: str, document: DocumentFile) -> None:
        await self._outgoing.hand_over_document(document)

    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        body = {
            "scheme_id": withdrawal.scheme_id,
            "parcel": remote_ref,
            "reason": withdrawal.reason or self._settings.withdrawal_reason,
            "withdrawn_at": withdrawal.withdrawn_at.isoformat(),
        }
        return await self._hand_over(Parcel(parcel_name(key), "withdrawal", body), key)

    async def fetch_updates(self, cursor: str | None) -> Page:
        return await self._incoming.next_page(cursor, self._secrets)

    async def _hand_over(self, parcel: Parcel, key: str) -> Receipt:
        await self._outgoing.hand_over(parcel, key)
        return Receipt(remote_ref=parcel.name)


ADAPTERS: Final[tuple[type[Adapter], ...]] = (GasAdapter,)

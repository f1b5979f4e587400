"""The adapter `manual`: a company without a system of its own, served by a work list (docs/manual.md)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict

from adapters.contract import Adapter, Receipt, UtilityAdapter
from adapters.errors import RejectedError
from adapters.http import Wiring
from models.company import Company
from models.messages import FieldFault, Message
from models.scheme import Scheme, Withdrawal
from models.stage import UtilityKind


class ManualSettings(BaseModel):
    """There is nobody to connect to; at most a folder that both sides see."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path | None = None
    """Lists are put below it and filled ones taken from it with every cycle; a relative path starts at the home
    folder. Without one a person hands lists over by the commands."""


class ManualAdapter(UtilityAdapter):
    """Hands a scheme to the work list: whatever the hub has delivered here stands on it until it is over.

    Nothing leaves the hub by it, so that a resend is harmless and there is nobody to ask what became of one.
    Documents go with the list when it is handed over; answers come in through `hub.manual`.
    """

    name: ClassVar[str] = "manual"
    kind: ClassVar[UtilityKind | None] = None
    Settings: ClassVar[type[BaseModel]] = ManualSettings
    idempotent: ClassVar[bool] = True

    def __init__(self, company: Company, settings: ManualSettings) -> None:
        self.company = company
        self.folder = settings.folder

    @classmethod
    def connect(cls, company: Company, settings: Mapping[str, Any], wiring: Wiring) -> Self:
        return cls(company, ManualSettings.model_validate(settings))

    async def ping(self) -> None:
        return None

    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        if all(demand.kind != self.company.kind for demand in scheme.demands):
            params = {"company": self.company.name, "kind": self.company.kind.value}
            message = Message(id="manual-no-demand", params={**params})
            raise RejectedError(message, faults=(FieldFault(field="demands", message=message),))
        return Receipt(remote_ref=scheme.scheme_id)

    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        """The work list marks the scheme as taken back; the company says so in its own answer."""
        return Receipt(remote_ref=remote_ref)


ADAPTERS: Final[tuple[type[Adapter], ...]] = (ManualAdapter,)

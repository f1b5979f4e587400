"""What a carrier that speaks TMF641 is configured with."""

from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from adapters.auth import WebhookSecret
from adapters.http import BaseAddress, HttpSettings


class Tmf641Settings(HttpSettings):
    """`base_url` ends in `/tmf-api/serviceOrdering/v4`."""

    token: SecretStr
    callback_url: BaseAddress | None = None
    """Where the carrier sends its notifications; without one no listener is registered and polling alone tells."""
    webhook_secrets: tuple[WebhookSecret, ...] = ()
    """Accepted side by side, so that the carrier can change its secret without losing a notification."""
    page_size: int = Field(default=100, ge=1, le=1000)
    """Orders asked for at once."""
    overlap_days: int = Field(default=3, ge=0, le=400)
    """How far back the polling looks behind what it has read: for milestones entered late."""
    changed_since: str = Field(default="milestone.milestoneDate.gte", pattern=r"^[A-Za-z.]*$")
    """The filter that asks for orders changed since an instant; empty for a carrier that has none."""
    category: str = Field(default="joint-plan-review", min_length=1, max_length=100)
    specification: str = Field(default="new-building-access", min_length=1, max_length=100)
    """The carrier's own id of the service that is ordered."""
    withdrawal_reason: str = Field(default="联合审查已撤回该方案", min_length=1, max_length=500)
    """What the carrier is told when the joint review gave no reason."""

    @model_validator(mode="after")
    def _listens_for_what_it_can_check(self) -> Self:
        if self.callback_url and not self.webhook_secrets:
            raise PydanticCustomError("listener-without-secret", "notifications nobody could believe")
        return self

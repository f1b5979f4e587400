"""What a company that speaks the Utility Gateway API is configured with."""

from pydantic import Field, SecretStr

from adapters.auth import WebhookSecret
from adapters.http import HttpSettings


class GatewaySettings(HttpSettings):
    """`base_url` ends in `/uga/v1`."""

    token: SecretStr
    webhook_secrets: tuple[WebhookSecret, ...] = ()
    """Accepted side by side, so that the company can change its secret without losing a message."""
    page_size: int = Field(default=200, ge=1, le=500)
    """Events asked for at once."""
    part_bytes: int = Field(default=16 << 20, ge=64 << 10)
    """How much of a document one call carries: each has the deadline for transfers to itself."""
    withdrawal_reason: str = Field(default="联合审查已撤回该方案", min_length=1, max_length=500)
    """What the company is told when the joint review gave no reason: the wire wants one."""

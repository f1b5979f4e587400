"""The configuration's `[people]`: how people sign in, and how long it holds."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from hub.durations import Duration
from hub.people.roles import Role

_Reference = Annotated[dict[Literal["env", "file"], str], Field(min_length=1, max_length=1)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OidcSettings(_Section):
    """Sign-in by an OpenID Connect provider (统一身份认证): authorization code with PKCE."""

    name: str = Field(min_length=1, max_length=50)
    """What the button says."""
    issuer: str = Field(pattern=r"^https?://[^\s?#@]+$")
    """Exactly as the provider writes it into its tokens."""
    client_id: str = Field(min_length=1)
    client_secret: _Reference | None = None
    """`{ env = "NAME" }` or `{ file = "path" }`; none for a public client."""
    scopes: tuple[str, ...] = ("openid", "profile")
    login_claim: str = "preferred_username"
    role_claim: str = "groups"
    """The claim whose value, or one of whose values, `roles` maps."""
    roles: Mapping[str, Role] = Field(default_factory=dict)
    area_claim: str | None = None
    """The claim with the area codes of the person's districts; none: the account's own stay."""
    create: bool = False
    """Whether somebody with a mapped role but without an account gets one."""
    leeway: Duration = timedelta(seconds=60)


class PeopleSettings(_Section):
    """How people sign in to the desk."""

    idle: Duration = timedelta(minutes=30)
    """A session that nobody uses ends after this."""
    longest: Duration = timedelta(hours=12)
    """A session ends after this however busy it is."""
    failures: int = Field(default=5, ge=1, le=100)
    """Wrong passwords in a row that lock an account."""
    address_failures: int = Field(default=20, ge=1)
    """Wrong passwords from one address within `lock` that lock that address, whatever the accounts."""
    lock: Duration = timedelta(minutes=15)
    password_length: int = Field(default=10, ge=8, le=64)
    totp_roles: frozenset[Role] = frozenset()
    """Roles that may not do without a second factor."""
    key: _Reference | None = None
    """Where the key is under which second-factor secrets are kept; none: `desk.key` in the home folder."""
    oidc: OidcSettings | None = None


class DeskSettings(_Section):
    """`[desk]`: where the desk is, what it shows as late, and what needs a second person."""

    host: str = "127.0.0.1"
    port: int = Field(default=8330, ge=0, le=65535)
    """0 takes any free port."""
    silent_after: Duration = timedelta(hours=24)
    """A counterpart nothing was heard from for longer is shown as silent."""
    slow_after: Duration = timedelta(seconds=10)
    """A counterpart whose calls take longer on average, over the last hour, is shown as slow."""
    second_person: frozenset[Literal["scheme", "record"]] = frozenset()
    """Corrections that another person must approve: of schemes, of records at the province."""

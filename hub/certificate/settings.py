"""The configuration's `[certificate]`: with what it is signed."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_How = Literal["env", "file"]
_Reference = Annotated[dict[_How, str], Field(min_length=1, max_length=1)]


def _usual() -> dict[_How, str]:
    return {"file": "secrets/certificate.key"}


class CertificateSettings(BaseModel):
    """The signing key, by reference: `{ env = "NAME" }` or `{ file = "path" }`, a relative path starting at home."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: _Reference = Field(default_factory=_usual)
    issuer: str = Field(default="", max_length=100)
    """Who issues certificates, as it stands on them: the bureau's name."""

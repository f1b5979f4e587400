"""What a company that speaks this wire is configured with."""

import ssl
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from adapters.auth import SharedSecret
from adapters.errors import AuthError, ContractError, RejectedError, TransientError, UnknownOutcome
from adapters.http import BaseAddress, ErrorKind, HttpSettings
from adapters.protocols.iec61968.message import Identifier

ErrorName = Literal["transient", "unknown", "rejected", "credentials", "contract"]
_KINDS: dict[ErrorName, ErrorKind] = {
    "transient": TransientError,
    "unknown": UnknownOutcome,
    "rejected": RejectedError,
    "credentials": AuthError,
    "contract": ContractError,
}


class Iec61968Settings(HttpSettings):
    """`base_url` is where `/messages` and `/attachments` are. Signed requests, mutual TLS, or both."""

    key_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")] = "liandong"
    """Which secret the company is to check our signature with."""
    secret: SharedSecret | None = None
    """Signs our requests (RFC 9421, hmac-sha256). Left out, the certificate alone says who we are."""
    callback_secrets: tuple[SharedSecret, ...] = ()
    """Accepted side by side, so that the company can change its secret without losing an event."""
    client_certificate: Path | None = None
    """PEM file with our certificate and its chain: mutual TLS. Relative to the working directory."""
    client_key: Path | None = None
    client_key_password: SecretStr | None = None
    server_authority: Path | None = None
    """PEM file with the authority that signed the company's certificate, where it is none of the public ones."""
    source: Identifier = "liandong"
    """Header Source: what the company calls us."""
    reply_address: BaseAddress | None = None
    """Header ReplyAddress: where the company posts its events, this hub's `/callbacks/{company}`."""
    overlap_hours: int = Field(default=96, ge=0, le=24 * 366)
    """How far each window reaches back behind the last one's end: for events recorded late or out of order.

    A weekend and a day, unless the company is known to be slower.
    """
    page_size: int = Field(default=200, ge=1, le=500)
    """Events asked for at once."""
    part_bytes: int = Field(default=16 << 20, ge=64 << 10)
    """How much of a document one call carries: each has the deadline for transfers to itself."""
    withdrawal_reason: str = Field(default="联合审查已撤回该方案", min_length=1, max_length=500)
    """What the company is told when the joint review gave no reason: the wire wants one."""
    error_codes: dict[str, ErrorName] = Field(default_factory=dict)
    """The company's own error codes beside those of the wire document."""

    @property
    def errors(self) -> dict[str, ErrorKind]:
        """`error_codes` as errors."""
        return {code: _KINDS[name] for code, name in self.error_codes.items()}

    def tls(self) -> ssl.SSLContext | None:
        """Trust and certificate for this company alone; `None` where the public authorities do and we show none.

        Raises `OSError` for a file that is not there, or holds no certificate or no key that fits it.
        """
        if self.client_certificate is None and self.server_authority is None:
            return None
        context = ssl.create_default_context(cafile=self.server_authority)
        if self.client_certificate is not None:
            password = self.client_key_password
            # Never None: a key with a password would be asked for at the terminal.
            context.load_cert_chain(
                self.client_certificate,
                self.client_key,
                password.get_secret_value() if password else lambda: b"",
            )
        return context

    @model_validator(mode="after")
    def _shows_who_we_are(self) -> Self:
        if self.secret is None and self.client_certificate is None:
            raise PydanticCustomError("iec-no-identity", "neither secret nor client_certificate")
        try:
            self.tls()
        except OSError:
            raise PydanticCustomError(
                "iec-certificate-files", "the certificate files cannot be used"
            ) from None
        return self

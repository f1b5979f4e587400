"""The provider's wire: its discovery document, its keys, and the exchange of a code for a token."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from adapters.errors import RejectedError, UnknownOutcome
from adapters.http import Call, HttpSeam, SeamLimits, Wiring
from hub.people.settings import OidcSettings

_DISCOVERY: Final = "/.well-known/openid-configuration"
_LIMITS: Final = SeamLimits(deadline_s=10, max_response_bytes=1 << 20)


class Endpoints(BaseModel):
    """The discovery document, as far as it is used."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    issuer: str
    authorize: str = Field(alias="authorization_endpoint")
    token: str = Field(alias="token_endpoint")
    keys: str = Field(alias="jwks_uri")
    auth_methods: tuple[str, ...] = Field(
        default=("client_secret_basic",), alias="token_endpoint_auth_methods_supported"
    )


class _Token(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    id_token: str = Field(min_length=1, max_length=65_536)


class Provider:
    """One provider. What it tells of itself is asked for once; its keys whenever they do not fit."""

    def __init__(self, settings: OidcSettings, secret: str | None, wiring: Wiring | None = None) -> None:
        self._settings = settings
        self._secret = secret
        self._seam = HttpSeam(
            counterpart=settings.name,
            base_url=settings.issuer,
            wiring=wiring or Wiring(limits=_LIMITS),
            secrets=[SecretStr(secret)] if secret else (),
        )
        self._endpoints: Endpoints | None = None
        self._keys: Mapping[str, Any] | None = None
        self._turn = asyncio.Lock()

    async def aclose(self) -> None:
        """Release the connection."""
        await self._seam.aclose()

    async def endpoints(self) -> Endpoints:
        """Where what is. Raises a `CounterpartError`."""
        async with self._turn:
            if self._endpoints is None:
                # Written out: joined to a base, a path that begins with a slash keeps the base's own.
                address = self._settings.issuer.rstrip("/") + _DISCOVERY
                reply = await self._seam.call(Call("GET", address, safe=True))
                found = reply.read(Endpoints)
                if found.issuer != self._settings.issuer:
                    raise reply.differs("/issuer")
                self._endpoints = found
            return self._endpoints

    async def keys(self, *, anew: bool = False) -> Mapping[str, Any]:
        """The keys its tokens are signed with (JWK set). Raises a `CounterpartError`."""
        endpoints = await self.endpoints()
        async with self._turn:
            if self._keys is None or anew:
                reply = await self._seam.call(Call("GET", endpoints.keys, safe=True))
                found = reply.json()
                if not isinstance(found, dict) or not isinstance(found.get("keys"), list):
                    raise reply.differs("/keys")
                self._keys = found
            return self._keys

    async def token(self, code: str, verifier: str, redirect_uri: str) -> str:
        """The identity token for a code. Raises a `CounterpartError`."""
        endpoints = await self.endpoints()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
        if self._secret and "client_secret_basic" in endpoints.auth_methods:
            pair = f"{quote(self._settings.client_id, safe='')}:{quote(self._secret, safe='')}"
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = self._settings.client_id
            if self._secret:
                form["client_secret"] = self._secret
        call = Call(
            "POST",
            endpoints.token,
            safe=False,
            headers=headers,
            body=urlencode(form).encode(),
            errors={400: RejectedError, 401: RejectedError, 500: UnknownOutcome},
        )
        return (await self._seam.call(call)).read(_Token).id_token

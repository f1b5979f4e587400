"""Sign-in by an OpenID Connect provider (统一身份认证): authorization code with PKCE, after OpenID Connect Core 1.0.

The account is linked by the provider's own subject; its role comes from a claim that the configuration maps.
"""

import asyncio
import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from joserfc.errors import JoseError

from adapters.errors import CounterpartError
from adapters.http import Wiring
from hub.people import sessions
from hub.people.oidc_accounts import account_for
from hub.people.oidc_provider import Provider
from hub.people.oidc_token import claims_of
from hub.people.refusals import Refused
from hub.people.sessions import SignedIn
from hub.people.settings import OidcSettings, PeopleSettings
from hub.store import accounts as table
from hub.store import audit
from hub.store.engine import Store
from models.messages import Message

_PATIENCE: Final = timedelta(minutes=10)
"""How long somebody may take at the provider."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and the `state` to keep in a cookie of it until it comes back."""

    url: str
    state: str


class Oidc:
    """Signing in by one provider."""

    def __init__(
        self,
        settings: PeopleSettings,
        oidc: OidcSettings,
        store: Store,
        *,
        secret: str | None,
        wiring: Wiring | None = None,
    ) -> None:
        self.name = oidc.name
        self._people = settings
        self._settings = oidc
        self._store = store
        self._provider = Provider(oidc, secret, wiring)

    async def aclose(self) -> None:
        """Release the connection."""
        await self._provider.aclose()

    async def begin(self, going_to: str, redirect_uri: str) -> Begun:
        """Begin a sign-in that ends at `going_to`, a path of the desk. Raises `Refused`."""
        try:
            endpoints = await self._provider.endpoints()
        except CounterpartError as error:
            raise self._unreachable() from error
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))

        def keep() -> None:
            with self._store.begin() as tx:
                table.begin_flow(
                    tx, sessions.hash_of(state), nonce=nonce, verifier=verifier, going_to=going_to
                )

        await asyncio.to_thread(keep)
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(self._settings.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        join = "&" if "?" in endpoints.authorize else "?"
        return Begun(f"{endpoints.authorize}{join}{urlencode(asked)}", state)

    async def finish(
        self,
        answer: Mapping[str, str],
        *,
        kept_state: str,
        redirect_uri: str,
        address: str,
        agent: str = "",
    ) -> tuple[SignedIn, str]:
        """End a sign-in with the parameters the browser came back with, and the state its cookie kept.

        Returns who signed in, and the path they were going to. Raises `Refused`.
        """
        state = answer.get("state", "")
        flow = await asyncio.to_thread(self._flow, state, kept_state)
        if "error" in answer or not answer.get("code"):
            raise Refused(Message(id="oidc-declined", params={"company": self.name}))
        nonce, verifier, going_to = flow
        try:
            token = await self._provider.token(answer["code"], verifier, redirect_uri)
            claims = await self._claims(token, nonce)
        except CounterpartError as error:
            raise self._unreachable() from error
        signed_in = await asyncio.to_thread(self._sign_in, claims, address, agent)
        return signed_in, going_to

    def _flow(self, state: str, kept_state: str) -> tuple[str, str, str]:
        stale = Refused(Message(id="oidc-stale", params={"company": self.name}))
        if not state or not secrets.compare_digest(state.encode(), kept_state.encode()):
            raise stale
        with self._store.begin() as tx:
            flow = table.end_flow(tx, sessions.hash_of(state))
            fresh = flow is not None and tx.now() - flow.created_at <= _PATIENCE
        if flow is None or not fresh:
            raise stale
        return flow.nonce, flow.verifier, flow.going_to

    async def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        now = await asyncio.to_thread(self._now)
        # A provider changes its keys without a word: a token that none of the known ones fits is worth a look.
        for anew in (False, True):
            keys = await self._provider.keys(anew=anew)
            with suppress(JoseError, ValueError):
                return claims_of(token, keys, self._settings, nonce=nonce, now=now)
        raise Refused(Message(id="oidc-token-refused", params={"company": self.name}))

    def _now(self) -> int:
        with self._store.read() as tx:
            return int(tx.now().timestamp())

    def _sign_in(self, claims: Mapping[str, Any], address: str, agent: str) -> SignedIn:
        with self._store.begin() as tx:
            row = account_for(tx, claims, self._settings)
            audit.append(tx, row.login, "sign-in", row.login, {"address": address, "how": "oidc"})
            return sessions.begin(tx, row, self._people, where=address, agent=agent, sure=True)

    def _unreachable(self) -> Refused:
        return Refused(Message(id="oidc-unreachable", params={"company": self.name}))


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()

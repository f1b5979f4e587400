"""Somebody at the desk without a browser: sends forms as a page would, token included."""

import re
from html import unescape
from typing import Any

import httpx

from desk.app import create_app
from desk.visit import SESSION
from hub.bootstrap import Hub
from hub.people import sessions
from hub.store import accounts

ADDRESS = "http://desk.test"


class Visitor:
    """A client with cookies, and the last page it was shown."""

    def __init__(self, hub: Hub) -> None:
        self.app = create_app(hub)
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self.hub = hub
        self.client = httpx.AsyncClient(transport=transport, base_url=ADDRESS)
        self.page: httpx.Response = httpx.Response(204)

    @property
    def text(self) -> str:
        """The page's text, its marks taken away."""
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", self.page.text)))

    async def see(self, address: str, **headers: str) -> httpx.Response:
        """Open a page."""
        self.page = await self.client.get(address, headers=headers, follow_redirects=True)
        return self.page

    @property
    def token(self) -> str:
        """What the page's forms carry."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.page.text)
        return found[1] if found else ""

    async def send(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form of the page before."""
        form = {"csrf": self.token, **(data or {})}
        self.page = await self.client.post(address, data=form, follow_redirects=True, **more)
        return self.page

    async def sign_in(self, login: str, password: str) -> "Visitor":
        """Give name and password."""
        await self.see("/sign-in")
        await self.send("/sign-in", {"login": login, "password": password})
        return self

    def let_in(self, login: str) -> "Visitor":
        """Signed in without the slow check of a password."""
        store = self.hub.store
        with store.begin() as tx:
            row = accounts.by_login(tx, login)
            assert row is not None
            signed = sessions.begin(tx, row, self.hub.settings.people, where="-", agent="tests")
        self.client.cookies.set(SESSION, signed.token, domain="desk.test")
        return self

"""Telling the province that rows wait for it, where it wants to be told."""

import json
from dataclasses import replace
from typing import Final, Self
from urllib.parse import urlsplit

from adapters.auth import BearerAuth
from adapters.http import Call, HttpSeam, Wiring, secrets_of
from adapters.provincial.exchange.settings import ExchangeSettings

_LONGEST_S: Final = 5.0
"""Seconds that a batch waits for the notification of it."""


class Notification:
    """The province's address for notifications."""

    def __init__(self, seam: HttpSeam, path: str) -> None:
        self._seam = seam
        self._path = path

    @classmethod
    def connect(cls, settings: ExchangeSettings, counterpart: str, wiring: Wiring) -> Self | None:
        """The address of `settings`, if they have one."""
        if settings.notify_url is None:
            return None
        address = urlsplit(settings.notify_url)
        token = settings.notify_token
        deadline = min(_LONGEST_S, wiring.limits.deadline_s)
        seam = HttpSeam(
            counterpart=counterpart,
            base_url=f"{address.scheme}://{address.netloc}",
            auth=BearerAuth(token) if token else None,
            wiring=replace(wiring, limits=wiring.limits.model_copy(update={"deadline_s": deadline})),
            secrets=secrets_of(settings),
        )
        return cls(seam, address.path or "/")

    async def aclose(self) -> None:
        """Release the connection."""
        await self._seam.aclose()

    async def send(self, table: str, rows: int) -> None:
        """Say that `rows` were put into `table`. Raises a `CounterpartError`; it means nothing for the rows."""
        body = json.dumps({"table": table, "rows": rows}).encode()
        headers = {"content-type": "application/json"}
        # Telling twice does no harm.
        call = Call("POST", self._path, safe=True, accept=(200, 201, 202, 204), headers=headers, body=body)
        await self._seam.call(call)

"""Telling the hub of each event at once, signed by Standard Webhooks; tried again on later days when it is down."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections import deque
from dataclasses import dataclass

import httpx

from sandbox.config import Counterpart
from sandbox.faults import FORGE_WEBHOOK, REPEAT_WEBHOOK, WEBHOOK, Faults
from sandbox.ledger import Ledger

MOST_ATTEMPTS = 5
_TIMEOUT_SECONDS = 5.0
_PREFIX = "whsec_"
_FORGERS_SECRET = _PREFIX + base64.b64encode(b"not the secret that was agreed on").decode()


@dataclass
class Message:
    """One event on its way to the hub."""

    event: dict[str, object]
    attempts: int = 0

    @property
    def id(self) -> str:
        """The same on every attempt."""
        return f"msg_{self.event['id']}"


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """`webhook-signature` of one attempt (Standard Webhooks, v1); `timestamp` in seconds since the epoch."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Webhooks:
    """The messages of one utility. Without an address nothing is sent."""

    def __init__(self, counterpart: Counterpart, ledger: Ledger, faults: Faults) -> None:
        self.url = counterpart.callback_url
        self._id = counterpart.id
        self._secret = counterpart.secret
        self._ledger = ledger
        self._faults = faults
        self._fresh: deque[Message] = deque()
        self._failed: list[Message] = []
        self._sending = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._client: httpx.AsyncClient | None = None

    @property
    def pending(self) -> int:
        """Messages that were not taken yet and will be tried again."""
        return len(self._fresh) + len(self._failed)

    def tell(self, event: dict[str, object]) -> None:
        """Send this as soon as the present call is done."""
        if self.url is None:
            return
        self._fresh.append(Message(event))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self.flush())

    async def flush(self) -> None:
        """Send what was not tried yet, in order."""
        async with self._sending:
            while self._fresh:
                message = self._fresh[0]
                taken = await self._attempt(message)
                self._fresh.popleft()
                if not taken:
                    self._put_back(message)

    async def retry(self) -> None:
        """A day has passed: try the failed ones again, then the fresh ones."""
        async with self._sending:
            failed, self._failed = self._failed, []
            for message in failed:
                if not await self._attempt(message):
                    self._put_back(message)
        await self.flush()

    async def close(self) -> None:
        """Stop sending."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    def _put_back(self, message: Message) -> None:
        if message.attempts < MOST_ATTEMPTS:
            self._failed.append(message)
        else:
            self._ledger.record(self._id, "webhook_given_up", message.id)

    async def _attempt(self, message: Message) -> bool:
        message.attempts += 1
        self._ledger.count("requests", self._id, WEBHOOK)
        fault = self._faults.take(self._id, WEBHOOK, (FORGE_WEBHOOK, REPEAT_WEBHOOK))
        if fault is not None:
            self._ledger.count("faults", self._id, fault.kind)
        forged = fault is not None and fault.kind == FORGE_WEBHOOK
        taken = await self._post(message, _FORGERS_SECRET if forged else self._secret)
        if fault is not None and fault.kind == REPEAT_WEBHOOK:
            await self._post(message, self._secret)
        if taken:
            self._ledger.record(self._id, "webhook_taken", message.id)
        return taken

    def body(self, event: dict[str, object]) -> object:
        """What is sent of an event, as JSON."""
        return {"type": "scheme.event", "timestamp": event["occurred_at"], "data": event}

    def packed(self, message: Message, secret: str) -> tuple[bytes, dict[str, str]]:
        """What is sent of a message, and the headers that sign it."""
        content = json.dumps(self.body(message.event), ensure_ascii=False).encode()
        timestamp = int(time.time())
        return content, {
            "content-type": "application/json",
            "webhook-id": message.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(secret, message.id, timestamp, content),
        }

    def taken(self, message: Message, response: httpx.Response) -> bool:
        """Whether the hub's answer says that it took the message."""
        return response.is_success

    async def _post(self, message: Message, secret: str) -> bool:
        content, headers = self.packed(message, secret)
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False)
        try:
            response = await self._client.post(str(self.url), content=content, headers=headers)
        except httpx.HTTPError:
            return False
        return self.taken(message, response)

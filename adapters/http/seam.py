"""The one way out over HTTP: deadlines, caps, short retries, errors by table, a redacted record."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final

import aiohttp
import httpx
from pydantic import SecretStr

from adapters.errors import ContractError
from adapters.http.call import Call, ErrorKind, Reply
from adapters.http.failures import DEFAULT_ERRORS, Unreached, error_of_exception, error_of_status
from adapters.http.short_retries import short_retries
from adapters.http.transport import network, no_cookies
from adapters.http.tries import Try
from adapters.http.wiring import Wiring
from models.messages import Message

_NETWORK_ERRORS: Final = (httpx.RequestError, aiohttp.ClientError, OSError)


@dataclass(frozen=True)
class Download:
    """An answer whose body is read as it arrives: `head` is the answer without it."""

    head: Reply
    chunks: AsyncIterator[bytes]


class HttpSeam:
    """The connection to one counterpart, made once and closed with its adapter; of the loop of its first call.

    `counterpart` is its name as people know it; `errors` are its differences from `DEFAULT_ERRORS`; `secrets`
    are masked wherever they turn up in a record; `tls` stands in for the public authorities' trust.
    """

    def __init__(
        self,
        *,
        counterpart: str,
        base_url: str,
        auth: httpx.Auth | None = None,
        wiring: Wiring | None = None,
        errors: Mapping[int, ErrorKind] | None = None,
        secrets: Iterable[SecretStr] = (),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.counterpart = counterpart
        self._wiring = wiring or Wiring()
        self._limits = self._wiring.limits
        self._errors = {**DEFAULT_ERRORS, **(errors or {})}
        self._secrets = tuple(secret.get_secret_value() for secret in secrets)
        self._client = httpx.AsyncClient(
            base_url=base_url,
            auth=auth,
            headers={"accept-encoding": "identity", "user-agent": "liandong"},
            timeout=httpx.Timeout(self._limits.read_s, connect=self._limits.connect_s),
            transport=self._wiring.transport or network(self._limits, tls),
            follow_redirects=False,
            trust_env=False,
            cookies=no_cookies(),
        )

    async def aclose(self) -> None:
        """Release the connections."""
        await self._client.aclose()

    async def call(self, call: Call) -> Reply:
        """Make a call and read its answer. Raises the `CounterpartError` that says what to do next."""
        sent = False

        async def once() -> Reply:
            nonlocal sent
            sent = True
            try:
                async with self._sent(call) as attempt:
                    return await self._read(attempt, call)
            except Unreached:
                sent = False
                raise

        try:
            async with asyncio.timeout(self._deadline(call)):
                reply: Reply = await short_retries()(once)
        except TimeoutError as error:
            # Between two tries nothing is under way: then this is as if no connection had been made.
            ran_out = error if sent else httpx.ConnectTimeout("deadline")
            raise error_of_exception(ran_out, call, self.counterpart) from error
        return self._accepted(reply, call)

    @asynccontextmanager
    async def stream(self, call: Call) -> AsyncIterator[Download]:
        """Make a safe call and hand over its answer's bytes as they arrive, within the call's deadline."""
        until = asyncio.get_running_loop().time() + self._deadline(call)
        async with AsyncExitStack() as stack:

            async def once() -> Try:
                return await stack.enter_async_context(self._sent(call))

            try:
                async with asyncio.timeout_at(until):
                    attempt: Try = await short_retries()(once)
                    if attempt.head.status_code not in call.accept:
                        self._accepted(await self._read(attempt, call), call)
            except TimeoutError as error:
                raise error_of_exception(error, call, self.counterpart) from error
            self._refuse_encoding(attempt.head)
            yield Download(head=self._reply(attempt, b""), chunks=self._chunks(attempt, call, until))

    def _deadline(self, call: Call) -> float:
        return self._limits.transfer_deadline_s if call.transfer else self._limits.deadline_s

    def _accepted(self, reply: Reply, call: Call) -> Reply:
        if reply.status in call.accept:
            return reply
        raise error_of_status(reply, call, self._errors, self._wiring.clock())

    @asynccontextmanager
    async def _sent(self, call: Call) -> AsyncIterator[Try]:
        """One try, its answer's head received; recorded at its end, however that comes about."""
        request = self._client.build_request(
            call.method,
            call.path,
            params=dict(call.params),
            headers=dict(call.headers),
            content=call.body() if callable(call.body) else call.body,
        )
        attempt = Try(request, call, self._secrets, self._wiring.clock())
        try:
            with self._breaking(call):
                attempt.response = await self._client.send(request, stream=True)
            yield attempt
        except BaseException as error:
            attempt.error = type(error.__cause__ or error).__name__
            raise
        finally:
            if attempt.response is not None:
                await attempt.response.aclose()
            attempt.record()

    @contextmanager
    def _breaking(self, call: Call) -> Iterator[None]:
        """Tell a connection that breaks in here in our errors."""
        try:
            yield
        except _NETWORK_ERRORS as error:
            raise error_of_exception(error, call, self.counterpart) from error

    async def _read(self, attempt: Try, call: Call) -> Reply:
        """The whole answer. One that is refused anyway is read as far as the cap and no error of its own."""
        wanted = attempt.head.status_code in call.accept
        content = bytearray()
        if wanted:
            self._refuse_encoding(attempt.head)
        if wanted or not _encoding(attempt.head):
            with self._breaking(call):
                async for chunk in attempt.head.aiter_bytes():
                    content += chunk
                    if len(content) > self._limits.max_response_bytes:
                        if wanted:
                            raise self._too_large()
                        break
        attempt.keep_content(bytes(content))
        return self._reply(attempt, bytes(content))

    def _reply(self, attempt: Try, content: bytes) -> Reply:
        return Reply(
            status=attempt.head.status_code,
            headers=attempt.head.headers,
            content=content,
            counterpart=self.counterpart,
            redactor=attempt.redactor,
        )

    async def _chunks(self, attempt: Try, call: Call, until: float) -> AsyncIterator[bytes]:
        # The deadline is laid around each wait: around the whole it would strike whoever takes the chunks.
        incoming = attempt.head.aiter_bytes()
        while True:
            with self._breaking(call):
                async with asyncio.timeout_at(until):
                    chunk = await anext(incoming, None)
            if chunk is None:
                return
            yield chunk

    def _too_large(self) -> ContractError:
        limit_kib = self._limits.max_response_bytes >> 10
        return ContractError(
            Message(
                id="counterpart-answer-too-large",
                params={"company": self.counterpart, "limit_kib": limit_kib},
            )
        )

    def _refuse_encoding(self, response: httpx.Response) -> None:
        # Asked for as it is: a packed answer would slip under the cap and unpack beyond it.
        encoding = _encoding(response)
        if encoding:
            raise ContractError(
                Message(
                    id="counterpart-answer-encoded",
                    params={"company": self.counterpart, "encoding": encoding[:40]},
                )
            )


def _encoding(response: httpx.Response) -> str:
    encoding = str(response.headers.get("content-encoding", "")).strip().lower()
    return "" if encoding == "identity" else encoding

"""Recorded exchanges: what an adapter really exchanged with its counterpart, scrubbed, kept beside its tests.

A recording is a short script of the contract's verbs with what went over the wire at each. It is replayed against the
adapter, which must ask the same and read the same (`adapters.kit.replaying`), and against the stand-in, which must
answer in the same way (`adapters.kit.comparing`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr

from adapters.contract import UtilityAdapter
from adapters.http import Exchange, HttpSettings, Redactor, secrets_of
from adapters.http.redaction import EXCERPT_BYTES
from adapters.kit import samples
from models.base import Frozen, Instant
from models.company import Company

Verb = Literal["ping", "push_scheme", "find_by_key", "fetch_updates", "withdraw_scheme"]

KEPT_HEADERS: Final = frozenset({"content-type", "idempotency-key", "retry-after", "location"})
FOLDER: Final = "recordings"
NOWHERE: Final = "http://company.invalid"
"""Stands for the counterpart's address."""
UNKNOWN: Final = 99
"""The number of a scheme that is never sent."""


class NotScrubbed(Exception):
    """What is to be kept still holds personal data or a secret, or is not all there; nothing is written."""


class Ask(Frozen):
    """One verb of the script; `days` working days pass before it, at a counterpart that can let them pass."""

    verb: Verb
    number: int = 1
    days: int = Field(default=0, ge=0)


READING: Final = (Ask(verb="ping"), Ask(verb="find_by_key", number=UNKNOWN), Ask(verb="fetch_updates"))
"""Without any effect at the counterpart."""
SENDING: Final = (
    Ask(verb="ping"),
    Ask(verb="push_scheme"),
    Ask(verb="find_by_key"),
    Ask(verb="find_by_key", number=UNKNOWN),
    Ask(verb="fetch_updates", days=3),
    Ask(verb="fetch_updates"),
    Ask(verb="push_scheme", number=2),
    Ask(verb="withdraw_scheme", number=2),
)
"""With the kit's own scheme: for a test environment of theirs, or a stand-in."""


class Recorded(Frozen):
    """One call and its answer. `target` is the address below the configured one, with its query."""

    method: str
    target: str
    request_headers: dict[str, str]
    request_body: str | None
    status: int
    response_headers: dict[str, str]
    response_body: str | None


class Step(Frozen):
    """One verb: what went over the wire, and what the adapter read from it."""

    ask: Ask
    exchanges: tuple[Recorded, ...]
    result: Any


class Recording(Frozen):
    """A script as it went. `at` is the moment that the adapter went by."""

    adapter: str
    company: Company
    settings: dict[str, Any]
    """Those that are no secret."""
    secrets: tuple[str, ...]
    """The names of those that are."""
    at: Instant
    steps: tuple[Step, ...] = Field(min_length=1)

    @property
    def area_code(self) -> str:
        """Where the scheme of the script is."""
        return min(self.company.districts)


class Script:
    """Runs a script's verbs at one adapter, each knowing what those before it brought."""

    def __init__(self, adapter: UtilityAdapter, area_code: str = samples.AREA) -> None:
        self._adapter = adapter
        self._area = area_code
        self._references: dict[int, str] = {}
        self._cursor: str | None = None

    async def run(self, ask: Ask) -> Any:
        """What the adapter made of it, as JSON without personal data."""
        number, key = ask.number, samples.key(ask.number)
        match ask.verb:
            case "ping":
                await self._adapter.ping()
                return None
            case "push_scheme":
                scheme = samples.a_scheme(number, area_code=self._area)
                receipt = await self._adapter.push_scheme(scheme, key=key)
                self._references[number] = receipt.remote_ref
                return receipt.model_dump(mode="json")
            case "find_by_key":
                found = await self._adapter.find_by_key(key)
                return found.model_dump(mode="json") if found else None
            case "withdraw_scheme":
                withdrawal, reference = samples.a_withdrawal(number), self._references[number]
                taken = await self._adapter.withdraw_scheme(withdrawal, reference, key=f"{key}:withdrawal")
                return taken.model_dump(mode="json")
            case "fetch_updates":
                page = await self._adapter.fetch_updates(self._cursor)
                self._cursor = page.cursor
                return page.model_dump(mode="json")


def recorded(exchange: Exchange, base_url: str) -> Recorded:
    """An exchange as it is kept, without the counterpart's address.

    Raises `NotScrubbed` for one without an answer, or longer than is kept.
    """
    origin = urlsplit(base_url)._replace(path="").geturl()
    if exchange.status is None:
        raise NotScrubbed(f"{exchange.method}: no answer, but {exchange.error}")
    for body in (exchange.request_body, exchange.response_body):
        if body is not None and len(body.encode()) > EXCERPT_BYTES - 4:
            raise NotScrubbed(f"{exchange.method}: longer than {EXCERPT_BYTES} bytes; ask for smaller pages")
    return Recorded(
        method=exchange.method,
        target=exchange.url.removeprefix(base_url.rstrip("/")),
        request_headers=_kept(exchange.request_headers, origin),
        request_body=_elsewhere(exchange.request_body, origin),
        status=exchange.status,
        response_headers=_kept(exchange.response_headers, origin),
        response_body=_elsewhere(exchange.response_body, origin),
    )


def _kept(headers: Mapping[str, str], origin: str) -> dict[str, str]:
    kept = ((name.lower(), value) for name, value in headers.items())
    return {name: value.replace(origin, NOWHERE) for name, value in kept if name in KEPT_HEADERS}


def _elsewhere(body: str | None, origin: str) -> str | None:
    return None if body is None else body.replace(origin, NOWHERE)


def open_settings(settings: HttpSettings) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The settings that may be kept, with another address in place of theirs, and the names of those that are secrets.

    Defaults are kept as well: a later one must not change what is replayed.
    """
    held = {name: getattr(settings, name) for name in type(settings).model_fields}
    secret = tuple(name for name, value in held.items() if isinstance(value, SecretStr))
    left_out = {name for name, value in held.items() if isinstance(value, Path) or any(_secrets(value))}
    shown = settings.model_dump(mode="json", exclude=left_out, exclude_none=True)
    return shown | {"base_url": NOWHERE + urlsplit(settings.base_url).path}, secret


def _secrets(value: object) -> Iterator[SecretStr]:
    if isinstance(value, SecretStr):
        yield value
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _secrets(inner)
    elif isinstance(value, Mapping):
        yield from _secrets(list(value.values()))
    elif isinstance(value, BaseModel):
        yield from secrets_of(value)


def read(path: Path) -> Recording:
    """A recording from its file. Raises `pydantic.ValidationError` for a file that is none."""
    return Recording.model_validate_json(path.read_bytes())


def recordings_in(folder: Path) -> tuple[Path, ...]:
    """The recordings kept in a folder of tests."""
    return tuple(sorted((folder / FOLDER).glob("*.json")))


def write(recording: Recording, path: Path, secrets: Iterable[str] = ()) -> None:
    """Keep a recording. Raises `NotScrubbed`, and writes nothing, when anything in it would have to be masked."""
    check_scrubbed(recording, secrets)
    text = json.dumps(recording.model_dump(mode="json"), ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def check_scrubbed(recording: Recording, secrets: Iterable[str] = ()) -> None:
    """Raise `NotScrubbed` where a recording holds personal data, one of `secrets`, or what looks like either."""
    redactor = Redactor([*secrets, samples.CONTACT_NAME, samples.CONTACT_PHONE])
    for number, step in enumerate(recording.steps, 1):
        for text in _texts(step.model_dump(mode="json")):
            if not _is_clean(text, redactor):
                raise NotScrubbed(f"step {number}, {step.ask.verb}")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


def _is_clean(text: str, redactor: Redactor) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        return redactor.text(text) == text
    written = json.dumps(value, ensure_ascii=False)
    return redactor.item(value, len(written.encode()) + 1) == written

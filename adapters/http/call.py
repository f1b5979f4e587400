"""One call as the seam makes it, and the answer as an adapter reads it."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from adapters.errors import ContractError, CounterpartError
from adapters.http.redaction import Redactor
from models.messages import Message

M = TypeVar("M", bound=BaseModel)

Body = bytes | Callable[[], AsyncIterator[bytes]]
"""A body: its bytes, or a function that begins to stream it anew for each try."""

ErrorKind = type[CounterpartError]
"""One of the five errors: what a status means for the hub's next move."""


@dataclass(frozen=True)
class Call:
    """What to ask. `safe` says that asking has no effect, so that nothing can have been accepted by it.

    `accept` lists the statuses that are answers. For any other, `explain` may give the error that the
    answer's own content calls for; where it gives none, `errors` and then the seam's table decide.
    """

    method: str
    path: str
    safe: bool
    accept: tuple[int, ...] = (200,)
    params: Mapping[str, str | int] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body | None = None
    errors: Mapping[int, ErrorKind] = field(default_factory=dict)
    explain: "Callable[[Reply], CounterpartError | None] | None" = None
    transfer: bool = False
    """Whether the call carries a document, and has the longer deadline."""


@dataclass(frozen=True)
class Reply:
    """An answer, read to its end."""

    status: int
    headers: httpx.Headers
    content: bytes
    counterpart: str
    redactor: Redactor

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    def json(self) -> Any:
        """The body as JSON. Raises `ContractError`, a web page with a message of its own."""
        if self.is_page:
            raise self.wrong(Message(id="counterpart-login-page", params={"company": self.counterpart}))
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise self.wrong(
                Message(id="counterpart-not-json", params={"company": self.counterpart})
            ) from error

    def read(self, model: type[M]) -> M:
        """The body as `model`. Raises `ContractError` naming the first place that is not as the wire says."""
        value = self.json()
        try:
            return model.model_validate(value)
        except ValidationError as error:
            # Without the input: it may be a person's name.
            first = error.errors(include_url=False, include_input=False)[0]
            place = "/" + "/".join(str(part) for part in first["loc"])
            raise self.differs(place, detail=str(first["type"])) from None

    def differs(self, place: str, *, detail: str = "") -> ContractError:
        """The error for an answer that is not what the wire document says, at `place` in it."""
        message = Message(
            id="counterpart-shape", params={"company": self.counterpart, "place": self.words(place)}
        )
        return self.wrong(message, detail=detail)

    def wrong(self, message: Message, *, detail: str = "") -> ContractError:
        """A `ContractError` with the beginning of the body, masked, for the log."""
        return ContractError(message, detail=f"{detail} {self.excerpt()}".strip())

    @property
    def is_page(self) -> bool:
        """Whether this is a web page: a login form, or a machine in between that speaks to people."""
        return self.content_type in {"text/html", "application/xhtml+xml"} or (
            self.content.lstrip()[:9].lower().startswith((b"<!doctype", b"<html"))
        )

    def words(self, text: object, limit: int = 300) -> str:
        """Their words as they may be quoted in a sentence: masked, on one line, cut, without a full stop."""
        return " ".join(self.redactor.excerpt(str(text), limit * 4).split())[:limit].rstrip(" .。；;，,")

    def excerpt(self, limit: int = 500) -> str:
        """The beginning of the body for the log, masked."""
        return (self.redactor.body(self.content, self.content_type) or "")[:limit]

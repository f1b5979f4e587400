"""What may be kept of an exchange: no secret, no name and no telephone number of a person.

Three nets, one behind the other: fields are masked by their names; what stood in such a field, and every
secret of the connection, is masked wherever else it turns up; and what looks like a telephone number is
masked anyway.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, quote_plus, unquote

import httpx

MASK: Final = "***"
EXCERPT_BYTES: Final = 8 << 10

PERSONAL_FIELDS: Final = frozenset(
    {"contact", "contact_name", "contact_phone", "phone", "mobile", "telephone", "tel", "handler"}
    | {"lxr", "lxrsjh", "lxrdh", "blr", "jbr", "jbrdh"}
    | {"联系人", "联系电话", "联系人手机号", "手机号", "办理人", "经办人"}
)
"""A person's name or number: the wires' own words, and the national columns LXR, LXRSJH, BLR and so on."""

SECRET_FIELDS: Final = frozenset(
    {"authorization", "cookie", "set-cookie", "password", "passwd", "secret", "client_secret", "apikey"}
    | {
        "api_key",
        "api-key",
        "x-api-key",
        "token",
        "access_token",
        "refresh_token",
        "credential",
        "credentials",
    }
    | {"signature", "sign", "x-tif-signature", "webhook-signature"}
)

SHOWN_HEADERS: Final = frozenset(
    {"accept", "accept-ranges", "content-digest", "content-encoding", "content-length", "content-range"}
    | {"content-type", "date", "etag", "idempotency-key", "idempotency-replayed", "location", "range"}
    | {"retry-after", "server", "upload-complete", "upload-length", "upload-offset"}
    | {"webhook-id", "webhook-timestamp", "x-request-id"}
)
"""The headers that are kept; any other is left out, named or not."""

_MASKED: Final = PERSONAL_FIELDS | SECRET_FIELDS
_NAMES: Final = "|".join(sorted((re.escape(name) for name in _MASKED), key=len, reverse=True))
_XML_FIELD: Final = re.compile(
    rf"(<(?:[\w.-]+:)?(?P<name>{_NAMES})\b[^<>]*>)(?P<value>.*?)(?=</(?:[\w.-]+:)?(?P=name)\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_LOOSE_FIELD: Final = re.compile(
    rf"(?<![A-Za-z0-9_-])(?P<label>(?:{_NAMES})(?:\\?[\"'])?\s*[:=：]\s*)"
    # The value: quoted within a quoted text, in double quotes, in single ones, or bare.
    r"(?P<value>\\\"(?:(?!\\\").)*|\"(?:[^\"\\]|\\.)*|'[^']*|(?!(?:null|true|false)\b)[^\s&;,，；<>{}\[\]\"'\\]+)",
    re.IGNORECASE | re.DOTALL,
)
_PHONE: Final = re.compile(
    r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})(?!\d)"
)
_SHORTEST: Final = 2
"""Characters. A single one, masked everywhere, would leave nothing legible."""
_LONGEST: Final = 4096
"""Characters. No name, number or secret is longer; a field that never ends would be searched for without end."""
_LEARNED_BYTES: Final = 2 << 20
"""How far a text is read for what it shows: far beyond what is kept of it, and a bound to the work it makes."""


class Redactor:
    """Masks the texts of one call: it knows the connection's secrets and what its fields have shown."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._values: set[str] = set()
        self._unread: list[tuple[bytes, str]] = []
        self._pattern: re.Pattern[str] | None = None
        for secret in secrets:
            self._know(secret)

    def learn(self, content: bytes | None, content_type: str) -> None:
        """Remember what stands in the masked fields of a body, so that an echo of it is masked as well."""
        if content:
            # Read when something is to be masked: most calls are neither recorded nor fail.
            self._unread.append((content, content_type))

    def body(self, content: bytes | None, content_type: str) -> str | None:
        """The beginning of a body, masked; of one that is not text, its size and type alone."""
        if not content:
            return None
        parsed = _parsed(content, content_type)
        if parsed is not None:
            return self.excerpt(json.dumps(_masked(parsed), ensure_ascii=False))
        if not _is_text(content_type):
            return described(len(content), content_type)
        return self.excerpt(content.decode("utf-8", "replace"))

    def excerpt(self, text: str, limit: int = EXCERPT_BYTES) -> str:
        """`text`, masked and then cut to `limit` bytes."""
        # Masked somewhat further than is kept: a value that the cut would halve has to be seen whole.
        self._read()
        window = limit + max(map(len, self._values), default=0) + 256
        return self.text(text[:window]).encode()[:limit].decode("utf-8", "ignore")

    def text(self, text: str) -> str:
        """`text` with fields, known values and telephone numbers masked."""
        text = _XML_FIELD.sub(rf"\1{MASK}", text)
        text = _LOOSE_FIELD.sub(_without_value, text)
        known = self._known()
        if known is not None:
            text = known.sub(MASK, text)
        return _PHONE.sub(MASK, text)

    def item(self, item: Any, limit: int = EXCERPT_BYTES) -> str:
        """One JSON value as masked text."""
        return self.excerpt(json.dumps(_masked(item), ensure_ascii=False), limit)

    def headers(self, headers: httpx.Headers) -> dict[str, str]:
        """The headers that may be kept, their values masked."""
        return {
            name: self.excerpt(value, 512) for name, value in headers.items() if name.lower() in SHOWN_HEADERS
        }

    def url(self, url: httpx.URL) -> str:
        """An address without its user part, secret query values masked."""
        query = "&".join(
            f"{name}={MASK if name.lower() in _MASKED else value}" for name, value in url.params.multi_items()
        )
        port = f":{url.port}" if url.port else ""
        shown = f"{url.scheme}://{url.host}{port}{url.path}" + (f"?{query}" if query else "")
        return self.excerpt(shown, 2048)

    def _known(self) -> re.Pattern[str] | None:
        """What finds any known value, the longest first; `None` when there is none."""
        self._read()
        if self._pattern is None and self._values:
            forms = sorted({form for value in self._values for form in _forms(value)}, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, forms)))
        return self._pattern

    def _read(self) -> None:
        while self._unread:
            content, content_type = self._unread.pop()
            parsed = _parsed(content, content_type)
            if parsed is not None:
                values = list(_marked(parsed, inside=False))
            elif _is_text(content_type):
                values = list(_labelled(content[:_LEARNED_BYTES].decode("utf-8", "replace")))
            else:
                values = []
            for value in values:
                self._know(value)

    def _know(self, value: str) -> None:
        if _SHORTEST <= len(value) <= _LONGEST and value.strip("*"):
            self._values.add(value)
            self._pattern = None


def _labelled(text: str) -> Iterator[str]:
    """The values that stand in masked fields of a text that is not JSON."""
    for match in _XML_FIELD.finditer(text):
        yield html.unescape(match["value"]).strip()
    for match in _LOOSE_FIELD.finditer(text):
        yield unquote(match["value"].lstrip("\\\"'"))


def _without_value(match: re.Match[str]) -> str:
    opening = re.match(r"\\?[\"']?", match["value"])
    return f"{match['label']}{opening[0] if opening else ''}{MASK}"


def described(size: int | None, content_type: str) -> str:
    """What is kept of a body that is not text."""
    return f"[{'?' if size is None else size} bytes {content_type or 'untyped'}]"


def _forms(value: str) -> Iterator[str]:
    """A value as it is, and as it looks inside JSON, XML and an address."""
    yield value
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield json.dumps(value)[1:-1]
    yield html.escape(value)
    yield quote(value, safe="")
    yield quote_plus(value)


def _parsed(content: bytes, content_type: str) -> Any:
    if "json" not in content_type and content_type:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _is_text(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return (
        not kind
        or kind.startswith("text/")
        or kind.endswith(("json", "xml", "javascript", "x-www-form-urlencoded"))
    )


def _masked(value: Any) -> Any:
    """A JSON value with everything under a masked field's name replaced, nulls and flags excepted."""
    if isinstance(value, Mapping):
        return {
            name: _blanked(inner) if name.lower() in _MASKED else _masked(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [_masked(inner) for inner in value]
    return value


def _blanked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _blanked(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_blanked(inner) for inner in value]
    return value if value is None or isinstance(value, bool) else MASK


def _marked(value: Any, *, inside: bool) -> Iterator[str]:
    """The texts and numbers that stand under a masked field's name."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _marked(inner, inside=inside or name.lower() in _MASKED)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _marked(inner, inside=inside)
    elif inside and isinstance(value, str):
        yield value
    elif inside and isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > 9_999:
        yield str(value)

"""Addresses within the desk: every state of a list stands in one, so that going back finds it again."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit

_LONGEST_BACK: Final = 2000


def link(path: str, params: Mapping[str, object] | None = None, **more: object) -> str:
    """`path` with a query of what is set; `None`, the empty text and `False` are left out."""
    merged = {**(params or {}), **more}
    pairs: list[tuple[str, str]] = []
    for name, value in merged.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [
            (name, "1" if each is True else str(each)) for each in values if each not in (None, "", False)
        ]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def local(address: str | None, otherwise: str = "/") -> str:
    """`address` when it leads to a page of the desk, else `otherwise`: a form must send nobody elsewhere."""
    if not address or len(address) > _LONGEST_BACK or not address.startswith("/"):
        return otherwise
    # A browser takes two slashes, or a backslash, for the beginning of another host.
    if address.startswith(("//", "/\\")) or any(sign < " " or sign == "\\" for sign in address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address

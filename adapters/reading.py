"""Reading a page item by item, so that a bad one does not lose its neighbours."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from adapters.contract import Unreadable
from adapters.http import Redactor
from models.digest import canonical_json
from models.messages import Message
from models.problems import faults_of

T = TypeVar("T")

_SHOWN_BYTES: Final = 4000


def read_items(
    items: Iterable[Any],
    read: Callable[[Any], T],
    *,
    own_id: Callable[[Any], str | None],
    message: Message,
    redactor: Redactor,
) -> tuple[tuple[T, ...], tuple[Unreadable, ...]]:
    """What `read` makes of `items`; those for which it raises `ValidationError` apart, scrubbed, with `message`.

    An item without an id of its own gets one from its content: read again, it is the same item.
    """
    good: list[T] = []
    bad: list[Unreadable] = []
    for item in items:
        try:
            good.append(read(item))
        except ValidationError as error:
            bad.append(
                Unreadable(
                    event_id=own_id(item) or f"sha256:{hashlib.sha256(canonical_json(item)).hexdigest()}",
                    message=message,
                    faults=faults_of(error),
                    body=redactor.item(item, _SHOWN_BYTES),
                )
            )
    return tuple(good), tuple(bad)

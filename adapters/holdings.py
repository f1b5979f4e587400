"""What a mirror holds, read back record by record: how reconciliation sees the other side."""

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import AwareDatetime, Field

from models.base import Frozen
from models.records import Record, RecordType

Scalar: TypeAlias = str | int | float | bool | None
Content: TypeAlias = Mapping[str, Scalar]
"""A record as the wire spells it, member by member, without what is null and without what the mirror adds by itself.

Two contents say the same when they are equal: an adapter spells what it read exactly as `MirrorAdapter.content_of`
spells what it would write.
"""


class Holding(Frozen):
    """One record as a mirror holds it now.

    `standing`: it counts: valid, not retired by another, not refused. `pending`: not judged yet. `about` names the
    thing that the record tells of, whatever its key and number: two standing records about one thing are duplicates.
    `at`: when the mirror recorded or last changed it, where it says. `record`: the record itself, where the wire gives
    back enough to take it back with `valid=False`.
    """

    type: RecordType
    key: str = Field(min_length=1)
    content: Content = Field(repr=False)
    about: str
    standing: bool = True
    pending: bool = False
    serial: str | None = None
    at: AwareDatetime | None = None
    record: Record | None = Field(default=None, repr=False)


class HoldingsPage(Frozen):
    """Some of what is held, in an order that stays the same while it is read; `more` asks for another call at once."""

    holdings: tuple[Holding, ...]
    cursor: str | None
    more: bool = False

"""Sentences for people, by reference: an id in the message catalogues and its parameters."""

import math
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from models.base import Frozen


def _writable(value: object) -> object:
    # JSON has no such number, and it must be possible to tell of one.
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


Value = str | int | float


class Message(Frozen):
    """What happened, what it means and what to do, in whichever language the reader has chosen.

    `id` names an entry of the catalogues; `params` fill its places. Parameters hold no personal data. An
    instant is given as ISO 8601 text with its offset, a code (`stage`, `status`, `kind`, …) as the code: the
    catalogues name it.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    params: Mapping[str, Annotated[Value, BeforeValidator(_writable)]] = Field(default_factory=dict)

    def __str__(self) -> str:
        """The reference itself, for logs; people read the rendered sentence."""
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.id}({details})"


class FieldFault(Frozen):
    """One thing wrong with one field: where, what, and which values would be right."""

    field: str
    message: Message
    allowed: tuple[str, ...] = ()

"""Sentences for people, by reference: an id in the message catalogues and its parameters."""

from pydantic import Field

from models.base import Frozen

Value = str | int | float


class Message(Frozen):
    """What happened, what it means and what to do, in whichever language the reader has chosen.

    `id` names an entry of the catalogues; `params` fill its places. Parameters hold no personal data.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    params: dict[str, Value] = Field(default_factory=dict)

    def __str__(self) -> str:
        """The reference itself, for logs; people read the rendered sentence."""
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.id}({details})"


class FieldFault(Frozen):
    """One thing wrong with one field: where, what, and which values would be right."""

    field: str
    message: Message
    allowed: tuple[str, ...] = ()

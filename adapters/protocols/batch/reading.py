"""What every reading of a company's file needs: who it is, what must not be shown."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.contract import Unreadable
from adapters.http import Redactor
from models.events import Update
from models.messages import FieldFault, Message, Value

_SHOWN_BYTES: Final = 4000


@dataclass(frozen=True, slots=True)
class Found:
    """What one file brought. `aside`: it could not be read as a whole."""

    updates: tuple[Update, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one file of `company`. Its words for a status stay its own: the hub maps them."""

    company: str
    file: str
    digest: str
    """SHA-256 of the file's content, as its marker gives it."""
    redactor: Redactor

    def message(self, id_: str, **params: Value) -> Message:
        """A sentence about this file."""
        return Message(id=id_, params={"company": self.company, "file": self.file, **params})

    def item(
        self, event_id: str, message: Message, faults: tuple[FieldFault, ...], shown: Mapping[str, Any]
    ) -> Unreadable:
        """Something of this file for the desk, scrubbed."""
        self.redactor.learn(json.dumps(shown, ensure_ascii=False).encode(), "application/json")
        return Unreadable(
            event_id=event_id, message=message, faults=faults, body=self.redactor.item(shown, _SHOWN_BYTES)
        )

    def set_aside(self, message: Message, faults: tuple[FieldFault, ...] = ()) -> Found:
        """The file as a whole cannot be read; the same content again is the same item on the desk."""
        item = self.item(f"file:{self.digest}", message, faults, {"file": self.file, "sha256": self.digest})
        return Found(unreadable=(item,), aside=True)

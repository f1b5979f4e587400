"""What a file brought: schemes, what was refused of it, and the documents that lie beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.messages import FieldFault, Message
from models.scheme import Scheme


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that was not taken, and why, column by column.

    `file` is the file's name. `row` counts as a spreadsheet does, from 1 with the headings (in JSON: the
    place in the list, from 1); 0 is the file as a whole. A fault's `field` is the heading as the file writes
    it.
    """

    file: str
    row: int
    faults: tuple[FieldFault, ...]


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """The schemes of a file in its order, what was refused, and where each document's bytes are, by
    SHA-256."""

    schemes: tuple[Scheme, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    documents: Mapping[str, Path] = field(default_factory=dict)


class FileRefused(Exception):
    """The file as a whole cannot be read; `faults` say why, `row` where when that is known."""

    def __init__(self, *faults: FieldFault, row: int = 0) -> None:
        super().__init__("; ".join(str(fault.message) for fault in faults))
        self.faults = faults
        self.row = row


def file_refused(id_: str, *, row: int = 0, **params: str | int) -> FileRefused:
    """A refusal of the file as a whole, for one reason."""
    return FileRefused(FieldFault(field="-", message=Message(id=id_, params=params)), row=row)

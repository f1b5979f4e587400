"""The gateway's replies as they are read. Members that are not listed here are ignored."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """One shape of the wire."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Head(Wire):
    """What every reply has: `code` tells what became of the call, "0" that it was carried out."""

    code: str
    message: str = ""
    retryAfter: float | None = None


class TakenRow(Wire):
    """A row that was taken, with the province's serial number."""

    DFSJZJ: str
    LSH: str


class RefusedRow(Wire):
    """One fault of a row that was refused."""

    DFSJZJ: str
    column: str | None
    reasonCode: str
    reason: str


class WriteReply(Wire):
    """Every row in one of the two, a refused one as often as it has faults."""

    taken: tuple[TakenRow, ...]
    refused: tuple[RefusedRow, ...]


class HeldRow(Wire):
    """A row as the province holds it; SJSCZT 2 says that its check failed, for the reason SBYY."""

    DFSJZJ: str
    LSH: str
    SJSCZT: Literal[0, 1, 2, 3]
    SBYY: str | None


class QueryReply(Wire):
    """The rows that are held among those asked for."""

    rows: tuple[HeldRow, ...]


class ListedRow(Wire):
    """A row as it was written, with what the province says of it."""

    row: dict[str, str | int | float | None]
    LSH: str
    SJSCZT: Literal[0, 1, 2, 3]
    retiredBy: str | None
    changedAt: str


class RowsReply(Wire):
    """A page of the rows of one table."""

    listed: tuple[ListedRow, ...]
    cursor: str = Field(min_length=1, max_length=100)
    more: bool


class SchemesReply(Wire):
    """A page of the joint review's changes; each is read by itself."""

    schemes: tuple[Any, ...]
    cursor: str = Field(min_length=1, max_length=100)
    more: bool

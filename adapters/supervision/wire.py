"""The platform's shapes: what is configured, what is read of its replies."""

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from adapters.auth import SharedSecret
from adapters.errors import ContractError
from adapters.http import ErrorKind, HttpSettings
from models.records import RecordType

KINDS: Final[frozenset[RecordType]] = frozenset({"matter", "event", "colour"})
"""Record types that are kinds of row here, under the same names."""

REASONS: Final = frozenset({"required", "format", "unknown_matter", "key_reused", "nothing_to_void", "order"})
"""Codes of a refused row's faults."""

ERRORS: Final[Mapping[int, ErrorKind]] = dict.fromkeys((400, 404, 409, 413, 415, 422), ContractError)
"""Rows are answered one by one: a call that is refused as a whole is ours to mend."""


class SupervisionSettings(HttpSettings):
    """`base_url` ends in `/supervision/v1`; `key_id` and `secret` sign the calls."""

    key_id: str = Field(min_length=1, max_length=100, pattern=r"^[\x21\x23-\x5b\x5d-\x7e]+$")
    secret: SharedSecret


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Fault(_Wire):
    """Why a row is refused."""

    field: str | None = None
    code: str
    text: str


class Result(_Wire):
    """The answer to one row."""

    key: str
    outcome: Literal["created", "replaced", "unchanged", "voided", "outdated", "refused"]
    sequence: int | None = None
    faults: tuple[Fault, ...] = ()


class Results(_Wire):
    """The answers to a batch."""

    results: tuple[Result, ...]


class HeldRow(_Wire):
    """A row that is held."""

    key: str
    sequence: int
    standing: bool
    recorded_at: AwareDatetime
    changed_at: AwareDatetime


class HeldRows(_Wire):
    """Those that are held among the keys asked for."""

    rows: tuple[HeldRow, ...]


class ListedRow(HeldRow):
    """A row with its content."""

    content: dict[str, str | int | float | bool | None]


class ListedRows(_Wire):
    """A page of rows."""

    rows: tuple[ListedRow, ...]
    more: bool

"""What the company writes in JSON: acknowledgements. Members that are not listed here are ignored."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.base import Instant

Reference = Annotated[str, Field(min_length=1, max_length=100)]


class _Wire(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, str_strip_whitespace=True
    )


class Reason(_Wire):
    """Why something was refused: a JSON Pointer into what was sent, and their words."""

    pointer: str = ""
    detail: str = Field(min_length=1)
    allowed: tuple[Any, ...] = ()


class Opened(_Wire):
    """The event with which a case was opened at the company (接件): told here and in no status table."""

    serial: str | None = Field(default=None, min_length=1, max_length=100)
    status: str = Field(min_length=1, max_length=64)
    text: str = ""
    handler: str | None = None
    department: str | None = None


class Acknowledgement(_Wire):
    """回执: a parcel, or a document of one, was accepted or refused."""

    parcel: str = Field(min_length=1)
    kind: Literal["scheme", "withdrawal", "document"]
    result: Literal["accepted", "refused"]
    scheme_id: str | None = None
    version: int | None = None
    reference: Reference | None = None
    received_at: Instant
    opened: Opened | None = None
    words: str = ""
    reasons: tuple[Reason, ...] = ()

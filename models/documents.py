"""Documents are referred to by the hash of their bytes, never carried inline."""

from enum import StrEnum
from typing import Final

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from models.base import Day, Frozen
from models.identifiers import Sha256

MAX_DOCUMENT_BYTES: Final = 1 << 30
"""One gibibyte: the largest drawing the joint review takes."""

MEDIA_TYPES: Final = (
    "application/pdf",
    "image/vnd.dwg",
    "image/vnd.dxf",
    "application/x-step",
    "application/vnd.shp",
    "application/geo+json",
    "application/zip",
)
"""PDF, DWG, DXF, IFC, SHP, GeoJSON and zip: what a scheme's documents may be."""


class DocumentRole(StrEnum):
    """What a document is of the scheme."""

    SITE_PLAN = "site_plan"
    PIPE_PLAN = "pipe_plan"
    OTHER = "other"


class DocumentRef(Frozen):
    """A document by hash (`sha256`), with what its sender says of it: name, media type and size in bytes.

    A document that a company *issued* also has its number (批复文号) and the day of issue.
    """

    sha256: Sha256
    name: str = Field(min_length=1, max_length=200)
    media_type: str
    size_bytes: int = Field(gt=0, le=MAX_DOCUMENT_BYTES)
    role: DocumentRole = DocumentRole.OTHER
    number: str | None = Field(default=None, max_length=100)
    issued_on: Day | None = None

    @field_validator("media_type")
    @classmethod
    def _listed(cls, value: str) -> str:
        if value not in MEDIA_TYPES:
            raise PydanticCustomError(
                "value-not-allowed",
                "not an accepted media type",
                {"value": value, "allowed": list(MEDIA_TYPES)},
            )
        return value

    @field_validator("name")
    @classmethod
    def _plain_name(cls, value: str) -> str:
        # The name is shown and offered for download: a path in it would be somebody's way into a folder, a
        # line break their way into a header.
        if any(char in "/\\\x7f" or char < " " for char in value) or value in {".", ".."}:
            raise PydanticCustomError("document-name-path", "a file name without a path", {"value": value})
        return value

"""What a utility reports of a case, as an adapter hands it over."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from models.base import Frozen, Instant, Personal
from models.documents import DocumentRef
from models.identifiers import SchemeId
from models.stage import Opinion, Stage
from models.status import HandlingStatus


class Update(Frozen):
    """One status event of one case.

    `event_id` is the company's own and tells duplicates apart. `status_code` is the company's own code;
    `status` is its place in the national dictionary, or `None` while nobody has mapped it. The company's own
    words stay in `status_text`. The case is named by `remote_ref`, by `scheme_id`, or both.
    """

    event_id: str = Field(min_length=1, max_length=128)
    remote_ref: str | None = Field(default=None, min_length=1, max_length=128)
    scheme_id: SchemeId | None = None
    scheme_version: int | None = Field(default=None, ge=1)
    stage: Stage
    status: HandlingStatus | None
    status_code: str = Field(min_length=1, max_length=64)
    status_text: str = Field(default="", max_length=500)
    occurred_at: Instant
    handler: Personal | None = None
    department: str | None = Field(default=None, max_length=200)
    opinion: Opinion | None = None
    opinion_text: str = Field(default="", max_length=4000)
    documents: tuple[DocumentRef, ...] = ()

    @model_validator(mode="after")
    def _names_its_case(self) -> Self:
        if self.remote_ref is None and self.scheme_id is None:
            raise PydanticCustomError("update-names-no-case", "neither remote_ref nor scheme_id")
        return self

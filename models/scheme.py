"""The design scheme (设计方案): what the joint plan review pushes to the utilities."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from models.base import Frozen, Instant
from models.demand import Demand
from models.documents import DocumentRef
from models.identifiers import SchemeId, project_code_warnings
from models.messages import Message
from models.project import Project
from models.site import Site
from models.stage import UtilityKind


class Scheme(Frozen):
    """One version of a design scheme. Immutable: a correction is the next version and supersedes this one."""

    change: Literal["scheme"] = "scheme"
    scheme_id: SchemeId
    version: int = Field(ge=1)
    project: Project
    site: Site
    demands: tuple[Demand, ...] = Field(min_length=1)
    documents: tuple[DocumentRef, ...] = ()
    pushed_at: Instant
    opinion_due: Instant | None = None

    @model_validator(mode="after")
    def _one_demand_per_kind(self) -> Self:
        kinds = [demand.kind for demand in self.demands]
        repeated = sorted({kind for kind in kinds if kinds.count(kind) > 1})
        if repeated:
            raise PydanticCustomError("demand-repeated", "one demand per kind", {"kind": repeated[0].value})
        return self

    @model_validator(mode="after")
    def _one_reference_per_document(self) -> Self:
        hashes = [document.sha256 for document in self.documents]
        repeated = next((value for value in hashes if hashes.count(value) > 1), None)
        if repeated:
            raise PydanticCustomError("document-repeated", "a document named twice", {"value": repeated})
        return self

    @property
    def warnings(self) -> tuple[Message, ...]:
        """Doubts that do not stop the scheme but that a person should see."""
        doubts = [*project_code_warnings(self.project.code), *self.project.contact.warnings]
        if self.opinion_due and self.opinion_due <= self.pushed_at:
            due, pushed = self.opinion_due.isoformat(), self.pushed_at.isoformat()
            doubts.append(Message(id="warning-opinion-due-early", params={"due": due, "pushed": pushed}))
        return tuple(doubts)

    def demand(self, kind: UtilityKind) -> Demand:
        """What the scheme needs of one kind of utility. Raises `KeyError` when it needs nothing of it."""
        for demand in self.demands:
            if demand.kind == kind:
                return demand
        raise KeyError(kind)


class Withdrawal(Frozen):
    """The joint review took a scheme back, whichever version is current."""

    change: Literal["withdrawal"] = "withdrawal"
    scheme_id: SchemeId
    reason: str = Field(default="", max_length=500)
    withdrawn_at: Instant


SchemeChange = Annotated[Scheme | Withdrawal, Field(discriminator="change")]
"""What a source of schemes tells: a new version, or a withdrawal."""

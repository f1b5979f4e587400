"""The companies' opinions on a scheme (审查意见), as they go back to its joint review together."""

from pydantic import Field

from models.base import Frozen, Instant
from models.identifiers import CompanyId, SchemeId
from models.stage import Opinion, UtilityKind


class Asked(Frozen):
    """A company that a version of a scheme was put to."""

    company: CompanyId
    name: str = Field(min_length=1, max_length=200)
    kind: UtilityKind


class GivenOpinion(Asked):
    """What it said, and when."""

    credit_code: str = ""
    opinion: Opinion
    text: str = ""
    given_at: Instant


class OpinionReply(Frozen):
    """One reply to the joint review (方案联审) about one version of a scheme.

    `supplement` 0 is the reply itself, with every opinion given so far; 1, 2, … each bring what came late. `missing`
    are those of whom nothing is known yet. `closed_at`: when the last opinion was in, or the deadline passed.
    """

    scheme_id: SchemeId
    version: int = Field(ge=1)
    supplement: int = Field(ge=0)
    closed_at: Instant
    opinions: tuple[GivenOpinion, ...]
    missing: tuple[Asked, ...] = ()

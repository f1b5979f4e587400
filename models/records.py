"""What is recorded in the province's system (应录尽录) and in other mirrors, in the domain's terms.

Project, matter and event, and where a mirror has a place for them: the opinion on a scheme, the documents that
end a matter, the colour of its clock. A mirror adapter turns them into its wire's rows. `key` is the city's own
key (DFSJZJ): it makes a resend harmless. A record is never changed at a mirror: it is invalidated (`valid=False`
with a reason) and written anew.
"""

from typing import Annotated, Final, Literal

from pydantic import Field

from models.base import Day, Frozen, Instant, Personal
from models.colour import Colour
from models.identifiers import AreaCode, CompanyId, Sha256
from models.mapping import MatterItem
from models.project import Project
from models.stage import Opinion, Stage, UtilityKind
from models.status import HandlingStatus

RecordType = Literal["project", "matter", "event", "opinion", "approval", "colour"]
"""What kind of thing a record tells, and so which of a mirror's tables it belongs to."""

ORDINARY: Final[frozenset[RecordType]] = frozenset({"project", "matter", "event"})
"""What every mirror takes."""


class _Record(Frozen):
    key: str = Field(min_length=1, max_length=64)
    area_code: AreaCode
    valid: bool = True
    invalid_reason: str = ""


class ProjectRecord(_Record):
    """SPGL_XMJBXXB: the project and its registration."""

    record: Literal["project"] = "project"
    project: Project
    pushed_at: Instant


class MatterRecord(_Record):
    """SPGL_XMSPSXBLXXB, a 办件: one round of one stage at one company. `matter` is its number (SPSXSLBM)."""

    record: Literal["matter"] = "matter"
    engineering_code: str
    matter: str
    stage: Stage
    kind: UtilityKind
    company: CompanyId
    company_name: str
    company_credit_code: str
    contact_name: Personal
    contact_phone: Personal
    item: MatterItem | None = None
    """The item that the company's own mapping files this matter under; it goes before the mirror's settings."""


class EventRecord(_Record):
    """SPGL_XMSPSXBLXXXXB: one status event. `step` (BLCS) counts a matter's events from 1, as they
    arrived."""

    record: Literal["event"] = "event"
    engineering_code: str
    matter: str
    step: int = Field(ge=1)
    status: HandlingStatus
    status_text: str
    opinion: Opinion | None = None
    opinion_text: str = ""
    handler: Personal | None = None
    company_name: str
    company_credit_code: str
    occurred_at: Instant


class OpinionRecord(_Record):
    """SPGL_XMSPSXZQYJXXB: a company's opinion on the design scheme (审查意见), asked for and given."""

    record: Literal["opinion"] = "opinion"
    engineering_code: str
    matter: str
    company_name: str
    company_credit_code: str
    opinion: Opinion
    opinion_text: str = ""
    handler: Personal | None = None
    given_at: Instant


class ApprovalRecord(_Record):
    """SPGL_XMSPSXPFWJXXB: a document that a company issued when a matter passed (批复文件, 验收文件)."""

    record: Literal["approval"] = "approval"
    engineering_code: str
    matter: str
    stage: Stage
    number: str
    """PFWH 批复文号; the company's own, or the matter's where the company gave none."""
    title: str
    issued_on: Day
    media_type: str
    size_bytes: int
    sha256: Sha256


class ColourRecord(_Record):
    """The colour of a matter's clock as of an instant. It concerns no table of the national standard."""

    record: Literal["colour"] = "colour"
    engineering_code: str
    matter: str
    colour: Colour
    due_at: Instant | None
    """When the limit ends; `None` while no limit runs."""
    provisional: bool
    """The due date reaches into a year whose calendar is not published yet."""
    as_of: Instant


Record = Annotated[
    ProjectRecord | MatterRecord | EventRecord | OpinionRecord | ApprovalRecord | ColourRecord,
    Field(discriminator="record"),
]

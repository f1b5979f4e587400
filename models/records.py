"""What is recorded in the province's system (应录尽录): project, matter and event, in the domain's terms.

A mirror adapter turns them into its wire's rows. `key` is the city's own key (DFSJZJ): it makes a resend
harmless. A record is never changed at the province: it is invalidated (`valid=False` with a reason) and
written anew.
"""

from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen, Instant, Personal
from models.identifiers import AreaCode, CompanyId
from models.mapping import MatterItem
from models.project import Project
from models.stage import Opinion, Stage, UtilityKind
from models.status import HandlingStatus


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


Record = Annotated[ProjectRecord | MatterRecord | EventRecord, Field(discriminator="record")]

"""What the sandbox is asked to play: seed, calendar, projects, counterparts and deliberate failures."""

import base64
import hashlib
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from sandbox.identifiers import credit_code

CHINA = timezone(timedelta(hours=8))
Kind = Literal["water", "power", "gas", "telecom"]
Wire = Literal["gateway", "iec61968", "batch", "tmf641", "manual"]
AreaCode = Annotated[str, Field(pattern=r"^\d{6}$")]
KINDS: tuple[Kind, ...] = ("water", "power", "gas", "telecom")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Failures(_Frozen):
    """How many projects carry each deliberate failure; each project carries one at most."""

    unserved: int = Field(default=0, ge=0, description="projects in a district that no company serves")
    old_form_codes: int = Field(default=0, ge=0, description="project codes of the old form")
    failing_check_digits: int = Field(default=0, ge=0, description="project codes whose check digit fails")
    wrong_digests: int = Field(default=0, ge=0, description="documents whose bytes are not those announced")
    wrong_types: int = Field(default=0, ge=0, description="documents that are not of the announced type")
    refused_rows: int = Field(default=0, ge=0, description="project rows the province refuses until mended")
    refused_schemes: int = Field(default=0, ge=0, description="schemes a utility refuses until mended")

    @property
    def total(self) -> int:
        """Projects that carry a failure."""
        return sum(getattr(self, name) for name in type(self).model_fields)


DEFAULT_FAILURES = Failures(
    unserved=1,
    old_form_codes=2,
    failing_check_digits=1,
    wrong_digests=1,
    wrong_types=1,
    refused_rows=1,
    refused_schemes=1,
)


class Counterpart(_Frozen):
    """One stand-in with a port of its own.

    `token` is the utility's bearer token, the TIF token of the province, or the supervision platform's secret. What is
    left out is made from the id, the same on every run.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    role: Literal["province", "supervision", "utility"]
    kind: Kind | None = None
    wire: Wire = Field(default="gateway", description="how a utility speaks; see docs/wires/README.md")
    transport: Literal["folder", "sftp"] = Field(default="folder", description="of the wire `batch`")
    folder: str = Field(
        default="", description="of the wire `batch`: where the files are; empty: somewhere temporary"
    )
    name: str = ""
    port: int = Field(default=0, ge=0, le=65535, description="0: any free one, see the announcement")
    paasid: str = "dazhou-utilities"
    token: str = ""
    secret: str = Field(default="", description="whsec_…, signs the webhooks")
    credit_code: str = ""
    callback_url: str | None = None
    exchange_url: str | None = Field(
        default=None, description="of the province: its exchange database, as SQLAlchemy writes it"
    )
    districts: tuple[AreaCode, ...] = ()

    @model_validator(mode="after")
    def _fits_its_role(self) -> Self:
        if self.role == "utility" and (self.kind is None or not self.districts):
            raise ValueError("a utility needs a kind and at least one district")
        return self

    def filled(self, seed: int) -> Self:
        """The same with token, secret, credit code and name made up where they were left out."""
        digest = hashlib.sha256(f"{seed}/{self.id}".encode()).digest()
        return self.model_copy(
            update={
                "token": self.token or f"sandbox-{digest.hex()[:24]}",
                "secret": self.secret or "whsec_" + base64.b64encode(digest).decode(),
                "credit_code": self.credit_code or credit_code(Random(f"{seed}/{self.id}"), "511702"),
                "name": self.name or self.id,
            }
        )


_CITY, _ALL = "511702", ("511702", "511703", "511722", "511723")

DEFAULT_COUNTERPARTS = (
    Counterpart(id="province", role="province", name="四川省工程建设项目审批管理系统"),
    Counterpart(id="supervision", role="supervision", name="达州市项目信息化监管平台"),
    Counterpart(id="water-tc", role="utility", kind="water", name="通川区供水有限公司", districts=(_CITY,)),
    Counterpart(id="water-xq", role="utility", kind="water", name="达州县域供水有限公司", districts=_ALL[1:]),
    Counterpart(id="power-dz", role="utility", kind="power", name="达州供电公司", districts=_ALL),
    Counterpart(id="gas-tc", role="utility", kind="gas", name="通川燃气有限公司", districts=_ALL[:2]),
    Counterpart(id="gas-xq", role="utility", kind="gas", name="宣汉开江燃气有限公司", districts=_ALL[2:]),
    Counterpart(id="telecom-dz", role="utility", kind="telecom", name="达州通信发展有限公司", districts=_ALL),
)


class Config(_Frozen):
    """The whole of it; every part has a default, so that `{}` is a city of forty projects."""

    seed: int = 7
    start: AwareDatetime = datetime(2026, 3, 2, 9, tzinfo=CHINA)
    projects: int = Field(default=40, ge=0, le=5000)
    kinds: tuple[Kind, ...] = Field(default=KINDS, min_length=1)
    districts: tuple[AreaCode, ...] = Field(default=_ALL, min_length=1)
    counterparts: tuple[Counterpart, ...] = DEFAULT_COUNTERPARTS
    push_days: int = Field(default=4, ge=1, description="working days over which the projects are pushed")
    revised: int = Field(default=3, ge=0, description="projects that get a version 2")
    withdrawn: int = Field(default=2, ge=0, description="projects that are withdrawn")
    failures: Failures = DEFAULT_FAILURES
    big_document_mb: int = Field(
        default=0, ge=0, le=1023, description="size of one more document of project 1"
    )
    seconds_per_day: float | None = Field(
        default=None, gt=0, description="advance by itself; null: only when asked"
    )
    control_port: int = Field(default=0, ge=0, le=65535)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        ids = [each.id for each in self.counterparts]
        if len(set(ids)) != len(ids):
            raise ValueError("two counterparts have the same id")
        roles = [each.role for each in self.counterparts]
        if roles.count("province") > 1 or roles.count("supervision") > 1:
            raise ValueError("there is one province, and one supervision platform at most")
        if self.projects and self.failures.total + self.revised + self.withdrawn > self.projects:
            raise ValueError("more failures, revisions and withdrawals than projects")
        return self

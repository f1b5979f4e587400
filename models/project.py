"""The building project a scheme belongs to, with the registration data the province asks for."""

import re
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from models.base import Day, Frozen, Personal
from models.identifiers import AreaCode, CreditCode, ProjectCode
from models.messages import Message

_TELEPHONE: Final = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")


class Developer(Frozen):
    """建设单位: the legal person who builds. `kind` is the province's code for its type (JSDWLX)."""

    name: str = Field(min_length=1, max_length=200)
    credit_code: CreditCode
    kind: str = Field(min_length=1, max_length=8)


class Contact(Frozen):
    """Whom the utilities call. Personal data."""

    name: Annotated[Personal, Field(min_length=1, max_length=50)]
    phone: Annotated[Personal, Field(min_length=1, max_length=40)]

    @property
    def warnings(self) -> tuple[Message, ...]:
        """A telephone number that is neither a mobile one nor a fixed one with its area prefix."""
        if _TELEPHONE.fullmatch(self.phone.get_secret_value()):
            return ()
        return (Message(id="warning-contact-phone-form"),)


class Registration(Frozen):
    """Particulars of the project's registration, in the codes of the province's dictionaries.

    Money in 10,000 CNY, areas in m². Codes are carried as they came: their dictionaries are the province's.
    """

    approval_class: str | None = None
    """SPLCLX 审批流程类型."""
    project_type: str | None = None
    """LXLX 立项类型."""
    engineering_class: str | None = None
    """GCFL 工程分类."""
    construction_nature: str | None = None
    """JSXZ 建设性质."""
    funding: str | None = None
    """XMZJSX 项目资金属性."""
    industry: str | None = None
    """GBHY 国标行业."""
    industry_class: str = Field(min_length=1, max_length=16)
    """GCHYFL 工程行业分类, required since V3.0 of the standard."""
    land_supply: str | None = None
    """TDHQFS 土地获取方式."""
    start_planned: Day | None = None
    """NKGSJ 拟开工时间."""
    finish_planned: Day | None = None
    """NJCSJ 拟建成时间."""
    investment_10k_cny: float | None = Field(default=None, ge=0)
    land_area_m2: float | None = Field(default=None, ge=0)
    floor_area_m2: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        start, finish = self.start_planned, self.finish_planned
        if start and finish and start >= finish:
            raise PydanticCustomError(
                "project-dates", "starts after it ends", {"start": str(start), "finish": str(finish)}
            )
        return self


class Project(Frozen):
    """项目: what is built, where, by whom. `engineering_code` is the province's GCDM for this part of it."""

    code: ProjectCode
    engineering_code: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)
    area_code: AreaCode
    address: str = Field(min_length=1, max_length=300)
    developer: Developer
    contact: Contact
    registration: Registration

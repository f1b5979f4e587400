"""What a province is configured with. The codes are the province's own and differ from one to the next."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from adapters.http import HttpSettings
from models.identifiers import CompanyId
from models.mapping import MatterItem
from models.stage import Stage, UtilityKind


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Procedure(_Part):
    """审批流程 (SPLCBM, SPLCBBH)."""

    code: str = Field(min_length=1, max_length=50)
    version: float = Field(gt=0)


class RowSettings(BaseModel):
    """What the rows say beside the record, whichever way they travel."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )

    items: dict[UtilityKind, dict[Stage, MatterItem]]
    """By kind and stage; the item of a company's own mapping goes before. A matter without one is refused here."""
    procedure: Procedure
    situation: str = Field(min_length=1, max_length=200)
    """YWQX 业务情形."""
    data_source: Literal["1", "2"] = "2"
    """SJLY 数据来源: 1 keyed in, 2 exchanged between systems."""
    departments: dict[CompanyId, str] = Field(default_factory=dict)
    """SPBMBM 审批部门编码, by company."""
    intake_mode: int | None = None
    """SLFS 受理方式."""
    publicity: int | None = None
    """GKFS 公开方式."""


class ProvinceSettings(RowSettings, HttpSettings):
    """`base_url` ends before `/gateway`."""

    paasid: str = Field(min_length=1, max_length=100)
    token: SecretStr
    page_size: int = Field(default=100, ge=1, le=100)
    """Schemes asked for at once."""

"""What a project needs of each kind of utility: one variant per kind, told apart by `kind`."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen
from models.stage import UtilityKind


class WaterUse(StrEnum):
    """Use class of a water supply."""

    DOMESTIC = "domestic"
    COMMERCIAL = "commercial"
    INDUSTRIAL = "industrial"
    FIRE = "fire"
    CONSTRUCTION = "construction"


class VoltageLevel(StrEnum):
    """Nominal supply voltage."""

    LV_220V = "220V"
    LV_380V = "380V"
    MV_10KV = "10kV"
    HV_35KV = "35kV"
    HV_110KV = "110kV"


class GasPressure(StrEnum):
    """Pressure class at the point of supply."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class WaterDemand(Frozen):
    """Water: daily volume in m³/d and pipe nominal diameter (DN) in mm."""

    kind: Literal[UtilityKind.WATER] = UtilityKind.WATER
    daily_volume_m3: float = Field(gt=0, le=1_000_000)
    pipe_dn_mm: int = Field(gt=0, le=3000)
    use_class: WaterUse


class PowerDemand(Frozen):
    """Power: installed capacity in kVA, voltage level and number of independent supplies."""

    kind: Literal[UtilityKind.POWER] = UtilityKind.POWER
    capacity_kva: float = Field(gt=0, le=10_000_000)
    voltage_level: VoltageLevel
    supplies: int = Field(ge=1, le=4)


class GasDemand(Frozen):
    """Gas: hourly volume in m³/h at reference conditions, pressure class and number of appliances."""

    kind: Literal[UtilityKind.GAS] = UtilityKind.GAS
    hourly_volume_m3: float = Field(gt=0, le=1_000_000)
    pressure: GasPressure
    appliances: int = Field(ge=0, le=1_000_000)


class TelecomDemand(Frozen):
    """Telecom: households with fibre to the home; whether an equipment room and a duct entry are wanted."""

    kind: Literal[UtilityKind.TELECOM] = UtilityKind.TELECOM
    ftth_households: int = Field(ge=0, le=1_000_000)
    equipment_room: bool
    duct_entry: bool


Demand = Annotated[WaterDemand | PowerDemand | GasDemand | TelecomDemand, Field(discriminator="kind")]

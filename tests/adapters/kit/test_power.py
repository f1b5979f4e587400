"""The power adapter against the kit."""

from adapters.kit import AdapterContract
from adapters.power.adapter import PowerAdapter
from models.stage import UtilityKind
from tests.adapters.stand_ins import sandbox_company
from tests.adapters.wire_settings import iec61968


class TestPower(AdapterContract):
    adapter = PowerAdapter
    stand_in = staticmethod(sandbox_company(UtilityKind.POWER, iec61968, wire="iec61968"))

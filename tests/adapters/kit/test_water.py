"""The water adapter against the kit."""

from adapters.kit import AdapterContract
from adapters.water.adapter import WaterAdapter
from models.stage import UtilityKind
from tests.adapters.stand_ins import sandbox_company
from tests.adapters.wire_settings import gateway


class TestWater(AdapterContract):
    adapter = WaterAdapter
    stand_in = staticmethod(sandbox_company(UtilityKind.WATER, gateway))

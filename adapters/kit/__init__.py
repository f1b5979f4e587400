"""The conformance kit: what every adapter must do, as checks to inherit.

class TestWater(AdapterContract):
    adapter = WaterAdapter
    stand_in = staticmethod(a_water_company)
"""

from adapters.kit.contract import AdapterContract
from adapters.kit.mirrors import MirrorContract, MirrorStandIn
from adapters.kit.stand_in import NotPlayed, StandIn, Trouble

__all__ = ["AdapterContract", "MirrorContract", "MirrorStandIn", "NotPlayed", "StandIn", "Trouble"]

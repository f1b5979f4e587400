"""The adapter `water`: a water company (供水) over the Utility Gateway API."""

from typing import ClassVar, Final

from adapters.contract import Adapter
from adapters.protocols.gateway.adapter import GatewayAdapter
from models.stage import UtilityKind


class WaterAdapter(GatewayAdapter):
    """The open gateway for a water company and no other kind; which diameters it lays, it says itself."""

    name: ClassVar[str] = "water"
    kind: ClassVar[UtilityKind | None] = UtilityKind.WATER


ADAPTERS: Final[tuple[type[Adapter], ...]] = (WaterAdapter,)

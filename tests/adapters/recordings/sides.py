"""The adapters of which exchanges are kept, each with the company of the sandbox that it spoke with."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from adapters.contract import UtilityAdapter
from adapters.kit import StandIn
from adapters.power.adapter import PowerAdapter
from adapters.telecom.adapter import TelecomAdapter
from adapters.water.adapter import WaterAdapter
from models.stage import UtilityKind
from tests.adapters.stand_ins import sandbox_company
from tests.adapters.wire_settings import gateway, iec61968, tmf641

TESTS = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Side:
    """An adapter, and the stand-in that it is compared with."""

    adapter: type[UtilityAdapter]
    stand_in: Callable[[], AbstractAsyncContextManager[StandIn]]


SIDES: Mapping[str, Side] = {
    "water": Side(WaterAdapter, sandbox_company(UtilityKind.WATER, gateway)),
    "power": Side(PowerAdapter, sandbox_company(UtilityKind.POWER, iec61968, wire="iec61968")),
    "telecom": Side(TelecomAdapter, sandbox_company(UtilityKind.TELECOM, tmf641, wire="tmf641")),
}

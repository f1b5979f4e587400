"""The gas adapter against the kit."""

from adapters.gas.adapter import GasAdapter
from adapters.kit import AdapterContract
from tests.adapters.gas.kit import SKIPS, gas_company


class TestGas(AdapterContract):
    adapter = GasAdapter
    stand_in = staticmethod(gas_company)
    skips = SKIPS

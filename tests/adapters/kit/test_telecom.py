"""The telecom adapter against the kit."""

from adapters.kit import AdapterContract
from adapters.telecom.adapter import TelecomAdapter
from models.stage import UtilityKind
from tests.adapters.stand_ins import sandbox_company
from tests.adapters.wire_settings import tmf641


class TestTelecom(AdapterContract):
    adapter = TelecomAdapter
    stand_in = staticmethod(sandbox_company(UtilityKind.TELECOM, tmf641, wire="tmf641"))

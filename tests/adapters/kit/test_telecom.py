"""The telecom adapter against the kit."""

from adapters.kit import AdapterContract, Trouble
from adapters.telecom.adapter import TelecomAdapter
from models.stage import UtilityKind
from tests.adapters.stand_ins import sandbox_company
from tests.adapters.wire_settings import tmf641

WHY = "TMF641 lists orders as they stand, not events: nothing in its list repeats or comes out of order"


class TestTelecom(AdapterContract):
    adapter = TelecomAdapter
    stand_in = staticmethod(
        sandbox_company(
            UtilityKind.TELECOM,
            tmf641,
            wire="tmf641",
            not_played={Trouble.REPEATED_EVENTS: WHY, Trouble.DISORDERED_EVENTS: WHY},
        )
    )

"""What must hold once a city has settled, whatever happened on the way: read from the ledgers, not from our tables."""

from hub.bootstrap import Hub
from hub.store import figures
from tests.durability.city import City

EVENTS = "SPGL_XMSPSXBLXXXXB"


async def check_settled(city: City, hub: Hub) -> None:
    """Nothing lost, nothing twice: every effect stands once, every event emitted is recorded at the province."""
    ledger = await city.ledger()
    assert ledger.twice == []
    emitted, recorded = ledger.total("event_emitted"), ledger.rows_taken[EVENTS]
    assert emitted > 0
    assert recorded == emitted
    with hub.store.read() as tx:
        assert figures.events(tx) == emitted

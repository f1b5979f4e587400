"""One life of a hub: it opens its home, hears callbacks and works until its town has settled, or until a blow falls."""

from pathlib import Path
from typing import Final

from hub.bootstrap import Hub, open_hub
from hub.liaison import retrying
from hub.people.person import operator
from hub.settings import read_settings
from hub.store import desk
from inbound.app import create_app
from sandbox.server import Server
from tests.durability.city import City
from tests.durability.days import live

DAYS: Final = 4
"""Working days between two cycles."""
KILLS_ITS_WORKER: Final = "delivery-kills-worker"


async def lived(home: Path, control: str, door: int) -> None:
    """Open the home and its door (a port), and work until the town behind `control` has settled."""
    async with open_hub(read_settings(home)) as hub:
        server = Server(create_app(hub), door)
        await server.start()
        try:

            async def each_day() -> None:
                try_again(hub)

            await live(hub, City({"control": control}), days=DAYS, each_day=each_day)
        finally:
            await server.stop()


def try_again(hub: Hub) -> int:
    """The officer's part: what was parked because its worker died five times is no killer here, and goes again."""
    with hub.store.begin() as tx:
        items = [item.id for item in desk.open_items(tx, cause=KILLS_ITS_WORKER)]
        return len(retrying.retry(tx, operator("wang"), items).retried)

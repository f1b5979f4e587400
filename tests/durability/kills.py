"""kill -9 at random moments, again and again, until the town has settled; then its ledgers are judged.

`python -m tests.durability.kills SEED [--database postgresql]` replays one history. The seed decides the town, and
when each blow falls as far as a seed can: what runs side by side runs as it runs.
"""

import asyncio
import random
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.durability.blows import Blow, Watch
from tests.durability.cutting import PowerCut
from tests.durability.forks import Forks
from tests.durability.judging import Findings, judged
from tests.durability.life import lived
from tests.durability.replaying import empty_store, replay
from tests.durability.town import Town, make_home, running_town

PROJECTS: Final = 5
"""Enough for some twenty blows before everything has happened."""


@dataclass(frozen=True)
class History:
    """How often the hub was struck down before its town had settled, and what the ledgers then say."""

    kills: int
    pauses: int
    """How often a process was stopped past its leases and woken again before it was struck."""
    findings: Findings


AfterBlow = Callable[[Town], Any]
"""Awaited after each blow, before the hub lives again: what must hold even then."""


async def history(
    forks: Forks,
    folder: Path,
    seed: int,
    store_url: str,
    *,
    most: int,
    projects: int = PROJECTS,
    hubs: int = 1,
    draw: Callable[[random.Random], Blow] = Blow.drawn,
    after_blow: AfterBlow | None = None,
) -> History:
    """Lives of a hub, each but the last struck down, `most` at the most; `draw` says when.

    With `hubs` more than one, as many processes work on the one store, and are struck down together.
    """
    chance, kills, pauses = random.Random(seed), 0, 0
    with reserved_port() as door:
        async with running_town(seed, projects=projects, door=f"http://127.0.0.1:{door}/callbacks") as town:
            make_home(folder / "home", town, store_url=store_url)
            where = {"home": str(folder / "home"), "control": town.announcement["control"]}
            while True:
                blows = [draw(chance) if kills + number < most else Blow() for number in range(hubs)]
                ends = await forks.run_together(
                    "tests.durability.kills:live_until_struck",
                    # The port is the first one's; others listen where nobody calls.
                    [
                        {"door": 0 if number else door, "blow": blow.as_dict(), **where}
                        for number, blow in enumerate(blows)
                    ],
                    [blow.signals for blow in blows],
                )
                for blow, end in zip(blows, ends, strict=True):
                    assert end.code in {0, -signal.SIGKILL}, f"{kills} kills, {blow}: {end.code}\n{end.words}"
                struck = sum(end.code != 0 for end in ends)
                if not struck:
                    return History(kills, pauses, await judged(town))
                kills += struck
                pauses += sum(blow.pause is not None for blow in blows)
                if after_blow is not None:
                    await after_blow(town)


async def many_hubs(
    forks: Forks, folder: Path, seed: int, store_url: str, *, most: int, projects: int = PROJECTS
) -> History:
    """`history` with one hub or two, as the seed says; of two, now one, now the other is stopped for a while."""
    hubs = 1 if seed % 3 == 1 else 2
    draw = Blow.drawn_with_pauses if hubs > 1 else Blow.drawn
    return await history(forks, folder, seed, store_url, most=most, projects=projects, hubs=hubs, draw=draw)


def live_until_struck(home: str, control: str, door: int, blow: dict[str, Any]) -> None:
    """What a forked process does."""
    if blow["cut"]:
        PowerCut(Path(home), **blow["cut"]).install()
    else:
        Watch(Blow(**blow)).install()
    asyncio.run(lived(Path(home), control, door))


def warm_up() -> None:
    """Live one short life to its end, leaving nothing open."""

    async def once(folder: Path, url: str) -> None:
        async with running_town(1, projects=2) as town:
            make_home(folder / "home", town, store_url=url)
            await lived(folder / "home", town.announcement["control"], 0)

    with TemporaryDirectory() as name, empty_store("sqlite", Path(name)) as url:
        asyncio.run(once(Path(name), url))


@contextmanager
def reserved_port() -> Iterator[int]:
    """A port that stays ours between the lives of whoever listens on it: bound here, and never listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


if __name__ == "__main__":
    replay("kills", lambda forks, folder, seed, url: many_hubs(forks, folder, seed, url, most=10_000))

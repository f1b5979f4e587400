"""Power cuts at random moments: what was told outside is not lost, and the database is whole.

`python -m tests.durability.powercut SEED` replays one history.
"""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hub.casework.names import mirror_key
from hub.documents.folder import DocumentFolder
from hub.settings import read_settings
from tests.durability.blows import Blow
from tests.durability.cutting import power_returns
from tests.durability.forks import Forks
from tests.durability.kills import PROJECTS, History, history
from tests.durability.replaying import replay
from tests.durability.town import PROVINCE, Town

CHANGES: Final = (1, 300)
"""Changes to the disk until a cut: up to a cycle or two."""


@dataclass
class Cuts:
    """Counts the cuts of one history, and looks after each whether all that was told outside is still known."""

    home: Path
    cuts: int = 0
    lost: list[str] = field(default_factory=list)

    async def look(self, town: Town) -> None:
        """After a blow, before the hub lives again."""
        if not power_returns(self.home):
            return
        self.cuts += 1
        entries = (await town.ledger()).report["entries"]
        with sqlite3.connect(read_settings(self.home).store_path or "") as database:
            ((verdict,),) = database.execute("PRAGMA integrity_check").fetchall()
            assert verdict == "ok", f"cut {self.cuts}: {verdict}"
            self.lost += [f"cut {self.cuts}: {each}" for each in self._forgotten(database, entries)]
        database.close()
        assert not self.lost, f"forgotten: {self.lost}"

    def _forgotten(self, database: sqlite3.Connection, entries: list[dict[str, Any]]) -> Iterator[str]:
        sent = {key for (key,) in database.execute("SELECT key FROM outbox WHERE attempts > 0")}
        withdrawn = set(
            database.execute(
                "SELECT destination, scheme_id FROM outbox WHERE kind = 'scheme.withdraw' AND attempts > 0"
            )
        )
        heard = {key for (key,) in database.execute("SELECT event_id FROM inbox")}
        for entry in entries:
            who, effect, facts = entry["counterpart"], entry["effect"], entry["facts"]
            if effect == "scheme_taken" and facts["key"] not in sent:
                yield f"{facts['key']} was sent"
            elif effect == "scheme_withdrawn" and (who, entry["business_key"]) not in withdrawn:
                yield f"the withdrawal of {entry['business_key']} was sent to {who}"
            elif effect == "row_taken" and mirror_key(PROVINCE, facts["DFSJZJ"]) not in sent:
                yield f"{facts['DFSJZJ']} was sent"
            elif effect == "webhook_taken" and entry["business_key"].removeprefix("msg_") not in heard:
                yield f"{entry['business_key']} of {who} was acknowledged"
        folder = DocumentFolder(read_settings(self.home).documents_folder)
        for (sha256,) in database.execute("SELECT sha256 FROM document WHERE state = 'present'"):
            if not folder.verify(sha256):
                yield f"document {sha256} was taken in"


async def cut_history(
    forks: Forks,
    folder: Path,
    seed: int,
    store_url: str,
    *,
    most: int,
    projects: int = PROJECTS,
    changes: tuple[int, int] = CHANGES,
    **planted: Any,
) -> tuple[int, History]:
    """Lives of one hub, each but the last ended by a cut, `most` at the most; `planted` makes the disk worse.

    Also tells how many cuts there really were. Raises `AssertionError` as soon as something is forgotten.
    """

    def draw(chance: random.Random) -> Blow:
        return Blow(cut={"at": chance.randint(*changes), "seed": chance.randrange(1 << 32), **planted})

    cuts = Cuts(folder / "home")
    lived = await history(
        forks, folder, seed, store_url, most=most, projects=projects, draw=draw, after_blow=cuts.look
    )
    return cuts.cuts, lived


if __name__ == "__main__":
    replay(
        "powercut",
        lambda forks, folder, seed, url: cut_history(forks, folder, seed, url, most=10_000),
    )

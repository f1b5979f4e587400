"""Run in a process of its own by `test_big_document`: one scheme's documents, from the province to the utility.

`python carry_big_document.py ANNOUNCEMENT STORE_URL FOLDER` prints, as JSON, the size of the biggest document, how
far the process grew while it was fetched and until it was sent, and how often the connection was cut.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.contract import Authority, DocumentFile
from adapters.errors import TransientError, UnknownOutcome
from adapters.http import Wiring
from adapters.protocols.gateway.adapter import GatewayAdapter
from adapters.provincial.gateway import ProvinceGateway
from hub.documents.fetch import fetch_wanted
from hub.documents.folder import DocumentFolder
from hub.store import documents
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.company import Company
from models.documents import DocumentRef
from models.scheme import Scheme
from models.stage import UtilityKind
from tests.hub.documents.memory import Growth

SMALL = 4 << 20


@dataclass(frozen=True)
class Road:
    """From the province through the folder to the utility."""

    province: ProvinceGateway
    utility: GatewayAdapter
    store: Store
    clock: SettableClock
    folder: DocumentFolder

    async def fetch(self, refs: Sequence[DocumentRef]) -> tuple[int, int]:
        """Into the folder; how often that was cut, and how often it went on from there."""
        with self.store.begin() as tx:
            documents.want(tx, refs, "province")
        arrived = cuts = resumed = 0
        while arrived < len(refs):
            report = await fetch_wanted(
                self.store, self.folder, {"province": self.province}, on_present=lambda tx, sha256: None
            )
            assert report.refused == 0
            arrived, cuts = arrived + report.fetched, cuts + report.failed
            resumed += report.resumed
            self.clock.advance(60)
        return cuts, resumed

    async def send(self, remote_ref: str, refs: Sequence[DocumentRef]) -> int:
        """Out of the folder; how often that was cut."""
        cuts = 0
        for ref in refs:
            file = DocumentFile(ref=ref, path=self.folder.path_of(ref.sha256))
            while True:
                try:
                    await self.utility.send_document(remote_ref, file)
                except (TransientError, UnknownOutcome):
                    cuts += 1
                else:
                    break
        return cuts


def connect(announcement: dict[str, Any], store_url: str, folder: Path) -> Road:
    """The two adapters, by what the stand-ins announced of themselves."""
    province, water = (announcement["counterparts"][name] for name in ("province", "water"))
    company = Company(
        id="water", name="water", kind=UtilityKind.WATER, districts=frozenset(water["districts"])
    )
    of_the_province = {
        "base_url": province["base_url"],
        "paasid": province["paasid"],
        "token": province["token"],
        "items": {},
        "procedure": {"code": "p", "version": 1},
        "situation": "s",
    }
    of_the_utility = {"base_url": water["base_url"], "token": water["token"]}
    clock = SettableClock()
    return Road(
        ProvinceGateway.connect(Authority(id="province", name="province"), of_the_province, Wiring()),
        GatewayAdapter.connect(company, of_the_utility, Wiring()),
        Store.open(store_url, clock=clock),
        clock,
        DocumentFolder(folder),
    )


async def carry(road: Road) -> dict[str, int]:
    """The small documents first, so that everything is warm; then the big one, measured."""
    page = await road.province.fetch_schemes(None)
    (scheme,) = (change for change in page.changes if isinstance(change, Scheme))
    small = [ref for ref in scheme.documents if ref.size_bytes < SMALL]
    big = [ref for ref in scheme.documents if ref.size_bytes >= SMALL]
    receipt = await road.utility.push_scheme(scheme, key="scheme-1")
    await road.fetch(small)
    await road.send(receipt.remote_ref, small)
    growth = Growth()
    fetch_cuts, resumed = await road.fetch(big)
    fetched = growth.bytes()
    send_cuts = await road.send(receipt.remote_ref, big)
    sent = growth.bytes()
    await road.province.aclose()
    await road.utility.aclose()
    return {
        "size": sum(ref.size_bytes for ref in big),
        "small": len(small),
        "fetched": fetched,
        "sent": sent,
        "fetch_cuts": fetch_cuts,
        "resumed": resumed,
        "send_cuts": send_cuts,
    }


if __name__ == "__main__":
    announced, url, root = sys.argv[1:]
    print(json.dumps(asyncio.run(carry(connect(json.loads(Path(announced).read_text()), url, Path(root))))))  # noqa: T201

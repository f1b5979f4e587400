"""A joint review with two companies, a mirror that takes everything, and a source that opinions are returned to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from adapters.contract import Receipt, SchemePage, SchemeSource
from adapters.errors import RejectedError
from hub.bootstrap import Hub
from hub.casework import opinions
from hub.casework.intake import City, take
from hub.counterparts import Counterparts, Mirror, Source, Utility
from hub.documents.folder import DocumentFolder
from hub.pulling import receive
from hub.settings import DeliverySettings, Limits, Settings
from hub.store import destinations
from hub.store.engine import Store
from models.events import Update
from models.messages import Message
from models.opinions import OpinionReply
from models.records import RecordType
from models.scheme import Scheme, SchemeChange
from models.stage import UtilityKind
from tests.hub.fakes import FakeMirror, FakeUtility, company
from tests.models.builders import GAS, WATER, a_scheme

SOURCE = "joint-review"


class FullMirror(FakeMirror):
    """Takes every type of record."""

    takes = frozenset[RecordType]({"project", "matter", "event", "opinion", "approval", "colour"})


class FakeReview(SchemeSource):
    """Keeps what is returned to it, by key."""

    name = "fake-review"
    Settings = BaseModel

    def __init__(self) -> None:
        self.replies: dict[str, OpinionReply] = {}
        self.over = False

    @classmethod
    def connect(cls, authority: Any, settings: Any, wiring: Any) -> "FakeReview":
        return cls()

    async def fetch_schemes(self, cursor: str | None) -> SchemePage:
        return SchemePage(changes=(), cursor=cursor)

    def fetch_document(self, sha256: str, *, offset: int = 0) -> AsyncIterator[bytes]:
        raise NotImplementedError

    async def return_opinions(self, reply: OpinionReply, *, key: str) -> Receipt:
        if self.over:
            raise RejectedError(
                Message(id="province-review-over", params={"company": "", "code": "", "words": ""})
            )
        self.replies.setdefault(key, reply)
        return Receipt(remote_ref=f"YJ-{len(self.replies)}")

    @property
    def told(self) -> list[tuple[int, int, dict[str, str], list[str]]]:
        """Version, supplement, opinions by company and who is missing, of each reply."""
        return [
            (
                reply.version,
                reply.supplement,
                {each.company: each.opinion.value for each in reply.opinions},
                [each.company for each in reply.missing],
            )
            for reply in self.replies.values()
        ]


@dataclass
class ReviewingWorld:
    """A hub over fakes: water-a and gas-a in 511702, the province, the joint review."""

    store: Store
    utilities: dict[str, FakeUtility]
    mirror: FullMirror
    review: FakeReview
    hub: Hub

    @property
    def city(self) -> City:
        return self.hub.city

    def take(self, change: SchemeChange) -> None:
        with self.store.begin() as tx:
            take(tx, change, self.city, source=SOURCE)

    async def pump(self) -> Any:
        return await self.hub.pump().run()

    def hear(self, company_id: str, *updates: Update) -> None:
        with self.store.begin() as tx:
            receive(tx, company_id, updates, self.city)

    def close_due(self) -> int:
        return opinions.close_all_due(self.store, self.city)


def reviewing_world(store: Store, root: Path) -> ReviewingWorld:
    utilities = {
        "water-a": FakeUtility(company()),
        "gas-a": FakeUtility(company("gas-a", UtilityKind.GAS)),
    }
    mirror, review = FullMirror(), FakeReview()
    settings = Settings.model_construct(home=root, delivery=DeliverySettings())
    counterparts = Counterparts(
        utilities={id: Utility(each.company, each, Limits()) for id, each in utilities.items()},
        mirrors={"province": Mirror("province", "省工改系统", mirror, Limits())},
        sources={SOURCE: Source(SOURCE, "方案联审", review)},
    )
    with store.begin() as tx:
        destinations.ensure(tx, [*utilities, "province", SOURCE])
    return ReviewingWorld(
        store,
        utilities,
        mirror,
        review,
        Hub(settings, store, counterparts, DocumentFolder(root / "documents")),
    )


def two_company_scheme(version: int = 1, **changes: Any) -> Scheme:
    return a_scheme(**({"version": version, "demands": [WATER, GAS], "documents": []} | changes))

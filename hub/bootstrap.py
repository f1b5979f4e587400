"""The composition root: the one place that builds a hub from its settings."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.contract import capabilities
from hub import mappings
from hub.casework.following import Following
from hub.casework.intake import City
from hub.connections import connect, takes_documents
from hub.counterparts import Counterparts
from hub.delivery.pump import Pump
from hub.delivery.senders import MirrorSender, Sender, UtilitySender
from hub.delivery.source_sender import AuthoritySender, SourceSender
from hub.demo.time import clock_of
from hub.documents.folder import DocumentFolder
from hub.notready import NotReady
from hub.settings import Settings
from hub.store import destinations, migrate
from hub.store.clock import StoreClock
from hub.store.engine import Store
from models.messages import Message


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub at work: its settings, its store, its counterparts and its folder of documents."""

    settings: Settings
    store: Store
    counterparts: Counterparts
    folder: DocumentFolder

    @property
    def city(self) -> City:
        """Whom a scheme may concern."""
        utilities = self.counterparts.utilities.items()
        return City(
            companies=self.counterparts.companies,
            mirrors=tuple(self.counterparts.mirrors),
            without_documents=frozenset(id for id, each in utilities if not takes_documents(each.adapter)),
            issuing=frozenset(id for id, each in utilities if "fetch_document" in capabilities(each.adapter)),
            applying=frozenset(
                id for id, each in utilities if "submit_application" in capabilities(each.adapter)
            ),
            returns=self.counterparts.returning,
            takes={id: mirror.adapter.takes for id, mirror in self.counterparts.mirrors.items()},
        )

    def _authority(self, id: str) -> Sender:
        mirror, source = self.counterparts.mirrors.get(id), self.counterparts.sources.get(id)
        if mirror is None:
            return SourceSender(self.counterparts.sources[id])
        records = MirrorSender(mirror, self.store)
        return records if source is None else AuthoritySender(records, SourceSender(source))

    def pump(self, only: Sequence[str] | None = None) -> Pump:
        """A pump over the destinations `only` (default: all of them)."""
        senders: dict[str, Sender] = {
            id: UtilitySender(utility, self.store, self.folder)
            for id, utility in self.counterparts.utilities.items()
        }
        senders |= {id: self._authority(id) for id in self.counterparts.authorities}
        wanted = {id: sender for id, sender in senders.items() if only is None or id in only}
        return Pump(self.store, wanted, self.settings.delivery, on_settled=Following(self.city))


def open_store(settings: Settings, *, clock: StoreClock | None = None) -> Store:
    """The store, which must have been brought up to date by `liandong db upgrade`. Raises `NotReady`.

    Without a `clock` it goes by the database's own; in a demo's home by the city's.
    """
    if settings.store_path is not None and not settings.store_path.is_file():
        raise NotReady(Message(id="store-missing", params={"path": str(settings.store_path)}))
    store = Store.open(settings.store_url, clock=clock or clock_of(settings.home))
    if not migrate.check(store):
        store.close()
        raise NotReady(Message(id="store-not-migrated"))
    return store


@asynccontextmanager
async def open_hub(settings: Settings, *, clock: StoreClock | None = None) -> AsyncIterator[Hub]:
    """A hub with all its connections, let go of at the end. Raises `NotReady` naming what is wrong."""
    store = open_store(settings, clock=clock)
    try:
        counterparts = connect(settings)
        with store.begin() as tx:
            destinations.ensure(tx, [*counterparts.utilities, *counterparts.mirrors, *counterparts.sources])
        mappings.take_all(store, settings.home, counterparts.utilities)
        try:
            yield Hub(settings, store, counterparts, DocumentFolder(settings.documents_folder))
        finally:
            await counterparts.aclose()
    finally:
        store.close()

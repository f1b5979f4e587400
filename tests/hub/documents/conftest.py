"""The hub around the fetching of documents."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.contract import SchemeSource
from hub.documents.fetch import FetchReport, fetch_wanted
from hub.documents.folder import DocumentFolder
from hub.store import desk, destinations, documents
from hub.store.desk import Item
from hub.store.documents import DocumentRow
from hub.store.engine import Store, Tx
from models.documents import DocumentRef


class FetchingHub:
    """The hub around `fetch_wanted`: what is wanted, what was enqueued for it, what waits for a person."""

    def __init__(self, store: Store, folder: DocumentFolder) -> None:
        self.store = store
        self.folder = folder
        self.enqueued: list[str] = []
        self.progress: list[tuple[str, int, int | None]] = []

    def want(self, *refs: DocumentRef, source: str = "review") -> None:
        with self.store.begin() as tx:
            documents.want(tx, refs, source)

    def on_present(self, tx: Tx, sha256: str) -> None:
        assert documents.is_present(tx, sha256)
        self.enqueued.append(sha256)

    async def fetch(self, source: SchemeSource | None = None, **how: Any) -> FetchReport:
        sources: Mapping[str, SchemeSource] = {} if source is None else {"review": source}
        how.setdefault("on_present", self.on_present)
        how.setdefault("progress", lambda *step: self.progress.append(step))
        return await fetch_wanted(self.store, self.folder, sources, **how)

    def row(self, ref: DocumentRef) -> DocumentRow:
        with self.store.read() as tx:
            row = documents.get(tx, ref.sha256)
        assert row is not None
        return row

    def items(self) -> tuple[Item, ...]:
        with self.store.read() as tx:
            return desk.open_items(tx)


@pytest.fixture
def hub(store: Store, tmp_path: Path) -> FetchingHub:
    with store.begin() as tx:
        destinations.ensure(tx, ["review"])
    return FetchingHub(store, DocumentFolder(tmp_path / "documents"))

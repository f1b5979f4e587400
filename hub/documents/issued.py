"""A company's own documents (批复文件) as a source to fetch from."""

from collections.abc import AsyncIterator

from adapters.contract import UtilityAdapter
from adapters.errors import RejectedError
from hub.documents.threads import in_thread
from hub.store import issued
from hub.store.engine import Store
from models.messages import Message


class IssuedDocuments:
    """What one company issued, fetched under its own references."""

    def __init__(self, adapter: UtilityAdapter, store: Store) -> None:
        self._adapter = adapter
        self._store = store

    async def fetch_document(self, sha256: str, *, offset: int = 0) -> AsyncIterator[bytes]:
        """The document's bytes from `offset` on. Raises `RejectedError` where no case of the company has it."""
        reference = await in_thread(self._reference, sha256)
        if reference is None:
            raise RejectedError(
                Message(id="document-of-no-case", params={"company": self._adapter.company.name})
            )
        async for chunk in self._adapter.fetch_document(reference, sha256, offset=offset):
            yield chunk

    def _reference(self, sha256: str) -> str | None:
        with self._store.read() as tx:
            return issued.reference(tx, self._adapter.company.id, sha256)

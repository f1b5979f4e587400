"""Fetching the documents that schemes name: each cycle, what is wanted and due, some at a time."""

import asyncio
import logging
import traceback
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.errors import AuthError, ContractError, CounterpartError, RejectedError, TransientError
from hub.documents.arrival import Arrival, DocumentSource, Mismatch, SourceFailed, bring
from hub.documents.folder import BUFFER_BYTES, BusyError, DocumentFolder
from hub.documents.ledger import Ledger, OnPresent
from hub.documents.threads import in_thread
from hub.feeds import feed_failed, is_troubled
from hub.progress import Progress, quiet
from hub.settings import DeliverySettings
from hub.store import documents
from hub.store.documents import DocumentRow
from hub.store.engine import Store
from models.messages import Message

PAGE: Final = 256

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What came of the documents that were due.

    `fetched` arrived over the wire, `resumed` of them from where an earlier attempt was cut; `found` lay in
    the folder already. `refused` are other than their source says and wait for a person; `failed` are tried
    again later; `busy` were in somebody else's hands.
    """

    fetched: int = 0
    resumed: int = 0
    found: int = 0
    refused: int = 0
    failed: int = 0
    busy: int = 0


async def fetch_wanted(
    store: Store,
    folder: DocumentFolder,
    sources: Mapping[str, DocumentSource],
    *,
    on_present: OnPresent,
    settings: DeliverySettings | None = None,
    name_of: Callable[[str], str] = str,
    concurrency: int = 4,
    progress: Progress = quiet,
) -> FetchReport:
    """Bring every document that is wanted and due into the folder, at most `concurrency` at a time.

    A document that arrived is marked present in one transaction with whatever `on_present` does. One that its
    source does not have, or that is not what the source says, is refused and put on the desk. Any other
    failure is tried again after the schedule of `settings`; a person hears of it once it has lasted for
    `give_up_after`, with the source's name by `name_of` its id. When cancelled, what had arrived of each document
    stays for the next call.
    """
    ledger = Ledger(store, on_present, settings or DeliverySettings(), name_of)
    run = _Run(store, folder, sources, ledger, progress)
    await in_thread(run.leave_out_the_troubled)
    async with asyncio.TaskGroup() as workers:
        for _ in range(concurrency):
            workers.create_task(run.work())
    return FetchReport(**run.counts)


class _Run:
    """One call of `fetch_wanted`."""

    def __init__(
        self,
        store: Store,
        folder: DocumentFolder,
        sources: Mapping[str, DocumentSource],
        ledger: Ledger,
        progress: Progress,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._store = store
        self._folder = folder
        self._sources = sources
        self._ledger = ledger
        self._progress = progress
        self._turn = asyncio.Lock()
        self._page: deque[DocumentRow] = deque()
        self._last: DocumentRow | None = None
        self._seen = self._done = 0
        self._all_seen = False
        self._closed: set[str] = set()
        self._failures: Counter[str] = Counter()

    def leave_out_the_troubled(self) -> None:
        """Ask nothing of a source that is paused, or that has just failed to give its schemes."""
        settings = self._ledger.settings
        self._closed.update(each for each in self._sources if is_troubled(self._store, each, settings))

    async def work(self) -> None:
        """Take one document after another until none is left."""
        while (row := await self._next()) is not None:
            if row.source not in self._closed:
                await self._handle(row)
            self._done += 1
            self._progress("fetch", self._done, self._seen if self._all_seen else None)

    async def _next(self) -> DocumentRow | None:
        async with self._turn:
            if not self._page and not self._all_seen:
                rows = await in_thread(self._read_page)
                self._page.extend(rows[:PAGE])
                self._seen += len(self._page)
                self._all_seen = len(rows) <= PAGE
            if not self._page:
                return None
            self._last = self._page.popleft()
            return self._last

    def _read_page(self) -> tuple[DocumentRow, ...]:
        # One more than is taken: the last page is known as the last when it is read, and the total with it.
        with self._store.read() as tx:
            return documents.wanted(tx, limit=PAGE + 1, after=self._last)

    async def _handle(self, row: DocumentRow) -> None:
        source = self._sources.get(row.source)
        if source is None:  # no longer configured: only a person can mend that
            await self._later(row, self._ledger.unavailable(row), tell=True)
            return
        before = self._folder.arrived(row.sha256)
        try:
            arrival = await bring(row.ref, self._folder, source)
        except BusyError:
            self.counts["busy"] += 1
        except Mismatch as no:
            self.counts["refused"] += 1
            await in_thread(self._ledger.mismatched, row, no.message)
        except (RejectedError, ContractError) as no:
            self.counts["refused"] += 1
            await in_thread(self._ledger.refused, row, no.message)
        except AuthError as error:
            # Not the document's fault: nothing more is asked of this source until a person has looked.
            self._closed.add(row.source)
            self.counts["failed"] += 1
            await in_thread(feed_failed, self._store, row.source, error)
        except (CounterpartError, SourceFailed) as error:
            await self._failed(row, error, advanced=self._folder.arrived(row.sha256) - before >= BUFFER_BYTES)
        except OSError as error:
            await self._folder_failed(error)
        else:
            await self._arrived(row, arrival)

    async def _arrived(self, row: DocumentRow, arrival: Arrival) -> None:
        await in_thread(self._ledger.present, row)
        self._failures[row.source] = 0
        self.counts["found" if arrival is Arrival.FOUND else "fetched"] += 1
        self.counts["resumed"] += arrival is Arrival.RESUMED

    async def _failed(
        self, row: DocumentRow, error: CounterpartError | SourceFailed, *, advanced: bool
    ) -> None:
        # A slow line that is cut again and again still brings a document, as long as each attempt brings a part.
        wish = error.retry_after if isinstance(error, TransientError) else None
        reason = error.message if isinstance(error, CounterpartError) else _defect(row, error)
        await self._later(row, reason, retry_after=wish, advanced=advanced)
        if not advanced:
            self._strike(row.source)

    def _strike(self, source: str) -> None:
        # A source that is down would let each of a thousand documents wait for its deadline.
        self._failures[source] += 1
        if self._failures[source] >= self._ledger.settings.breaker_failures:
            self._closed.add(source)

    async def _later(self, row: DocumentRow, reason: Message, **how: Any) -> None:
        self.counts["failed"] += 1
        await in_thread(self._ledger.later, row, reason, **how)

    async def _folder_failed(self, error: OSError) -> None:
        # The next document would meet the same: this run is over.
        self._page.clear()
        self._all_seen = True
        self.counts["failed"] += 1
        _log.error("the folder of documents cannot be written: %s", error.strerror or type(error).__name__)
        await in_thread(self._ledger.folder_failed, error)


def _defect(row: DocumentRow, failure: SourceFailed) -> Message:
    # The text of an exception may hold anything, an address with a token for one: its type and place will do.
    lines = "".join(traceback.format_tb(failure.__cause__.__traceback__ if failure.__cause__ else None))
    _log.error("adapter of %s failed on document %s: %s\n%s", row.source, row.sha256, failure, lines)
    return Message(id="document-adapter-failed", params={"error": str(failure)})

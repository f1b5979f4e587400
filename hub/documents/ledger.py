"""What became of a wanted document, written down: each outcome is one transaction, its desk item included."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from hub.delivery.schedule import delay_before
from hub.settings import DeliverySettings
from hub.store import desk, documents, schemes
from hub.store.desk import NewItem
from hub.store.documents import DocumentRow
from hub.store.engine import Store, Tx
from models.messages import FieldFault, Message

KIND: Final = "document"
"""Kind of the desk items; the subject is the document's hash."""
FOLDER: Final = "folder"
"""Subject of the one item that stands while the folder cannot be written."""

OnPresent = Callable[[Tx, str], None]
"""Called with a document's hash in the transaction that marks it present."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes outcomes to the store; `chance` is the source of jitter."""

    store: Store
    on_present: OnPresent
    settings: DeliverySettings
    name_of: Callable[[str], str] = str
    """A source's name as people know it, by its id."""
    chance: random.Random = field(default_factory=random.Random)

    def present(self, row: DocumentRow) -> None:
        """It lies in the folder. What waited for a person because it did not is over."""
        with self.store.begin() as tx:
            if documents.mark_present(tx, row.sha256):
                self.on_present(tx, row.sha256)
            desk.close_many(tx, KIND, [row.sha256, FOLDER], resolution="arrived", by="liandong")

    def mismatched(self, row: DocumentRow, message: Message) -> None:
        """It is not what its source says of it: a person decides."""
        with self.store.begin() as tx:
            documents.mark_refused(tx, row.sha256, message)
            desk.open_item(tx, _item(tx, row, message))

    def refused(self, row: DocumentRow, reason: Message) -> None:
        """Its source said no: a person decides."""
        message = Message(
            id="document-refused-by-source",
            params={"name": row.ref.name, "source": self.name_of(row.source)},
        )
        with self.store.begin() as tx:
            documents.mark_refused(tx, row.sha256, reason)
            desk.open_item(tx, _item(tx, row, message, reason))

    def later(
        self,
        row: DocumentRow,
        reason: Message,
        *,
        retry_after: float | None = None,
        advanced: bool = False,
        tell: bool = False,
    ) -> None:
        """It could not be had this time, or not all of it (`advanced`: the waits begin anew).

        A person hears of it at once (`tell`) or when it has lasted too long.
        """
        with self.store.begin() as tx:
            delay = delay_before(
                2 if advanced else row.attempts + 2,
                self.settings.schedule,
                retry_after=retry_after,
                cap=self.settings.retry_after_cap,
                chance=self.chance,
            )
            documents.postpone(tx, row.sha256, message=reason, delay=delay)
            if tell or tx.now() - row.wanted_at >= self.settings.give_up_after:
                desk.open_item(tx, _item(tx, row, self.unavailable(row), reason))

    def unavailable(self, row: DocumentRow) -> Message:
        """It has not come, and is tried again."""
        return Message(
            id="document-unavailable", params={"name": row.ref.name, "source": self.name_of(row.source)}
        )

    def folder_failed(self, error: OSError) -> None:
        """Nothing can be written to the folder: one item, however many documents wait."""
        message = Message(
            id="document-folder-failed", params={"error": error.strerror or type(error).__name__}
        )
        with self.store.begin() as tx:
            desk.open_item(tx, NewItem(kind=KIND, subject=FOLDER, message=message))


def _item(tx: Tx, row: DocumentRow, message: Message, reason: Message | None = None) -> NewItem:
    """The desk item of a document, with the project of a scheme that names it."""
    scheme_ids = [scheme_id for scheme_id, _ in documents.schemes_with(tx, row.sha256)]
    scheme_id = scheme_ids[-1] if scheme_ids else None
    project = schemes.projects(tx, scheme_ids).get(scheme_id or "")
    return NewItem(
        kind=KIND,
        subject=row.sha256,
        message=message,
        faults=() if reason is None else (FieldFault(field="documents", message=reason),),
        destination=row.source,
        scheme_id=scheme_id,
        project_code=project.code if project else None,
        project_name=project.name if project else None,
    )

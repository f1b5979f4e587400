"""What a utility holds of each scheme."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sandbox.clock import Happening
from sandbox.utility.submission import Submission
from sandbox.utility.uploads import Upload

Stage = Literal["review", "application", "hookup", "acceptance"]
STAGES: tuple[Stage, ...] = ("review", "application", "hookup", "acceptance")
CONCLUSIONS = (11, 12, 13)


@dataclass
class Case:
    """One scheme, in its newest version."""

    reference: str
    submission: Submission
    received_at: datetime
    uploads: dict[str, Upload] = field(default_factory=dict)
    stage: Stage = "review"
    status: int = 0
    state: Literal["open", "withdrawn", "closed"] = "open"
    withdrawn_at: datetime | None = None
    next: Happening | None = None

    @property
    def scheme_id(self) -> str:
        """The hub's number of the scheme."""
        return self.submission.scheme_id

    @property
    def version(self) -> int:
        """Of the newest submission."""
        return self.submission.version

    @property
    def in_review(self) -> bool:
        """Whether the review is not concluded."""
        return self.state == "open" and self.stage == "review" and self.status not in CONCLUSIONS

    @property
    def documents_complete(self) -> bool:
        """Whether every document of the newest version is complete."""
        return all(self.uploads[each.sha256].complete for each in self.submission.documents)

    def announce(self) -> None:
        """Expect the documents of the newest version; those already on their way go on."""
        for document in self.submission.documents:
            self.uploads.setdefault(document.sha256, Upload(document.sha256, document.size_bytes))

    def document_states(self) -> list[dict[str, object]]:
        """Of the newest version's documents."""
        return [self.uploads[each.sha256].state() for each in self.submission.documents]

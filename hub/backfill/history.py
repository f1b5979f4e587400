"""A company's history as it was read: old cases with their events, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.intake.result import RefusedRow
from models.digest import content_hash
from models.events import Update
from models.scheme import Scheme


@dataclass(frozen=True, slots=True)
class OldCase:
    """One scheme at the company. `scheme` is given where the hub does not know it."""

    scheme_id: str
    updates: tuple[Update, ...]
    scheme: Scheme | None = None
    remote_ref: str | None = None

    def to_store(self) -> dict[str, Any]:
        """JSON-ready, with personal data: for the store."""
        return {
            "scheme_id": self.scheme_id,
            "updates": [update.to_store() for update in self.updates],
            "scheme": self.scheme.to_store() if self.scheme else None,
            "remote_ref": self.remote_ref,
        }

    @classmethod
    def from_store(cls, body: Mapping[str, Any]) -> "OldCase":
        """What `to_store` wrote."""
        return cls(
            scheme_id=body["scheme_id"],
            updates=tuple(map(Update.from_store, body["updates"])),
            scheme=Scheme.from_store(body["scheme"]) if body["scheme"] else None,
            remote_ref=body["remote_ref"],
        )


@dataclass(frozen=True, slots=True)
class History:
    """All of it. `evidence`: where documents lie on the disk, by hash."""

    name: str
    cases: tuple[OldCase, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    evidence: Mapping[str, Path] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for the same history, whatever file it came in."""
        return content_hash({"cases": [case.to_store() for case in self.cases]})

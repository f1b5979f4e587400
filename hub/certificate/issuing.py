"""Issuing certificates: one file per company and day, as JSON to verify and as a PDF to file."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hub import reconcile
from hub.bootstrap import Hub
from hub.certificate.document import signed
from hub.certificate.keys import KeyUnreadable, PrivateKey
from hub.certificate.making import Subject, content, is_over
from hub.certificate.pdf import drawn
from hub.progress import Progress, quiet
from hub.reconcile import ReconcileReport
from hub.secret_references import SecretMissing, resolve_secret
from hub.settings import Settings
from models.messages import Message


class NotIssued(Exception):
    """No certificate can be made: `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate: whose, its signed JSON, and where it was written."""

    company: str
    content: dict[str, Any] = field(repr=False)
    json: bytes = field(repr=False)
    paths: tuple[Path, ...] = ()

    @property
    def open(self) -> int:
        """How many things it names as open."""
        return sum(len(record["open"]) for record in self.content["records"])

    @property
    def complete(self) -> bool:
        """Whether every side was read, and all hold the same."""
        return all(record["complete"] for record in self.content["records"])


def key_of(settings: Settings) -> PrivateKey:
    """The key that the configuration refers to. Raises `NotIssued`."""
    try:
        reference = {str(how): where for how, where in settings.certificate.key.items()}
        return PrivateKey.read(resolve_secret(reference, settings.home, field="certificate.key"))
    except SecretMissing:
        raise NotIssued(Message(id="certificate-without-key")) from None
    except KeyUnreadable:
        raise NotIssued(Message(id="certificate-key-unreadable")) from None


def _chosen(hub: Hub, companies: Sequence[str] | None) -> tuple[str, ...]:
    chosen = tuple(hub.counterparts.utilities if companies is None else companies)
    unknown = next((each for each in chosen if each not in hub.counterparts.utilities), None)
    if unknown is not None:
        raise NotIssued(Message(id="reconcile-unknown-counterpart", params={"id": unknown}))
    return chosen


async def read_back(hub: Hub, companies: Sequence[str], progress: Progress = quiet) -> ReconcileReport:
    """Ask the companies and every mirror what they hold now: what certificates are made from."""
    return await reconcile.run(hub, (*companies, *hub.counterparts.mirrors), progress, whole=False)


def issue(hub: Hub, day: date, companies: Sequence[str] | None = None) -> tuple[Issued, ...]:
    """The certificates of a day for `companies` (default: all), from what was last read back. Raises `NotIssued`."""
    key, chosen = key_of(hub.settings), _chosen(hub, companies)
    mirrors = {id_: mirror.name for id_, mirror in hub.counterparts.mirrors.items()}
    issuer = hub.settings.certificate.issuer
    with hub.store.read() as tx:
        if not is_over(day, tx.now()):
            raise NotIssued(Message(id="certificate-day-not-over", params={"day": day.isoformat()}))
        made = [
            content(tx, Subject(hub.counterparts.utilities[each].company, day, mirrors, issuer))
            for each in chosen
        ]
    return tuple(Issued(company, each, signed(each, key)) for company, each in zip(chosen, made, strict=True))


def written(issued: Issued, folder: Path) -> Issued:
    """Write a certificate's two files into a folder: whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{issued.company}-{issued.content['day']}"
    as_json, as_pdf = folder / f"{name}.json", folder / f"{name}.pdf"
    for path, body in ((as_json, issued.json), (as_pdf, drawn(issued.json, as_json.name))):
        draft = path.with_name(f".{path.name}.draft")
        draft.write_bytes(body)
        draft.replace(path)
    return Issued(issued.company, issued.content, issued.json, (as_json, as_pdf))


async def make(
    hub: Hub, day: date, companies: Sequence[str] | None, folder: Path, progress: Progress = quiet
) -> tuple[Issued, ...]:
    """Read back, make and write. Raises `NotIssued`."""
    key_of(hub.settings)
    chosen = _chosen(hub, companies)
    await read_back(hub, chosen, progress)
    made = await asyncio.to_thread(issue, hub, day, chosen)
    return tuple([await asyncio.to_thread(written, each, folder) for each in made])

"""A scheme change taken in: stored, routed to the companies that serve it, and the older version superseded.

Everything here happens in the transaction of the caller, which also moves the source's cursor: a crash leaves
either all of it or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hub.casework import deliveries, recording
from hub.casework.names import case_number
from hub.delivery.kinds import Kind
from hub.store import cases, desk, documents, outbox, reviews, schemes
from hub.store.cases import NewCase
from hub.store.desk import NewItem
from hub.store.engine import Tx
from models.company import Company, route
from models.messages import Message
from models.records import ORDINARY, RecordType
from models.scheme import Scheme, SchemeChange, Withdrawal
from models.stage import UtilityKind

WITHDRAWN = Message(id="delivery-withdrawn")


@dataclass(frozen=True, slots=True)
class City:
    """Whom a scheme may concern: the utility companies, and the mirrors that record it."""

    companies: tuple[Company, ...]
    mirrors: tuple[str, ...]
    without_documents: frozenset[str] = frozenset()
    """Companies whose wire carries no files: the scheme names its documents to them, nothing more is sent."""
    takes: Mapping[str, frozenset[RecordType]] = field(default_factory=dict)
    """Which types of record each mirror takes, where that is not what every one does."""

    issuing: frozenset[str] = frozenset()
    """Companies whose own documents (批复文件) can be fetched from them."""
    applying: frozenset[str] = frozenset()
    """Companies whose wire carries applications (报装)."""
    returns: frozenset[str] = frozenset()
    """Sources of schemes that the companies' opinions are returned to."""

    def takes_of(self, mirror: str) -> frozenset[RecordType]:
        """The types of record that a mirror takes."""
        return self.takes.get(mirror, ORDINARY)

    def mirrors_for(self, record_type: RecordType) -> tuple[str, ...]:
        """The mirrors that take records of a type."""
        return tuple(mirror for mirror in self.mirrors if record_type in self.takes_of(mirror))


class Intake(StrEnum):
    """What became of a change that was taken in."""

    NEW = "new"
    KNOWN = "known"
    CONFLICT = "conflict"
    """The same version is held with another content: the one held stays, a person looks at it."""


def take(tx: Tx, change: SchemeChange, city: City, *, source: str) -> Intake:
    """Take in one change from `source`."""
    if isinstance(change, Withdrawal):
        return Intake.NEW if _withdraw(tx, change) else Intake.KNOWN
    try:
        added = schemes.add(tx, change, source)
    except schemes.SchemeConflict:
        conflict = Message(id="scheme-conflict", params={"version": change.version})
        desk.open_item(tx, scheme_item(change, f"{change.scheme_id} v{change.version}", conflict))
        return Intake.CONFLICT
    if not added.new:
        return Intake.KNOWN
    documents.want(tx, change.documents, source)
    latest = schemes.latest(tx, change.scheme_id)
    if latest is not None and latest.version > change.version:
        return Intake.NEW  # arrived after its successor: kept for the history, sent to nobody
    _begin_review(tx, change, source)
    _send_out(tx, change, city)
    return Intake.NEW


def _begin_review(tx: Tx, scheme: Scheme, source: str) -> None:
    """A version begins a round of the joint review; a reply about an older one that was not sent is not sent."""
    reviews.begin(tx, scheme.scheme_id, scheme.version, source, scheme.opinion_due)
    newer = Message(id="delivery-superseded", params={"version": scheme.version})
    _take_back_replies(tx, scheme.scheme_id, source, scheme.version, newer)


def _take_back_replies(tx: Tx, scheme_id: str, source: str, below_version: int, because: Message) -> None:
    outbox.supersede(
        tx,
        destination=source,
        scheme_id=scheme_id,
        below_version=below_version,
        kinds=[Kind.OPINIONS],
        because=because,
    )


def _send_out(tx: Tx, scheme: Scheme, city: City) -> None:
    chosen, unserved = route(scheme, city.companies)
    for company in chosen:
        number = case_number(scheme.scheme_id, company.id)
        cases.open(tx, NewCase(number, scheme.scheme_id, company.id, company.kind.value, scheme.version))
        cases.set_version(tx, number, scheme.version)
        deliveries.push(tx, scheme, company.id, documents_too=company.id not in city.without_documents)
    gone = {case.company for case in cases.by_scheme(tx, scheme.scheme_id)} - {
        company.id for company in chosen
    }
    no_longer = Withdrawal(
        scheme_id=scheme.scheme_id, reason=f"v{scheme.version}", withdrawn_at=scheme.pushed_at
    )
    for company_id in sorted(gone):
        deliveries.withdraw(tx, no_longer, company_id, scheme.version, WITHDRAWN)
        cases.read_clocks(tx, case_number(scheme.scheme_id, company_id))
    for mirror in city.mirrors_for("project"):
        recording.record_project(tx, scheme, mirror)
    _tell_unserved(tx, scheme, unserved)


def _tell_unserved(tx: Tx, scheme: Scheme, unserved: Sequence[UtilityKind]) -> None:
    if not unserved:
        desk.close(tx, "scheme", scheme.scheme_id, resolution="served", by="liandong")
        return
    message = Message(
        id="scheme-unserved",
        params={"kinds": "、".join(kind.value for kind in unserved), "area": scheme.project.area_code},
    )
    desk.open_item(tx, scheme_item(scheme, scheme.scheme_id, message))


def _withdraw(tx: Tx, withdrawal: Withdrawal) -> bool:
    if not schemes.withdraw(tx, withdrawal):
        return False
    for case in cases.by_scheme(tx, withdrawal.scheme_id):
        deliveries.withdraw(tx, withdrawal, case.company, case.version, WITHDRAWN)
        cases.read_clocks(tx, case.number)
    review = reviews.latest(tx, withdrawal.scheme_id)
    if review is not None:
        reviews.end(tx, withdrawal.scheme_id)
        _take_back_replies(tx, withdrawal.scheme_id, review.source, review.version + 1, WITHDRAWN)
    desk.close(tx, "scheme", withdrawal.scheme_id, resolution="withdrawn", by="liandong")
    return True


def scheme_item(scheme: Scheme, subject: str, message: Message) -> NewItem:
    """A desk item about a scheme, with what a person knows it by."""
    return NewItem(
        kind="scheme",
        subject=subject,
        message=message,
        scheme_id=scheme.scheme_id,
        project_code=scheme.project.code,
        project_name=scheme.project.name,
    )

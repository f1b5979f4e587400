"""What a utility is to be sent: versions, withdrawals and documents, put into the outbox in their order."""

from collections.abc import Collection

from hub.casework.names import (
    case_number,
    document_key,
    push_key,
    scheme_lane,
    withdrawal_key,
)
from hub.delivery.kinds import OF_A_SCHEME, OF_A_VERSION, RESUMED, Kind
from hub.store import cases, documents, outbox, schemes
from hub.store.engine import Tx
from hub.store.outbox import NewMessage, State
from models.documents import DocumentRef
from models.messages import Message
from models.scheme import Scheme, Withdrawal

_NEVER_SENT = frozenset({State.SUPERSEDED, State.DISCARDED})


def push(tx: Tx, scheme: Scheme, company: str, *, documents_too: bool = True) -> None:
    """Queue a version for a company; what still waits of older versions is superseded."""
    newer = Message(id="delivery-superseded", params={"version": scheme.version})
    outbox.supersede(
        tx,
        destination=company,
        scheme_id=scheme.scheme_id,
        below_version=scheme.version,
        kinds=OF_A_VERSION,
        even_unsure=RESUMED,
        because=newer,
    )
    message = NewMessage(
        key=push_key(company, scheme.scheme_id, scheme.version),
        destination=company,
        lane=scheme_lane(company, scheme.scheme_id),
        kind=Kind.PUSH,
        body={},
        scheme_id=scheme.scheme_id,
        version=scheme.version,
        case_number=case_number(scheme.scheme_id, company),
    )
    outbox.enqueue(tx, [message])
    for ref in scheme.documents if documents_too else ():
        if documents.is_present(tx, ref.sha256):
            outbox.enqueue(tx, [_document(scheme, company, ref)])


def document_present(tx: Tx, sha256: str, without: Collection[str] = ()) -> None:
    """A document has arrived: queue it for every company that holds the current version of a scheme with it, but
    not for those of `without`, whose wire carries no files."""
    for scheme_id, version in documents.schemes_with(tx, sha256):
        scheme = schemes.latest(tx, scheme_id)
        if scheme is None or scheme.version != version:
            continue
        ref = next(ref for ref in scheme.documents if ref.sha256 == sha256)
        for case in cases.by_scheme(tx, scheme_id):
            if case.company in without:
                continue
            if case.version == version and _is_on_its_way(tx, scheme, case.company):
                outbox.enqueue(tx, [_document(scheme, case.company, ref)])


def _is_on_its_way(tx: Tx, scheme: Scheme, company: str) -> bool:
    # A scheme taken back before it was sent must not leave documents behind that wait for it for ever.
    row = outbox.by_key(tx, push_key(company, scheme.scheme_id, scheme.version))
    return row is not None and row.state not in _NEVER_SENT


def withdraw(tx: Tx, withdrawal: Withdrawal, company: str, version: int, because: Message) -> None:
    """Take a scheme back from a company: what waits is superseded; a company that may hold it is told."""
    outbox.supersede(
        tx,
        destination=company,
        scheme_id=withdrawal.scheme_id,
        below_version=version + 1,
        kinds=OF_A_SCHEME,
        even_unsure=RESUMED,
        because=because,
    )
    if not _may_hold(tx, withdrawal.scheme_id, company):
        return
    message = NewMessage(
        key=withdrawal_key(company, withdrawal.scheme_id, version),
        destination=company,
        lane=scheme_lane(company, withdrawal.scheme_id),
        kind=Kind.WITHDRAW,
        body={"withdrawal": withdrawal.to_store()},
        scheme_id=withdrawal.scheme_id,
        version=version,
        case_number=case_number(withdrawal.scheme_id, company),
    )
    outbox.enqueue(tx, [message])


def _may_hold(tx: Tx, scheme_id: str, company: str) -> bool:
    # A push under way, or one whose outcome nobody knows, may have been accepted: only a settled "no" is a no.
    pushes = outbox.of_scheme(tx, destination=company, scheme_id=scheme_id, kind=Kind.PUSH)
    return any(
        row.state not in _NEVER_SENT and (row.state != State.ATTENTION or row.unsure) for row in pushes
    )


def _document(scheme: Scheme, company: str, ref: DocumentRef) -> NewMessage:
    return NewMessage(
        key=document_key(company, scheme.scheme_id, scheme.version, ref.sha256),
        destination=company,
        lane=f"{scheme_lane(company, scheme.scheme_id)}/{ref.sha256}",
        kind=Kind.DOCUMENT,
        body={"document": ref.to_store()},
        scheme_id=scheme.scheme_id,
        version=scheme.version,
        case_number=case_number(scheme.scheme_id, company),
        needs=push_key(company, scheme.scheme_id, scheme.version),
    )

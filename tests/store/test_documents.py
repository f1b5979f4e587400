"""Which documents are asked for, here, or refused."""

from datetime import timedelta

from hub.store import documents
from hub.store.clock import SettableClock
from hub.store.documents import DocumentRow, DocumentState
from hub.store.engine import Store
from models.documents import DocumentRef
from models.messages import Message

REFUSED = Message(id="document-refused")


def ref(character: str, name: str = "总平面图.pdf") -> DocumentRef:
    return DocumentRef(sha256=character * 64, name=name, media_type="application/pdf", size_bytes=48213)


A, B, C = ref("a"), ref("b"), ref("c")


def want(store: Store, *refs: DocumentRef) -> tuple[str, ...]:
    with store.begin() as tx:
        return documents.want(tx, refs, "joint-review")


def wanted(store: Store) -> list[str]:
    with store.read() as tx:
        return [row.sha256[0] for row in documents.wanted(tx, 10)]


def row(store: Store, given: DocumentRef) -> DocumentRow:
    with store.read() as tx:
        found = documents.get(tx, given.sha256)
    assert found is not None
    return found


def test_a_document_is_asked_for_with_what_its_sender_said_of_it(store: Store, clock: SettableClock) -> None:
    assert want(store, A, A) == (A.sha256,)
    assert want(store) == ()
    kept = row(store, A)
    assert (kept.ref, kept.source, kept.state, kept.message) == (
        A,
        "joint-review",
        DocumentState.WANTED,
        None,
    )
    assert (kept.wanted_at, kept.due_at, kept.changed_at, kept.attempts) == (
        clock.now,
        clock.now,
        clock.now,
        0,
    )


def test_those_asked_for_longest_come_first(store: Store, clock: SettableClock) -> None:
    want(store, B)
    clock.advance(1)
    want(store, C, A)
    assert wanted(store) == ["b", "a", "c"]
    with store.read() as tx:
        first, second = documents.wanted(tx, 2)
        assert [each.sha256[0] for each in documents.wanted(tx, 10, after=first)] == ["a", "c"]
        assert second.sha256 == A.sha256


def test_a_document_that_is_here_is_not_asked_for_again(store: Store) -> None:
    want(store, A)
    with store.begin() as tx:
        assert documents.mark_present(tx, A.sha256)
        assert not documents.mark_present(tx, A.sha256)
        assert documents.is_present(tx, A.sha256)
        assert not documents.is_present(tx, B.sha256)
        assert not documents.mark_present(tx, B.sha256)
    assert want(store, A, B) == (B.sha256,)
    assert wanted(store) == ["b"]


def test_a_refused_document_waits_for_somebody_to_ask_again(store: Store) -> None:
    want(store, A)
    with store.begin() as tx:
        assert documents.mark_refused(tx, A.sha256, REFUSED)
        assert not documents.mark_refused(tx, A.sha256, REFUSED)
    assert (row(store, A).state, row(store, A).message, wanted(store)) == (DocumentState.REFUSED, REFUSED, [])
    with store.begin() as tx:
        assert documents.want_again(tx, A.sha256)
    assert (row(store, A).state, row(store, A).message, wanted(store)) == (DocumentState.WANTED, None, ["a"])


def test_a_corrected_scheme_asks_again_for_what_was_refused(store: Store) -> None:
    want(store, A)
    with store.begin() as tx:
        documents.mark_refused(tx, A.sha256, REFUSED)
    corrected = ref("a", name="总平面图（更正）.pdf")
    assert want(store, corrected) == (A.sha256,)
    assert (row(store, A).ref, row(store, A).state) == (corrected, DocumentState.WANTED)


def test_a_document_that_did_not_come_is_asked_for_later(store: Store, clock: SettableClock) -> None:
    want(store, A)
    later = timedelta(minutes=2)
    with store.begin() as tx:
        assert documents.postpone(tx, A.sha256, message=REFUSED, delay=later)
        assert not documents.postpone(tx, B.sha256, message=REFUSED, delay=later)
        assert documents.next_due(tx) == clock.now + later
    assert (wanted(store), row(store, A).attempts, row(store, A).message) == ([], 1, REFUSED)
    clock.advance(120)
    assert wanted(store) == ["a"]


def test_documents_are_counted_by_where_they_stand(store: Store) -> None:
    want(store, A, B, C)
    with store.begin() as tx:
        documents.mark_present(tx, A.sha256)
        documents.mark_refused(tx, B.sha256, REFUSED)
        assert documents.counts(tx) == {
            DocumentState.WANTED: 1,
            DocumentState.PRESENT: 1,
            DocumentState.REFUSED: 1,
        }
        documents.mark_present(tx, C.sha256)
        assert documents.next_due(tx) is None

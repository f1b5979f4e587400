"""Documents that a company issued are fetched from it under its own reference, whole or in parts."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.contract import capabilities
from adapters.errors import TransientError
from hub.cycle import fetch_documents
from hub.store import desk, documents, issued
from hub.store.documents import DocumentState
from hub.store.engine import Store
from models.documents import DocumentRef
from models.messages import Message
from tests.adapters.test_gateway_with_sandbox import Side, scheme, side
from tests.hub.casework.test_casework import a_water_scheme
from tests.hub.fakes import FakeUtility, World, update, world

PAPER = b"%PDF-1.7\n" + bytes(range(256)) * 40
REF = DocumentRef(
    sha256=hashlib.sha256(PAPER).hexdigest(),
    name="验收合格证.pdf",
    media_type="application/pdf",
    size_bytes=len(PAPER),
)


class Issuing(FakeUtility):
    """Gives its own documents under the references it knows."""

    def __init__(self, fake: FakeUtility) -> None:
        super().__init__(fake.company)
        self.fetched: list[tuple[str, int]] = []
        self.cut = False

    async def fetch_document(self, remote_ref: str, sha256: str, *, offset: int = 0) -> AsyncIterator[bytes]:
        self.fetched.append((remote_ref, offset))
        if self.cut:
            self.cut = False
            yield PAPER[offset : offset + 100]
            raise TransientError(Message(id="counterpart-no-answer-reading", params={"company": "供水"}))
        yield PAPER[offset:]


@pytest.fixture
def city(store: Store, tmp_path: Path) -> World:
    made = world(store, tmp_path)
    issuing = Issuing(made.water)
    utilities = {"water-a": replace(made.hub.counterparts.utilities["water-a"], adapter=issuing)}
    hub = replace(made.hub, counterparts=replace(made.hub.counterparts, utilities=utilities))
    return replace(made, water=issuing, hub=hub)


async def issue(city: World, *, known: bool = True) -> None:
    city.take(a_water_scheme())
    if known:
        await city.pump()
    city.hear(update(3, 1), update(11, 2, documents=[REF.to_store()]))


async def test_a_document_named_in_an_event_is_brought_in_under_the_companys_reference(city: World) -> None:
    await issue(city)
    report = await fetch_documents(city.hub)
    assert report.fetched == 1
    assert city.folder.path_of(REF.sha256).read_bytes() == PAPER
    with city.store.read() as tx:
        assert documents.is_present(tx, REF.sha256)
        assert issued.reference(tx, "water-a", REF.sha256) == "R-FA-511702-2026-0007"
        assert issued.reference(tx, "gas-a", REF.sha256) is None


async def test_one_that_was_cut_goes_on_from_there(city: World) -> None:
    assert isinstance(city.water, Issuing)
    city.water.cut = True
    await issue(city)
    await fetch_documents(city.hub)
    with city.store.begin() as tx:
        documents.want_again(tx, REF.sha256)
    report = await fetch_documents(city.hub)
    assert (report.fetched, report.resumed) == (1, 1)
    assert [offset for _, offset in city.water.fetched] == [0, 100]


async def test_one_of_a_case_without_a_reference_waits_for_a_person(city: World) -> None:
    await issue(city, known=False)
    report = await fetch_documents(city.hub)
    assert report.refused == 1
    with city.store.read() as tx:
        row = documents.get(tx, REF.sha256)
        (item,) = desk.open_items(tx, kind="document")
    assert row is not None
    assert row.state is DocumentState.REFUSED
    assert item.faults


async def test_a_company_whose_wire_has_no_such_verb_is_not_asked(store: Store, tmp_path: Path) -> None:
    plain = world(store, tmp_path)
    await issue(plain)
    with store.read() as tx:
        assert documents.get(tx, REF.sha256) is None


async def test_the_gateway_gives_a_certificate_whole_and_from_a_cut() -> None:
    async with side() as both:
        await _accepted(both)
        events = (await both.adapter.fetch_updates(None)).updates
        papers = [(event.remote_ref or "", ref) for event in events for ref in event.documents]
        reference, ref = papers[0]
        whole = b"".join([each async for each in both.adapter.fetch_document(reference, ref.sha256)])
        assert hashlib.sha256(whole).hexdigest() == ref.sha256
        rest = both.adapter.fetch_document(reference, ref.sha256, offset=40)
        assert b"".join([each async for each in rest]) == whole[40:]
        assert "fetch_document" in capabilities(both.adapter)


async def _accepted(both: Side) -> None:
    await both.adapter.push_scheme(scheme(documents=[]), key="k")
    await both.control.advance(40)
    both.adapter._settings = both.adapter._settings.model_copy(update={"page_size": 500})

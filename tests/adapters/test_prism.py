"""Every verb against a mock server that knows the wire documents and nothing of us."""

from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.contract import Authority, DocumentFile
from adapters.errors import RejectedError
from adapters.http import SeamLimits, Wiring
from adapters.http.transport import network
from adapters.protocols.gateway.adapter import GatewayAdapter
from adapters.provincial.gateway import ProvinceGateway
from models.documents import DocumentRef
from models.records import Record
from models.scheme import Withdrawal
from models.stage import UtilityKind
from tests.adapters.gateway import KEY
from tests.adapters.prism import prism
from tests.adapters.province import NAME, SETTINGS, event_record, matter_record, project_record
from tests.adapters.support import NOON, company
from tests.adapters.wires import PROVINCE, UTILITY
from tests.models.builders import DIGEST, a_scheme

pytestmark = pytest.mark.long

REFERENCE, SIZE = "TCSW-2026-000041", 48213
RING = [[31.21, 107.49], [31.22, 107.49], [31.22, 107.5], [31.21, 107.49]]


class NotYetThere(httpx.AsyncBaseTransport):
    """The network, except that no upload has begun: the mock's example says that it is complete."""

    def __init__(self) -> None:
        self._network = network(SeamLimits())
        self.patched: list[httpx.Response] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._network.handle_async_request(request)
        if request.method == "HEAD":
            response.headers.update({"upload-offset": "0", "upload-complete": "?0"})
        if request.method == "PATCH":
            self.patched.append(response)
        return response

    async def aclose(self) -> None:
        await self._network.aclose()


@pytest.fixture(scope="module")
def utility() -> Iterator[str]:
    with prism(UTILITY) as address:
        yield address


@pytest.fixture(scope="module")
def province() -> Iterator[str]:
    with prism(PROVINCE) as address:
        yield address


def gateway(
    address: str, kind: UtilityKind = UtilityKind.WATER, wiring: Wiring | None = None
) -> "aclosing[GatewayAdapter]":
    settings = {"base_url": address, "token": "geheim"}
    return aclosing(GatewayAdapter.connect(company(kind), settings, wiring or Wiring()))


@pytest.mark.parametrize("kind", list(UtilityKind))
@pytest.mark.parametrize(
    "site",
    [
        {"crs": "EPSG:4490", "geometry": {"type": "Point", "coordinates": RING[0]}},
        {"crs": "EPSG:4490", "geometry": {"type": "Polygon", "coordinates": RING}},
    ],
    ids=["point", "polygon"],
)
async def test_a_scheme_of_every_kind_is_taken(utility: str, kind: UtilityKind, site: dict[str, Any]) -> None:
    async with gateway(utility, kind) as adapter:
        receipt = await adapter.push_scheme(a_scheme(site=site), key=KEY)
        assert receipt.remote_ref == REFERENCE


async def test_a_key_is_found_and_a_withdrawal_taken(utility: str) -> None:
    async with gateway(utility) as adapter:
        found = await adapter.find_by_key(KEY)
        assert found is not None
        assert found.remote_ref == REFERENCE
        withdrawal = Withdrawal(scheme_id="FA-511702-2026-0007", withdrawn_at=NOON)
        assert (await adapter.withdraw_scheme(withdrawal, REFERENCE, key=f"{KEY}/w")).remote_ref == REFERENCE


async def test_a_document_is_uploaded(utility: str, tmp_path: Path) -> None:
    path = tmp_path / "drawing.pdf"
    path.write_bytes(b"%PDF-1.7" + bytes(SIZE - 8))
    ref = DocumentRef(sha256=DIGEST, name="总平面图.pdf", media_type="application/pdf", size_bytes=SIZE)
    transport = NotYetThere()
    async with gateway(utility, wiring=Wiring(transport=transport)) as adapter:
        await adapter.send_document(REFERENCE, DocumentFile(ref=ref, path=path))
        assert [response.status_code for response in transport.patched] == [204]


async def test_events_are_read(utility: str) -> None:
    async with gateway(utility) as adapter:
        await adapter.ping()
        for cursor in (None, "128"):
            page = await adapter.fetch_updates(cursor)
            assert len(page.updates) == 2
            assert page.unreadable == ()


async def test_the_mock_refuses_what_the_document_does_not_have(utility: str) -> None:
    async with gateway(utility) as adapter:
        with pytest.raises(RejectedError):
            await adapter.push_scheme(a_scheme(), key="a key with spaces")


def authority(address: str) -> "aclosing[ProvinceGateway]":
    settings = SETTINGS | {"base_url": address}
    return aclosing(
        ProvinceGateway.connect(Authority(id="province", name=NAME), settings, Wiring(clock=lambda: NOON))
    )


@pytest.mark.parametrize(
    "record", [project_record(), matter_record(), event_record()], ids=lambda record: record.record
)
@pytest.mark.parametrize("valid", [True, False])
async def test_a_row_of_every_table_is_let_through(province: str, record: Record, valid: bool) -> None:
    async with authority(province) as adapter:
        record = record if valid else record.model_copy(update={"valid": False, "invalid_reason": "编码有误"})
        # The mock's one example is about other rows: that ours goes unanswered is what it should come to.
        assert await adapter.record([record]) == ()

"""The company that exchanges files: takes what is whole and right, once, answers, and tells of everything it does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import paramiko
import pytest

import sandbox
from tests.sandbox.clients import DRAWING, DRAWING_SHA256, Control, submission
from tests.sandbox.conftest import ALL_DISTRICTS, city
from tests.sandbox.files import Company, visit

REQUIRED = {"方案编号", "环节", "状态", "发生时间"}


@asynccontextmanager
async def company(http: httpx.AsyncClient, **changes: Any) -> AsyncIterator[tuple[Company, dict[str, Any]]]:
    gas = {
        "id": "gas",
        "role": "utility",
        "kind": "gas",
        "districts": ALL_DISTRICTS,
        "wire": "batch",
        **changes,
    }
    async with sandbox.running(city(counterparts=[gas])) as announced:
        address = announced["counterparts"]["gas"]
        control = Control(http, announced["control"])
        yield Company(control, Path(changes.get("folder") or address["folder"])), address


@pytest.fixture
async def gas(http: httpx.AsyncClient) -> AsyncIterator[Company]:
    async with company(http) as (made, _):
        yield made


def scheme(*, documents: tuple[bytes, ...] = (), **changes: Any) -> dict[str, Any]:
    return submission("gas", documents=documents, **changes)


async def test_a_parcel_is_taken_once_and_acknowledged_with_the_opening_of_its_case(gas: Company) -> None:
    gas.send("p-1", scheme())
    assert (await gas.control.advance())["settled"] is False
    said = gas.acknowledgement("p-1")
    assert (said["result"], said["scheme_id"], said["version"]) == ("accepted", scheme()["scheme_id"], 1)
    assert said["reference"]
    assert said["opened"]["status"] == "收件"
    assert gas.files("to-company/done") == ["p-1.zip"]
    gas.send("p-1", scheme())
    await gas.control.advance()
    assert gas.files("to-company") == []
    assert gas.files("from-company", ".ack.json") == ["p-1.ack.json"]
    assert len(await gas.control.effects("gas", "scheme_taken")) == 1


async def test_every_event_is_told_once_in_tables_of_every_kind(gas: Company) -> None:
    for number in range(6):
        gas.send(f"p-{number}", scheme(scheme_id=f"FA-{number}"))
    state = await gas.control.advance(40)
    assert state["settled"]
    tables = gas.files("from-company", ".csv"), gas.files("from-company", ".xlsx")
    assert all(tables)
    encodings = {gas.whole(name)[:3] == b"\xef\xbb\xbf" for name in tables[0]}
    assert encodings == {True, False}
    undecodable = [name for name in tables[0] if b"\xb7\xbd\xb0\xb8\xb1\xe0\xba\xc5" in gas.whole(name)]
    assert undecodable
    orders = {tuple(gas.rows(name)[0]) for name in [*tables[0], *tables[1]]}
    assert len(orders) > 3
    assert all(set(order) > REQUIRED for order in orders)
    serials = [row["流水号"] for row in gas.told()]
    serials += [gas.acknowledgement(f"p-{number}")["opened"]["serial"] for number in range(6)]
    emitted = [entry["business_key"] for entry in await gas.control.effects("gas", "event_emitted")]
    assert sorted(serials) == sorted(emitted)


async def test_a_refused_scheme_is_returned_with_its_reasons_and_may_come_again(gas: Company) -> None:
    wrong = scheme()
    wrong["demand"]["pressure"] = "enormous"
    gas.send("p-1", wrong)
    await gas.control.advance()
    said = gas.acknowledgement("p-1")
    assert (said["result"], said["reference"], said["opened"]) == ("refused", None, None)
    assert [reason["pointer"] for reason in said["reasons"]] == ["/demand/pressure"]
    assert gas.files("to-company/refused") == ["p-1.zip"]
    gas.send("p-1", scheme())
    await gas.control.advance()
    assert json.loads(gas.whole("p-1.2.ack.json"))["result"] == "accepted"


def damaged(gas: Company) -> None:
    gas.send("p-1", scheme(), digest="0" * 64)


def no_zip(gas: Company) -> None:
    (gas.root / "to-company/p-1.zip").write_bytes(b"PK not really")


def another_name(gas: Company) -> None:
    gas.send("p-2", scheme())
    (gas.root / "to-company/p-2.zip").rename(gas.root / "to-company/p-1.zip")


@pytest.mark.parametrize("spoil", [damaged, no_zip, another_name])
async def test_a_parcel_that_is_not_what_its_manifest_says_is_returned(
    gas: Company, spoil: Callable[[Company], None]
) -> None:
    spoil(gas)
    await gas.control.advance()
    said = gas.acknowledgement("p-1")
    assert said["result"] == "refused"
    assert said["words"]
    assert await gas.control.effects("gas", "scheme_taken") == []


async def test_a_review_waits_for_the_documents_and_a_wrong_one_is_returned(gas: Company) -> None:
    gas.send("p-1", scheme(documents=(DRAWING,)))
    gas.document(b"x" * len(DRAWING))
    await gas.control.advance(3)
    assert json.loads(gas.whole("p-1.2.ack.json"))["kind"] == "document"
    assert gas.files("to-company/refused") == [DRAWING_SHA256]
    assert gas.told() == []
    (gas.root / "to-company/documents" / f"{DRAWING_SHA256}.part").write_bytes(DRAWING[:100])
    await gas.control.advance(1)
    assert gas.files("to-company/documents") == [f"{DRAWING_SHA256}.part"]
    gas.document(DRAWING)
    await gas.control.advance(3)
    assert gas.files("to-company/done") == [DRAWING_SHA256, "p-1.zip"]
    assert "受理" in {row["状态"] for row in gas.told()}


async def test_a_withdrawal_ends_the_case_and_one_of_nothing_is_returned(gas: Company) -> None:
    gas.send("p-1", scheme())
    await gas.control.advance()
    gas.send(
        "p-2", {"scheme_id": scheme()["scheme_id"], "parcel": "p-1", "reason": "调整"}, kind="withdrawal"
    )
    gas.send("p-3", {"scheme_id": "FA-0", "parcel": "p-0", "reason": "调整"}, kind="withdrawal")
    await gas.control.advance()
    assert gas.acknowledgement("p-2")["result"] == "accepted"
    assert gas.acknowledgement("p-3")["result"] == "refused"
    assert gas.told()[-1]["状态"] == "撤回"


async def test_a_half_written_table_has_no_marker_until_it_is_whole(gas: Company) -> None:
    gas.send("p-1", scheme())
    await gas.control.advance()
    await gas.control.fault("gas", "half_written_file", times=1)
    while not (names := gas.tables()):
        await gas.control.advance()
    (name,) = names
    assert f"{name}.ok" not in gas.files("from-company")
    before = (gas.root / "from-company" / name).read_bytes()
    await gas.control.advance()
    assert gas.whole(name)[: len(before)] == before != gas.whole(name)


async def test_faults_of_files_strike_as_they_say(gas: Company) -> None:
    await gas.control.fault("gas", "missing_ack", times=1)
    await gas.control.fault("gas", "wrong_hash", times=1, skip=1)
    gas.send("p-1", scheme(scheme_id="FA-1"))
    gas.send("p-2", scheme(scheme_id="FA-2"))
    await gas.control.advance()
    assert gas.files("from-company", ".ack.json") == ["p-2.ack.json"]
    assert gas.acknowledgement("p-2")["result"] == "refused"
    await gas.control.fault("gas", "repeated_file", times=1)
    await gas.control.fault("gas", "bad_row", times=1)
    for _ in range(9):
        await gas.control.advance()
    assert gas.acknowledgement("p-1")["result"] == "accepted"
    repeats = [name for name in gas.tables() if name.rpartition(".")[0].endswith("-2")]
    assert len(repeats) == 1
    assert gas.whole(repeats[0]) == gas.whole(repeats[0].replace("-2.", "."))
    assert [row["发生时间"] for row in gas.told()].count("前天下午") == 1
    struck = (await gas.control.ledger("gas"))["faults"]["gas"]
    assert struck == {"bad_row": 1, "missing_ack": 1, "repeated_file": 1, "wrong_hash": 1}


async def test_an_unplugged_share_is_gone_and_comes_back_as_it_was(gas: Company) -> None:
    gas.send("p-1", scheme())
    await gas.control.fault("gas", "refuse_connection")
    assert not gas.root.exists()
    await gas.control.advance()
    await gas.control.clear()
    assert gas.files("to-company") == ["p-1.zip"]
    await gas.control.advance()
    assert gas.acknowledgement("p-1")["result"] == "accepted"


async def test_a_folder_of_ones_own_stays_and_a_temporary_one_goes(
    http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async with company(http, folder=str(tmp_path / "share")) as (own, _):
        own.send("p-1", scheme())
    assert (tmp_path / "share/to-company/p-1.zip").is_file()
    async with company(http) as (made, _):
        assert made.root.is_dir()
    assert not made.root.exists()


async def test_an_sftp_client_of_another_make_is_let_in_by_the_announced_password_and_key(
    http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async with company(http, transport="sftp", folder=str(tmp_path / "share")) as (made, address):
        listed, key = await asyncio.to_thread(visit, address, address["password"])
        assert "p-1.zip" in listed
        assert key == address["host_key"]
        with pytest.raises(paramiko.AuthenticationException):
            await asyncio.to_thread(visit, address, "wrong")
        await made.control.fault("gas", "unauthorized", times=1)
        with pytest.raises(paramiko.AuthenticationException):
            await asyncio.to_thread(visit, address, address["password"])
        await made.control.advance()
        assert made.acknowledgement("p-1")["result"] == "refused"
        await made.control.fault("gas", "refuse_connection")
        with pytest.raises((OSError, paramiko.SSHException)):
            await asyncio.to_thread(visit, address, address["password"])
        await made.control.clear()
        await asyncio.to_thread(visit, address, address["password"])


@pytest.mark.parametrize("effect", [True, False])
async def test_a_connection_is_cut_at_the_rename_with_the_effect_it_says(
    http: httpx.AsyncClient, tmp_path: Path, effect: bool
) -> None:
    async with company(http, transport="sftp", folder=str(tmp_path / "share")) as (made, address):
        await made.control.fault("gas", "cut_reply", operation="handOver", times=1, effect=effect)
        with pytest.raises((OSError, EOFError, paramiko.SSHException)):
            await asyncio.to_thread(visit, address, address["password"])
        assert made.files("to-company") == ["p-1.zip" if effect else "p-1.zip.part"]

"""SFTP with servers of other makes: whole files, resumed documents, nothing told to a server that is not theirs."""

import hashlib
import io
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest
from pydantic import ValidationError

from adapters.contract import DocumentFile
from adapters.errors import AuthError, TransientError
from adapters.gas.adapter import GasAdapter
from models.documents import DocumentRef
from models.stage import UtilityKind
from tests.adapters.gas.openssh import MISSING, OpenSshSubsystem, program
from tests.adapters.gas.paramiko_server import PASSWORD, USER, ParamikoServer
from tests.adapters.gas.place import KEY, ROW, Place, row, scheme, table
from tests.adapters.support import company, wiring

DRAWING = bytes(range(256)) * 8192
DIGEST = hashlib.sha256(DRAWING).hexdigest()
Connect = Callable[..., GasAdapter]


@pytest.fixture(scope="module")
def user_key() -> paramiko.PKey:
    return paramiko.ECDSAKey.generate()


@pytest.fixture(params=["paramiko", "openssh"])
def server(place: Place, user_key: paramiko.PKey, request: pytest.FixtureRequest) -> Iterator[ParamikoServer]:
    if request.param == "openssh" and program() is None:
        pytest.skip(MISSING)
    subsystem = OpenSshSubsystem if request.param == "openssh" else paramiko.SFTPServer
    running = ParamikoServer(place.root, user_key=user_key, subsystem=subsystem)
    yield running
    running.stop()


@pytest.fixture
async def connect(server: ParamikoServer) -> AsyncIterator[Connect]:
    adapters: list[GasAdapter] = []

    def made(**changes: Any) -> GasAdapter:
        settings = {
            "host": "127.0.0.1",
            "port": server.port,
            "user": USER,
            "password": PASSWORD,
            "host_keys": [server.known_key],
            **changes,
        }
        adapters.append(GasAdapter.connect(company(UtilityKind.GAS), settings, wiring(deadline_s=10)))
        return adapters[-1]

    yield made
    for adapter in adapters:
        await adapter.aclose()


async def test_a_parcel_is_handed_over_once_and_found(connect: Connect, place: Place) -> None:
    gas = connect()
    assert await gas.find_by_key(KEY) is None
    receipt = await gas.push_scheme(scheme(), key=KEY)
    assert await gas.push_scheme(scheme(), key=KEY) == receipt == await gas.find_by_key(KEY)
    assert place.files("to-company") == [f"{receipt.remote_ref}.zip"]
    await gas.ping()


async def test_a_file_is_read_and_archived_in_place_of_one_that_was_there(
    connect: Connect, place: Place
) -> None:
    gas = connect()
    place.arrive("a.csv", table(ROW))
    page = await gas.fetch_updates(None)
    assert [update.event_id for update in page.updates] == ["Q-1"]
    await gas.fetch_updates(page.cursor)
    (archived,) = place.files("from-company/done")
    place.arrive("a.csv", table(ROW))
    page = await gas.fetch_updates(page.cursor)
    await gas.fetch_updates(page.cursor)
    assert place.files("from-company/done") == [archived]
    assert place.files("from-company") == []


async def test_a_document_goes_on_from_where_it_was_cut(
    connect: Connect, place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "drawing.pdf"
    path.write_bytes(DRAWING)
    folder = place.root / "to-company/documents"
    (folder / f"{DIGEST}.part").write_bytes(DRAWING[:700_001])
    ref = DocumentRef(sha256=DIGEST, name="图.pdf", media_type="application/pdf", size_bytes=len(DRAWING))
    await connect().send_document("any", DocumentFile(ref=ref, path=path))
    assert place.files("to-company/documents") == [DIGEST]
    assert (folder / DIGEST).read_bytes() == DRAWING


async def test_a_private_key_opens_as_well_as_a_password(connect: Connect, user_key: paramiko.PKey) -> None:
    text = io.StringIO()
    user_key.write_private_key(text)
    await connect(password=None, private_key=text.getvalue().strip()).ping()


async def test_another_host_key_is_another_server_and_is_told_nothing(connect: Connect, place: Place) -> None:
    other = paramiko.ECDSAKey.generate()
    gas = connect(host_keys=[f"{other.get_name()} {other.get_base64()}"])
    with pytest.raises(AuthError) as raised:
        await gas.push_scheme(scheme(), key=KEY)
    assert raised.value.message.id == "batch-host-key-differs"
    assert place.files("to-company") == []


async def test_a_refused_login_pauses_the_company(connect: Connect) -> None:
    with pytest.raises(AuthError) as raised:
        await connect(password="wrong").fetch_updates(None)
    assert raised.value.message.id == "batch-login-refused"
    assert "wrong" not in str(raised.value)


async def test_a_folder_that_may_not_be_touched_pauses_the_company(place: Place) -> None:
    strict = ParamikoServer(place.root, denied=("from-company",))
    settings = {"host": "127.0.0.1", "port": strict.port, "user": USER, "password": PASSWORD}
    gas = GasAdapter.connect(
        company(UtilityKind.GAS), {**settings, "host_keys": [strict.known_key]}, wiring(deadline_s=10)
    )
    try:
        with pytest.raises(AuthError) as raised:
            await gas.fetch_updates(None)
        assert raised.value.message.id == "batch-not-permitted"
    finally:
        await gas.aclose()
        strict.stop()


async def test_a_missing_folder_and_a_missing_server_are_outages(
    connect: Connect, server: ParamikoServer
) -> None:
    with pytest.raises(TransientError) as raised:
        await connect(root="elsewhere").fetch_updates(None)
    assert raised.value.message.id == "batch-no-place"
    gas = connect()
    await gas.ping()
    server.stop()
    with pytest.raises(TransientError):
        await gas.push_scheme(scheme(), key=KEY)


async def test_a_lost_connection_is_made_again(
    connect: Connect, place: Place, server: ParamikoServer
) -> None:
    gas = connect()
    await gas.ping()
    for transport in server._transports:
        transport.close()
        transport.join()
    place.arrive("a.csv", table(row(流水号="Q-9")))
    try:
        page = await gas.fetch_updates(None)
    except TransientError:
        page = await gas.fetch_updates(None)
    assert [update.event_id for update in page.updates] == ["Q-9"]


SFTP: dict[str, Any] = {"host": "sftp.example", "user": USER, "password": PASSWORD}
KNOWN = {"host_keys": ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJlqPVTWaMqVjQ3F0yC5hjvZ0kRWlMKZbJHnlHlR9Rau"]}
UNFIT: dict[str, tuple[dict[str, Any], str]] = {
    "neither": ({}, "batch-one-place"),
    "both": ({"folder": "/srv/gas", **SFTP, **KNOWN}, "batch-one-place"),
    "a relative folder": ({"folder": "gas"}, "batch-folder-absolute"),
    "no host key": (SFTP, "batch-host-key"),
    "a host key that is none": ({**SFTP, "host_keys": ["ssh-ed25519 AAAA"]}, "batch-host-key"),
    "no user": ({**SFTP, **KNOWN, "user": ""}, "batch-login"),
    "neither password nor key": ({**SFTP, **KNOWN, "password": None}, "batch-login"),
    "a private key that is none": ({**SFTP, **KNOWN, "private_key": "-----BEGIN"}, "batch-private-key"),
}


@pytest.mark.parametrize("fault", UNFIT)
def test_settings_that_do_not_hold_together_are_refused(fault: str) -> None:
    settings, kind = UNFIT[fault]
    with pytest.raises(ValidationError) as raised:
        GasAdapter.connect(company(UtilityKind.GAS), settings, wiring())
    assert [error["type"] for error in raised.value.errors()] == [kind]
    assert PASSWORD not in str(raised.value)

"""Mutual TLS for real: a server that lets in nobody without a certificate of the authority it knows."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from adapters.errors import CounterpartError
from adapters.http import SeamLimits, Wiring
from adapters.power.adapter import PowerAdapter
from models.stage import UtilityKind
from tests.adapters.power.answering import NO_EVENTS, reply
from tests.adapters.support import company

PASSWORD = "the key's password"


@dataclass(frozen=True)
class Files:
    """Where the authority, and a certificate with its key, are."""

    authority: Path
    certificate: Path
    key: Path


def issue(folder: Path, authority: str) -> Files:
    """An authority, and a certificate of it for loopback whose key has a password."""
    folder.mkdir()
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, authority)])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "liandong")])
    now = datetime.now(UTC)

    def builder(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
        )

    root = (
        builder(root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        builder(name, key.public_key())
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )
    files = Files(folder / "authority.pem", folder / "certificate.pem", folder / "key.pem")
    files.authority.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    files.certificate.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(PASSWORD.encode()),
        )
    )
    return files


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """An empty window for whoever gets as far as here."""
    body = await Request(scope, receive).body()
    asked = body.decode().partition("MessageID>")[2].partition("<")[0]
    text = reply("OK", payload=NO_EVENTS).replace("{id}", asked)
    await Response(text, media_type="application/xml")(scope, receive, send)


@asynccontextmanager
async def serving(files: Files) -> AsyncIterator[str]:
    """A server on a free port that asks for certificates."""
    config = uvicorn.Config(
        answer,
        host="127.0.0.1",
        port=0,
        lifespan="off",
        log_config=None,
        ssl_certfile=files.certificate,
        ssl_keyfile=files.key,
        ssl_keyfile_password=PASSWORD,
        ssl_ca_certs=str(files.authority),
        ssl_cert_reqs=ssl.CERT_REQUIRED,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield f"https://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/cim"
    finally:
        server.should_exit = True
        await server.shutdown()


def adapter(url: str, **settings: Any) -> PowerAdapter:
    wiring = Wiring(SeamLimits(deadline_s=5))
    return PowerAdapter.connect(company(UtilityKind.POWER), {"base_url": url, **settings}, wiring)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return issue(tmp_path / "ours", "the company's authority")


def ours(files: Files) -> dict[str, Any]:
    return {
        "client_certificate": files.certificate,
        "client_key": files.key,
        "client_key_password": PASSWORD,
        "server_authority": files.authority,
    }


async def test_a_certificate_alone_says_who_we_are(files: Files) -> None:
    async with serving(files) as url:
        connected = adapter(url, **ours(files))
        page = await connected.fetch_updates(None)
        await connected.aclose()
    assert page.updates == ()
    assert page.cursor == "2026-03-02T04:00:00Z"


async def test_without_a_certificate_nobody_is_let_in(files: Files) -> None:
    async with serving(files) as url:
        connected = adapter(url, secret="a secret of some length", server_authority=files.authority)
        with pytest.raises(CounterpartError):
            await connected.fetch_updates(None)
        await connected.aclose()


async def test_a_server_of_another_authority_is_not_spoken_with(files: Files, tmp_path: Path) -> None:
    others = issue(tmp_path / "others", "another authority")
    async with serving(files) as url:
        connected = adapter(url, **ours(files) | {"server_authority": others.authority})
        with pytest.raises(CounterpartError):
            await connected.fetch_updates(None)
        await connected.aclose()


def test_a_key_with_another_password_is_refused_when_it_is_configured(files: Files) -> None:
    with pytest.raises(ValueError, match="certificate files"):
        adapter("https://p.test/cim", **ours(files) | {"client_key_password": "wrong"})

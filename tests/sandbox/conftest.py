"""A small city in the test's own event loop, and callers for its stand-ins."""

import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

import sandbox
from tests.sandbox.clients import Company, Control, Gateway

ALL_DISTRICTS = ["511702", "511703"]


def city(**changes: Any) -> dict[str, Any]:
    """A configuration: the province and one company of each kind, no projects, nothing wrong."""
    kinds = ("water", "power", "gas", "telecom")
    companies = [{"id": kind, "role": "utility", "kind": kind, "districts": ALL_DISTRICTS} for kind in kinds]
    return {
        "projects": 0,
        "revised": 0,
        "withdrawn": 0,
        "districts": ALL_DISTRICTS,
        "failures": {},
        "counterparts": [{"id": "province", "role": "province"}, *companies],
        **changes,
    }


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    # Loopback needs no certificates, and reading those of the system takes longer than most tests.
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx.AsyncClient(verify=bare, trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture
def configuration() -> dict[str, Any]:
    """Overridden by modules that want another city."""
    return city()


@pytest.fixture
async def announced(configuration: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    async with sandbox.running(configuration) as announcement:
        yield announcement


@pytest.fixture
def control(http: httpx.AsyncClient, announced: dict[str, Any]) -> Control:
    return Control(http, announced["control"])


@pytest.fixture
def water(http: httpx.AsyncClient, announced: dict[str, Any]) -> Company:
    return Company(http, announced["counterparts"]["water"])


@pytest.fixture
def province(http: httpx.AsyncClient, announced: dict[str, Any]) -> Gateway:
    return Gateway(http, announced["counterparts"]["province"])

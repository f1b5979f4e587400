"""A store with people in it, and the way in."""

from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hub.people import passwords
from hub.people.settings import PeopleSettings
from hub.people.signing_in import SignIn
from hub.people.vault import Vault
from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.hub.people.folk import hire
from tests.store.support import OpenStore


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least it can do: what is tested here is not how long it takes."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)


@pytest.fixture
def settings() -> PeopleSettings:
    return PeopleSettings(
        failures=3, address_failures=6, lock=timedelta(minutes=15), idle=timedelta(minutes=30)
    )


@pytest.fixture
def people(sqlite_url: str, clock: SettableClock, open_store: OpenStore) -> Store:
    """李明, an officer who has chosen a password; a supervisor who has not."""
    store = open_store(sqlite_url, clock)
    hire(store)
    return store


@pytest.fixture
def way_in(people: Store, settings: PeopleSettings, tmp_path: Path) -> SignIn:
    return SignIn(people, Vault.of(tmp_path), settings)

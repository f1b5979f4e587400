"""Versions of schemes are immutable, and what was doubted of them is kept."""

from datetime import timedelta

import pytest

from hub.store import documents, schemes
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.schemes import AddedScheme, SchemeConflict, SchemeCounts
from models.scheme import Scheme, Withdrawal
from tests.models.builders import DIGEST, MONDAY, a_scheme, project_body

SOURCE = "joint-review"


def add(store: Store, *added: Scheme) -> list[AddedScheme]:
    with store.begin() as tx:
        return [schemes.add(tx, scheme, SOURCE) for scheme in added]


def withdraw(store: Store, scheme_id: str = "S1", *, hours: float = 0, reason: str = "") -> bool:
    with store.begin() as tx:
        at = MONDAY + timedelta(hours=hours)
        return schemes.withdraw(tx, Withdrawal(scheme_id=scheme_id, reason=reason, withdrawn_at=at))


def test_a_scheme_comes_back_whole_with_personal_data(store: Store) -> None:
    scheme = a_scheme()
    assert add(store, scheme) == [AddedScheme(1, True)]
    with store.read() as tx:
        back = schemes.load(tx, scheme.scheme_id, 1)
    assert back == scheme
    assert back.project.contact.phone.get_secret_value() == "13800000000"


def test_a_version_told_again_is_known(store: Store) -> None:
    assert add(store, a_scheme(), a_scheme()) == [AddedScheme(1, True), AddedScheme(1, False)]


def test_a_known_version_with_other_contents_is_refused(store: Store) -> None:
    add(store, a_scheme())
    with pytest.raises(SchemeConflict) as refused:
        add(store, a_scheme(project=project_body(name="朝阳片区安置房二期")))
    assert (refused.value.scheme_id, refused.value.version) == (a_scheme().scheme_id, 1)
    with store.read() as tx:
        assert schemes.latest(tx, a_scheme().scheme_id) == a_scheme()


def test_the_latest_version_is_the_highest_not_the_last_to_arrive(store: Store) -> None:
    add(store, a_scheme(version=3), a_scheme(version=2))
    with store.read() as tx:
        latest = schemes.latest(tx, a_scheme().scheme_id)
        assert latest is not None
        assert latest.version == 3
        assert schemes.load(tx, a_scheme().scheme_id, 2).version == 2


def test_what_nobody_knows_is_not_found(store: Store) -> None:
    with store.read() as tx:
        assert schemes.latest(tx, "S404") is None
        assert schemes.withdrawal(tx, "S404") is None
        assert schemes.warnings(tx, "S404", 1) == ()
        with pytest.raises(KeyError):
            schemes.load(tx, "S404", 1)


def test_doubts_are_kept_with_the_version(store: Store) -> None:
    doubtful = a_scheme(version=2, project=project_body(code="2011-511702-04-01-249065"))
    assert doubtful.warnings
    add(store, a_scheme(), doubtful)
    with store.read() as tx:
        assert schemes.warnings(tx, doubtful.scheme_id, 1) == ()
        assert schemes.warnings(tx, doubtful.scheme_id, 2) == doubtful.warnings


def test_the_versions_that_name_a_document_are_found(store: Store) -> None:
    add(store, a_scheme(version=2), a_scheme(), a_scheme(version=3, documents=[]))
    with store.read() as tx:
        assert documents.schemes_with(tx, DIGEST) == ((a_scheme().scheme_id, 1), (a_scheme().scheme_id, 2))


def test_a_project_is_named_as_its_latest_version_does(store: Store) -> None:
    add(store, a_scheme(version=2, project=project_body(name="新名")), a_scheme(), a_scheme(scheme_id="S2"))
    with store.read() as tx:
        found = schemes.projects(tx, {a_scheme().scheme_id, "S2", "S404"})
        assert schemes.projects(tx, []) == {}
    project = a_scheme().project
    assert found == {
        a_scheme().scheme_id: (project.code, "新名", project.area_code),
        "S2": (project.code, project.name, project.area_code),
    }


def test_a_withdrawal_counts_once_and_a_later_one_replaces_it(store: Store) -> None:
    assert withdraw(store, reason="first")
    assert not withdraw(store, reason="first")
    assert not withdraw(store, hours=-1, reason="older")
    assert withdraw(store, hours=1, reason="second")
    with store.read() as tx:
        kept = schemes.withdrawal(tx, "S1")
    assert kept == Withdrawal(scheme_id="S1", reason="second", withdrawn_at=MONDAY + timedelta(hours=1))


def test_schemes_are_counted(store: Store, clock: SettableClock) -> None:
    add(store, a_scheme(), a_scheme(version=2), a_scheme(scheme_id="S2"))
    withdraw(store, "S2")
    with store.read() as tx:
        assert schemes.counts(tx) == SchemeCounts(schemes=2, versions=3, withdrawn=1)

"""Accounts: who may make them, what they may be called, what they allow."""

import pytest

from hub.people import accounts
from hub.people.accounts import NewAccount
from hub.people.person import Person, check, check_in, may
from hub.people.refusals import Denied, Faulty, Refused
from hub.people.roles import PERMISSIONS, Action, Role
from hub.people.settings import PeopleSettings
from hub.people.signing_in import SignIn
from hub.store.engine import Store
from tests.hub.people.folk import ROOT, SECRET, acts, row, sign_in

OFFICER = Person(1, "li", "李明", Role.OFFICER)
IN_ONE_DISTRICT = Person(2, "chen", "陈静", Role.SUPERVISOR, frozenset({"511702"}))


def create(store: Store, login: str = "chen", name: str = "陈静", **more: object) -> None:
    new = NewAccount(login, name, **({"role": Role.OFFICER, "password": "十分 long enough"} | more))  # type: ignore[arg-type]
    with store.begin() as tx:
        accounts.create(tx, ROOT, new, PeopleSettings())


def faults(store: Store, **given: object) -> list[tuple[str, str]]:
    with pytest.raises(Faulty) as faulty:
        create(store, **given)  # type: ignore[arg-type]
    return [(fault.field, fault.message.id) for fault in faulty.value.faults]


def test_an_account_is_made_with_its_districts_and_asked_for_a_new_password(people: Store) -> None:
    create(people, areas=frozenset({"511703", "511702"}))
    made = row(people, "chen")
    assert (made.role, list(made.areas), made.must_change) == ("officer", ["511702", "511703"], True)
    assert acts(people)[-1] == ("root", "account.add")


def test_what_cannot_be_is_told_field_by_field(people: Store) -> None:
    assert faults(people, login="x") == [("login", "account-login-form")]
    assert faults(people, login="li") == [("login", "account-login-taken")]
    assert faults(people, name=" ") == [("name", "account-name-form")]
    assert faults(people, areas=frozenset({"5117"})) == [("areas", "invalid-area-code-form")]
    assert faults(people, password="short")[0] == ("password", "password-short")


def test_only_an_administrator_looks_after_accounts(people: Store) -> None:
    with people.begin() as tx:
        with pytest.raises(Denied):
            accounts.create(tx, OFFICER, NewAccount("x1", "X", Role.VIEWER), PeopleSettings())
        with pytest.raises(Denied):
            accounts.every(tx, OFFICER)
        with pytest.raises(Denied):
            accounts.set_role(tx, OFFICER, "li", Role.ADMINISTRATOR, frozenset())


def test_the_last_administrator_of_the_city_stays_one(people: Store) -> None:
    create(people, "admin", role=Role.ADMINISTRATOR)
    with people.begin() as tx:
        with pytest.raises(Refused, match="account-last-administrator"):
            accounts.disable(tx, ROOT, "admin")
        with pytest.raises(Refused, match="account-last-administrator"):
            accounts.set_role(tx, ROOT, "admin", Role.VIEWER, frozenset())
        with pytest.raises(Refused, match="account-last-administrator"):
            accounts.set_role(tx, ROOT, "admin", Role.ADMINISTRATOR, frozenset({"511702"}))
    create(people, "second", role=Role.ADMINISTRATOR)
    with people.begin() as tx:
        accounts.disable(tx, ROOT, "admin")


def test_a_reset_gives_a_first_password_lifts_the_lock_and_ends_sessions(
    people: Store, way_in: SignIn
) -> None:
    sign_in(way_in)
    for _ in range(3):
        with pytest.raises(Refused):
            sign_in(way_in, password="wrong")
    with people.begin() as tx:
        accounts.reset(tx, ROOT, "LI", "一个新的 first one", way_in.settings, totp=True)
    again = sign_in(way_in, password="一个新的 first one")
    assert again.awaits == "password"
    with people.read() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM desk_session").scalar_one() == 1


def test_an_account_is_closed_and_opened_again(people: Store, way_in: SignIn) -> None:
    with people.begin() as tx:
        accounts.disable(tx, ROOT, "li")
        assert "li" not in accounts.names(tx)
    with pytest.raises(Refused):
        sign_in(way_in)
    with people.begin() as tx:
        accounts.enable(tx, ROOT, "li")
        assert accounts.names(tx)["li"] == "李明"
    assert sign_in(way_in).person.login == "li"


def test_an_account_that_is_not_there_is_said_to_be_unknown(people: Store) -> None:
    with people.begin() as tx, pytest.raises(Refused, match="account-unknown"):
        accounts.disable(tx, ROOT, "nobody")


def test_the_trail_holds_no_password(people: Store) -> None:
    create(people)
    with people.begin() as tx:
        accounts.reset(tx, ROOT, "chen", "又一个 first one", PeopleSettings())
        trail = str(tx.connection.exec_driver_sql("SELECT * FROM audit").all())
    assert "first one" not in trail
    assert SECRET not in trail


def test_a_role_allows_what_the_table_says() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all(may(Person(None, "x", "X", role), Action.SEE) for role in Role)
    changing = set(Action) - {Action.SEE, Action.EXPORT, Action.AUDIT}
    for role in (Role.VIEWER, Role.AUDITOR):
        assert not PERMISSIONS[role] & changing
    assert Action.APPROVE not in PERMISSIONS[Role.OFFICER]
    assert Action.PEOPLE not in PERMISSIONS[Role.SUPERVISOR]


def test_what_a_person_may_not_is_said_with_their_role() -> None:
    with pytest.raises(Denied, match=r"person-may-not.*approve.*officer"):
        check(OFFICER, Action.APPROVE)


def test_a_person_of_a_district_acts_there_and_nowhere_else() -> None:
    check_in(IN_ONE_DISTRICT, Action.RETRY, "511702")
    check_in(OFFICER, Action.RETRY, None)
    for elsewhere in ("511703", None):
        with pytest.raises(Denied, match="person-other-district"):
            check_in(IN_ONE_DISTRICT, Action.PAUSE, elsewhere)

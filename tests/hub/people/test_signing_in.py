"""Signing in: what is let in, what is not, and that nobody learns why not."""

import logging
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from hub.people import passwords, sessions, totp
from hub.people.refusals import Faulty, Refused
from hub.people.roles import Role
from hub.people.sessions import SignedIn
from hub.people.settings import PeopleSettings
from hub.people.signing_in import SignIn
from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.hub.people.folk import FIRST, HERE, SECRET, acts, change, row, sign_in


def refused(way_in: SignIn, login: str = "li", password: str = "wrong", address: str = HERE) -> str:
    with pytest.raises(Refused) as refusal:
        sign_in(way_in, login, password, address)
    return str(refusal.value.message)


def code_of(secret: str, clock: SettableClock, ahead: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now + timedelta(seconds=ahead * totp.STEP))


def enrolled(way_in: SignIn, clock: SettableClock) -> tuple[str, SignedIn]:
    """A second factor in force: its secret, and the session it was set up in."""
    token = sign_in(way_in).token
    secret = way_in.begin_totp(token).secret
    return secret, way_in.confirm_totp(token, code_of(secret, clock))


def test_the_right_password_opens_a_session(way_in: SignIn, people: Store, settings: PeopleSettings) -> None:
    signed_in = sign_in(way_in)
    assert (signed_in.person.login, signed_in.person.name, signed_in.awaits) == ("li", "李明", None)
    found = sessions.find(people, signed_in.token, settings)
    assert found is not None
    assert found.person == signed_in.person
    assert ("li", "sign-in") in acts(people)


def test_a_login_is_the_same_in_capitals(way_in: SignIn) -> None:
    assert sign_in(way_in, " LI ").person.login == "li"


def test_whatever_is_wrong_the_sentence_is_the_same(way_in: SignIn, people: Store) -> None:
    told = {refused(way_in), refused(way_in, "nobody", SECRET)}
    change(people, "wang", disabled_at=None)
    change(people, "wang", password_hash=None)
    told.add(refused(way_in, "wang", FIRST))
    assert len(told) == 1


def test_only_hashes_are_stored(way_in: SignIn, people: Store) -> None:
    token = sign_in(way_in).token
    with people.read() as tx:
        kept = tx.connection.exec_driver_sql("SELECT * FROM desk_session").all()
        accounts = tx.connection.exec_driver_sql("SELECT * FROM account").all()
    assert token not in str(kept)
    assert SECRET not in str(accounts)
    assert "$argon2id$" in str(accounts)


def test_an_account_locks_after_failures_in_a_row_and_opens_after_a_while(
    way_in: SignIn, people: Store, clock: SettableClock
) -> None:
    for _ in range(3):
        refused(way_in)
    assert refused(way_in, password=SECRET) == refused(way_in, "nobody")
    assert ("liandong", "account.locked") in acts(people)
    clock.advance(15 * 60 + 1)
    assert sign_in(way_in).person.login == "li"


def test_a_success_forgets_the_failures_before_it(way_in: SignIn) -> None:
    for _ in range(2):
        refused(way_in)
    sign_in(way_in)
    for _ in range(2):
        refused(way_in)
    assert sign_in(way_in).person.login == "li"


def test_an_address_that_tries_many_accounts_is_locked_and_others_are_not(
    way_in: SignIn, clock: SettableClock
) -> None:
    for number in range(6):
        refused(way_in, f"nobody-{number}")
    refused(way_in, password=SECRET)
    assert sign_in(way_in, address="10.0.0.8").person.login == "li"
    clock.advance(15 * 60 + 1)
    assert sign_in(way_in).person.login == "li"


def test_failures_far_apart_lock_no_address(way_in: SignIn, clock: SettableClock) -> None:
    for number in range(8):
        refused(way_in, f"nobody-{number}")
        clock.advance(5 * 60)
    assert sign_in(way_in).person.login == "li"


def test_a_closed_account_is_not_let_in_and_its_sessions_end(
    way_in: SignIn, people: Store, settings: PeopleSettings, clock: SettableClock
) -> None:
    token = sign_in(way_in).token
    change(people, "li", disabled_at=clock.now)
    refused(way_in, password=SECRET)
    assert sessions.find(people, token, settings) is None


def test_a_first_password_is_changed_before_anything_else(
    way_in: SignIn, people: Store, settings: PeopleSettings
) -> None:
    first = sign_in(way_in, "wang", FIRST)
    assert first.awaits == "password"
    with pytest.raises(Refused):
        way_in.begin_totp(first.token)
    changed = way_in.change_password(first.token, FIRST, "二号桥 new secret")
    assert changed.awaits is None
    assert sessions.find(people, first.token, settings) is None
    assert sign_in(way_in, "wang", "二号桥 new secret").awaits is None


def test_a_new_password_ends_every_other_session(
    way_in: SignIn, people: Store, settings: PeopleSettings
) -> None:
    elsewhere, here = sign_in(way_in).token, sign_in(way_in).token
    changed = way_in.change_password(here, SECRET, "another long Secret")
    assert sessions.find(people, elsewhere, settings) is None
    assert sessions.find(people, changed.token, settings) is not None


def test_who_does_not_know_the_old_password_chooses_no_new_one(way_in: SignIn) -> None:
    token = sign_in(way_in).token
    with pytest.raises(Faulty) as faulty:
        way_in.change_password(token, "wrong", "another long Secret")
    assert [fault.field for fault in faulty.value.faults] == ["old_password"]
    assert sign_in(way_in).awaits is None


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("tiny#1", "password-short"),
        ("x" * 300, "password-long"),
        ("aaaaaaaaaaaa", "password-repeats"),
        ("my-name-is-li-7", "password-holds-login"),
        ("Password123", "password-common"),
        ("0123456789", "password-common"),
        (SECRET, "password-same"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(way_in: SignIn, password: str, fault: str) -> None:
    token = sign_in(way_in).token
    with pytest.raises(Faulty) as faulty:
        way_in.change_password(token, SECRET, password)
    assert fault in [each.message.id for each in faulty.value.faults]
    assert password not in str(faulty.value.faults)


def test_a_second_factor_is_asked_for_once_it_is_confirmed(way_in: SignIn, clock: SettableClock) -> None:
    secret, _ = enrolled(way_in, clock)
    half = sign_in(way_in)
    assert half.awaits == "totp"
    clock.advance(30)
    whole = way_in.with_code(half.token, code_of(secret, clock), address=HERE)
    assert whole.awaits is None
    assert whole.token != half.token


def test_a_code_counts_once(way_in: SignIn, clock: SettableClock) -> None:
    secret, _ = enrolled(way_in, clock)
    with pytest.raises(Refused):  # the one it was set up with
        way_in.with_code(sign_in(way_in).token, code_of(secret, clock), address=HERE)
    clock.advance(30)
    code = code_of(secret, clock)
    way_in.with_code(sign_in(way_in).token, code, address=HERE)
    with pytest.raises(Refused):
        way_in.with_code(sign_in(way_in).token, code, address=HERE)


def test_an_earlier_code_is_refused_after_a_later_one(way_in: SignIn, clock: SettableClock) -> None:
    secret, _ = enrolled(way_in, clock)
    clock.advance(60)
    way_in.with_code(sign_in(way_in).token, code_of(secret, clock, ahead=1), address=HERE)
    with pytest.raises(Refused):
        way_in.with_code(sign_in(way_in).token, code_of(secret, clock), address=HERE)


@pytest.mark.parametrize("code", ["", "abcdef", "000 000 0", "１２３４５６", "-12345"])
def test_what_is_no_code_is_refused(way_in: SignIn, clock: SettableClock, code: str) -> None:
    enrolled(way_in, clock)
    with pytest.raises(Refused, match="sign-in-code-refused"):
        way_in.with_code(sign_in(way_in).token, code, address=HERE)


def test_wrong_codes_lock_the_account_although_the_password_is_right(
    way_in: SignIn, clock: SettableClock
) -> None:
    secret, _ = enrolled(way_in, clock)
    clock.advance(30)
    for _ in range(3):
        with pytest.raises(Refused):
            way_in.with_code(sign_in(way_in).token, "000000", address=HERE)
    refused(way_in, password=SECRET)
    clock.advance(15 * 60 + 1)
    way_in.with_code(sign_in(way_in).token, code_of(secret, clock), address=HERE)


def test_a_session_that_awaits_its_second_factor_can_do_nothing_else(
    way_in: SignIn, clock: SettableClock
) -> None:
    enrolled(way_in, clock)
    half = sign_in(way_in).token
    with pytest.raises(Refused, match="session-over"):
        way_in.change_password(half, SECRET, "another long Secret")
    with pytest.raises(Refused, match="session-over"):
        way_in.remove_totp(half, "000000")


def test_a_second_factor_s_secret_is_stored_encrypted_and_logged_nowhere(
    way_in: SignIn, people: Store, clock: SettableClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret, _ = enrolled(way_in, clock)
    with people.read() as tx:
        kept = str(tx.connection.exec_driver_sql("SELECT * FROM account").all())
        trail = str(tx.connection.exec_driver_sql("SELECT * FROM audit").all())
    assert secret not in kept + trail + caplog.text
    assert secret not in repr(row(people, "li"))


def test_a_second_factor_is_removed_with_a_code_and_kept_where_the_role_wants_it(
    way_in: SignIn, people: Store, clock: SettableClock
) -> None:
    secret, session = enrolled(way_in, clock)
    clock.advance(30)
    wanting = SignIn(
        people, way_in.vault, way_in.settings.model_copy(update={"totp_roles": frozenset({Role.OFFICER})})
    )
    with pytest.raises(Refused, match="totp-wanted"):
        wanting.remove_totp(session.token, code_of(secret, clock))
    way_in.remove_totp(session.token, code_of(secret, clock))
    assert sign_in(way_in).awaits is None
    assert sign_in(wanting).awaits == "enrolment"


def test_a_password_kept_with_weaker_parameters_is_kept_anew(
    way_in: SignIn, people: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row(people, "li").password_hash
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: stronger)
    sign_in(way_in)
    assert row(people, "li").password_hash != before
    assert sign_in(way_in).awaits is None

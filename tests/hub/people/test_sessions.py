"""Sessions end: by silence, by age, by their owner's word."""

from pathlib import Path

import pytest

from hub.notready import NotReady
from hub.people import sessions
from hub.people.settings import PeopleSettings
from hub.people.signing_in import SignIn
from hub.people.vault import KEY_FILE, Vault
from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.hub.people.folk import sign_in


def test_a_session_that_nobody_uses_ends(
    way_in: SignIn, people: Store, settings: PeopleSettings, clock: SettableClock
) -> None:
    token = sign_in(way_in).token
    clock.advance(29 * 60)
    assert sessions.find(people, token, settings) is not None  # and this is a use
    clock.advance(29 * 60)
    assert sessions.find(people, token, settings) is not None
    clock.advance(31 * 60)
    assert sessions.find(people, token, settings) is None


def test_what_a_page_asks_by_itself_is_no_use(
    way_in: SignIn, people: Store, settings: PeopleSettings, clock: SettableClock
) -> None:
    token = sign_in(way_in).token
    for _ in range(31):
        clock.advance(60)
        sessions.find(people, token, settings, touch=False)
    assert sessions.find(people, token, settings) is None


def test_a_session_ends_by_age_however_busy_it_is(
    way_in: SignIn, people: Store, settings: PeopleSettings, clock: SettableClock
) -> None:
    token = sign_in(way_in).token
    for _ in range(12 * 4 - 1):
        clock.advance(15 * 60)
        assert sessions.find(people, token, settings) is not None
    clock.advance(15 * 60)
    assert sessions.find(people, token, settings) is None


def test_signing_out_ends_the_session(way_in: SignIn, people: Store, settings: PeopleSettings) -> None:
    token = sign_in(way_in).token
    sessions.end(people, token)
    sessions.end(people, token)
    assert sessions.find(people, token, settings) is None


def test_a_person_sees_their_sessions_and_ends_one_or_the_others(
    way_in: SignIn, people: Store, settings: PeopleSettings
) -> None:
    first, second, third = (sign_in(way_in) for _ in range(3))
    strangers = sign_in(way_in, "wang", "first-Battery-42")
    with people.begin() as tx:
        assert len(sessions.of(tx, first.person)) == 3
        assert sessions.end_one(tx, first.person, second.session.id)
        assert not sessions.end_one(tx, first.person, strangers.session.id)
        assert sessions.end_others(tx, first) == 1
    assert sessions.find(people, first.token, settings) is not None
    assert sessions.find(people, third.token, settings) is None
    assert sessions.find(people, strangers.token, settings) is not None


def test_sessions_that_are_over_are_forgotten(way_in: SignIn, people: Store, clock: SettableClock) -> None:
    sign_in(way_in)
    clock.advance(31 * 60)
    new = sign_in(way_in)
    with people.read() as tx:
        assert [each.created_at for each in sessions.of(tx, new.person)] == [clock.now]


def test_a_form_s_key_belongs_to_its_session(way_in: SignIn) -> None:
    first, second = sign_in(way_in).token, sign_in(way_in).token
    assert sessions.fits(first, sessions.form_key(first))
    assert not sessions.fits(second, sessions.form_key(first))
    assert first not in sessions.form_key(first)


def test_a_token_is_not_shown(way_in: SignIn) -> None:
    signed_in = sign_in(way_in)
    assert signed_in.token not in repr(signed_in)


def test_the_key_of_second_factors_is_made_once_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    kept = Vault.of(tmp_path).lock("secret")
    assert Vault.of(tmp_path).unlock(kept) == "secret"
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_another_key_is_told_and_not_guessed_over(tmp_path: Path) -> None:
    kept = Vault.of(tmp_path).lock("secret")
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(NotReady, match="desk-key-wrong"):
        Vault.of(tmp_path).unlock(kept)
    (tmp_path / KEY_FILE).write_text("no key")
    with pytest.raises(NotReady, match="desk-key-wrong"):
        Vault.of(tmp_path)
    with pytest.raises(NotReady, match="desk-key-missing"):
        Vault.of(tmp_path, {"env": "LIANDONG_NO_SUCH_KEY"})

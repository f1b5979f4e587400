"""Deliveries of which nobody knows what became: who is asked, what settles them, and how a person is told."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.contract import Receipt, UtilityAdapter
from adapters.errors import TransientError, UnknownOutcome
from hub.figures import figures
from hub.store import cases, claims, desk, doubts, outbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.outbox import Row, Standing, State
from models.messages import Message
from tests.hub.fakes import FakeUtility, World, company, update, world
from tests.models.builders import WATER, a_scheme

KEY = "water-a:FA-511702-2026-0007:v1"
CASE = "FA-511702-2026-0007-water-a"
WORDS = Message(id="counterpart-no-answer")


class Mute(FakeUtility):
    """Over a wire that can be asked nothing, and where a second submission is a second one."""

    find_by_key = UtilityAdapter.find_by_key


class Forgetful(FakeUtility):
    """Knows its keys for thirty days, and its schemes by reference."""

    keys_last = timedelta(days=30)

    async def find_by_key(self, key: str) -> Receipt | None:
        self.asked.append(key)
        return None

    async def find_scheme(
        self, scheme_id: str, version: int, *, remote_ref: str | None, withdrawn: bool
    ) -> Receipt | None:
        self.read_back.append(scheme_id)
        held = [scheme for scheme in self.taken.values() if scheme.scheme_id == scheme_id]
        return Receipt(remote_ref=f"R-{scheme_id}") if held else None

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.read_back: list[str] = []


class Dumb(Forgetful):
    """Knows its keys for thirty days and nothing else."""

    find_scheme = UtilityAdapter.find_scheme


def with_utility(city: World, utility: FakeUtility) -> World:
    before = city.hub.counterparts.utilities["water-a"]
    city.hub.counterparts.utilities["water-a"] = type(before)(before.company, utility, before.limits)  # type: ignore[index]
    city.water = utility
    return city


@pytest.fixture
def city(store: Store, tmp_path: Path) -> World:
    return world(store, tmp_path)


def row(city: World, key: str = KEY) -> Row:
    with city.store.read() as tx:
        found = outbox.by_key(tx, key)
    assert found is not None
    return found


def items(city: World) -> list[str]:
    with city.store.read() as tx:
        return [item.message.id for item in desk.open_items(tx)]


def lose_the_answer(city: World, *, effect: bool) -> None:
    """The next submission gets no answer."""

    def once(_: str) -> None:
        city.water.before = city.water.after = lambda key: None
        raise UnknownOutcome(WORDS)

    if effect:
        city.water.after = once
    else:
        city.water.before = once


async def pushed_without_answer(city: World, *, effect: bool, version: int = 1) -> World:
    lose_the_answer(city, effect=effect)
    city.take(a_scheme(demands=[WATER], documents=[], version=version))
    await city.pump()
    return city


async def test_a_doubt_is_a_standing_of_its_own(city: World) -> None:
    await pushed_without_answer(city, effect=True)
    assert row(city).standing is Standing.ASKING
    with city.store.read() as tx:
        assert doubts.standings(tx)["water-a", Standing.ASKING] == 1


async def test_where_nobody_can_be_asked_it_is_a_person_s_to_find_out(city: World) -> None:
    await pushed_without_answer(with_utility(city, Mute(company())), effect=True)
    assert row(city).standing is Standing.UNKNOWN
    assert items(city) == ["delivery-outcome-unknown"]


async def test_trying_such_a_delivery_again_does_not_send_it_again(city: World) -> None:
    await pushed_without_answer(with_utility(city, Mute(company())), effect=True)
    identity = row(city).id
    with city.store.begin() as tx:
        outbox.retry_now(tx, [identity], actor="wang")
    await city.pump()
    assert city.water.pushes == [KEY]
    assert items(city) == ["delivery-outcome-unknown"]


async def test_it_is_sent_again_once_they_have_said_that_they_do_not_hold_it(city: World) -> None:
    await pushed_without_answer(with_utility(city, Mute(company())), effect=False)
    identity = row(city).id
    with city.store.begin() as tx:
        outbox.retry_now(tx, [identity], actor="wang", not_held=True)
    await city.pump()
    assert row(city).state is State.DELIVERED
    assert len(city.water.taken) == 1
    assert items(city) == []


@pytest.mark.parametrize("named", [{"scheme_version": 1}, {}, {"remote_ref": "R-9", "scheme_version": 1}])
async def test_an_event_about_it_settles_it_and_takes_it_off_the_desk(
    city: World, named: dict[str, Any]
) -> None:
    await pushed_without_answer(with_utility(city, Mute(company())), effect=True)
    city.hear(update(1, 1.0, **named))
    assert row(city).state is State.DELIVERED
    assert not row(city).unsure
    assert items(city) == []
    with city.store.read() as tx:
        case = cases.get(tx, CASE)
    assert case is not None
    assert case.remote_ref == named.get("remote_ref")
    await city.pump()
    assert city.water.pushes == [KEY]


async def test_an_event_settles_what_is_about_to_be_asked_for_if_it_names_the_company_s_reference(
    city: World, clock: SettableClock
) -> None:
    await pushed_without_answer(city, effect=True)
    city.hear(update(1, 1.0, scheme_version=1))
    assert row(city).standing is Standing.ASKING
    city.hear(update(3, 2.0, scheme_version=1, remote_ref="R-9"))
    assert row(city).state is State.DELIVERED
    clock.advance(100)
    await city.pump()
    assert city.water.asked == []


async def test_an_event_about_an_older_version_shows_nothing_of_the_newer(
    city: World, clock: SettableClock
) -> None:
    with_utility(city, Mute(company()))
    city.take(a_scheme(demands=[WATER], documents=[]))
    await city.pump()
    await pushed_without_answer(city, effect=False, version=2)
    newer = "water-a:FA-511702-2026-0007:v2"
    city.hear(update(1, 1.0, scheme_version=1), update(3, 2.0))
    assert row(city, newer).standing is Standing.UNKNOWN
    city.hear(update(8, 3.0, scheme_version=2))
    assert row(city, newer).state is State.DELIVERED


async def test_a_receipt_that_comes_after_its_lease_settles_what_nobody_could_tell(
    city: World, clock: SettableClock
) -> None:
    with_utility(city, Mute(company()))
    city.take(a_scheme(demands=[WATER], documents=[]))
    push = city.water.push_scheme

    async def overtaken(*args: Any, **kwargs: Any) -> Receipt:
        receipt = await push(*args, **kwargs)
        clock.advance(46)
        await city.pump()
        assert items(city) == ["delivery-outcome-unknown"]
        return receipt

    city.water.push_scheme = overtaken  # type: ignore[method-assign]
    report = await city.pump()
    assert report.counts["water-a", "late"] == 1
    assert row(city).state is State.DELIVERED
    assert row(city).remote_ref == "R-FA-511702-2026-0007"
    assert items(city) == []
    assert city.water.pushes == [KEY]


async def test_a_late_receipt_changes_nothing_where_another_worker_is_at_it(
    city: World, clock: SettableClock
) -> None:
    city.take(a_scheme(demands=[WATER], documents=[]))
    push = city.water.push_scheme

    async def overtaken(*args: Any, **kwargs: Any) -> Receipt:
        receipt = await push(*args, **kwargs)
        clock.advance(46)
        with city.store.begin() as tx:
            claims.claim(tx, capacity={"water-a": 1}, worker="another", lease=timedelta(seconds=45))
        return receipt

    city.water.push_scheme = overtaken  # type: ignore[method-assign]
    await city.pump()
    assert row(city).state is State.SENDING
    assert row(city).worker == "another"
    with city.store.read() as tx:
        case = cases.get(tx, CASE)
    assert case is not None
    assert case.remote_ref is None


async def failing_until_the_key_has_expired(city: World, clock: SettableClock, *, effect: bool) -> None:
    await pushed_without_answer(city, effect=effect)
    identity = row(city).id
    clock.advance(31 * 86_400)
    with city.store.begin() as tx:
        outbox.retry_now(tx, [identity], actor="wang")
    await city.pump()


@pytest.mark.parametrize(("effect", "pushes"), [(True, 1), (False, 2)])
async def test_what_is_older_than_the_company_s_keys_is_read_back_before_it_is_sent_again(
    city: World, clock: SettableClock, effect: bool, pushes: int
) -> None:
    forgetful = Forgetful(company())
    with_utility(city, forgetful)
    await failing_until_the_key_has_expired(city, clock, effect=effect)
    assert forgetful.asked == []
    assert forgetful.read_back == ["FA-511702-2026-0007"]
    assert row(city).state is State.DELIVERED
    assert len(city.water.pushes) == pushes


async def test_what_is_older_than_the_keys_and_cannot_be_read_back_is_a_person_s(
    city: World, clock: SettableClock
) -> None:
    with_utility(city, Dumb(company()))
    await failing_until_the_key_has_expired(city, clock, effect=True)
    assert items(city) == ["delivery-key-expired"]
    assert city.water.pushes == [KEY]


async def test_a_key_that_still_lasts_is_asked_by(city: World, clock: SettableClock) -> None:
    forgetful = Forgetful(company())
    with_utility(city, forgetful)
    await pushed_without_answer(city, effect=False)
    clock.advance(40)
    await city.pump()
    assert forgetful.asked == [KEY]
    assert forgetful.read_back == []


async def test_asking_that_fails_leaves_the_doubt(city: World, clock: SettableClock) -> None:
    await pushed_without_answer(city, effect=True)

    async def down(key: str) -> Receipt | None:
        raise TransientError(WORDS)

    find = city.water.find_by_key
    city.water.find_by_key = down  # type: ignore[method-assign]
    clock.advance(40)
    await city.pump()
    assert row(city).standing is Standing.ASKING
    city.water.find_by_key = find  # type: ignore[method-assign]
    clock.advance(200)
    await city.pump()
    assert row(city).state is State.DELIVERED
    assert city.water.pushes == [KEY]


async def test_the_figures_tell_doubts_that_ask_by_themselves_from_those_for_a_person(city: World) -> None:
    await pushed_without_answer(city, effect=True)
    with city.store.read() as tx:
        assert figures(tx, ["province"]).doubts == {"asking": 1, "unknown": 0}
    with city.store.begin() as tx:
        doubts.settle_by_evidence(tx, row_id(tx), "R-1")
    await pushed_without_answer(with_utility(city, Mute(company())), effect=True, version=2)
    with city.store.read() as tx:
        assert figures(tx, ["province"]).doubts == {"asking": 0, "unknown": 1}


def row_id(tx: Any) -> int:
    found = outbox.by_key(tx, KEY)
    assert found is not None
    return found.id

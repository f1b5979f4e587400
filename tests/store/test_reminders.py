"""The ledger of reminders, on both databases."""

from hub.store import reminders
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.reminders import Told
from models.messages import Message

HEALED = Message(id="reminder-test", params={"name": "a"})


def claim(store: Store, *keys: str, recipient: str = "li") -> frozenset[str]:
    with store.begin() as tx:
        return reminders.claim(tx, recipient, "red", dict.fromkeys(keys, HEALED))


def settle(store: Store, *keys: str, state: Told = Told.TOLD, wait: int | None = None) -> None:
    with store.begin() as tx:
        again = None if wait is None else tx.now().replace(minute=tx.now().minute + wait)
        reminders.settle(tx, "li", list(keys), state, again_at=again)


def healed(store: Store, *present: str) -> list[str]:
    with store.begin() as tx:
        return [each.key for each in reminders.claim_healed(tx, "li", present, ["red"])]


def states(store: Store) -> dict[str, str]:
    with store.read() as tx:
        return {each.key: each.state.value for each in reminders.of_recipient(tx, "li")}


def test_a_notice_is_taken_once_for_each_recipient(store: Store) -> None:
    assert claim(store, "a", "b") == {"a", "b"}
    assert claim(store, "a", "b", "c") == {"c"}
    assert claim(store, "a", recipient="wang") == {"a"}
    assert claim(store) == frozenset()


def test_what_failed_is_taken_again_when_its_time_has_come(store: Store, clock: SettableClock) -> None:
    claim(store, "a")
    settle(store, "a", state=Told.FAILED, wait=5)
    assert claim(store, "a") == frozenset()
    clock.advance(300)
    assert claim(store, "a") == {"a"}
    with store.read() as tx:
        assert reminders.attempts(tx, "li", ["a"]) == 2


def test_what_was_told_and_is_no_longer_so_is_taken_once_to_be_told(store: Store) -> None:
    claim(store, "a", "b")
    settle(store, "a", "b")
    assert healed(store, "b") == ["a"]
    assert healed(store, "b") == []
    settle(store, "a", state=Told.HEALED)
    assert states(store) == {"a": "healed", "b": "told"}


def test_a_healing_that_failed_waits_for_its_time(store: Store, clock: SettableClock) -> None:
    claim(store, "a")
    settle(store, "a")
    assert healed(store) == ["a"]
    settle(store, "a", wait=5)
    assert healed(store) == []
    clock.advance(300)
    assert healed(store) == ["a"]


def test_what_was_never_told_or_nobody_knows_of_heals_unsaid(store: Store, clock: SettableClock) -> None:
    claim(store, "failed", "interrupted")
    settle(store, "failed", state=Told.FAILED, wait=5)
    assert healed(store) == []
    assert states(store) == {"failed": "healed", "interrupted": "telling"}
    clock.advance(601)
    assert healed(store) == []
    assert states(store)["interrupted"] == "healed"

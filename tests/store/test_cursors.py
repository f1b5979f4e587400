"""How far each source has been read."""

from hub.store import cursors
from hub.store.engine import Store


def test_a_cursor_is_nothing_until_it_is_put_and_then_the_last_one(store: Store) -> None:
    with store.begin() as tx:
        assert cursors.get(tx, "joint-review") is None
        cursors.put(tx, "joint-review", "17")
        cursors.put(tx, "joint-review", "18")
        cursors.put(tx, "water-east", "a")
        assert (cursors.get(tx, "joint-review"), cursors.get(tx, "water-east")) == ("18", "a")

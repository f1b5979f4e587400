"""Cases, and the events they are a fold of."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from hub.store import cases
from hub.store.cases import CaseRow, NewCase, StoredEvent
from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.models.builders import MONDAY

NEW = NewCase("S1-water", "S1", "water-east", "water", 1)


def opened(store: Store, *new: NewCase) -> list[bool]:
    with store.begin() as tx:
        return [cases.open(tx, each) for each in new]


def event(event_id: str, **changes: Any) -> StoredEvent:
    values = StoredEvent(
        id=None,
        case_number=NEW.number,
        source=NEW.company,
        event_id=event_id,
        stage="review",
        round=1,
        step=None,
        matter=None,
        status=3,
        status_code="SL",
        status_text="受理",
        opinion=None,
        opinion_text="",
        department=None,
        handler="王建国",
        scheme_version=1,
        documents=[{"sha256": "0" * 64}],
        occurred_at=MONDAY,
        received_at=MONDAY + timedelta(hours=1),
        legal=False,
        record_key=None,
        content_hash="c0ffee",
    )
    return replace(values, **changes)


def test_a_case_begins_at_the_review(store: Store, clock: SettableClock) -> None:
    assert opened(store, NEW) == [True]
    with store.read() as tx:
        assert cases.get(tx, "S1-water") == CaseRow(
            number="S1-water",
            scheme_id="S1",
            company="water-east",
            kind="water",
            version=1,
            remote_ref=None,
            stage="review",
            status=None,
            ended=False,
            opened_at=clock.now,
            changed_at=clock.now,
        )
        assert cases.get(tx, "S2-water") is None


def test_a_scheme_has_one_case_at_a_company(store: Store) -> None:
    again = replace(NEW, number="another", version=2)
    taken = replace(NEW, company="gas")
    assert opened(store, NEW, again, taken, replace(NEW, number="S1-gas", company="gas")) == [
        True,
        False,
        False,
        True,
    ]
    with store.read() as tx:
        assert [case.number for case in cases.by_scheme(tx, "S1")] == ["S1-gas", "S1-water"]
        assert cases.count(tx) == 2


def test_a_case_is_found_by_the_companys_own_number(store: Store) -> None:
    opened(store, NEW, NewCase("S1-gas", "S1", "gas", "gas", 1))
    with store.begin() as tx:
        cases.set_remote_ref(tx, "S1-gas", "17")
        cases.set_version(tx, "S1-gas", 2)
        found = cases.by_remote_ref(tx, "gas", "17")
        assert cases.by_remote_ref(tx, "water-east", "17") is None
    assert found is not None
    assert (found.number, found.remote_ref, found.version) == ("S1-gas", "17", 2)


def test_the_state_of_a_case_is_what_the_fold_said(store: Store) -> None:
    opened(store, NEW)
    with store.begin() as tx:
        cases.save_state(tx, NEW.number, stage="hookup", status=11, ended=True, changed_at=MONDAY)
        case = cases.get(tx, NEW.number)
    assert case is not None
    assert (case.stage, case.status, case.ended, case.changed_at) == ("hookup", 11, True, MONDAY)


def test_events_come_back_as_they_arrived(store: Store) -> None:
    opened(store, NEW)
    late, early = event("e2", occurred_at=MONDAY + timedelta(hours=3)), event("e1", opinion="agree")
    with store.begin() as tx:
        assert [cases.add_event(tx, late), cases.add_event(tx, early)] == [1, 2]
        assert cases.events(tx, NEW.number) == (replace(late, id=1), replace(early, id=2))
        assert cases.events(tx, "S2-water") == ()


def test_an_event_shows_no_personal_data(store: Store) -> None:
    assert "王建国" not in repr(event("e1"))


def test_a_case_takes_an_event_once(store: Store) -> None:
    opened(store, NEW)
    with store.begin() as tx:
        assert cases.add_event(tx, event("e1")) == 1
        assert cases.add_event(tx, event("e1", status=4)) is None
        assert [each.status for each in cases.events(tx, NEW.number)] == [3]


def test_an_event_of_no_case_is_refused(store: Store) -> None:
    def add() -> None:
        with store.begin() as tx:
            cases.add_event(tx, event("e1"))

    with pytest.raises(IntegrityError):
        add()


def test_an_event_is_placed_and_its_steps_are_counted(store: Store) -> None:
    opened(store, NEW)
    matter = "S1-water-1.1"
    with store.begin() as tx:
        for number in (1, 2, 3):
            cases.add_event(tx, event(f"e{number}"))
        assert cases.last_step(tx, matter) == 0
        first, second, illegal = cases.events(tx, NEW.number)
        placed = [
            replace(first, step=1, matter=matter, legal=True, record_key="e-1"),
            replace(second, step=2, matter=matter, legal=True, round=2),
            replace(illegal, round=2),
        ]
        cases.place_event(tx, placed[0])
        cases.place_events(tx, placed[1:])
        assert cases.events(tx, NEW.number) == tuple(placed)
        assert cases.last_step(tx, matter) == 2


def test_a_step_of_a_matter_is_taken_once(store: Store) -> None:
    opened(store, NEW)

    def twice() -> None:
        with store.begin() as tx:
            cases.add_event(tx, event("e1", matter="m", step=1))
            cases.add_event(tx, event("e2", matter="m", step=None))
            cases.add_event(tx, event("e3", matter="m", step=1))

    with pytest.raises(IntegrityError):
        twice()

"""Correct and resend: what is put right reaches everybody in order, and what may have been taken is left alone."""

import logging
from typing import Any

import pytest

from adapters.contract import RecordAnswer
from hub.liaison import actions, correcting
from hub.liaison.correcting import Form
from hub.liaison.refusals import Conflict, NotPossible
from hub.people.person import Person
from hub.people.refusals import Denied, Faulty
from hub.people.settings import DeskSettings
from hub.store import desk, outbox, schemes
from hub.store.corrections import Correction
from hub.store.outbox import State
from models.messages import FieldFault, Message
from models.records import Record
from tests.hub.fakes import World, update
from tests.hub.liaison.office import (
    CHEN,
    LI,
    PIPE,
    WANG,
    ZHAO,
    items,
    refused,
    scheme,
    state_of,
    trail,
)

ALONE = DeskSettings()
BY_TWO = DeskSettings(second_person=frozenset({"scheme"}))
PATH = "demands.0.pipe_dn_mm"


def form(city: World, item_id: int, settings: DeskSettings = ALONE) -> Form:
    with city.store.read() as tx:
        return correcting.form(tx, LI, item_id, settings)


def propose(
    city: World, item_id: int, changes: dict[str, str], person: Person = LI, **more: Any
) -> Correction:
    settings = more.pop("settings", ALONE)
    version = more.pop("version", None)
    with city.store.begin() as tx:
        return correcting.propose(
            tx, person, item_id, version, city.city, changes, "电话已核", settings=settings
        )


def approve(city: World, made: Correction, person: Person = WANG) -> Correction:
    with city.store.begin() as tx:
        return correcting.approve(tx, person, made.id, city.city)


async def test_the_form_has_the_company_s_reasons_beside_the_fields(city: World) -> None:
    (item_id,) = await refused(city, "1")
    shown = form(city, item_id)
    fields = {field.path: field for field in shown.fields}
    assert shown.kind == "scheme"
    assert fields[PATH].faults == (PIPE,)
    assert (fields[PATH].value, fields[PATH].kind) == ("200", "number")
    assert fields["demands.0.use_class"].allowed == (
        "domestic",
        "commercial",
        "industrial",
        "fire",
        "construction",
    )
    assert fields["project.contact.phone"].personal
    assert not fields["project.registration.start_planned"].required
    assert not {"version", "scheme_id", "demands.0.kind", "project.area_code"} & set(fields)
    assert shown.elsewhere == ()


async def test_a_corrected_scheme_goes_out_as_its_next_version_and_is_taken(city: World) -> None:
    (item_id,) = await refused(city, "1")
    made = propose(city, item_id, {PATH: "150", "project.name": "1 号安置房（更正）"})
    assert made.state == "applied"
    await city.pump()
    assert city.water.taken["water-a:FA-1:v2"].demands[0].pipe_dn_mm == 150  # type: ignore[union-attr]
    assert state_of(city, "water-a:FA-1:v1") is State.SUPERSEDED
    with city.store.read() as tx:
        item = desk.get(tx, item_id)
        assert [source for _, _, source in schemes.history(tx, "FA-1")] == ["joint-review", "desk"]
    assert item is not None
    assert (item.resolution, item.closed_by, item.note) == ("corrected", "li", "电话已核")
    assert items(city) == []
    assert [act for _, act in trail(city)] == ["correction.propose", "correction.apply"]


async def test_a_value_that_cannot_be_is_told_beside_its_field_and_nothing_is_sent(city: World) -> None:
    (item_id,) = await refused(city, "1")
    for changes, field in (
        ({PATH: "9999"}, PATH),
        ({PATH: "大"}, PATH),
        ({"project.name": " "}, "project.name"),
    ):
        with pytest.raises(Faulty, match="correct-faulty") as faulty:
            propose(city, item_id, changes)
        assert [fault.field for fault in faulty.value.faults] == [field]
    assert len(items(city)) == 1
    assert trail(city) == []


@pytest.mark.parametrize("changes", [{}, {PATH: "200"}, {"version": "7"}, {"project.area_code": "511703"}])
async def test_what_changes_nothing_or_is_not_theirs_to_change_is_refused(
    city: World, changes: dict[str, str]
) -> None:
    (item_id,) = await refused(city, "1")
    with pytest.raises(Faulty, match="correct-nothing"):
        propose(city, item_id, changes)


async def test_where_two_are_asked_for_a_second_person_has_the_word(city: World) -> None:
    (item_id,) = await refused(city, "1")
    assert form(city, item_id, BY_TWO).needs_second
    made = propose(city, item_id, {PATH: "150"}, settings=BY_TWO)
    assert made.state == "proposed"
    with city.store.read() as tx:
        ((waiting, item),) = correcting.waiting(tx, WANG)
        assert correcting.waiting(tx, CHEN) == ()
    assert (waiting.changes, item.id) == ({PATH: ["200", "150"]}, item_id)
    with pytest.raises(Denied, match="person-may-not"):
        approve(city, made, LI)
    assert approve(city, made).decided_by == "wang"
    with pytest.raises(Conflict, match="correct-decided"):
        approve(city, made)
    await city.pump()
    assert "water-a:FA-1:v2" in city.water.taken


async def test_nobody_approves_what_they_proposed(city: World) -> None:
    (item_id,) = await refused(city, "1")
    made = propose(city, item_id, {PATH: "150"}, WANG, settings=BY_TWO)
    with pytest.raises(NotPossible, match="correct-same-person"):
        approve(city, made, WANG)


async def test_a_second_proposal_is_told_of_the_first_until_it_is_declined(city: World) -> None:
    (item_id,) = await refused(city, "1")
    first = propose(city, item_id, {PATH: "150"}, settings=BY_TWO)
    with pytest.raises(Conflict, match="correct-proposed-already"):
        propose(city, item_id, {PATH: "100"}, WANG, settings=BY_TWO)
    with city.store.begin() as tx, pytest.raises(Denied):
        correcting.decline(tx, ZHAO, first.id)
    with city.store.begin() as tx:
        correcting.decline(tx, WANG, first.id, "口径不对")
    assert propose(city, item_id, {PATH: "100"}, WANG, settings=BY_TWO).state == "proposed"


async def test_what_may_have_been_taken_is_not_corrected(city: World) -> None:
    (item_id,) = await refused(city, "1")
    with city.store.begin() as tx:
        tx.connection.exec_driver_sql("UPDATE outbox SET unsure = 1")
    with pytest.raises(NotPossible, match="correct-impossible"):
        propose(city, item_id, {PATH: "150"})


async def test_a_correction_does_not_go_over_a_version_that_came_meanwhile(city: World) -> None:
    (item_id,) = await refused(city, "1")
    made = propose(city, item_id, {PATH: "150"}, settings=BY_TWO)
    city.take(scheme("1", version=2))
    with pytest.raises(Conflict, match="failure-closed"):
        approve(city, made)
    with city.store.read() as tx:
        assert [source for _, _, source in schemes.history(tx, "FA-1")] == ["joint-review", "joint-review"]


async def test_the_review_s_own_next_version_after_a_correction_is_a_person_s_to_settle(city: World) -> None:
    (item_id,) = await refused(city, "1")
    propose(city, item_id, {PATH: "150"})
    city.take(scheme("1", version=2))
    assert [item.message.id for item in items(city)] == ["scheme-conflict"]


async def test_a_person_s_telephone_number_stands_in_no_record_of_changes_and_no_log(
    city: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (item_id,) = await refused(city, "1")
    propose(city, item_id, {"project.contact.phone": "13900001234"})
    with city.store.read() as tx:
        trail_ = str(tx.connection.exec_driver_sql("SELECT detail FROM audit").all())
        changes = str(tx.connection.exec_driver_sql("SELECT changes FROM desk_correction").all())
    assert "13900001234" not in trail_ + changes + caplog.text


async def test_a_refused_record_is_corrected_in_its_place_and_what_follows_stays_behind_it(
    city: World,
) -> None:
    def no_event(record: Record) -> RecordAnswer | None:
        if record.record != "event" or record.key in told:
            return None
        told.add(record.key)
        fault = FieldFault(field="status_text", message=Message(id="record-refused"))
        return RecordAnswer(
            key=record.key, taken=False, message=Message(id="record-refused"), faults=(fault,)
        )

    told: set[str] = set()
    city.province.answer = no_event
    city.take(scheme("1"))
    await city.pump()
    city.hear(update(1, 1, scheme_id="FA-1"), update(3, 2, scheme_id="FA-1"))
    await city.pump()
    (item,) = items(city)
    shown = form(city, item.id)
    fields = {field.path: field for field in shown.fields}
    assert shown.kind == "record"
    assert [fault.field for fault in fields["status_text"].faults] == ["status_text"]
    assert not {"key", "status", "step", "matter", "occurred_at"} & set(fields)
    propose(city, item.id, {"status_text": "窗口接件"})
    await city.pump()
    (second,) = items(city)  # the next event of the matter, refused in its turn: it was not sent before
    with city.store.begin() as tx:
        actions.retry(tx, LI, second.id)
    await city.pump()
    events = [record for record in city.province.order if record.record == "event"]
    assert (events[0].step, events[0].status_text) == (1, "窗口接件")
    assert [event.step for event in events] == [1, 2]
    with city.store.read() as tx:
        row = outbox.by_key(tx, item.subject)
    assert row is not None
    assert row.state is State.DELIVERED

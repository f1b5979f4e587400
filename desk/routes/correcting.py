"""Correct and resend: the scheme's fields with the counterpart's reasons beside them; a second person may approve."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from desk.arriving import Form, Signed, text
from desk.problems import not_found
from desk.visit import Visit
from hub.liaison import correcting
from hub.liaison.fields import Field
from hub.liaison.filters import Filter
from hub.liaison.refusals import Conflict
from hub.people import accounts
from hub.people.refusals import Faulty
from models.messages import FieldFault, Message

router = APIRouter()

PREFIX: Final = "field:"
"""Before the names of the scheme's own fields, so that none can be taken for one of the form's."""


@router.get("/failures/{item_id}/correct")
def form_of(visit: Signed, item_id: int) -> Response:
    return _show(visit, item_id, Filter.from_query(visit.request.url.query).to_query())


def _show(
    visit: Visit,
    item_id: int,
    query: str,
    *,
    given: dict[str, str] | None = None,
    refused: Message | None = None,
    faults: tuple[FieldFault, ...] = (),
    note: str = "",
) -> Response:
    with visit.read() as tx:
        found = correcting.form(tx, visit.who, item_id, visit.hub.settings.desk)
    wrong: dict[str, list[FieldFault]] = {}
    for fault in faults:
        wrong.setdefault(fault.field, []).append(fault)
    known = {field.path for field in found.fields}
    said = {field.path for field in found.fields if field.faults or field.path in wrong}
    return visit.page(
        "correct.html",
        here="failures",
        form=found,
        first=[field for field in found.fields if field.path in said],
        groups=_groups([field for field in found.fields if field.path not in said]),
        item_id=item_id,
        query=query,
        given=given or {},
        refused=refused,
        wrong=wrong,
        elsewhere=tuple(fault for fault in faults if fault.field not in known),
        note=note,
    )


def _groups(fields: Sequence[Field]) -> dict[str, list[Field]]:
    """The other fields by the part of the scheme they belong to: `project`, `project.developer`, `demands.0` …"""
    groups: dict[str, list[Field]] = {}
    for field in fields:
        part = field.path.rpartition(".")[0]
        groups.setdefault(part, []).append(field)
    return groups


@router.post("/failures/{item_id}/correct")
def correct(visit: Signed, item_id: int, form: Form) -> Response:
    query, note = text(form, "query", 1000), text(form, "note", 1000)
    version = text(form, "version", 10)
    given = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in form.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }
    with visit.read() as tx:
        before = {
            field.path: field.value
            for field in correcting.form(tx, visit.who, item_id, visit.hub.settings.desk).fields
        }
    changes = {path: value for path, value in given.items() if path in before and value != before[path]}
    try:
        with visit.write() as tx:
            made = correcting.propose(
                tx,
                visit.who,
                item_id,
                int(version) if version.isdecimal() else 0,
                visit.hub.city,
                changes,
                note,
                settings=visit.hub.settings.desk,
            )
    except Faulty as faulty:
        return _show(
            visit, item_id, query, given=given, refused=faulty.message, faults=faulty.faults, note=note
        )
    except Conflict as conflict:
        return _show(visit, item_id, query, given=given, refused=conflict.message, note=note)
    visit.house.courier.nudge()
    said = "desk-correction-proposed" if made.state == "proposed" else "desk-corrected"
    return visit.go(f"/failures/{item_id}" + (f"?{query}" if query else ""), Message(id=said))


@router.get("/corrections")
def waiting(visit: Signed) -> Response:
    with visit.read() as tx:
        found = correcting.waiting(tx, visit.who)
        people = accounts.names(tx)
    return visit.page("corrections.html", here="failures", corrections=found, people=people)


@router.post("/corrections/{correction_id}/{what}")
def decide(visit: Signed, correction_id: int, what: str, form: Form) -> Response:
    if what not in {"approve", "decline"}:
        raise not_found()
    with visit.write() as tx:
        if what == "approve":
            correcting.approve(tx, visit.who, correction_id, visit.hub.city)
        else:
            correcting.decline(tx, visit.who, correction_id, text(form, "note", 1000))
    visit.house.courier.nudge()
    said = "desk-correction-approved" if what == "approve" else "desk-correction-declined"
    return visit.go("/corrections", Message(id=said))

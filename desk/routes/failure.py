"""One failure: what happened and what to do, the case's timeline, and the evidence."""

from datetime import datetime, timedelta
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from desk.arriving import Form, Signed, text
from desk.problems import not_found
from desk.routes.failures import filter_of
from desk.visit import Visit
from desk.words import SHANGHAI
from hub.liaison import actions, one
from hub.liaison.filters import Filter
from hub.liaison.reasons import Reason
from hub.liaison.refusals import Conflict
from hub.people import accounts
from hub.store import corrections
from models.messages import Message

router = APIRouter(prefix="/failures/{item_id}")

SNOOZES: Final = {
    "2h": timedelta(hours=2),
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
    "7d": timedelta(days=7),
}


@router.get("")
def failure(visit: Signed, item_id: int) -> Response:
    return show(visit, item_id, filter_of(visit))


def show(visit: Visit, item_id: int, chosen: Filter, **more: Any) -> Response:
    """The page of an item, within a filter; `more`: what came of an action on it."""
    with visit.write() as tx:
        one.look(tx, visit.who, item_id)
    with visit.read() as tx:
        found = one.one(tx, visit.who, item_id, chosen)
        people = accounts.names(tx)
        proposed = corrections.proposed(tx, item_id)
        now = tx.now()
    return visit.page(
        "failure.html",
        proposed=proposed,
        here="failures",
        one=found,
        item=found.listed.item,
        detail=found.detail,
        acts={action.value for action in found.actions},
        query=chosen.to_query(),
        people=people,
        reasons=tuple(Reason),
        snoozes=tuple(SNOOZES),
        at_present=now,
        **{"conflict": None, "given": {}, **more},
    )


@router.post("/{what}")
def act(visit: Signed, item_id: int, what: str, form: Form) -> Response:
    doing = _DOING.get(what)
    if doing is None:
        raise not_found()
    query = text(form, "query", 1000)
    chosen = Filter.from_query(query)
    try:
        said = doing(visit, item_id, form)
    except Conflict as conflict:
        given = {name: value for name, value in form.items() if isinstance(value, str)} | {"what_": what}
        return show(visit, item_id, chosen, conflict=conflict, given=given)
    return visit.go(f"/failures/{item_id}" + (f"?{query}" if query else ""), said)


def _version(form: Form) -> int:
    typed = text(form, "version", 10)
    return int(typed) if typed.isdecimal() else 0


def _retry(visit: Visit, item_id: int, form: Form) -> Message:
    with visit.write() as tx:
        actions.retry(tx, visit.who, item_id, _version(form))
    visit.house.courier.nudge()
    return Message(id="desk-retried")


def _answer(visit: Visit, item_id: int, form: Form) -> Message:
    arrived = text(form, "arrived", 3) == "1"
    with visit.write() as tx:
        actions.answer(
            tx,
            visit.who,
            item_id,
            _version(form),
            arrived=arrived,
            remote_ref=text(form, "remote_ref", 100) or None,
            note=text(form, "note", 1000),
        )
    visit.house.courier.nudge()
    return Message(id="desk-answered" if arrived else "desk-answered-not")


def _resolve(visit: Visit, item_id: int, form: Form) -> Message:
    given = text(form, "reason", 40)
    if given not in set(Reason):
        return Message(id="desk-reason-missing")
    with visit.write() as tx:
        actions.resolve(
            tx, visit.who, item_id, _version(form), reason=Reason(given), note=text(form, "note", 1000)
        )
    visit.house.courier.nudge()
    return Message(id="desk-resolved")


def _assign(visit: Visit, item_id: int, form: Form) -> Message:
    to = text(form, "to", 64) or None
    with visit.write() as tx:
        actions.assign(tx, visit.who, item_id, _version(form), to)
        name = accounts.names(tx).get(to, to) if to else ""
    return Message(id="desk-assigned" if to else "desk-unassigned", params={"name": name} if to else {})


def _comment(visit: Visit, item_id: int, form: Form) -> Message:
    with visit.write() as tx:
        actions.comment(tx, visit.who, item_id, text(form, "text", 2000))
    return Message(id="desk-commented")


def _snooze(visit: Visit, item_id: int, form: Form) -> Message:
    with visit.write() as tx:
        until = _until(tx.now(), text(form, "until", 10))
        actions.snooze(tx, visit.who, item_id, _version(form), until)
    if until is None:
        return Message(id="desk-unsnoozed")
    return Message(id="desk-put-off", params={"until": until.isoformat()})


def _until(now: datetime, chosen: str) -> datetime | None:
    span = SNOOZES.get(chosen)
    if span is None:
        return None
    then = (now + span).astimezone(SHANGHAI)
    # Whole days end in the morning, when somebody is there to see it.
    return then if span < timedelta(days=1) else then.replace(hour=8, minute=30, second=0, microsecond=0)


_DOING: Final = {
    "retry": _retry,
    "answer": _answer,
    "resolve": _resolve,
    "assign": _assign,
    "comment": _comment,
    "snooze": _snooze,
}


@router.get("/evidence.json")
def evidence(visit: Signed, item_id: int) -> Response:
    """The attempts with their redacted exchanges, as a file."""
    with visit.read() as tx:
        found = one.detail(tx, visit.who, item_id)
    name = f'attachment; filename="failure-{item_id}-evidence.json"'
    content = {"item": item_id, "attempts": one.evidence(found)}
    return JSONResponse(content, headers={"content-disposition": name})

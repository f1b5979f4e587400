"""Reconciliation: what the counterparts hold otherwise than the hub, and mending it."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from desk.addresses import link, local
from desk.arriving import Form, Signed, text
from desk.problems import not_found
from desk.visit import Visit
from hub import reconcile
from hub.people.person import check
from hub.people.roles import Action
from hub.store import findings, passes
from models.messages import Message

router = APIRouter(prefix="/reconcile")

SIZE: Final = 100
KINDS: Final = ("missing", "extra", "differing", "duplicated", "late")


def _whole_city(visit: Visit, action: Action) -> None:
    check(visit.who, action)
    if not visit.sees_city:
        raise not_found()  # what is found belongs to counterparts, not to districts


@router.get("")
def overview(
    visit: Signed, counterpart: str = "", kind: str = "", after: int = 0, state: str = "open"
) -> Response:
    _whole_city(visit, Action.SEE)
    standing = findings.FindingState(state) if state in set(findings.FindingState) else None
    with visit.read() as tx:
        last = passes.latest(tx)
        found = findings.listed(
            tx,
            counterpart=counterpart or None,
            kind=kind if kind in KINDS else None,
            state=standing,
            after=after,
            limit=SIZE + 1,
        )
        counts = findings.counts(tx)
    asked = {"counterpart": counterpart, "kind": kind, "state": "" if state == "open" else state}
    return visit.page(
        "reconcile.html",
        here="reconcile",
        last=last,
        found=found[:SIZE],
        counts=counts,
        asked=asked,
        counterpart=counterpart,
        kind=kind,
        state=state,
        kinds=KINDS,
        mendable=reconcile.MENDABLE,
        next_page=link("/reconcile", asked, after=found[SIZE - 1].id) if len(found) > SIZE else None,
        running=last is not None and last.ended_at is None,
    )


@router.post("/run")
def run(visit: Signed, form: Form) -> Response:
    _whole_city(visit, Action.TEST)
    visit.house.courier.begin(reconcile.run(visit.hub))
    return visit.go("/reconcile", Message(id="desk-reconcile-begun"))


@router.post("/mend")
def mend(visit: Signed, form: Form) -> Response:
    _whole_city(visit, Action.RETRY)
    ids = [int(each) for each in form.getlist("id") if isinstance(each, str) and each.isdecimal()]
    back = local(text(form, "back"), "/reconcile")
    if not ids:
        return visit.go(back, Message(id="desk-nothing-chosen"))
    with visit.write() as tx:
        done = reconcile.mend(tx, visit.hub.city, ids, actor=visit.who.login)
    visit.house.courier.nudge()
    params: dict[str, str | int | float] = {"done": len(done.done), "left": len(done.left)}
    return visit.go(back, Message(id="desk-mended", params=params))

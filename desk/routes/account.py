"""One's own account: password, second factor, and the places one is signed in."""

import segno
from fastapi import APIRouter
from fastapi.responses import Response
from markupsafe import Markup

from desk.arriving import Form, Halfway, Signed, text
from desk.routes.entrance import caller, let_in
from desk.visit import Visit
from hub.people import sessions
from hub.people.refusals import Faulty, Refused
from models.messages import FieldFault, Message

router = APIRouter(prefix="/account")


@router.get("")
def account(visit: Signed) -> Response:
    with visit.read() as tx:
        signed = sessions.of(tx, visit.who)
    return visit.page("account.html", here="account", sessions=signed, signed=visit.signed)


@router.get("/password")
def password(visit: Halfway) -> Response:
    return _asking(visit)


def _asking(visit: Visit, refused: Message | None = None, faults: tuple[FieldFault, ...] = ()) -> Response:
    return visit.page("password.html", refused=refused, faults=faults, must=visit.awaits == "password")


@router.post("/password")
def changing(visit: Halfway, form: Form) -> Response:
    old, new, again = (str(form.get(name) or "") for name in ("old", "new", "again"))
    if new != again:
        return _asking(visit, Message(id="desk-passwords-differ"))
    try:
        signed = visit.house.gate.change_password(visit.session, old, new, address=caller(visit)["address"])
    except Refused as refused:
        return _asking(visit, refused.message)
    except Faulty as faulty:
        return _asking(visit, faulty.message, faulty.faults)
    return let_in(visit, signed, "/", Message(id="desk-password-changed"))


@router.get("/second-factor")
def second_factor(visit: Halfway) -> Response:
    return visit.page("second_factor.html", enrolment=None, refused=None, must=visit.awaits == "enrolment")


@router.post("/second-factor")
def beginning(visit: Halfway, form: Form) -> Response:
    return _showing(visit)


def _showing(visit: Visit, refused: Message | None = None) -> Response:
    enrolment = visit.house.gate.begin_totp(visit.session)
    drawn = segno.make(enrolment.address, error="m").svg_inline(scale=5, border=2, dark="#000", light="#fff")
    return visit.page(
        "second_factor.html",
        enrolment=enrolment,
        code=Markup(drawn),  # noqa: S704  (drawn from the address, which is not in it)
        refused=refused,
        must=visit.awaits == "enrolment",
    )


@router.post("/second-factor/confirm")
def confirming(visit: Halfway, form: Form) -> Response:
    try:
        signed = visit.house.gate.confirm_totp(visit.session, text(form, "code", 12))
    except Refused as refused:
        return _showing(visit, refused.message)
    return let_in(visit, signed, "/account", Message(id="desk-second-factor-on"))


@router.post("/second-factor/remove")
def removing(visit: Signed, form: Form) -> Response:
    try:
        visit.house.gate.remove_totp(visit.session, text(form, "code", 12))
    except Refused as refused:
        return visit.go("/account", refused.message)
    return visit.go("/account", Message(id="desk-second-factor-off"))


@router.post("/sessions")
def ending(visit: Signed, form: Form) -> Response:
    chosen = text(form, "session", 20)
    with visit.write() as tx:
        if chosen.isdecimal():
            sessions.end_one(tx, visit.who, int(chosen))
        elif visit.signed is not None:
            sessions.end_others(tx, visit.signed)
    return visit.go("/account", Message(id="desk-session-ended"))

"""People: accounts, roles, districts, first passwords. For administrators."""

from fastapi import APIRouter
from fastapi.responses import Response

from desk.arriving import Form, Signed, text
from desk.visit import Visit
from hub.people import accounts
from hub.people.accounts import NewAccount
from hub.people.refusals import Faulty, Refused
from hub.people.roles import Role
from hub.store.figures import areas
from models.messages import FieldFault, Message

router = APIRouter(prefix="/people")


@router.get("")
def people(visit: Signed) -> Response:
    return _page(visit)


def _page(
    visit: Visit,
    *,
    refused: Message | None = None,
    faults: tuple[FieldFault, ...] = (),
    given: dict[str, str] | None = None,
) -> Response:
    with visit.read() as tx:
        rows = accounts.every(tx, visit.who)
        districts = areas(tx)
        now = tx.now()
    return visit.page(
        "people.html",
        here="people",
        rows=rows,
        roles=tuple(Role),
        districts=districts,
        refused=refused,
        faults=faults,
        given=given or {},
        at_present=now,
    )


def _areas(form: Form) -> frozenset[str]:
    """Area codes, separated by spaces or commas of either script."""
    typed = text(form, "areas", 400)
    for comma in "，,、;；":
        typed = typed.replace(comma, " ")
    return frozenset(typed.split())


@router.post("")
def adding(visit: Signed, form: Form) -> Response:
    given = {name: text(form, name, 400) for name in ("login", "name", "role", "areas")}
    new = NewAccount(
        given["login"],
        given["name"],
        Role(given["role"]) if given["role"] in set(Role) else Role.VIEWER,
        _areas(form),
        str(form.get("password") or ""),
    )
    try:
        with visit.write() as tx:
            accounts.create(tx, visit.who, new, visit.hub.settings.people)
    except Faulty as faulty:
        return _page(visit, refused=faulty.message, faults=faulty.faults, given=given)
    return visit.go("/people", Message(id="desk-account-added", params={"name": given["name"]}))


@router.post("/{login}")
def changing(visit: Signed, login: str, form: Form) -> Response:
    what = text(form, "what", 20)
    try:
        with visit.write() as tx:
            if what == "role":
                accounts.set_role(tx, visit.who, login, Role(text(form, "role", 20)), _areas(form))
            elif what == "reset":
                password = str(form.get("password") or "")
                forget = text(form, "totp", 5) == "1"
                accounts.reset(tx, visit.who, login, password, visit.hub.settings.people, totp=forget)
            elif what == "disable":
                accounts.disable(tx, visit.who, login)
            elif what == "enable":
                accounts.enable(tx, visit.who, login)
    except Faulty as faulty:
        return _page(visit, refused=faulty.message, faults=faulty.faults)
    except Refused as refused:
        return _page(visit, refused=refused.message)
    return visit.go(f"/people#{login}", Message(id="desk-account-changed"))

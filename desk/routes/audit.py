"""The audit trail: read, filtered, and its chain verified."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from desk.addresses import link
from desk.arriving import Form, Signed
from hub.liaison import trail
from hub.liaison.trail import TrailFilter
from hub.people import accounts

router = APIRouter(prefix="/audit")

DEEDS: Final = (
    "sign-",
    "failure.",
    "failures.export",
    "bulk.",
    "correction.",
    "destination.",
    "mapping.",
    "manual.",
    "account.",
    "reconcile.",
    "calendar.",
    "callback.",
    "audit.verify",
)
"""What can be filtered by: an action, or the beginning of several."""


@router.get("")
def audit(visit: Signed, before: int | None = None) -> Response:
    wanted = TrailFilter.from_params(dict(visit.request.query_params))
    with visit.read() as tx:
        page = trail.page(tx, visit.who, wanted, before=before)
        people = accounts.names(tx)
    asked = wanted.as_params()
    words = visit.words
    return visit.page(
        "audit.html",
        here="audit",
        filter=wanted,
        page=page,
        people=people,
        deeds=[(deed, words.named("deeds", deed.strip(".-"))) for deed in DEEDS],
        older=link("/audit", asked, before=page.last) if page.has_more else None,
        newest=link("/audit", asked) if before else None,
    )


@router.post("/verify")
def verify(visit: Signed, form: Form) -> Response:
    with visit.write() as tx:
        checked = trail.verify(tx, visit.who)
    return visit.page("verified.html", here="audit", checked=checked)

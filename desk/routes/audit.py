"""The audit trail: read, filtered, and its chain verified."""

from fastapi import APIRouter
from fastapi.responses import Response

from desk.addresses import link
from desk.arriving import Form, Signed
from hub.liaison import trail
from hub.liaison.trail import TrailFilter

router = APIRouter(prefix="/audit")


@router.get("")
def audit(visit: Signed, before: int | None = None) -> Response:
    params = dict(visit.request.query_params)
    wanted = TrailFilter.from_params(params)
    with visit.read() as tx:
        page = trail.page(tx, visit.who, wanted, before=before)
    asked = wanted.as_params()
    return visit.page(
        "audit.html",
        here="audit",
        filter=wanted,
        page=page,
        older=link("/audit", asked, before=page.last) if page.has_more else None,
        newest=link("/audit", asked) if before else None,
        checked=None,
    )


@router.post("/verify")
def verify(visit: Signed, form: Form) -> Response:
    with visit.write() as tx:
        checked = trail.verify(tx, visit.who)
    return visit.page("verified.html", here="audit", checked=checked)

"""Projects: found by name, code or number, and one project's whole way on a page."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from desk.addresses import link
from desk.arriving import Signed
from desk.previews import shows
from desk.senses import sense_of_status
from desk.visit import Visit
from hub.liaison import projects
from hub.liaison.projects import AtStage
from hub.liaison.timeline import Entry, What

router = APIRouter(prefix="/projects")

_LONGEST: Final = 100


@router.get("")
def search(visit: Signed, search: str = "", before: int | None = None) -> Response:
    words = search[:_LONGEST]
    with visit.read() as tx:
        found = projects.find(tx, visit.who, words, before=before)
    return visit.page(
        "projects.html",
        here="projects",
        search=words,
        found=found,
        older=link("/projects", search=words, before=found.last) if found.has_more else None,
        first=link("/projects", search=words) if before else None,
    )


@router.get("/{scheme_id}")
def project(visit: Signed, scheme_id: str) -> Response:
    with visit.read() as tx:
        found = projects.project(tx, visit.who, scheme_id, tuple(visit.hub.counterparts.mirrors))
    return visit.page(
        "project.html",
        here="projects",
        one=found,
        scheme=found.scheme,
        steps={each.case.number: [_step(visit, at) for at in each.stages] for each in found.companies},
        timeline=[entry for entry in found.timeline if _is_told(entry)],
        shows=shows,
    )


def _step(visit: Visit, at: AtStage) -> tuple[str, str]:
    """A stage as a word and its sense."""
    stage = visit.words.named("stage", at.stage.value)
    if at.latest is None:
        return stage, "calm"
    status = visit.words.named("status", at.latest.status)
    return f"{stage} {status}", sense_of_status(at.latest.status)


def _is_told(entry: Entry) -> bool:
    """Whether a person needs the line: that a record arrived is told once for all, beside its mirror."""
    kind = str(entry.message.params.get("delivery", ""))
    return not kind.startswith("record-") or entry.what is What.FAILED

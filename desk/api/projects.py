"""Projects and companies over the API."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from desk.api.callers import Called
from hub.liaison import companies, projects
from hub.liaison.standings import standings
from hub.people.person import check
from hub.people.roles import Action

router = APIRouter()


class Stage(BaseModel):
    """A stage of a case: the national status of its latest event, `null` before the first."""

    stage: str
    status: int | None
    opinion: str | None
    events: int


class AtCompany(BaseModel):
    """A scheme at one company."""

    company: str
    case_number: str
    remote_ref: str | None
    version: int
    push: str | None
    stages: list[Stage]
    failures: list[int]


class AtMirror(BaseModel):
    """What a mirror has of a scheme's events."""

    mirror: str
    events: int
    missing: int
    waiting: int
    attention: int


class Project(BaseModel):
    """A scheme with all that is known of it. Contact data is left out."""

    scheme_id: str
    version: int
    versions: int
    project_code: str
    project_name: str
    area_code: str
    address: str
    withdrawn_at: datetime | None
    companies: list[AtCompany]
    mirrors: list[AtMirror]
    documents: list[dict[str, Any]]
    timeline: list[dict[str, Any]]


class Note(BaseModel):
    """Why."""

    note: str = Field(min_length=1, max_length=500)


@router.get("/projects", tags=["projects"])
def find_projects(
    caller: Called, search: Annotated[str, Query(max_length=100)] = "", before: int | None = None
) -> dict[str, Any]:
    """Schemes in whose project name, code or number `search` is found, the latest first."""
    with caller.read() as tx:
        found = projects.find(tx, caller.person, search, before=before)
    return {
        "schemes": [asdict(each) for each in found.schemes],
        "last": found.last,
        "has_more": found.has_more,
    }


@router.get("/projects/{scheme_id}", tags=["projects"])
def get_project(caller: Called, scheme_id: str) -> Project:
    """One scheme across its companies and the mirrors."""
    mirrors = tuple(caller.house.hub.counterparts.mirrors)
    with caller.read() as tx:
        found = projects.project(tx, caller.person, scheme_id, mirrors)
    words, scheme = caller.words, found.scheme
    return Project(
        scheme_id=scheme.scheme_id,
        version=scheme.version,
        versions=found.versions,
        project_code=scheme.project.code,
        project_name=scheme.project.name,
        area_code=scheme.project.area_code,
        address=scheme.project.address,
        withdrawn_at=found.withdrawal.withdrawn_at if found.withdrawal else None,
        companies=[_at_company(each) for each in found.companies],
        mirrors=[
            AtMirror(**{name: getattr(each, name) for name in AtMirror.model_fields})
            for each in found.mirrors
        ],
        documents=[
            {"sha256": each.ref.sha256, "name": each.ref.name, "media_type": each.ref.media_type}
            for each in found.documents
        ],
        timeline=[
            {"at": entry.at, "what": entry.what.value, "sentence": words.say(entry.message)}
            for entry in found.timeline
        ],
    )


def _at_company(found: projects.AtCompany) -> AtCompany:
    return AtCompany(
        company=found.case.company,
        case_number=found.case.number,
        remote_ref=found.case.remote_ref,
        version=found.case.version,
        push=found.push.state.value if found.push else None,
        stages=[
            Stage(
                stage=at.stage.value,
                status=at.latest.status if at.latest else None,
                opinion=at.latest.opinion if at.latest else None,
                events=at.events,
            )
            for at in found.stages
        ],
        failures=[item.id for item in found.open_items],
    )


@router.get("/companies", tags=["companies"])
def list_companies(caller: Called) -> list[dict[str, Any]]:
    """Every counterpart, the worst first."""
    check(caller.person, Action.SEE)
    words = caller.words
    with caller.read() as tx:
        found = standings(tx, words.names, caller.house.hub.settings.desk)
    return [
        asdict(each) | {"standing": each.standing.value, "reason": words.say(each.reason)} for each in found
    ]


@router.get("/companies/{company_id}", tags=["companies"])
def get_company(caller: Called, company_id: str) -> dict[str, Any]:
    """One counterpart with its last month, hour by hour."""
    with caller.read() as tx:
        found = companies.one(tx, caller.person, company_id, caller.house.hub.settings)
    return {
        "id": found.counterpart.id,
        "name": found.counterpart.name,
        "standing": found.counterpart.standing.value,
        "adapter": found.adapter,
        "roles": list(found.roles),
        "districts": list(found.districts),
        "limits": found.limits.model_dump(mode="json"),
        "failures": found.open_items,
        "unmapped": [{"code": each.code, "count": each.count} for each in found.unmapped],
        "hours": [asdict(hour) for hour in found.hours],
    }


@router.post("/companies/{company_id}/pause", tags=["companies"], status_code=204)
def pause(caller: Called, company_id: str, given: Note) -> None:
    """Send it nothing until it is resumed."""
    with caller.write() as tx:
        companies.pause(tx, caller.person, company_id, caller.house.hub.settings, given.note)


@router.post("/companies/{company_id}/resume", tags=["companies"], status_code=204)
def resume(caller: Called, company_id: str, given: Note) -> None:
    """Send it again what waits."""
    with caller.write() as tx:
        companies.resume(tx, caller.person, company_id, caller.house.hub.settings, given.note)


@router.post("/companies/{company_id}/test", tags=["companies"])
def test(caller: Called, company_id: str) -> dict[str, Any]:
    """Ask it for a sign of life."""
    hub = caller.house.hub
    sign = caller.house.courier.ask(companies.test(hub.counterparts, caller.person, company_id, hub.settings))
    return {"ok": sign.ok, "sentence": caller.words.say(sign.message)}

"""Bulk jobs over the API, and corrections that wait for a second person."""

from dataclasses import asdict
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from desk.api import shapes
from desk.api.callers import Called
from hub.liaison import bulk, correcting
from hub.liaison.bulk import JobReport
from hub.liaison.filters import Filter

router = APIRouter(tags=["jobs"])

_SWITCHES = {"proceed": bulk.proceed, "pause": bulk.pause, "resume": bulk.resume, "cancel": bulk.cancel}


class Chosen(BaseModel):
    """What is acted on: items by id, or all that fulfil a filter. An empty filter is everything that is open."""

    ids: tuple[int, ...] | None = Field(default=None, max_length=10_000)
    filter: Filter | None = None

    @property
    def chosen(self) -> bulk.Chosen:
        """As the hub takes it."""
        return self.ids if self.ids is not None else (self.filter or Filter())


class NewJob(Chosen):
    """A job to begin; the set is frozen then. With `trial`, that many go first and the rest waits for `proceed`."""

    trial: int = Field(default=0, ge=0, le=100)
    per_minute: int | None = Field(default=None, ge=1, le=6000)
    note: str = Field(default="", max_length=500)


@router.post("/jobs/preview")
def preview(caller: Called, given: Chosen) -> dict[str, Any]:
    """What a job would do now: how many are sent, to whom, and how many are passed over, and why."""
    with caller.read() as tx:
        found = bulk.preview(tx, caller.person, given.chosen)
    return asdict(found) | {"skipped": shapes.counted(found.skipped)}


@router.post("/jobs", status_code=201)
def start(caller: Called, given: NewJob) -> dict[str, Any]:
    """Begin a job."""
    with caller.write() as tx:
        job = bulk.start(
            tx,
            caller.person,
            given.chosen,
            trial=given.trial,
            per_minute=given.per_minute,
            note=given.note,
        )
    return asdict(job)


@router.get("/jobs")
def list_jobs(caller: Called) -> list[dict[str, Any]]:
    """The latest jobs, the newest first."""
    with caller.read() as tx:
        return [asdict(job) for job in bulk.jobs(tx, caller.person)]


@router.get("/jobs/{job_id}")
def get_job(caller: Called, job_id: int) -> dict[str, Any]:
    """How a job stands."""
    with caller.read() as tx:
        return _told(caller, bulk.job(tx, caller.person, job_id))


@router.post("/jobs/{job_id}/{what}")
def switch(
    caller: Called, job_id: int, what: Literal["proceed", "pause", "resume", "cancel"]
) -> dict[str, Any]:
    """Go on after the trial, pause, resume, or cancel the rest."""
    with caller.write() as tx:
        job = _SWITCHES[what](tx, caller.person, job_id)
    return asdict(job)


def _told(caller: Called, report: JobReport) -> dict[str, Any]:
    words = caller.words
    return {
        "job": asdict(report.job),
        "outcome": asdict(report.outcome),
        "trial": asdict(report.trial) if report.trial else None,
        "skipped": shapes.counted(report.skipped),
        "failed": [
            {"failure": each.item_id, "project_name": each.project_name, "sentence": words.say(each.message)}
            for each in report.failed
        ],
    }


@router.get("/corrections", tags=["failures"])
def corrections(caller: Called) -> list[dict[str, Any]]:
    """Corrections that wait for a second person."""
    with caller.read() as tx:
        found = correcting.waiting(tx, caller.person)
    return [
        {
            "id": made.id,
            "failure": item.id,
            "changes": {path: list(change) for path, change in made.changes.items()},
            "note": made.note,
            "proposed_by": made.proposed_by,
            "proposed_at": made.proposed_at,
        }
        for made, item in found
    ]


@router.post("/corrections/{correction_id}/approve", tags=["failures"])
def approve(caller: Called, correction_id: int) -> dict[str, Any]:
    """Approve a correction of somebody else's; it is sent."""
    with caller.write() as tx:
        made = correcting.approve(tx, caller.person, correction_id, caller.house.hub.city)
    return {"id": made.id, "state": made.state}


@router.post("/corrections/{correction_id}/decline", tags=["failures"])
def decline(caller: Called, correction_id: int) -> dict[str, Any]:
    """Refuse a correction, or take one's own back."""
    with caller.write() as tx:
        made = correcting.decline(tx, caller.person, correction_id)
    return {"id": made.id, "state": made.state}

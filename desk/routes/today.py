"""Today: what failed, why, whose turn it is, and how each counterpart is."""

from fastapi import APIRouter
from fastapi.responses import Response

from desk.arriving import Signed
from hub.liaison import bulk, today

router = APIRouter()


@router.get("/")
def overview(visit: Signed) -> Response:
    hub = visit.hub
    with visit.read() as tx:
        found = today.today(tx, visit.who, names=visit.words.names, settings=hub.settings.desk)
        jobs = [job for job in bulk.jobs(tx, visit.who) if job.ended_at is None]
    return visit.page("today.html", here="today", day_=found, jobs=jobs, waiting=found.open)

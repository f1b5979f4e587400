"""Today: what failed, why, whose turn it is, and how each counterpart is."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from desk.arriving import Signed
from hub.liaison import bulk, listing, today
from hub.liaison.filters import Filter
from hub.store import held

router = APIRouter()

_UNSERVED: Final = Filter(cause="scheme-unserved")
_SHOWN: Final = 12


@router.get("/")
def overview(visit: Signed) -> Response:
    with visit.read() as tx:
        found = today.today(tx, visit.who, names=visit.words.names, settings=visit.hub.settings.desk)
        codes = held.codes(tx)
        unserved = listing.page(tx, visit.who, _UNSERVED, size=_SHOWN)
        jobs = [job for job in bulk.jobs(tx, visit.who) if job.ended_at is None]
    return visit.page(
        "today.html",
        here="today",
        today=found,
        codes=codes[:_SHOWN],
        unserved=[line.item for line in unserved.lines],
        jobs=jobs,
        waiting=found.open,
    )

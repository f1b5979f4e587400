"""Many at once: a preview, a set frozen at the click, three first, progress with pause and cancel, a result."""

from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter
from fastapi.responses import Response

from desk.arriving import Form, Signed, text
from desk.problems import not_found
from hub.liaison import bulk
from hub.liaison.filters import Filter
from models.messages import Message

router = APIRouter(prefix="/bulk")

TRIAL: Final = 3
RATES: Final = (10, 60, 300)
"""Items a minute that may be chosen; none: as fast as the counterpart's own limits allow."""
_MOST_CHOSEN: Final = 500


@router.get("")
def jobs(visit: Signed) -> Response:
    with visit.read() as tx:
        found = bulk.jobs(tx, visit.who)
    return visit.page("bulk.html", here="bulk", jobs=found)


def _chosen(ids: list[str], query: str) -> Filter | tuple[int, ...]:
    """The items ticked, or the filter that all are to match."""
    numbers = tuple(dict.fromkeys(int(each) for each in ids if each.isdecimal()))[:_MOST_CHOSEN]
    return numbers or Filter.exactly(dict(parse_qsl(query)))


@router.get("/new")
def new(visit: Signed) -> Response:
    params = visit.request.query_params
    ids = params.getlist("id")
    query = params.get("from", "") if ids else visit.request.url.query
    chosen = _chosen(ids, query)
    with visit.read() as tx:
        preview = bulk.preview(tx, visit.who, chosen)
    return visit.page(
        "bulk_new.html",
        here="bulk",
        preview=preview,
        ids=ids,
        query=Filter.from_query(query).to_query(),
        trial=TRIAL,
        rates=RATES,
    )


@router.post("")
def start(visit: Signed, form: Form) -> Response:
    ids = [value for value in form.getlist("id") if isinstance(value, str)]
    rate = text(form, "per_minute", 6)
    with visit.write() as tx:
        job = bulk.start(
            tx,
            visit.who,
            _chosen(ids, text(form, "query", 1000)),
            trial=TRIAL if text(form, "trial", 3) == str(TRIAL) else 0,
            per_minute=int(rate) if rate.isdecimal() and int(rate) in RATES else None,
            note=text(form, "note", 500),
        )
    visit.house.courier.nudge()
    return visit.go(f"/bulk/{job.id}")


@router.get("/{job_id}")
def job(visit: Signed, job_id: int) -> Response:
    with visit.read() as tx:
        report = bulk.job(tx, visit.who, job_id)
    return visit.page("bulk_job.html", here="bulk", report=report, job=report.job)


@router.post("/{job_id}/{what}")
def change(visit: Signed, job_id: int, what: str, form: Form) -> Response:
    doing = _DOING.get(what)
    if doing is None:
        raise not_found()
    with visit.write() as tx:
        doing(tx, visit.who, job_id)
    visit.house.courier.nudge()
    return visit.go(f"/bulk/{job_id}", Message(id=f"desk-job-{what}"))


_DOING: Final = {"proceed": bulk.proceed, "pause": bulk.pause, "resume": bulk.resume, "cancel": bulk.cancel}

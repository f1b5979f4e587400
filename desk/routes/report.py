"""The report of a period: figures, charts and tables, as a page, a workbook, or figures for programs."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ValidationError

from desk.addresses import link
from desk.arriving import Signed
from desk.problems import not_found
from desk.visit import Visit
from hub.cli.report import city_of
from hub.people.person import check
from hub.people.roles import Action
from hub.report import reading
from hub.report.model import Period, Report
from hub.report.sections import figures, sections
from hub.report.words import Words
from hub.report.writing import write
from models.calendar import china_day

router = APIRouter(prefix="/report")

_LONGEST: Final = timedelta(days=731)
_FORMS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


def _report(visit: Visit, first: str, last: str) -> Report:
    check(visit.who, Action.SEE)
    if not visit.sees_city:
        raise not_found()  # its figures are of the whole city
    with visit.read() as tx:
        ends = _day(last) or china_day(tx.now())
        begins = _day(first) or ends - timedelta(days=29)
        begins = max(begins, ends - _LONGEST)
        try:
            period = Period(first=begins, last=ends)
        except ValidationError:
            period = Period(first=ends, last=ends)
        return reading.report(tx, period, city_of(visit.hub.settings))


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


@router.get("")
def report(visit: Signed, first: str = "", last: str = "") -> Response:
    found = _report(visit, first, last)
    words = Words(found, visit.language)
    days = {"first": found.period.first.isoformat(), "last": found.period.last.isoformat()}
    return visit.page(
        "report.html",
        here="report",
        period=found.period,
        made_at=found.made_at,
        figures=figures(words),
        sections=sections(words),
        downloads=[(form.upper(), link(f"/report/liandong.{form}", days)) for form in _FORMS],
    )


@router.get("/liandong.{form}")
def download(visit: Signed, form: str, first: str = "", last: str = "") -> Response:
    if form not in _FORMS:
        raise not_found()
    check(visit.who, Action.EXPORT)
    found = _report(visit, first, last)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"liandong.{form}"
        write(path, found, visit.language)
        content = path.read_bytes()
    name = f"liandong-{found.period.first}-{found.period.last}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_FORMS[form], headers=headers)

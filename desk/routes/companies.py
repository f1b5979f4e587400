"""Counterparts: how each is and has been, its limits, pausing and resuming it, asking it for a sign of life."""

from datetime import timedelta
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from desk.arriving import Form, Signed, text
from desk.visit import Visit
from desk.words import SHANGHAI
from hub.cli.manual import by_hand
from hub.cli.refusals import Refusal
from hub.liaison import companies
from hub.liaison.standings import standings
from hub.people.person import check
from hub.people.roles import Action
from hub.pinging import Sign
from hub.plots import Series, columns
from hub.store.health import Hour
from models.messages import Message

router = APIRouter(prefix="/companies")

_FINE: Final = timedelta(hours=23)
"""Where the first call is no longer ago, the plot is by hours, else by days."""


@router.get("")
def overview(visit: Signed) -> Response:
    check(visit.who, Action.SEE)
    with visit.read() as tx:
        found = standings(tx, visit.words.names, visit.hub.settings.desk)
    return visit.page("companies.html", here="companies", counterparts=found)


@router.get("/{company_id}")
def company(visit: Signed, company_id: str) -> Response:
    return _show(visit, company_id)


def _show(visit: Visit, company_id: str, sign: Sign | None = None) -> Response:
    with visit.read() as tx:
        found = companies.one(tx, visit.who, company_id, visit.hub.settings)
    return visit.page(
        "company.html",
        here="companies",
        page=found,
        counterpart=found.counterpart,
        plot=_plot(visit, found.hours),
        by_hand=_is_by_hand(visit, company_id),
        sign=sign,
    )


def _is_by_hand(visit: Visit, company_id: str) -> bool:
    try:
        by_hand(visit.hub.settings, company_id)
    except Refusal:
        return False
    return True


def _plot(visit: Visit, hours: tuple[Hour, ...]) -> str | None:
    """Calls over time, those that failed apart; `None` where there were none."""
    if not hours:
        return None
    now = visit.words.now.astimezone(SHANGHAI)
    fine = now - hours[0].hour <= _FINE
    form, step = ("%d %H:00", timedelta(hours=1)) if fine else ("%m-%d", timedelta(days=1))
    count = 24 if fine else 30
    sums = {(now - step * back).strftime(form): [0, 0] for back in reversed(range(count))}
    for hour in hours:
        at = sums.get(hour.hour.astimezone(SHANGHAI).strftime(form))
        if at is not None:
            at[0] += hour.calls - hour.failures
            at[1] += hour.failures
    t = visit.words.t
    series = [
        Series(t("desk-calls-well"), [well for well, _ in sums.values()], "a"),
        Series(t("desk-calls-failed"), [failed for _, failed in sums.values()], "red"),
    ]
    return columns(t("desk-health"), [label.removesuffix(":00") for label in sums], series)


@router.post("/{company_id}/pause")
def pause(visit: Signed, company_id: str, form: Form) -> Response:
    note = text(form, "note", 500)
    if not note:
        return visit.go(f"/companies/{company_id}", Message(id="desk-pause-needs-reason"))
    with visit.write() as tx:
        companies.pause(tx, visit.who, company_id, visit.hub.settings, note)
    return visit.go(f"/companies/{company_id}", Message(id="desk-paused"))


@router.post("/{company_id}/resume")
def resume(visit: Signed, company_id: str, form: Form) -> Response:
    with visit.write() as tx:
        companies.resume(tx, visit.who, company_id, visit.hub.settings, text(form, "note", 500))
    visit.house.courier.nudge()
    return visit.go(f"/companies/{company_id}", Message(id="desk-resumed"))


@router.post("/{company_id}/test")
def test(visit: Signed, company_id: str, form: Form) -> Response:
    hub = visit.hub
    sign = visit.house.courier.ask(companies.test(hub.counterparts, visit.who, company_id, hub.settings))
    return _show(visit, company_id, sign)

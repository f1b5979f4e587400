"""The failures: filtered, searched, paged and exported, with the whole state in the address."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response, StreamingResponse
from starlette.background import BackgroundTask

from desk.addresses import link, local
from desk.arriving import Form, Signed, text
from desk.choices import chips, options
from desk.visit import Visit
from hub.liaison import exporting, listing, views
from hub.liaison.filters import Filter
from hub.people import accounts
from models.messages import Message

router = APIRouter(prefix="/failures")

SIZES: Final = (50, 100, 200)


def filter_of(visit: Visit) -> Filter:
    """The filter that the address holds; what it does not know, it leaves out."""
    return Filter.from_query(visit.request.url.query)


@router.get("")
def failures(
    visit: Signed, size: int = SIZES[0], after: int | None = None, before: int | None = None
) -> Response:
    chosen = filter_of(visit)
    size = size if size in SIZES else SIZES[0]
    with visit.read() as tx:
        page = listing.page(tx, visit.who, chosen, size=size, after=after, before=before)
        total = listing.count(tx, visit.who, chosen)
        saved = views.of(tx, visit.who)
        known = options(tx, visit)
        people = accounts.names(tx)
    query = chosen.to_query()
    return visit.page(
        "failures.html",
        here="failures",
        filter=chosen,
        query=query,
        options=known,
        chips=chips(chosen, known),
        page=page,
        total=total,
        saved=saved,
        people=people,
        next_page=_paged(query, size, after=page.last) if page.has_more else None,
        previous_page=_paged(query, size, before=page.first) if page.has_before else None,
        first_page=_paged(query, size),
        is_first=not (after or before),
    )


def _paged(query: str, size: int, **place: int | None) -> str:
    params: dict[str, object] = {name: values[0] for name, values in parse_qs(query).items()}
    return link("/failures", params, size=size if size != SIZES[0] else None, **place)


@router.post("/views")
def save_view(visit: Signed, form: Form) -> Response:
    query, name = text(form, "query", 1000), text(form, "name", 60)
    with visit.write() as tx:
        views.save(tx, visit.who, name, Filter.from_query(query))
    return visit.go(f"/failures?{query}" if query else "/failures", Message(id="desk-view-saved"))


@router.post("/views/remove")
def remove_view(visit: Signed, form: Form) -> Response:
    with visit.write() as tx:
        views.remove(tx, visit.who, text(form, "name", 60))
    return visit.go(local(text(form, "back"), "/failures"), Message(id="desk-view-removed"))


@router.post("/chosen")
def chosen_rows(visit: Signed, form: Form) -> Response:
    """The rows ticked, or all that match: what the buttons above the list act on. Leads to the preview."""
    query = text(form, "query", 1000)
    if text(form, "scope", 10) == "all":
        return visit.go(f"/bulk/new?{query}")
    ids = [value for value in form.getlist("id") if isinstance(value, str) and value.isdecimal()]
    if not ids:
        return visit.go(local(text(form, "back"), "/failures"), Message(id="desk-nothing-chosen"))
    return visit.go("/bulk/new?" + urlencode([("id", value) for value in ids] + [("from", query)]))


@router.get("/export.csv")
def export_csv(visit: Signed, encoding: str = "utf-8") -> Response:
    coded = encoding if encoding in {"utf-8", "gb18030"} else "utf-8"

    def rows() -> Iterator[bytes]:
        with visit.write() as tx:
            yield from exporting.csv(
                tx, visit.who, filter_of(visit), visit.words.names, visit.language, coded
            )

    return StreamingResponse(
        iter(list(rows())), media_type=f"text/csv; charset={coded}", headers=_named("csv")
    )


@router.get("/export.xlsx")
def export_xlsx(visit: Signed) -> Response:
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        with visit.write() as tx:
            exporting.xlsx(tx, visit.who, filter_of(visit), visit.words.names, visit.language, path)
    except BaseException:
        path.unlink()
        raise
    return FileResponse(
        path,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers=_named("xlsx"),
        background=BackgroundTask(path.unlink),
    )


def _named(ending: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="failures.{ending}"'}

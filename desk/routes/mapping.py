"""A company's status codes in terms of the national dictionary: seen, changed after a look at what that would do."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData

from desk.arriving import Form, Signed, text
from desk.problems import not_found
from desk.visit import Visit
from hub import mappings
from hub.counterparts import Utility
from hub.liaison import mapping_editor
from hub.liaison.refusals import Conflict
from hub.people.refusals import Faulty
from models.mapping import IGNORED, CodeMapping
from models.messages import FieldFault, Message
from models.stage import Stage
from models.status import HandlingStatus

router = APIRouter(prefix="/companies/{company_id}/mapping")

SPARE: Final = 4
"""Empty rows for codes that are not in the list yet."""
Row = tuple[str, str, str]
"""Stage (empty: every one), the company's code, its meaning."""


def _utility(visit: Visit, company_id: str) -> Utility:
    found = visit.hub.counterparts.utilities.get(company_id)
    if found is None:
        raise not_found()
    return found


@router.get("")
def mapping(visit: Signed, company_id: str) -> Response:
    return _show(visit, _utility(visit, company_id))


def _show(visit: Visit, utility: Utility, given: list[Row] | None = None, **more: Any) -> Response:
    with visit.read() as tx:
        editing = mapping_editor.editing(tx, visit.who, visit.hub.settings.home, utility)
    rows = given if given is not None else _rows(editing.own)
    held = [("", each.code, "") for each in editing.unmapped if given is None]
    return visit.page(
        "mapping.html",
        here="companies",
        company=utility.company,
        editing=editing,
        rows=[*rows, *held, *[("", "", "")] * SPARE],
        stages=tuple(Stage),
        statuses=tuple(HandlingStatus),
        ignored=IGNORED,
        **{"preview": None, "refused": None, "faults": (), "digest": editing.digest, **more},
    )


def _rows(own: CodeMapping) -> list[Row]:
    rows = [("", code, str(_plain(meaning))) for code, meaning in own.status.items()]
    for stage, codes in own.stages.items():
        rows += [(stage.value, code, str(_plain(meaning))) for code, meaning in codes.items()]
    return rows


def _plain(meaning: HandlingStatus | str) -> int | str:
    return int(meaning) if isinstance(meaning, HandlingStatus) else meaning


def _given(form: FormData) -> list[Row]:
    lists = [
        [value.strip() if isinstance(value, str) else "" for value in form.getlist(name)]
        for name in ("stage", "code", "meaning")
    ]
    return [(stage, code, meaning) for stage, code, meaning in zip(*lists, strict=False) if code and meaning]


def _body(rows: list[Row], items: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"status": {}, "stages": {}, "items": dict(items)}
    for stage, code, meaning in rows:
        codes = body["stages"].setdefault(stage, {}) if stage else body["status"]
        codes[code] = int(meaning) if meaning.isdecimal() else meaning
    return body


@router.post("")
def change(visit: Signed, company_id: str, form: Form) -> Response:
    """The first press shows what it would do, the second does it."""
    utility, home = _utility(visit, company_id), visit.hub.settings.home
    given, digest = _given(form), text(form, "digest", 64)
    with visit.read() as tx:
        items = mapping_editor.editing(tx, visit.who, home, utility).own.to_store()["items"]
    try:
        own = mapping_editor.proposed(_body(given, items))
        with visit.read() as tx:
            preview = mapping_editor.preview(tx, visit.who, utility, own)
        if text(form, "what", 10) != "save":
            return _show(visit, utility, given, preview=preview, digest=digest)
        mapping_editor.save(visit.hub.store, visit.who, home, utility, own, digest=digest)
    except Faulty as faulty:
        return _wrong(visit, utility, given, faulty.message, faulty.faults)
    except Conflict as conflict:
        return _wrong(visit, utility, given, conflict.message)
    visit.house.courier.ask(mappings.refresh(visit.hub.store, home, utility, visit.hub.city))
    return visit.go(f"/companies/{company_id}/mapping", Message(id="desk-mapping-saved"))


def _wrong(
    visit: Visit, utility: Utility, given: list[Row], message: Message, faults: tuple[FieldFault, ...] = ()
) -> Response:
    return _show(visit, utility, given, refused=message, faults=faults)

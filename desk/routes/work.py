"""A company without a system: its work list, an answer entered on its behalf, and the list as a spreadsheet."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from desk.arriving import Form, Signed, text
from desk.problems import not_found
from desk.visit import Visit
from desk.words import SHANGHAI
from hub.cli.manual import by_hand
from hub.cli.refusals import Refusal
from hub.manual import taking
from hub.manual.answers import AnswerRefused
from hub.manual.worklist import Task, worklist
from hub.people.person import check, check_in
from hub.people.roles import Action
from models.company import Company
from models.messages import FieldFault, Message
from models.stage import Opinion, Stage
from models.status import HandlingStatus

router = APIRouter(prefix="/companies/{company_id}/tasks")

ENTERED: Final = (
    "stage",
    "status",
    "occurred_at",
    "handler",
    "department",
    "opinion",
    "opinion_text",
    "number",
    "issued_on",
)
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _company(visit: Visit, company_id: str) -> Company:
    try:
        return by_hand(visit.hub.settings, company_id)
    except Refusal:
        raise not_found() from None


def _tasks(visit: Visit, company: Company) -> tuple[Task, ...]:
    with visit.read() as tx:
        tasks = worklist(tx, company.id)
    return tuple(task for task in tasks if visit.who.sees(task.scheme.project.area_code))


def _whole_list(visit: Visit, company: Company) -> bool:
    """Whether the list holds nothing but what is this person's: it is handed over and taken back as one."""
    return all(visit.who.sees(area) for area in company.districts)


@router.get("")
def work(visit: Signed, company_id: str) -> Response:
    check(visit.who, Action.SEE)
    company = _company(visit, company_id)
    return _list(visit, company)


def _list(visit: Visit, company: Company, taken: taking.Taken | None = None) -> Response:
    return visit.page(
        "work.html",
        here="companies",
        company=company,
        tasks=_tasks(visit, company),
        whole=_whole_list(visit, company) and visit.may(Action.ENTER),
        taken=taken,
    )


@router.post("/list.xlsx")
def hand_over(visit: Signed, company_id: str, form: Form) -> Response:
    company = _company(visit, company_id)
    _may_exchange(visit, company)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{company.id}.xlsx"
        taking.hand_over(
            visit.hub.store,
            visit.hub.folder,
            company,
            path,
            actor=visit.who.login,
            language=visit.language,
        )
        content = path.read_bytes()
    name = {"content-disposition": f'attachment; filename="{company.id}.xlsx"'}
    return Response(content, media_type=_XLSX, headers=name)


def _may_exchange(visit: Visit, company: Company) -> None:
    check(visit.who, Action.ENTER)
    if not _whole_list(visit, company):
        raise not_found()


@router.post("/list")
def take_back(visit: Signed, company_id: str, form: Form) -> Response:
    company = _company(visit, company_id)
    _may_exchange(visit, company)
    with _kept(form, "file") as path:
        if path is None:
            return visit.go(f"/companies/{company.id}/tasks", Message(id="desk-file-missing"))
        taken = taking.take_back(
            visit.hub.store,
            visit.hub.folder,
            company,
            visit.hub.city,
            path,
            actor=visit.who.login,
            language=visit.language,
        )
    return _list(visit, company, taken)


@contextmanager
def _kept(form: FormData, name: str) -> Iterator[Path | None]:
    """An uploaded file on the disk under its own name, for as long as the block lasts."""
    upload = form.get(name)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(upload.filename).name if isinstance(upload, UploadFile) and upload.filename else ""
        if not isinstance(upload, UploadFile) or plain in {"", ".", ".."}:
            yield None
            return
        path = Path(folder) / plain
        path.write_bytes(upload.file.read())
        yield path


@router.get("/{case_number}")
def task(visit: Signed, company_id: str, case_number: str) -> Response:
    check(visit.who, Action.ENTER)
    return _entry(visit, _company(visit, company_id), case_number)


def _entry(
    visit: Visit,
    company: Company,
    case_number: str,
    given: dict[str, str] | None = None,
    faults: tuple[FieldFault, ...] = (),
) -> Response:
    found = next((task for task in _tasks(visit, company) if task.case.number == case_number), None)
    if found is None:
        raise not_found()
    now = visit.now.astimezone(SHANGHAI)
    wrong: dict[str, list[FieldFault]] = {}
    for fault in faults:
        wrong.setdefault(fault.field, []).append(fault)
    return visit.page(
        "entry.html",
        here="companies",
        company=company,
        task=found,
        given=given or {"occurred_at": f"{now:%Y-%m-%dT%H:%M}", "handler": "", "stage": found.stage.value},
        wrong=wrong,
        stages=tuple(Stage),
        statuses=tuple(HandlingStatus),
        opinions=tuple(Opinion),
    )


@router.post("/{case_number}")
def enter(visit: Signed, company_id: str, case_number: str, form: Form) -> Response:
    company = _company(visit, company_id)
    tasks = {task.case.number: task for task in _tasks(visit, company)}
    if case_number not in tasks:
        raise not_found()
    check_in(visit.who, Action.ENTER, tasks[case_number].scheme.project.area_code)
    given = {name: text(form, name, 1000) for name in ENTERED}
    cells = {name: value for name, value in given.items() if value} | {"case_number": case_number}
    with _kept(form, "evidence") as path:
        try:
            new = taking.enter(
                visit.hub.store,
                visit.hub.folder,
                company,
                visit.hub.city,
                {**cells, "occurred_at": cells.get("occurred_at", "").replace("T", " ")},
                path,
                actor=visit.who.login,
                language=visit.language,
            )
        except AnswerRefused as refused:
            return _entry(visit, company, case_number, given, refused.faults)
    visit.house.courier.nudge()
    said = Message(id="desk-entered" if new else "desk-entered-before", params={"case": case_number})
    return visit.go(f"/companies/{company.id}/tasks", said)

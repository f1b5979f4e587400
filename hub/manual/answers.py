"""Answers of a company without a system: what stands in a row or on a form, checked and made an update."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from adapters.cells import day, instant, narrow
from hub.intake.attachments import DocumentRefused, Folder
from hub.intake.cells import Choice
from hub.language import Language, has_term, term
from hub.store.cases import CaseRow
from models.documents import DocumentRole
from models.events import Update
from models.mapping import CodeMapping
from models.messages import FieldFault, Message
from models.problems import faults_of, quoted
from models.stage import Opinion, Stage
from models.status import HandlingStatus

CLOCKS_APART: Final = timedelta(days=1)
"""How far an answer may be dated ahead of the present."""
_LONGEST_ID: Final = 128
_STAGE, _OPINION = Choice(Stage, "stage"), Choice(Opinion, "opinion")


class AnswerRefused(Exception):
    """An answer that cannot be taken; `faults` say why, field by field."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__("; ".join(str(fault.message) for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the case it is about, the update it becomes, and where the evidence lies by hash."""

    case: CaseRow
    update: Update
    evidence: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Office:
    """What an answer is checked against: the company's cases by number, its mapping, the present."""

    case: Callable[[str], CaseRow | None]
    mapping: CodeMapping
    now: datetime


WANTED: Final = ("case_number", "stage", "status", "occurred_at", "handler")
"""What an answer of today must say."""


def read_answer(
    cells: Mapping[str, str],
    office: Office,
    folder: Folder,
    language: Language,
    *,
    wanted: Sequence[str] = WANTED,
) -> Answer:
    """The answer that stands in `cells`, given by field; `wanted` must be there. Raises `AnswerRefused`."""
    faults = _missing(cells, wanted)
    case = _case(cells, office, faults)
    given: dict[str, Any] = {
        "remote_ref": case.remote_ref if case else None,
        "scheme_id": narrow(cells.get("scheme_id", "")) or (case.scheme_id if case else "-"),
        "scheme_version": narrow(cells["scheme_version"]) if "scheme_version" in cells else None,
        "stage": _STAGE(cells.get("stage", "")),
        "status_text": cells.get("status_text", "") or cells.get("status", ""),
        "occurred_at": instant(cells.get("occurred_at", "")),
        "handler": cells.get("handler"),
        "department": cells.get("department"),
        "opinion": _OPINION(cells["opinion"]) if "opinion" in cells else None,
        "opinion_text": cells.get("opinion_text", ""),
    }
    documents, evidence = _evidence(cells, folder, faults)
    status, code = _status(cells.get("status", ""), given["stage"], office.mapping, faults, language)
    try:
        update = Update.model_validate(
            {**given, "event_id": "-", "status": status, "status_code": code, "documents": documents}
        )
    except ValidationError as error:
        told = {fault.field for fault in faults}
        faults += [_in_words(fault, language) for fault in faults_of(error) if fault.field not in told]
        raise AnswerRefused(faults) from None
    if update.occurred_at > office.now + CLOCKS_APART:
        ahead = Message(id="manual-in-the-future", params={"at": update.occurred_at.isoformat()})
        faults.append(FieldFault(field="occurred_at", message=ahead))
    if faults or case is None:
        raise AnswerRefused(faults)
    return Answer(case, update.model_copy(update={"event_id": _event_id(case, update)}), evidence)


def _missing(cells: Mapping[str, str], wanted: Sequence[str]) -> list[FieldFault]:
    absent = Message(id="invalid-missing")
    return [FieldFault(field=name, message=absent) for name in wanted if not cells.get(name)]


def _case(cells: Mapping[str, str], office: Office, faults: list[FieldFault]) -> CaseRow | None:
    number = narrow(cells.get("case_number", ""))
    case = office.case(number) if number else None
    if case is None:
        if number:
            unknown = Message(id="manual-case-unknown", params={"value": quoted(number)})
            faults.append(FieldFault(field="case_number", message=unknown))
        return None
    given = narrow(cells.get("scheme_id", ""))
    if given and given != case.scheme_id:
        other = Message(id="manual-case-differs", params={"value": quoted(given), "expected": case.scheme_id})
        faults.append(FieldFault(field="scheme_id", message=other, allowed=(case.scheme_id,)))
    return case


def _status(
    cell: str, stage: object, mapping: CodeMapping, faults: list[FieldFault], language: Language
) -> tuple[HandlingStatus | None, str]:
    """The national status of a cell and the code to keep; a company's own word counts where its mapping knows it."""
    word = narrow(cell)
    known = isinstance(stage, str) and stage in set(Stage)
    own = mapping.find(word, Stage(str(stage))) if word and known else None
    if isinstance(own, HandlingStatus):
        return own, word
    for status in HandlingStatus:
        if word.casefold() in {str(status.value), *_names(status)}:
            return status, str(status.value)
    if word:
        unknown = Message(id="manual-status-unknown", params={"value": quoted(word)})
        allowed = tuple(term(f"status-{status.value}", language) for status in HandlingStatus)
        faults.append(FieldFault(field="status", message=unknown, allowed=allowed))
    return None, word or "-"


def _names(status: HandlingStatus) -> set[str]:
    return {narrow(term(f"status-{status.value}", language)).casefold() for language in Language}


def _evidence(
    cells: Mapping[str, str], folder: Folder, faults: list[FieldFault]
) -> tuple[list[dict[str, Any]], dict[str, Path]]:
    name = cells.get("evidence")
    if not name:
        nothing = Message(id="manual-evidence-missing")
        faults += [
            FieldFault(field=field, message=nothing) for field in ("number", "issued_on") if cells.get(field)
        ]
        return [], {}
    try:
        ref = folder.describe(name, DocumentRole.OTHER)
    except DocumentRefused as refused:
        faults.append(refused.fault("evidence"))
        return [], {}
    except ValidationError as error:
        faults += [fault.model_copy(update={"field": "evidence"}) for fault in faults_of(error)]
        return [], {}
    numbered = {
        "number": cells.get("number"),
        "issued_on": day(cells["issued_on"]) if "issued_on" in cells else None,
    }
    return [{**ref.to_store(), **numbered}], {ref.sha256: folder.path / ref.name}


def _in_words(fault: FieldFault, language: Language) -> FieldFault:
    """A fault of the update as one of the cell, with the allowed values by their names."""
    where = fault.field.removeprefix("documents.0.")
    names = [f"{where}-{value}" for value in fault.allowed]
    allowed = tuple(
        term(name, language) if has_term(name, language) else value
        for name, value in zip(names, fault.allowed, strict=True)
    )
    return fault.model_copy(update={"field": where, "allowed": allowed})


def _event_id(case: CaseRow, update: Update) -> str:
    """Made from what was answered, so that the same answer given again is the same event."""
    version = update.scheme_version or case.version
    at = update.occurred_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    own = f"{case.scheme_id}/v{version}/{update.stage}/{update.status_code}/{at}"
    if len(own) <= _LONGEST_ID:
        return own
    return f"sha256:{hashlib.sha256(own.encode()).hexdigest()}"

"""Handing a work list over, and taking answers in: who gave each, when, and its evidence are in the audit trail."""

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hub.casework.intake import City
from hub.documents.folder import DocumentFolder
from hub.intake.attachments import Folder
from hub.intake.result import RefusedRow
from hub.language import Language
from hub.manual.answers import Answer, Office, read_answer
from hub.manual.filled import Filled, read_filled
from hub.manual.sheets import Encoding, write
from hub.manual.worklist import Task, worklist
from hub.pulling import receive
from hub.store import audit, cases, documents, inbox, mappings
from hub.store.engine import Store, Tx
from models.company import Company


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a list that was written holds: tasks, documents beside it, and documents that are not here yet."""

    tasks: int
    documents: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file's answers: new, known already, and rows refused."""

    new: int
    known: int
    refused: tuple[RefusedRow, ...] = ()


def hand_over(
    store: Store,
    folder: DocumentFolder,
    company: Company,
    path: Path,
    *,
    actor: str,
    language: Language,
    encoding: Encoding = Encoding.UTF_8,
    documents_to: Path | None = None,
) -> HandedOver:
    """Write a company's work list to `path`, and the schemes' documents to `documents_to`: `<scheme>/<document>`."""
    with store.read() as tx:
        tasks = worklist(tx, company.id)
    copied, absent = _copy(tasks, folder, documents_to) if documents_to else (0, 0)
    write(path, tasks, company.kind, language, encoding)
    with store.begin() as tx:
        detail = {"file": path.name, "sha256": _digest(path), "tasks": len(tasks), "documents": copied}
        audit.append(tx, actor, "manual.export", company.id, detail)
    return HandedOver(len(tasks), copied, absent)


def _copy(tasks: Sequence[Task], folder: DocumentFolder, target_folder: Path) -> tuple[int, int]:
    copied = absent = 0
    for task in tasks:
        for ref in task.scheme.documents:
            if not folder.has(ref.sha256):
                absent += 1
                continue
            target = target_folder / task.scheme.scheme_id / ref.name
            if target.exists() and target.stat().st_size != ref.size_bytes:
                target = target.with_name(f"{ref.sha256[:8]}-{ref.name}")
            copied += 1
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder.path_of(ref.sha256), target)
    return copied, absent


def take_back(
    store: Store,
    folder: DocumentFolder,
    company: Company,
    city: City,
    path: Path,
    *,
    actor: str,
    language: Language,
) -> Taken:
    """Take in a filled list: the good rows count, the others are told. The same file again has no effect."""
    with store.read() as tx:
        filled = read_filled(path, _office(tx, company), language)
    _keep(folder, filled.answers)
    with store.begin() as tx:
        new = _take(tx, company, city, filled.answers, actor, path.name)
        if new or filled.refused:
            audit.append(tx, actor, "manual.import", company.id, _summary(path, filled, new))
    return Taken(new, len(filled.answers) - new, filled.refused)


def enter(
    store: Store,
    folder: DocumentFolder,
    company: Company,
    city: City,
    cells: Mapping[str, str],
    evidence: Path | None,
    *,
    actor: str,
    language: Language,
) -> bool:
    """Take in one answer from a form, its fields as a list's cells. False when it is known already.

    Raises `AnswerRefused`.
    """
    beside = Folder(evidence.parent if evidence else Path(os.curdir))
    given = {**cells, "evidence": evidence.name} if evidence else cells
    with store.read() as tx:
        answer = read_answer(given, _office(tx, company), beside, language)
    _keep(folder, [answer])
    with store.begin() as tx:
        return _take(tx, company, city, [answer], actor, None) == 1


def _office(tx: Tx, company: Company) -> Office:
    held = {case.number: case for case in cases.of_company(tx, company.id)}
    return Office(held.get, mappings.get(tx, company.id), datetime.now(UTC))


def _keep(folder: DocumentFolder, answers: Sequence[Answer]) -> None:
    for answer in answers:
        for path in answer.evidence.values():
            folder.put_file(path)


def _take(
    tx: Tx, company: Company, city: City, answers: Sequence[Answer], actor: str, file: str | None
) -> int:
    known = inbox.known(tx, company.id, {answer.update.event_id for answer in answers})
    fresh = {answer.update.event_id: answer for answer in answers if answer.update.event_id not in known}
    for answer in fresh.values():
        documents.want(tx, answer.update.documents, company.id)
        for sha256 in answer.evidence:
            documents.mark_present(tx, sha256)
        audit.append(tx, actor, "manual.answer", answer.case.number, _detail(answer, file))
    new = receive(tx, company.id, [answer.update for answer in answers], city)
    if new != len(fresh):
        raise LookupError(f"{new} answers were new, not {len(fresh)}")
    return new


def _detail(answer: Answer, file: str | None) -> dict[str, object]:
    update = answer.update
    return {
        "event": update.event_id,
        "stage": update.stage.value,
        "status_code": update.status_code,
        "occurred_at": update.occurred_at.isoformat(),
        "handler": update.handler.get_secret_value() if update.handler else None,
        "department": update.department,
        "evidence": [{"name": each.name, "sha256": each.sha256} for each in update.documents],
        "file": file,
    }


def _summary(path: Path, filled: Filled, new: int) -> dict[str, object]:
    return {
        "file": path.name,
        "sha256": _digest(path) if path.is_file() else None,
        "answers": len(filled.answers),
        "new": new,
        "refused": [row.row for row in filled.refused],
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

"""A company's mapping (对应关系) on the desk: as it is, what a change would do to recent traffic, and the change."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from adapters.contract import UtilityAdapter
from adapters.status_maps import shipped
from hub import mappings
from hub.counterparts import Utility
from hub.liaison.refusals import Conflict, Faulty
from hub.mappings import MappingUnreadable
from hub.people.person import Person, check, check_in
from hub.people.roles import Action
from hub.store import audit, held, inbox_recent
from hub.store import mappings as in_force
from hub.store.engine import Store, Tx
from hub.store.held import HeldCode
from models.digest import content_hash
from models.events import Update
from models.mapping import CodeMapping, Meaning
from models.messages import Message
from models.problems import faults_of
from models.stage import Stage

RECENT: Final = timedelta(days=30)
_MOST: Final = 5000
"""Most updates of recent traffic that are looked at."""


@dataclass(frozen=True, slots=True)
class Editing:
    """A company's mapping: its own file, what ships with its adapter, what is in force, and codes nobody has mapped.

    `digest` is of the file as it was read: a change is refused when somebody changed it meanwhile.
    """

    own: CodeMapping
    shipped: CodeMapping
    in_force: CodeMapping
    unmapped: tuple[HeldCode, ...]
    digest: str
    broken: Message | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one code of recent traffic: what it means now, what it would mean, how many had it."""

    stage: Stage
    code: str
    words: str
    before: Meaning | None
    after: Meaning | None
    count: int
    held: int

    @property
    def changes(self) -> bool:
        """Whether it would mean something else."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do to what came lately: code by code, those that change first.

    `freed` updates would no longer be held back; what is in a case's history already stays as it was read.
    """

    effects: tuple[Effect, ...]
    looked_at: int
    freed: int
    still_held: int


def editing(tx: Tx, person: Person, home: Path, utility: Utility) -> Editing:
    """A company's mapping as it is."""
    check(person, Action.SEE)
    broken = None
    try:
        own = mappings.read(home, utility.company.id)
    except MappingUnreadable as error:
        own, broken = CodeMapping(), error.message
    return Editing(
        own=own,
        shipped=_shipped(utility),
        in_force=in_force.get(tx, utility.company.id),
        unmapped=held.codes(tx, utility.company.id),
        digest=digest_of(home, utility.company.id),
        broken=broken,
    )


def digest_of(home: Path, company: str) -> str:
    """The hash of a company's file as it is now; of nothing where there is none."""
    path = mappings.path_of(home, company)
    return content_hash(
        {"text": path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""}
    )


def _shipped(utility: Utility) -> CodeMapping:
    adapter: type[UtilityAdapter] = type(utility.adapter)
    return shipped(adapter)


def proposed(body: Mapping[str, Any]) -> CodeMapping:
    """A company's own mapping from a form: `status` by code, `stages` by stage and code, `items` by stage.

    Raises `Faulty` naming the entries that cannot be.
    """
    try:
        return CodeMapping.model_validate(dict(body))
    except ValidationError as error:
        raise Faulty(Message(id="mapping-edit-wrong"), faults_of(error)) from None


def preview(tx: Tx, person: Person, utility: Utility, own: CodeMapping) -> Preview:
    """What `own` in the place of the company's file would do to the updates of the last month. Changes nothing."""
    check(person, Action.MAP)
    now, then = in_force.get(tx, utility.company.id), own.over(_shipped(utility))
    since = tx.now() - RECENT
    counts: Counter[tuple[Stage, str]] = Counter()
    waiting: Counter[tuple[Stage, str]] = Counter()
    words: dict[tuple[Stage, str], str] = {}
    rows = inbox_recent.of(tx, utility.company.id, since=since, limit=_MOST)
    for body, is_held in rows:
        update = Update.from_store(body)
        if update.status is not None:
            continue  # its wire carries the national status: nothing is looked up
        key = (update.stage, update.status_code)
        counts[key] += 1
        waiting[key] += is_held
        words.setdefault(key, update.status_text)
    effects = [
        Effect(
            stage,
            code,
            words[stage, code],
            now.find(code, stage),
            then.find(code, stage),
            count,
            waiting[stage, code],
        )
        for (stage, code), count in counts.items()
    ]
    stuck = [each for each in effects if each.held]
    return Preview(
        effects=tuple(sorted(effects, key=lambda each: (not each.changes, -each.count, each.code))),
        looked_at=len(rows),
        freed=sum(each.held for each in stuck if each.after is not None),
        still_held=sum(each.held for each in stuck if each.after is None),
    )


def save(
    store: Store, person: Person, home: Path, utility: Utility, own: CodeMapping, *, digest: str
) -> mappings.Taken:
    """Write a company's file and put it in force. What that frees is folded with the next cycle, or `refresh`.

    `digest`: of the file as the person saw it. Raises `Conflict` when it is another one now, and `Denied`.
    """
    check_in(person, Action.MAP, None)
    company = utility.company.id
    with store.begin() as tx:
        tx.alone()  # two who save at once come one after the other
        if digest_of(home, company) != digest:
            raise Conflict(Message(id="mapping-edited-meanwhile"), "", tx.now())
        audit.append(tx, person.login, "mapping.save", company, {"own": own.to_store()})
        _write(mappings.path_of(home, company), "\n".join(lines_of(own)) + "\n")
    return mappings.take(store, home, company, type(utility.adapter))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def lines_of(own: CodeMapping) -> Iterator[str]:
    """A mapping as its file has it."""
    body = own.to_store()
    yield "[status]"
    yield from _codes(body["status"])
    for stage, codes in sorted(body["stages"].items()):
        yield f"\n[stages.{stage}]"
        yield from _codes(codes)
    for stage, item in sorted(body["items"].items()):
        yield f"\n[items.{stage}]"
        yield from (f"{name} = {_toml(value)}" for name, value in item.items() if value is not None)


def _codes(codes: Mapping[str, int | str]) -> Iterator[str]:
    return (f"{_toml(code)} = {_toml(meaning)}" for code, meaning in sorted(codes.items()))


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

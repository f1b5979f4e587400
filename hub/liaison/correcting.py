"""Correct and resend (更正后重发): what a counterpart refused, with its reasons beside the fields.

A refused scheme is corrected by its next version, which goes to every company like any other version; a refused record
is corrected in its place, because the mirror has never taken it. What may have been taken is never corrected: first
somebody must find out. See docs/decisions/0015.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pydantic import ValidationError

from hub.casework.intake import City, Intake, take
from hub.delivery.kinds import Kind
from hub.liaison.fields import Field, changed, fields_of
from hub.liaison.items import name_of, seen, taken
from hub.liaison.refusals import Conflict, Faulty, Missing, NotPossible
from hub.liaison.suggestions import is_correctable
from hub.people.person import Person, check_in
from hub.people.roles import Action
from hub.people.settings import DeskSettings
from hub.store import audit, corrections, desk, outbox, schemes
from hub.store.corrections import APPLIED, DECLINED, PROPOSED, Correction
from hub.store.desk import Item
from hub.store.desk_lists import Listed
from hub.store.engine import Tx
from models.messages import FieldFault, Message
from models.problems import faults_of
from models.records import EventRecord, MatterRecord, ProjectRecord
from models.scheme import Scheme

SOURCE: Final = "desk"
"""Where a version comes from that the desk has made."""
SCHEME: Final = "scheme"
RECORD: Final = "record"

_RECORDS: Final[Mapping[str, type[ProjectRecord | MatterRecord | EventRecord]]] = {
    Kind.PROJECT: ProjectRecord,
    Kind.MATTER: MatterRecord,
    Kind.EVENT: EventRecord,
}
_FIXED: Final = (
    "change",
    "record",
    "scheme_id",
    "version",
    "pushed_at",
    "key",
    "valid",
    "invalid_reason",
    "matter",
    "step",
    "stage",
    "kind",
    "company",
    "engineering_code",
    "project.engineering_code",
    "project.area_code",
    "status",
    "occurred_at",
)
"""What a thing is told by, where it belongs, and what a company said and when: never anybody's to change here."""
_CHOSEN: Final = re.compile(r"demands\.\d+\.kind|site\.geometry\.type")
"""What decides which other fields there are."""


@dataclass(frozen=True, slots=True)
class Form:
    """What can be corrected of an item: its fields with the reasons beside them, and reasons that fit no field."""

    item: Item
    kind: Literal["scheme", "record"]
    fields: tuple[Field, ...]
    elsewhere: tuple[FieldFault, ...]
    needs_second: bool
    waiting: Correction | None
    """A correction that waits for a second person already."""


def form(tx: Tx, person: Person, item_id: int, settings: DeskSettings) -> Form:
    """The form of an item. Raises `Missing`, `Denied`, and `NotPossible` for what has none."""
    listed = seen(tx, person, item_id, Action.CORRECT)
    kind, model = _subject(tx, listed)
    held = [
        field
        for field in fields_of(model, model.to_store())
        if not _is_fixed(field.path) and not field.path.startswith("documents.")
    ]
    fields = [replace(field, faults=_beside(field.path, listed.item.faults)) for field in held]
    told = {id(fault) for field in fields for fault in field.faults}
    waiting = corrections.proposed(tx, item_id)
    return Form(
        item=listed.item,
        kind=kind,
        fields=tuple(fields),
        elsewhere=tuple(fault for fault in listed.item.faults if id(fault) not in told),
        needs_second=kind in settings.second_person,
        waiting=waiting[0] if waiting else None,
    )


def _is_fixed(path: str) -> bool:
    return path in _FIXED or _CHOSEN.fullmatch(path) is not None


def _beside(path: str, faults: Sequence[FieldFault]) -> tuple[FieldFault, ...]:
    # A counterpart may name a field from further in (`pipe_dn_mm`) or a whole part (`project.contact`).
    return tuple(
        fault
        for fault in faults
        if fault.field != "-"
        and (path == fault.field or path.endswith(f".{fault.field}") or path.startswith(f"{fault.field}."))
    )


def _subject(
    tx: Tx, listed: Listed
) -> tuple[Literal["scheme", "record"], Scheme | ProjectRecord | MatterRecord | EventRecord]:
    """What an item's delivery carries. Raises `NotPossible`."""
    item, delivery = listed.item, listed.delivery
    row = outbox.get(tx, delivery.id) if delivery else None
    if row is None or not is_correctable(listed):
        unsure = str(delivery is not None and delivery.unsure).lower()
        raise NotPossible(Message(id="correct-impossible", params={"id": item.id, "unsure": unsure}))
    if row.kind in _RECORDS:
        return RECORD, _RECORDS[row.kind].from_store(row.body)
    scheme = schemes.latest(tx, row.scheme_id or "")
    if scheme is None or scheme.version != row.version or schemes.withdrawal(tx, scheme.scheme_id):
        raise NotPossible(Message(id="correct-overtaken", params={"id": item.id}))
    return SCHEME, scheme


def propose(
    tx: Tx,
    person: Person,
    item_id: int,
    version: int | None,
    city: City,
    changes: Mapping[str, str],
    note: str = "",
    *,
    settings: DeskSettings,
) -> Correction:
    """Correct an item's fields (`changes`: text by path) and resend it, or wait for a second person where one is asked.

    Raises `Faulty` naming the fields whose new value cannot be, `Conflict`, `NotPossible`, `Missing` and `Denied`.
    """
    listed = taken(tx, person, Action.CORRECT, item_id, version)
    if corrections.proposed(tx, item_id):
        first = corrections.proposed(tx, item_id)[0]
        who, at = name_of(tx, first.proposed_by), first.proposed_at
        told = Message(id="correct-proposed-already", params={"who": who, "at": at.isoformat()})
        raise Conflict(told, first.proposed_by, at)
    shown = form(tx, person, item_id, settings)
    known = {field.path: field for field in shown.fields}
    given = {path: text.strip() for path, text in changes.items()}
    real = {path: text for path, text in given.items() if path in known and text != known[path].value}
    if not real or set(given) - set(known):
        raise Faulty(Message(id="correct-nothing"), ())
    _corrected(tx, listed, real)  # refused now rather than when somebody approves
    made = corrections.add(
        tx,
        {
            "item_id": item_id,
            "kind": shown.kind,
            "body": real,
            "changes": {path: _told(known[path], text) for path, text in real.items()},
            "note": note[:1000],
            "proposed_by": person.login,
            "state": PROPOSED,
        },
    )
    _audit(tx, person, "correction.propose", listed.item, made)
    if shown.needs_second:
        desk.change(tx, item_id, by=person.login)
        return made
    return _apply(tx, person, listed, made, city)


def _told(field: Field, text: str) -> list[str]:
    return ["***", "***"] if field.personal else [field.value, text]


def approve(tx: Tx, person: Person, correction_id: int, city: City) -> Correction:
    """The word of a second person: apply it. Raises `NotPossible` for the one who proposed it."""
    made = _waiting(tx, correction_id)
    listed = taken(tx, person, Action.APPROVE, made.item_id, None)
    if made.proposed_by == person.login:
        raise NotPossible(Message(id="correct-same-person"))
    return _apply(tx, person, listed, made, city)


def decline(tx: Tx, person: Person, correction_id: int, note: str = "") -> Correction:
    """Refuse a correction; whoever proposed it may take it back so. The item stays on the desk."""
    made = _waiting(tx, correction_id)
    listed = seen(tx, person, made.item_id)
    if made.proposed_by != person.login:
        check_in(person, Action.APPROVE, listed.item.area_code)
    corrections.decide(tx, made.id, by=person.login, state=DECLINED)
    desk.change(tx, made.item_id, by=person.login)
    _audit(tx, person, "correction.decline", listed.item, made, {"why": note})
    return corrections.get(tx, made.id) or made


def waiting(tx: Tx, person: Person) -> tuple[tuple[Correction, Item], ...]:
    """Corrections of this person's districts that wait for a second person, each with its item."""
    found = []
    for made in corrections.proposed(tx):
        item = desk.get(tx, made.item_id)
        if item is not None and item.closed_at is None and person.sees(item.area_code):
            found.append((made, item))
    return tuple(found)


def _waiting(tx: Tx, correction_id: int) -> Correction:
    tx.alone()
    made = corrections.get(tx, correction_id)
    if made is None:
        raise Missing(Message(id="correct-unknown", params={"id": correction_id}))
    if made.state != PROPOSED or made.decided_at is not None:
        at = made.decided_at or made.proposed_at
        who = name_of(tx, made.decided_by)
        told = Message(id="correct-decided", params={"who": who, "at": at.isoformat()})
        raise Conflict(told, made.decided_by or "", at)
    return made


def _corrected(
    tx: Tx, listed: Listed, changes: Mapping[str, str]
) -> Scheme | ProjectRecord | MatterRecord | EventRecord:
    """The thing with its new values. Raises `Faulty`."""
    _, model = _subject(tx, listed)
    body = changed(model.to_store(), changes)
    if isinstance(model, Scheme):
        body |= {"version": model.version + 1, "pushed_at": tx.now()}
    try:
        return type(model).model_validate(body)
    except ValidationError as error:
        raise Faulty(Message(id="correct-faulty"), faults_of(error)) from None


def _apply(tx: Tx, person: Person, listed: Listed, made: Correction, city: City) -> Correction:
    corrected = _corrected(tx, listed, made.body)
    item, delivery = listed.item, listed.delivery
    if isinstance(corrected, Scheme):
        # Closed first: the new version would close it as superseded, by nobody.
        desk.close(tx, item.kind, item.subject, resolution="corrected", by=person.login, note=made.note)
        if take(tx, corrected, city, source=SOURCE) is not Intake.NEW:
            raise NotPossible(Message(id="correct-overtaken", params={"id": item.id}))
    elif delivery is None or not corrections.put_body(
        tx, delivery.id, corrected.to_store(), actor=person.login
    ):
        raise NotPossible(Message(id="failure-under-way", params={"id": item.id}))
    corrections.decide(tx, made.id, by=person.login, state=APPLIED)
    extra: dict[str, Any] = {"version": corrected.version} if isinstance(corrected, Scheme) else {}
    _audit(tx, person, "correction.apply", item, made, extra)
    return corrections.get(tx, made.id) or made


def _audit(
    tx: Tx,
    person: Person,
    action: str,
    item: Item,
    made: Correction,
    extra: Mapping[str, Any] | None = None,
) -> None:
    about = {"item": item.id, "correction": made.id, "changes": dict(made.changes), "note": made.note}
    audit.append(tx, person.login, action, item.subject, {**about, **(extra or {})})

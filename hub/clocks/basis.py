"""What clocks are read by: the rules and the calendar in force. Where either changes, clocks are read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from hub.clocks import calendar
from hub.clocks.rules import Rules, RulesUnreadable, read, shipped
from hub.store import calendar as stored
from hub.store import desk
from hub.store.desk import NewItem
from hub.store.engine import Tx
from models.calendar import WorkingTime
from models.digest import content_hash

UNREADABLE: Final = "clock-rules"
"""Kind of the desk item that stands while the rules cannot be read."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What clocks are read by."""

    rules: Rules
    work: WorkingTime


def take_basis(tx: Tx, home: Path) -> Basis:
    """The rules and the calendar in force now. What they change for has its clocks read again.

    A file of rules that is broken goes to the desk, and those in force stay.
    """
    tx.alone()
    try:
        rules = read(home)
    except RulesUnreadable as broken:
        item = NewItem(kind=UNREADABLE, subject=UNREADABLE, message=broken.message, faults=broken.faults)
        desk.open_item(tx, item)
        rules = rules_in_force(tx)
    else:
        desk.close(tx, UNREADABLE, UNREADABLE, resolution="read-again", by="liandong")
    body = rules.model_dump(mode="json")
    if _is_new(tx, "rules", body, content_hash(body)):
        stored.read_open_cases(tx)
    published = calendar.published()  # the hub's own days mark what they concern when they are set
    if _is_new(tx, "calendar", {"years": sorted(published.published)}, calendar.digest(published)):
        stored.read_all(tx)
    return Basis(rules, WorkingTime(calendar.in_force(tx), rules.office.hours))


def _is_new(tx: Tx, name: str, body: Mapping[str, object], digest: str) -> bool:
    kept = stored.basis(tx, name)
    if kept is not None and kept[1] == digest:
        return False
    stored.put_basis(tx, name, body, digest)
    return True


def rules_in_force(tx: Tx) -> Rules:
    """The rules that clocks were last read by; the examples before the first reading."""
    kept = stored.basis(tx, "rules")
    try:
        return Rules.model_validate(kept[0]) if kept else shipped()
    except ValidationError:  # kept by another version of the hub; the next reading keeps them anew
        return shipped()


def working_time(tx: Tx) -> WorkingTime:
    """Working time as clocks count it."""
    return WorkingTime(calendar.in_force(tx), rules_in_force(tx).office.hours)

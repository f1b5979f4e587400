"""Mappings as data (对应关系): each company's codes in a file of the home folder, `mappings/<company>.toml`.

The file goes over the default that ships beside the company's adapter. It is read anew with every cycle; what was
taken from it is kept in the store, by which every process folds. While a file is broken, the last good one holds.
"""

import asyncio
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from adapters.contract import UtilityAdapter
from adapters.status_maps import shipped
from hub import tomlfiles
from hub.casework.folding import fold_pending
from hub.casework.intake import City
from hub.casework.mapped import close_mapped, settled
from hub.counterparts import Utility
from hub.store import audit, desk, held, mappings
from hub.store.desk import NewItem
from hub.store.engine import Store, Tx
from models.mapping import CodeMapping
from models.messages import FieldFault, Message
from models.problems import faults_of

FOLDER: Final = "mappings"
UNREADABLE: Final = "mapping-file"
"""Kind of the desk item that stands while a company's file cannot be taken; the subject is the company's id."""

_LONGEST: Final = 1 << 20
"""Bytes of a file."""


class MappingUnreadable(Exception):
    """A company's file is no mapping: why, and which entries are wrong."""

    def __init__(self, message: Message, faults: tuple[FieldFault, ...] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.faults = faults


def path_of(home: Path, company: str) -> Path:
    """Where a company's own mapping is."""
    return home / FOLDER / f"{company}.toml"


def read(home: Path, company: str) -> CodeMapping:
    """A company's own mapping; an empty one where it has no file. Raises `MappingUnreadable`."""
    path = path_of(home, company)
    named = {"file": f"{FOLDER}/{path.name}"}
    try:
        if path.stat().st_size > _LONGEST:
            raise MappingUnreadable(Message(id="mapping-file-large", params={**named}))
        return CodeMapping.model_validate(tomlfiles.read(path))
    except FileNotFoundError:
        return CodeMapping()
    except tomllib.TOMLDecodeError as error:
        message = Message(id="mapping-file-not-toml", params={**named, "place": tomlfiles.place_of(error)})
        raise MappingUnreadable(message) from None
    except UnicodeDecodeError:
        raise MappingUnreadable(Message(id="mapping-file-not-utf8", params={**named})) from None
    except OSError as error:
        params = {**named, "reason": error.strerror or type(error).__name__}
        raise MappingUnreadable(Message(id="mapping-file-shut", params={**params})) from None
    except ValidationError as error:
        faults = faults_of(error)
        message = Message(id="mapping-file-wrong", params={**named, "count": len(faults)})
        raise MappingUnreadable(message, faults) from None


def strangers(home: Path, companies: Iterable[str]) -> tuple[str, ...]:
    """Files of the folder that belong to no company of the configuration: their names."""
    own = {f"{company}.toml" for company in companies}
    return tuple(sorted(path.name for path in (home / FOLDER).glob("*.toml") if path.name not in own))


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a company's file: whether another mapping is in force now, and how many updates it freed.

    `unsettled`: the desk still asks for codes that hold nothing back, because a fold was cut short.
    """

    changed: bool = False
    freed: int = 0
    unsettled: bool = False


async def refresh(store: Store, home: Path, utility: Utility, city: City) -> Taken:
    """Put a company's mapping in force as its file has it now. A file that is broken goes to the desk."""
    taken = await asyncio.to_thread(take, store, home, utility.company.id, type(utility.adapter))
    if taken.freed or taken.unsettled:
        await asyncio.to_thread(_fold, store, utility.company.id, city)
    return taken


def take_all(store: Store, home: Path, utilities: Mapping[str, Utility]) -> None:
    """Put every company's mapping in force; what that frees is folded with the next update or cycle."""
    for utility in utilities.values():
        take(store, home, utility.company.id, type(utility.adapter))


def take(store: Store, home: Path, company: str, adapter: type[UtilityAdapter]) -> Taken:
    """Put one company's mapping in force, over the default of its adapter; folds nothing."""
    try:
        own = read(home, company)
    except MappingUnreadable as broken:
        item = NewItem(
            kind=UNREADABLE,
            subject=company,
            message=broken.message,
            faults=broken.faults,
            destination=company,
        )
        with store.begin() as tx:
            desk.open_item(tx, item)
        return Taken()
    wanted = own.over(shipped(adapter))
    with store.read() as tx:
        told = desk.open_items(tx, kind=UNREADABLE, destination=company, limit=1)
        if not told and mappings.get(tx, company) == wanted:
            return Taken(unsettled=bool(settled(tx, company)))
    with store.begin() as tx:
        desk.close(tx, UNREADABLE, company, resolution="read-again", by="liandong")
        return _put(tx, company, wanted)


def _put(tx: Tx, company: str, wanted: CodeMapping) -> Taken:
    before = mappings.get(tx, company)
    if not mappings.put(tx, company, wanted):
        return Taken()
    detail = {"before": before.to_store(), "after": wanted.to_store()}
    audit.append(tx, "liandong", "mapping.taken", company, detail)
    return Taken(changed=True, freed=held.release(tx, company))


def _fold(store: Store, company: str, city: City) -> None:
    # Group by group, so that ten thousand freed updates do not keep everybody else waiting.
    looked_at = 1
    while looked_at:
        with store.begin() as tx:
            looked_at = fold_pending(tx, city).looked_at
            if not looked_at:
                close_mapped(tx, company)

"""The columns of an intake table, and which column of a file is which of them.

A column's heading is the name of its field in the message catalogues, in either language, so that a fault
names the column as the file does. Spaces, upper case, units in brackets and a star for what is required do
not count.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from adapters.cells import Reader, day, deadline, heading_key, instant, narrow, text
from hub.intake.cells import Answer, Choice
from hub.intake.result import FileRefused, file_refused
from hub.language import Language, field_name, term
from models.demand import GasPressure, VoltageLevel, WaterUse
from models.messages import FieldFault, Message
from models.site import AXES, Crs

HEADINGS_WITHIN: Final = 10
"""The headings stand in one of the first rows: above them there may be a title."""

_FEWEST: Final = 3
"""So many known headings make a row the row of headings."""

_IGNORED: Final = ("column-number", "column-remark")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the path of its field, how its cells are read, and whether every file must have it."""

    path: str
    read: Reader = narrow
    required: bool = False


COLUMNS: Final = (
    Column("scheme_id", required=True),
    Column("version", required=True),
    Column("pushed_at", instant, required=True),
    Column("opinion_due", deadline),
    Column("project.code", required=True),
    Column("project.engineering_code", required=True),
    Column("project.name", text, required=True),
    Column("project.area_code", required=True),
    Column("project.address", text, required=True),
    Column("project.developer.name", text, required=True),
    Column("project.developer.credit_code", required=True),
    Column("project.developer.kind", required=True),
    Column("project.contact.name", text, required=True),
    Column("project.contact.phone", required=True),
    Column("project.registration.industry_class", required=True),
    Column("project.registration.approval_class"),
    Column("project.registration.project_type"),
    Column("project.registration.engineering_class"),
    Column("project.registration.construction_nature"),
    Column("project.registration.funding"),
    Column("project.registration.industry"),
    Column("project.registration.land_supply"),
    Column("project.registration.start_planned", day),
    Column("project.registration.finish_planned", day),
    Column("project.registration.investment_10k_cny"),
    Column("project.registration.land_area_m2"),
    Column("project.registration.floor_area_m2"),
    Column("site.crs", Choice(Crs), required=True),
    *(Column(f"site.{axis}") for each in AXES.values() for axis in (each.first, each.second)),
    Column("demands.water.daily_volume_m3"),
    Column("demands.water.pipe_dn_mm"),
    Column("demands.water.use_class", Choice(WaterUse, "use")),
    Column("demands.power.capacity_kva"),
    Column("demands.power.voltage_level", Choice(VoltageLevel)),
    Column("demands.power.supplies"),
    Column("demands.gas.hourly_volume_m3"),
    Column("demands.gas.pressure", Choice(GasPressure, "pressure")),
    Column("demands.gas.appliances"),
    Column("demands.telecom.ftth_households"),
    Column("demands.telecom.equipment_room", Answer()),
    Column("demands.telecom.duct_entry", Answer()),
    Column("documents.site_plan", text),
    Column("documents.pipe_plan", text),
    Column("documents.other", text),
)
BY_PATH: Final[Mapping[str, Column]] = {column.path: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as it stands in a file: the words of its heading, and the language they are in."""

    column: Column
    words: str
    language: Language


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a file is which: by place from 0, without the columns that do not count."""

    row: int
    width: int
    headings: Mapping[int, Heading]

    def heading(self, path: str) -> Heading | None:
        """The file's heading for a field, `None` when it has no such column."""
        return next((each for each in self.headings.values() if each.column.path == path), None)


def find_headings(rows: Sequence[tuple[int, Sequence[str]]]) -> Layout:
    """The layout of a table from its first rows. Raises `FileRefused` when headings are missing, unknown or
    double."""
    for number, cells in rows[:HEADINGS_WITHIN]:
        if sum(heading_key(cell) in known() for cell in cells) >= _FEWEST:
            return _layout(number, cells)
    raise file_refused("intake-no-headings", rows=HEADINGS_WITHIN)


def _layout(number: int, cells: Sequence[str]) -> Layout:
    headings: dict[int, Heading] = {}
    faults: list[FieldFault] = []
    seen: set[str] = set()
    for place, words in enumerate(cells):
        key = heading_key(words)
        if not key or key in _ignored():
            continue
        if key not in known():
            faults.append(_unknown(words))
            continue
        path, language = known()[key]
        if path in seen:
            faults.append(FieldFault(field=words, message=Message(id="invalid-column-repeated")))
        seen.add(path)
        headings[place] = Heading(BY_PATH[path], words, language)
    missing = [column.path for column in COLUMNS if column.required and column.path not in seen]
    faults += [FieldFault(field=path, message=Message(id="invalid-column-missing")) for path in missing]
    if faults:
        raise FileRefused(*faults, row=number)
    return Layout(number, len(cells), headings)


def _unknown(words: str) -> FieldFault:
    near = difflib.get_close_matches(heading_key(words), list(known()), n=3, cutoff=0.4)
    allowed = tuple(dict.fromkeys(field_name(*known()[key]) for key in near))
    return FieldFault(field=words, message=Message(id="invalid-column-unknown"), allowed=allowed)


@cache
def known() -> Mapping[str, tuple[str, Language]]:
    """Which field a heading names, by `heading_key`, and the language it is in."""
    return {
        heading_key(field_name(column.path, language)): (column.path, language)
        for column in COLUMNS
        for language in Language
    }


@cache
def _ignored() -> frozenset[str]:
    return frozenset(heading_key(term(id_, language)) for id_ in _IGNORED for language in Language)

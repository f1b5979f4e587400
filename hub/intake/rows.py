"""One row of a table: read into a scheme, or into the faults of its columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from adapters.cells import deadline, instant
from hub.intake.attachments import DocumentRefused, Folder
from hub.intake.cells import Answer, Choice
from hub.intake.columns import BY_PATH, Layout
from models.documents import DocumentRef, DocumentRole
from models.messages import FieldFault, Message
from models.problems import faults_of
from models.scheme import Scheme
from models.site import AXES, Axes
from models.stage import UtilityKind

_ROUNDED: Final = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_ERRORS: Final = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
_BETWEEN_NAMES: Final = re.compile(r"[;；\n]")
_TIME_AS_WRITTEN: Final = "2026-03-02 09:00"


class RowRefused(Exception):
    """A row that is no scheme; `faults` say why, each by the heading of its column."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__("; ".join(str(fault.message) for fault in faults))
        self.faults = tuple(faults)


def read_row(cells: Sequence[str], layout: Layout, folder: Folder) -> tuple[Scheme, dict[str, Path]]:
    """The scheme of a row, and where its documents are by hash. Raises `RowRefused`."""
    if len(cells) > layout.width:
        # A comma within an unquoted address moves everything after it: nothing in this row is where it
        # belongs.
        message = Message(id="invalid-row-too-long", params={"cells": len(cells), "headings": layout.width})
        raise RowRefused([FieldFault(field="-", message=message)])
    filled = {
        heading.column.path: cells[place]
        for place, heading in layout.headings.items()
        if place < len(cells) and cells[place]
    }
    site, faults = _site(filled)
    faults += _spoilt(filled)
    documents, unfit = _documents(filled, folder)
    faults += unfit
    body = {**_plain(filled), "site": site, "demands": _demands(filled), "documents": documents}
    scheme: Scheme | None = None
    try:
        scheme = Scheme.model_validate(body)
    except ValidationError as error:
        told = {fault.field for fault in faults}
        kinds = [demand["kind"] for demand in body["demands"]]
        renamed = (_by_column(fault, kinds, filled) for fault in faults_of(error))
        faults += [fault for fault in renamed if fault.field not in told]
    if scheme is None or faults:
        raise RowRefused([_by_heading(fault, layout) for fault in faults])
    return scheme, {ref.sha256: folder.path / ref.name for ref in documents}


def _plain(filled: Mapping[str, str]) -> dict[str, Any]:
    """The part of the body that is one field for one column. A field left out is missed where it belongs."""
    body: dict[str, Any] = {"project": {"developer": {}, "contact": {}, "registration": {}}}
    for path, cell in filled.items():
        *above, name = path.split(".")
        if above and above[0] != "project":
            continue
        inner = body
        for step in above:
            inner = inner[step]
        inner[name] = BY_PATH[path].read(cell)
    return body


def _demands(filled: Mapping[str, str]) -> list[dict[str, Any]]:
    """One demand for each kind of which any column is filled."""
    found: dict[str, dict[str, Any]] = {}
    for path, cell in filled.items():
        if path.startswith("demands."):
            _, kind, name = path.split(".")
            found.setdefault(kind, {"kind": kind})[name] = BY_PATH[path].read(cell)
    return [found[kind] for kind in UtilityKind if kind in found]


def _site(filled: Mapping[str, str]) -> tuple[dict[str, Any], list[FieldFault]]:
    """The site, its coordinates from the columns of its own system's axes, and what is wrong with these."""
    crs = str(BY_PATH["site.crs"].read(filled.get("site.crs", "")))
    axes = _axes(filled)
    faults = [
        FieldFault(field=f"site.{axis}", message=Message(id="invalid-site-other-axis", params={"crs": crs}))
        for other in AXES.values()
        if axes and other != axes
        for axis in (other.first, other.second)
        if f"site.{axis}" in filled
    ]
    coordinates: list[object] = []
    for axis, (low, _) in _ranges(axes):
        cell = filled.get(f"site.{axis}")
        if cell is None:
            faults.append(FieldFault(field=f"site.{axis}", message=Message(id="invalid-missing")))
        coordinates.append(low if cell is None else BY_PATH[f"site.{axis}"].read(cell))
    body = {"geometry": {"type": "Point", "coordinates": coordinates or [0, 0]}}
    return (body | {"crs": crs} if crs else body), faults


def _axes(filled: Mapping[str, str]) -> Axes | None:
    crs = BY_PATH["site.crs"].read(filled.get("site.crs", ""))
    return next((axes for each, axes in AXES.items() if each == crs), None)


def _ranges(axes: Axes | None) -> tuple[tuple[str, tuple[float, float]], ...]:
    return ((axes.first, axes.first_range), (axes.second, axes.second_range)) if axes else ()


def _spoilt(filled: Mapping[str, str]) -> list[FieldFault]:
    """Cells that a spreadsheet program has spoilt: a long number that lost its digits, a formula that
    failed."""
    return [
        FieldFault(field=path, message=Message(id=id_, params={"value": cell}))
        for path, cell in filled.items()
        for id_, spoilt in (
            ("invalid-cell-rounded", _ROUNDED.fullmatch(cell)),
            ("invalid-cell-error", cell in _ERRORS),
        )
        if spoilt
    ]


def _documents(filled: Mapping[str, str], folder: Folder) -> tuple[list[DocumentRef], list[FieldFault]]:
    documents: list[DocumentRef] = []
    faults: list[FieldFault] = []
    for path, role, name in _named(filled):
        try:
            documents.append(folder.describe(name, role))
        except DocumentRefused as refused:
            faults.append(refused.fault(path))
        except ValidationError as error:
            faults += [fault.model_copy(update={"field": path}) for fault in faults_of(error)]
    return documents, faults


def _named(filled: Mapping[str, str]) -> Iterator[tuple[str, DocumentRole, str]]:
    for role in DocumentRole:
        path = f"documents.{role}"
        for name in _BETWEEN_NAMES.split(filled.get(path, "")):
            if name.strip():
                yield path, role, name.strip()


def _by_column(fault: FieldFault, kinds: Sequence[str], filled: Mapping[str, str]) -> FieldFault:
    """The fault of a field of the model as one of the column that fills it."""
    steps = fault.field.split(".")
    path = fault.field
    match steps:
        case ["demands", index, name]:
            path = f"demands.{kinds[int(index)]}.{name}"
        case ["site", "geometry", "coordinates", index] if axes := _axes(filled):
            path = f"site.{(axes.first, axes.second)[int(index)]}"
        case ["site"] if "axis" in fault.message.params:
            path = f"site.{fault.message.params['axis']}"
        case ["site"]:
            path = f"site.{fault.message.params.get('first', 'crs')}"
    return fault.model_copy(update={"field": path})


def _by_heading(fault: FieldFault, layout: Layout) -> FieldFault:
    """The fault by the words of its column's heading, with the values that may be written in its language."""
    heading = layout.heading(fault.field)
    if heading is None:
        return fault
    allowed = fault.allowed
    read = heading.column.read
    if isinstance(read, Choice | Answer):
        allowed = read.allowed(heading.language)
    elif read in (instant, deadline):
        allowed = (_TIME_AS_WRITTEN,)
    return fault.model_copy(update={"field": heading.words, "allowed": allowed})

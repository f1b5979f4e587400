"""The joint review's entries as schemes and withdrawals of the domain.

Nothing is refused here: what is missing or odd goes on as it came, and the domain says what is wrong with it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from adapters.contract import SchemePage
from adapters.http import Reply
from adapters.provincial.china import day, instant
from adapters.provincial.wire import SchemesReply
from adapters.reading import read_items
from models.messages import Message
from models.scheme import SchemeChange

_CHANGE: Final[TypeAdapter[SchemeChange]] = TypeAdapter(SchemeChange)
_WITHDRAWN: Final = "WITHDRAWN"

Names = Mapping[str, str | tuple[str, Callable[[Any], Any]]]
"""Ours → theirs, with what turns one into the other where that is more than a name."""


def change_of(item: Any) -> SchemeChange:
    """One entry of the feed. Raises `pydantic.ValidationError` in the domain's own field names."""
    if isinstance(item, Mapping) and item.get("state") == _WITHDRAWN:
        return _CHANGE.validate_python({"change": "withdrawal", **_taken(item, _WITHDRAWAL)})
    scheme = _taken(item, _SCHEME)
    return _CHANGE.validate_python({"change": "scheme", **scheme} if isinstance(scheme, dict) else scheme)


def own_id(item: Any) -> str | None:
    """What names an entry: scheme, version and place in the feed."""
    if not isinstance(item, Mapping):
        return None
    parts = [item.get(name) for name in ("schemeNo", "version", "changeNo")]
    named = all(isinstance(part, str | int) for part in parts)
    return ":".join(["scheme", *(str(part)[:100] for part in parts)]) if named else None


def _taken(source: Any, names: Names) -> Any:
    """The members of `source` under our names, those that are missing or null left out."""
    if not isinstance(source, Mapping):
        return source
    taken = {}
    for ours, rule in names.items():
        theirs, turn = rule if isinstance(rule, tuple) else (rule, _same)
        if source.get(theirs) is not None:
            taken[ours] = turn(source[theirs])
    return taken


def _same(value: Any) -> Any:
    return value


def _code(value: Any) -> Any:
    """A dictionary code, which the wire writes as a number and the domain keeps as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _each(turn: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: [turn(value) for value in values] if isinstance(values, list) else values


def _project(source: Any) -> Any:
    project = _taken(source, _PROJECT)
    if not isinstance(project, dict):
        return project
    # One flat object over there, four parts here.
    return project | {
        "developer": _taken(source, _DEVELOPER),
        "contact": _taken(source, _CONTACT),
        "registration": _taken(source, _REGISTRATION),
    }


def _demand(source: Any) -> Any:
    kind = source.get("type") if isinstance(source, Mapping) else None
    return _taken(source, {"kind": ("type", _lower), **_DEMANDS.get(kind, {})})


def _site(source: Any) -> Any:
    if not isinstance(source, Mapping):
        return source
    kind, coordinates = source.get("type"), source.get("coordinates")
    if kind == "Polygon" and isinstance(coordinates, list) and len(coordinates) == 1:
        # A list of rings over there, one ring here: a polygon with holes is left as it is, to be refused.
        coordinates = coordinates[0]
    return {"crs": source.get("crs"), "geometry": {"type": kind, "coordinates": coordinates}}


_WITHDRAWAL: Final[Names] = {
    "scheme_id": "schemeNo",
    "reason": "withdrawReason",
    "withdrawn_at": ("withdrawnAt", instant),
}
_PROJECT: Final[Names] = {
    "code": "XMDM",
    "engineering_code": "GCDM",
    "name": "XMMC",
    "area_code": "XZQHDM",
    "address": "JSDD",
}
_DEVELOPER: Final[Names] = {"name": "JSDW", "credit_code": "JSDWDM", "kind": ("JSDWLX", _code)}
_CONTACT: Final[Names] = {"name": ("LXR", _code), "phone": ("LXRSJH", _code)}
_REGISTRATION: Final[Names] = {
    "approval_class": ("SPLCLX", _code),
    "project_type": ("LXLX", _code),
    "engineering_class": ("GCFL", _code),
    "construction_nature": ("JSXZ", _code),
    "funding": ("XMZJSX", _code),
    "industry": "GBHY",
    "industry_class": ("GCHYFL", _code),
    "land_supply": ("TDHQFS", _code),
    "start_planned": ("NKGSJ", day),
    "finish_planned": ("NJCSJ", day),
    "investment_10k_cny": "ZTZE",
    "land_area_m2": "YDMJ",
    "floor_area_m2": "JZMJ",
}
_DEMANDS: Final[Mapping[Any, Names]] = {
    "WATER": {
        "daily_volume_m3": "dailyVolume",
        "pipe_dn_mm": "pipeDiameter",
        "use_class": ("useClass", _lower),
    },
    "POWER": {"capacity_kva": "capacity", "voltage_level": "voltageLevel", "supplies": "supplyCount"},
    "GAS": {
        "hourly_volume_m3": "hourlyVolume",
        "pressure": ("pressureLevel", _lower),
        "appliances": "applianceCount",
    },
    "TELECOM": {
        "ftth_households": "ftthHouseholds",
        "equipment_room": "equipmentRoom",
        "duct_entry": "ductEntry",
    },
}
_DOCUMENT: Final[Names] = {
    "sha256": "sha256",
    "name": "fileName",
    "media_type": "mediaType",
    "size_bytes": "sizeBytes",
    "role": ("docType", _lower),
}
_SCHEME: Final[Names] = {
    "scheme_id": "schemeNo",
    "version": "version",
    "project": ("project", _project),
    "site": ("site", _site),
    "demands": ("demands", _each(_demand)),
    "documents": ("documents", _each(lambda source: _taken(source, _DOCUMENT))),
    "pushed_at": ("pushedAt", instant),
    "opinion_due": ("opinionDeadline", instant),
}


def page_of(page: SchemesReply, reply: Reply, company: str) -> SchemePage:
    """A page of the joint review; a scheme that cannot be read is kept apart, the others count."""
    changes, unreadable = read_items(
        page.schemes,
        change_of,
        own_id=own_id,
        message=Message(id="province-scheme-unreadable", params={"company": company}),
        redactor=reply.redactor,
    )
    return SchemePage(changes=changes, unreadable=unreadable, cursor=page.cursor, more=page.more)

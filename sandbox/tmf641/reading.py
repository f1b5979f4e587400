"""An order as the office takes it: the submission that every utility's office knows."""

import json
from typing import Any

from sandbox.tmf641.orders import Order, Resource


def submission_of(order: Order) -> bytes:
    """What the order says, in the office's form. What is missing stays missing: the office says so, by field."""
    ordered = order.ordered
    service = _first(ordered.get("serviceOrderItem")).get("service") or {}
    place = _first(service.get("place"))
    version = order.external("schemeVersion")
    pushed = ordered.get("requestedStartDate")
    submission: Resource = {
        "scheme_id": order.external("schemeId"),
        "version": int(version) if version.isdecimal() else version,
        "project": {
            "code": order.external("projectCode"),
            "name": ordered.get("description"),
            "area_code": place.get("areaCode"),
            "address": place.get("address"),
            "developer": _developer(ordered),
            "contact": _party(ordered, "contact").get("contact"),
        },
        "demand": {"kind": "telecom", **_demand(service)},
        "site": {"crs": place.get("spatialRef"), "geometry": place.get("geometry")},
        "documents": [],  # References only: this wire carries no files, and the office waits for none.
        "opinion_due": ordered.get("requestedCompletionDate", pushed),
        "submitted_at": pushed,
    }
    return json.dumps(submission, ensure_ascii=False).encode()


def _demand(service: Resource) -> Resource:
    names = {
        "ftthHouseholds": "ftth_households",
        "equipmentRoom": "equipment_room",
        "ductEntry": "duct_entry",
    }
    given = {each.get("name"): each.get("value") for each in service.get("serviceCharacteristic", [])}
    return {ours: given[theirs] for theirs, ours in names.items() if theirs in given}


def _developer(ordered: Resource) -> Resource:
    party = _party(ordered, "developer")
    return {"name": party.get("name"), "credit_code": party.get("id")}


def _party(ordered: Resource, role: str) -> Resource:
    return next((each for each in ordered.get("relatedParty", []) if each.get("role") == role), {})


def _first(values: Any) -> Resource:
    return values[0] if isinstance(values, list) and values and isinstance(values[0], dict) else {}

"""Payloads: a scheme as the office takes it, its places, receipts and events."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from sandbox.iec61968.messages import S, Unreadable

_CODES = {
    1: "YSJ",
    2: "CKCJ",
    3: "YSL",
    4: "BSL",
    5: "BYSL",
    6: "BZTZ",
    7: "BZWC",
    8: "BLZ",
    9: "TBKS",
    10: "TBJS",
    11: "BJTG",
    12: "BJRQ",
    13: "BJBTG",
    14: "YCH",
    15: "YCX",
}
_ENERGISED = "YSD"

# Where the office's own words for a place stand in the payload.
_PLACES: Mapping[str, str] = {
    "/scheme_id": "/schemeId",
    "/version": "/version",
    "/project/code": "/project/code",
    "/project/name": "/project/name",
    "/project/area_code": "/project/areaCode",
    "/project/address": "/project/address",
    "/project/developer/name": "/project/developer",
    "/project/developer/credit_code": "/project/developerCreditCode",
    "/project/contact/name": "/project/contact",
    "/project/contact/phone": "/project/phone",
    "/demand/capacity_kva": "/demand/capacityKva",
    "/demand/voltage_level": "/demand/voltageLevel",
    "/demand/supplies": "/demand/supplies",
    "/opinion_due": "/opinionDue",
    "/submitted_at": "/submittedAt",
}
_DOCUMENT = {"sha256": "sha256", "name": "fileName", "media_type": "mediaType", "size_bytes": "sizeBytes"}


def submission(scheme: Element) -> dict[str, Any]:
    """A SupplyScheme as the office's submission. What is missing or malformed is left to the office to refuse."""

    def said(path: str, within: Element = scheme) -> str | None:
        found = within.findtext("/".join(S + step for step in path.split("/")))
        return None if found is None else found.strip()

    body: dict[str, Any] = {
        "scheme_id": said("schemeId"),
        "version": _number(said("version")),
        "project": {
            "code": said("project/code"),
            "name": said("project/name"),
            "area_code": said("project/areaCode"),
            "address": said("project/address"),
            "developer": {
                "name": said("project/developer"),
                "credit_code": said("project/developerCreditCode"),
            },
            "contact": {"name": said("project/contact"), "phone": said("project/phone")},
        },
        "demand": {
            "kind": "power",
            "capacity_kva": _number(said("demand/capacityKva")),
            "voltage_level": said("demand/voltageLevel"),
            "supplies": _number(said("demand/supplies")),
        },
        "site": _site(scheme.find(f"{S}site")),
        "documents": [
            {
                "sha256": said("sha256", each),
                "name": said("fileName", each),
                "media_type": said("mediaType", each),
                "size_bytes": _number(said("sizeBytes", each)),
                "role": said("role", each),
            }
            for each in scheme.findall(f"{S}attachment")
        ],
        "opinion_due": said("opinionDue"),
        "submitted_at": said("submittedAt"),
    }
    return body


def withdrawal(payload: Element | None) -> dict[str, str]:
    """A SchemeWithdrawal. Raises `Unreadable`."""
    if payload is None or payload.tag != f"{S}SchemeWithdrawal":
        raise Unreadable("1.3", "缺少撤回内容")
    said = {name: (payload.findtext(S + name) or "").strip() for name in ("reference", "schemeId", "reason")}
    if not all(said.values()):
        raise Unreadable("1.4", "撤回内容不完整")
    return said


def xpath(pointer: str) -> str:
    """Where a place of the office's submission stands in the payload."""
    root = "/SupplyScheme"
    document = re.fullmatch(r"/documents/(\d+)(?:/(\w+))?", pointer)
    if document is not None:
        # XPath counts from one.
        name = _DOCUMENT.get(document[2] or "", document[2])
        return f"{root}/attachment[{int(document[1]) + 1}]" + (f"/{name}" if name else "")
    if pointer.startswith("/site/geometry"):
        return f"{root}/site"
    return root + _PLACES.get(pointer, pointer)


def receipt(reference: str, scheme_id: str, version: int, taken_at: str) -> Element:
    """A SchemeReceipt."""
    root = Element(f"{S}SchemeReceipt")
    said = {"reference": reference, "schemeId": scheme_id, "version": str(version), "takenAt": taken_at}
    for name, value in said.items():
        SubElement(root, S + name).text = value
    return root


def status_code(stage: str, status: int) -> str:
    """The company's own code."""
    return _ENERGISED if (stage, status) == ("hookup", 11) else _CODES[status]


def handling_event(event: Mapping[str, Any]) -> Element:
    """A HandlingEvent."""
    root = Element(f"{S}HandlingEvent")
    said = {
        "eventId": event["id"],
        "reference": event["reference"],
        "schemeId": event["scheme_id"],
        "version": event["version"],
        "stage": event["stage"],
        "statusCode": status_code(event["stage"], event["handling_status"]),
        "statusText": event["status_text"],
        "occurredAt": event["occurred_at"],
        "handler": event["handler"]["name"],
        "department": event["handler"]["department"],
        "opinion": event["opinion"],
        "opinionText": event["opinion_text"],
    }
    for name, value in said.items():
        if value is not None:
            SubElement(root, S + name).text = str(value)
    for each in event["documents"]:
        document = SubElement(root, f"{S}document")
        names = ("sha256", "fileName", "mediaType", "sizeBytes", "number", "issuedOn")
        keys = ("sha256", "name", "media_type", "size_bytes", "number", "issued_on")
        for name, key in zip(names, keys, strict=True):
            SubElement(document, S + name).text = str(each[key])
    return root


def handling_events(
    events: Sequence[Mapping[str, Any]], window_end: str, continuation: str | None
) -> Element:
    """A page of a window."""
    root = Element(f"{S}HandlingEvents")
    SubElement(root, f"{S}windowEnd").text = window_end
    if continuation is not None:
        SubElement(root, f"{S}continuation").text = continuation
    root.extend([handling_event(event) for event in events])
    return root


def _number(said: str | None) -> object:
    try:
        number = float(said or "")
    except ValueError:
        return said
    return int(number) if number.is_integer() else number


def _site(site: Element | None) -> object:
    if site is None:
        return None
    point, ring = site.findtext(f"{S}point"), site.findall(f"{S}boundary/{S}position")
    geometry: dict[str, Any] = {"type": "Point", "coordinates": _position(point)}
    if point is None:
        geometry = {"type": "Polygon", "coordinates": [[_position(each.text) for each in ring]]}
    return {"crs": site.findtext(f"{S}crs"), "geometry": geometry}


def _position(said: str | None) -> object:
    return [_number(each) for each in (said or "").split()]

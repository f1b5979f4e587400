"""Refusals as TMF630 words them, with the profile's list of violations."""

import re
from typing import Any

from starlette.responses import Response

from sandbox.calls import json_response
from sandbox.utility.problems import Problem

# The office speaks of its own submission; the hub is told where that stood in the order.
_ITEM = "/serviceOrderItem/0"
_SERVICE = _ITEM + "/service"
_PLACES = (
    (re.compile(r"/demand/ftth_households"), f"{_SERVICE}/serviceCharacteristic/0/value"),
    (re.compile(r"/demand/equipment_room"), f"{_SERVICE}/serviceCharacteristic/1/value"),
    (re.compile(r"/demand/duct_entry"), f"{_SERVICE}/serviceCharacteristic/2/value"),
    (re.compile(r"/demand.*"), _ITEM),
    (re.compile(r"/site/crs"), f"{_SERVICE}/place/0/spatialRef"),
    (re.compile(r"/site/geometry(.*)"), f"{_SERVICE}/place/0/geometry"),
    (re.compile(r"/project/area_code"), f"{_SERVICE}/place/0/areaCode"),
    (re.compile(r"/project/address"), f"{_SERVICE}/place/0/address"),
    (re.compile(r"/project/name"), "/description"),
    (re.compile(r"/project/code"), "/externalReference/2/name"),
    (re.compile(r"/project/developer(.*)"), "/relatedParty/0"),
    (re.compile(r"/project/contact(.*)"), "/relatedParty/1/contact"),
    (re.compile(r"/opinion_due"), "/requestedCompletionDate"),
    (re.compile(r"/submitted_at"), "/requestedStartDate"),
    (re.compile(r"/scheme_id"), "/externalReference/0/name"),
    (re.compile(r"/version"), "/externalReference/1/name"),
)
_STATUSES = {404: 400, 413: 400, 415: 400, 422: 400}
"""Statuses of the office that the published schema does not have for a call with a body."""


def error(status: int, code: str, reason: str, message: str = "", violations: Any = ()) -> Response:
    """An `Error`."""
    body: dict[str, Any] = {"code": code, "reason": reason, "status": str(status)}
    if message:
        body["message"] = message
    if violations:
        body |= {"@type": "ValidationError", "@baseType": "Error", "violation": violations}
    return json_response(body, status)


def of_problem(problem: Problem) -> Response:
    """What the office refused, in the wire's words."""
    violations = [
        {"path": _path(str(each["pointer"])), "reason": each["detail"], "allowed": each.get("allowed", [])}
        for each in problem.errors
    ]
    status = _STATUSES.get(problem.status, problem.status)
    return error(status, problem.name, problem.title, problem.detail or "", violations)


def refusal(status: int, retry_after: str | None) -> Response:
    """A refusal for an HTTP status."""
    response = error(status, str(status), "系统暂停服务" if status >= 500 else "请求被拒绝")
    if retry_after:
        response.headers["Retry-After"] = retry_after
    return response


def _path(pointer: str) -> str:
    for pattern, place in _PLACES:
        found = pattern.fullmatch(pointer)
        if found:
            return place + (found[1] if pattern.groups else "")
    return pointer

"""TMF641 as TM Forum publishes it: the schema that judges whatever is sent, answered and notified in these tests."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from jsonschema import Draft4Validator, FormatChecker

from tests.house.support import ROOT

PUBLISHED = ROOT.parent / "shared" / "specs" / "tmf641-v4.1.0.swagger.json"
EXTENSIONS = {
    "BuildingSite": {"address", "areaCode", "spatialRef", "geometry"},
    "DocumentReference": {"mediaType", "sizeBytes"},
    "ContactParty": {"contact"},
    "HandlingMilestone": {"schemeVersion", "handler", "opinion", "opinionText", "document"},
    "ValidationError": {"violation"},
}
"""Members that docs/wires/telecom-tmf641.md adds to the published ones, by `@type`."""

FORMATS = FormatChecker(formats=["date-time"])


@FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


@cache
def schema() -> dict[str, Any]:
    """The published Swagger document."""
    if not PUBLISHED.is_file():
        pytest.fail(
            f"TMF641's published schema is not at ../shared/specs/{PUBLISHED.name}, and nothing else can judge "
            "what is sent to carriers. Put TM Forum's tmf641-v4.1.0.swagger.json there and run the tests again."
        )
    loaded: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return loaded


def faults(definition: str, value: Any) -> list[str]:
    """What is wrong with a value by a published definition, members that nobody declared included."""
    return [*_broken({"$ref": f"#/definitions/{definition}"}, value), *_strangers(definition, value, "$")]


def check_exchange(request: httpx.Request, response: httpx.Response) -> list[str]:
    """What is wrong with a call and its answer: path, parameters, body, status, headers, answer."""
    base = schema()["basePath"]
    path = request.url.path
    if not path.startswith(base + "/"):
        return [f"{path} is not below {base}"]
    found = _operation(request.method.lower(), path.removeprefix(base))
    if found is None:
        return [f"there is no {request.method} {path}"]
    return [*_of_request(found, request), *_of_response(found, response)]


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for template, operations in schema()["paths"].items():
        parts, given = template.split("/"), path.split("/")
        same = len(parts) == len(given) and all(
            part == own or part.startswith("{") for part, own in zip(parts, given, strict=True)
        )
        if same and method in operations:
            operation: dict[str, Any] = operations[method]
            return operation
    return None


def _of_request(operation: dict[str, Any], request: httpx.Request) -> Iterator[str]:
    body = next((each for each in operation.get("parameters", []) if each["in"] == "body"), None)
    if body is not None:
        kind = request.headers["content-type"].replace(" ", "")
        if kind not in schema()["consumes"]:
            yield f"{kind} is not consumed"
        yield from faults(_named(body["schema"]), json.loads(request.content))
    elif request.content:
        yield f"{operation['operationId']} has no body"


def _of_response(operation: dict[str, Any], response: httpx.Response) -> Iterator[str]:
    declared = operation["responses"].get(str(response.status_code))
    if declared is None:
        yield f"{operation['operationId']} has no {response.status_code}"
        return
    for header in declared.get("headers", {}):
        if header not in response.headers:
            yield f"{header} is missing"
    if "schema" not in declared:
        return
    answer = response.json()
    if declared["schema"].get("type") == "array":
        for each in answer if isinstance(answer, list) else [None]:
            yield from faults(_named(declared["schema"]["items"]), each)
    else:
        yield from faults(_named(declared["schema"]), answer)


def _named(reference: dict[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _broken(reference: dict[str, Any], value: Any) -> Iterator[str]:
    whole = {**reference, "definitions": schema()["definitions"]}
    for error in Draft4Validator(whole, format_checker=FORMATS).iter_errors(value):
        yield f"{error.json_path}: {error.message}"


def _strangers(definition: str, value: Any, place: str) -> Iterator[str]:
    """Members that neither the definition nor the extension that `@type` names declares."""
    declared = schema()["definitions"][definition].get("properties")
    if not isinstance(value, dict) or declared is None:
        return
    known = {*declared, *EXTENSIONS.get(str(value.get("@type")), ())}
    for name, inner in value.items():
        if name not in known:
            yield f"{place}.{name} is declared nowhere"
        elif name in declared:
            yield from _inner(declared[name], inner, f"{place}.{name}")


def _inner(declared: dict[str, Any], value: Any, place: str) -> Iterator[str]:
    if "$ref" in declared:
        yield from _strangers(_named(declared), value, place)
    elif "$ref" in declared.get("items", {}) and isinstance(value, list):
        for number, each in enumerate(value):
            yield from _strangers(_named(declared["items"]), each, f"{place}[{number}]")

"""The door's wire document says what the door does."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from inbound.app import create_app
from inbound.openapi import document
from tests.inbound.conftest import Doors
from tests.inbound.test_schemes import a_body

PUBLISHED = Path(__file__).parents[2] / "docs" / "wires" / "inbound.openapi.json"


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return read


def fits(value: Any, schema: str, published: dict[str, Any]) -> bool:
    """Whether a value fits a schema of the document."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": published["components"]}
    return bool(Draft202012Validator(whole).is_valid(value))


def test_the_published_document_is_current(published: dict[str, Any]) -> None:
    assert published == document(), "run: python -m inbound.openapi > docs/wires/inbound.openapi.json"


def test_the_published_document_is_valid(published: dict[str, Any]) -> None:
    validate(published)


async def test_it_has_every_route_of_the_door_and_no_other(doors: Doors, published: dict[str, Any]) -> None:
    routes = {
        (route.path, method.lower())
        for route in create_app(doors.world.hub).routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    told = {(path, method) for path, item in published["paths"].items() for method in item}
    assert routes == told


async def test_answers_fit_their_schemas(doors: Doors, published: dict[str, Any]) -> None:
    assert fits(a_body(), "SchemeChange", published)
    assert fits((await doors.push(a_body())).json(), "Taken", published)
    assert fits((await doors.push([])).json(), "Problem", published)
    assert fits((await doors.push(a_body(), token="wrong")).json(), "Problem", published)
    assert fits((await doors.http.get("/nowhere")).json(), "Problem", published)
    assert not fits(a_body(), "Problem", published)

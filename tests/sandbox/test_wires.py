"""The wire documents are valid OpenAPI, and their examples fit their schemas."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import validate

from tests.sandbox.wire import WIRES, Wire

DOCUMENTS = sorted(WIRES.glob("*.openapi.yaml"))


def _examples(wire: Wire, node: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every (place, pointer of the schema, example) in the document."""
    if isinstance(node, dict):
        if "schema" in node and "examples" in node:
            for name, example in node["examples"].items():
                yield f"{path}/examples/{name}", f"{path}/schema", wire.resolve(example)["value"]
        if "schema" in node and "example" in node:
            yield f"{path}/example", f"{path}/schema", node["example"]
        for key, child in node.items():
            yield from _examples(wire, child, f"{path}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from _examples(wire, child, f"{path}/{number}")


def _bodies(wire: Wire) -> Iterator[tuple[str, Any]]:
    document = wire.document
    for path, item in {**document["paths"], **document.get("webhooks", {})}.items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            where = f"{method} {path}"
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield f"{where} body", media
            for status, response in operation["responses"].items():
                for media in wire.resolve(response).get("content", {}).values():
                    yield f"{where} {status}", media


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_wire_document_is_valid_openapi(path: Path) -> None:
    validate(yaml.safe_load(path.read_text("utf-8")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_example_fits_its_schema(path: Path) -> None:
    wire = Wire(path)
    checked = 0
    for place, pointer, example in _examples(wire, wire.document):
        assert (place, wire.faults(pointer, example)) == (place, [])
        checked += 1
    assert checked > 15


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_body_has_an_example_to_mock_from(path: Path) -> None:
    bodies = list(_bodies(Wire(path)))
    assert [where for where, media in bodies if not media.get("examples")] == []
    assert len(bodies) > 5

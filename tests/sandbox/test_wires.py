"""The wire documents are valid OpenAPI, and their examples fit their schemas."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

WIRES = Path(__file__).parents[2] / "docs" / "wires"
DOCUMENTS = sorted(WIRES.glob("*.openapi.yaml"))


def _resolve(document: dict[str, Any], node: Any) -> Any:
    while isinstance(node, dict) and "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def _examples(document: dict[str, Any], node: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every (place, pointer of the schema, example) in the document."""
    if isinstance(node, dict):
        if "schema" in node and "examples" in node:
            for name, example in node["examples"].items():
                yield f"{path}/examples/{name}", f"{path}/schema", _resolve(document, example)["value"]
        if "schema" in node and "example" in node:
            yield f"{path}/example", f"{path}/schema", node["example"]
        for key, child in node.items():
            yield from _examples(document, child, f"{path}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from _examples(document, child, f"{path}/{number}")


def _bodies(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for path, item in {**document["paths"], **document.get("webhooks", {})}.items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            where = f"{method} {path}"
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield f"{where} body", media
            for status, response in operation["responses"].items():
                for media in _resolve(document, response).get("content", {}).values():
                    yield f"{where} {status}", media


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_wire_document_is_valid_openapi(path: Path) -> None:
    validate(yaml.safe_load(path.read_text("utf-8")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_example_fits_its_schema(path: Path) -> None:
    document = yaml.safe_load(path.read_text("utf-8"))
    registry: Registry[Any] = Registry().with_resource("wire:", Resource(document, DRAFT202012))
    checked = 0
    for place, pointer, example in _examples(document, document):
        schema = {"$ref": f"wire:#{pointer}"}
        checker = Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)
        faults = [f"{place}{fault.json_path}: {fault.message}" for fault in checker.iter_errors(example)]
        assert not faults
        checked += 1
    assert checked > 15


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_body_has_an_example_to_mock_from(path: Path) -> None:
    document = yaml.safe_load(path.read_text("utf-8"))
    bare = [where for where, media in _bodies(document) if not media.get("examples")]
    assert not bare
    assert len(list(_bodies(document))) > 5

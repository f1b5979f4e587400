"""The wire documents as oracles: what a body has to look like, and the examples that they give."""

from functools import cache
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from tests.house.support import ROOT

UTILITY = "utility-gateway"
PROVINCE = "province-gateway"


@cache
def document(name: str) -> dict[str, Any]:
    """An OpenAPI document of docs/wires."""
    text = (ROOT / "docs" / "wires" / f"{name}.openapi.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def unlike(name: str, schema: str, value: Any) -> list[str]:
    """Where `value` is not as the document's schema says; empty when it is."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": document(name)["components"]}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]


def example(name: str, *steps: str) -> Any:
    """An example of the document, by its place."""
    value: Any = document(name)
    for step in steps:
        value = value[step]
    return value

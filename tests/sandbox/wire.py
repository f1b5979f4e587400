"""What a wire document says an answer looks like, and examples to send."""

from pathlib import Path
from typing import Any

import httpx
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

WIRES = Path(__file__).parents[2] / "docs" / "wires"


class Wire:
    """One wire document."""

    def __init__(self, path: Path) -> None:
        self.document: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        self._registry: Registry[Any] = Registry().with_resource(
            "wire:", DRAFT202012.create_resource(self.document)
        )

    def faults(self, pointer: str, value: object) -> list[str]:
        """What is wrong with a value by the schema at this JSON pointer."""
        validator = Draft202012Validator(
            {"$ref": f"wire:#{pointer}"},
            registry=self._registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        return [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(value)]

    def resolve(self, node: Any) -> Any:
        """The node, or what its reference points to."""
        while isinstance(node, dict) and "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def check(self, operation: str, response: httpx.Response) -> httpx.Response:
        """Fail unless the document allows the operation this answer; gives it back."""
        declared = self._operation(operation)["responses"]
        assert str(response.status_code) in declared, f"{operation} has no {response.status_code}"
        described = self.resolve(declared[str(response.status_code)])
        for name, header in described.get("headers", {}).items():
            required = self.resolve(header).get("required", False)
            assert name in response.headers or not required, f"{operation}: {name} is missing"
        content = described.get("content", {})
        media_type = response.headers.get("content-type", "").split(";")[0]
        assert media_type in content or not content, f"{operation}: {media_type}"
        if content and media_type.endswith("json"):
            schema = content[media_type]["schema"]["$ref"].removeprefix("#")
            assert self.faults(schema, response.json()) == []
        return response

    def _operation(self, operation: str) -> Any:
        for item in self.document["paths"].values():
            for each in item.values():
                if isinstance(each, dict) and each.get("operationId") == operation:
                    return each
        raise KeyError(operation)


UGA = Wire(WIRES / "utility-gateway.openapi.yaml")
PROVINCE = Wire(WIRES / "province-gateway.openapi.yaml")

"""The door's wire document: `python -m inbound.openapi > docs/wires/inbound.openapi.json`.

Written out here, because the door reads raw bodies: a signature covers bytes, and a limit is kept while they arrive.
The scheme's shape is that of the model.
"""

import json
import sys
from typing import Any, Final

from inbound.bodies import MAX_BYTES
from inbound.problems import MEDIA_TYPE, TYPE_PREFIX
from inbound.schemes import CHANGE
from inbound.storing import RETRY_SECONDS

_DESCRIPTION: Final = f"""\
The hub's door for machines: callbacks of utility companies, and schemes pushed by a joint plan review.

**An answer of 2xx means that the content is committed to the hub's database.** Anything else means that nothing of it
was taken, except 500 and a cut connection, after which it is unknown. Sending again is always right: what is repeated
counts once.

Bodies are at most {MAX_BYTES} bytes. Refusals are problem details (RFC 9457), `type` beginning with
`{TYPE_PREFIX}`; their sentences are Chinese, or English where `Accept-Language` begins with `en`.
"""
_CALLBACK: Final = """\
The headers and the body are those of the company's own wire document (Utility Gateway API: Standard Webhooks, where
`webhook-id` stays the same over the attempts). An event is recognised by its own id, whoever tells it, callback or
feed. The same id with another body is taken as well (2xx): it is kept apart and shown to a person, since sending it
again would not change it. A signature that does not fit, or a time more than 5 minutes off, leaves nothing but a
note in the audit trail.
"""
_SCHEME: Final = """\
A version of a scheme (`change`: `scheme`, which may be left out) or its withdrawal (`change`: `withdrawal`). A version
is immutable: a correction comes under the next number. Documents are named by their hash; the hub fetches them from the
one source of schemes that it is configured with.
"""
_REFUSALS: Final = {
    "400": "Not JSON.",
    "401": "The signature or the token does not fit.",
    "403": "No token is configured: schemes are not taken here.",
    "404": "No company of this id calls back here.",
    "408": "The body did not arrive in time.",
    "409": "This version is held with another content, which stays.",
    "413": "The body is too large.",
    "422": "Signed or admitted, and not what the document says; `errors` tells where.",
    "500": "The hub failed; it is unknown whether the content was taken.",
    "503": "Nothing can be stored at the moment.",
}


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    change = CHANGE.json_schema(ref_template="#/components/schemas/{model}")
    models: dict[str, Any] = change.pop("$defs")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Liandong inbound", "version": "1.0.0", "description": _DESCRIPTION},
        "servers": [{"url": "https://hub.example", "description": "The operator announces the address."}],
        "paths": {
            "/callbacks/{company}": {"post": _callback()},
            "/schemes": {"post": _scheme()},
            "/healthz": {"get": _alive()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**models, "SchemeChange": change, "Taken": _TAKEN, "Problem": _PROBLEM},
            "responses": {status: _refusal(status, text) for status, text in _REFUSALS.items()},
        },
    }


def _callback() -> dict[str, Any]:
    company = {
        "name": "company",
        "in": "path",
        "required": True,
        "description": "The company's id in the hub's configuration.",
        "schema": {"type": "string"},
    }
    taken: dict[str, Any] = {
        "200": {
            "description": "Taken, with the acknowledgement that the company's wire document asks for.",
            "content": {"*/*": {}},
        },
        "204": {"description": "Taken."},
    }
    return {
        "operationId": "callback",
        "summary": "A utility company tells of something that happened.",
        "description": _CALLBACK,
        "security": [],
        "parameters": [company],
        "requestBody": {"required": True, "content": {"*/*": {}}},
        "responses": taken | _refusals("401", "404", "408", "413", "422", "500", "503"),
    }


def _scheme() -> dict[str, Any]:
    taken = {"application/json": {"schema": {"$ref": "#/components/schemas/Taken"}}}
    return {
        "operationId": "pushScheme",
        "summary": "A joint plan review pushes a scheme, or takes one back.",
        "description": _SCHEME,
        "security": [{"token": []}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SchemeChange"}}},
        },
        "responses": {
            "200": {"description": "Known already; nothing more follows.", "content": taken},
            "201": {"description": "Taken.", "content": taken},
            **_refusals("400", "401", "403", "408", "409", "413", "422", "500", "503"),
        },
    }


def _alive() -> dict[str, Any]:
    status = {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"]}
    return {
        "operationId": "alive",
        "summary": "A sign of life of the process; it says nothing of the database.",
        "security": [],
        "responses": {
            "200": {"description": "Alive.", "content": {"application/json": {"schema": status}}},
        },
    }


def _refusals(*statuses: str) -> dict[str, Any]:
    return {status: {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _refusal(status: str, text: str) -> dict[str, Any]:
    response: dict[str, Any] = {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == "503":
        seconds = {"type": "integer", "examples": [RETRY_SECONDS]}
        response["headers"] = {"Retry-After": {"description": "Seconds.", "schema": seconds}}
    return response


_TEXT: Final = {"type": "string"}
_TAKEN: Final = {
    "type": "object",
    "required": ["scheme_id", "outcome", "warnings"],
    "properties": {
        "scheme_id": _TEXT,
        "outcome": {"enum": ["new", "known"]},
        "warnings": {"type": "array", "items": _TEXT, "description": "Doubts that do not stop the scheme."},
    },
}
_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail", "allowed"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "JSON Pointer (RFC 6901) into the body; empty for the whole.",
                    },
                    "code": _TEXT,
                    "detail": {"type": "string", "description": "The field by its name, and what is wrong."},
                    "allowed": {"type": "array", "items": _TEXT},
                },
            },
        },
    },
}


if __name__ == "__main__":
    json.dump(document(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")

"""One spelling of a JSON value, and the hash that tells two contents apart."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical_json(value: Any) -> bytes:
    """`value` as UTF-8 JSON with sorted keys and no spaces: equal values give equal bytes.

    Raises `ValueError` for a number that JSON does not have (NaN, infinity) and `TypeError` for anything that
    is not JSON-ready, such as a datetime.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def content_hash(body: Mapping[str, Any]) -> str:
    """Lower-case hexadecimal SHA-256 of the canonical JSON of `body`, such as `Frozen.to_store` gives."""
    return hashlib.sha256(canonical_json(dict(body))).hexdigest()

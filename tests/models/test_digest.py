"""Two contents are the same when their canonical JSON is."""

import hashlib
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.digest import canonical_json, content_hash

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('a方"\\\n'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab方"), inner, max_size=3),
    max_leaves=8,
)


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    assert canonical_json({"乙": 1, "b": [1, 2], "a": "水"}) == '{"a":"水","b":[1,2],"乙":1}'.encode()


def test_the_hash_is_the_sha256_of_the_canonical_form() -> None:
    assert content_hash({"b": 1, "a": "水"}) == hashlib.sha256('{"a":"水","b":1}'.encode()).hexdigest()


@given(st.dictionaries(st.text("ab方"), JSON))
def test_the_order_of_keys_does_not_change_the_hash(body: dict[str, object]) -> None:
    assert content_hash(dict(reversed(list(body.items())))) == content_hash(body)


def test_another_content_has_another_hash() -> None:
    assert content_hash({"version": 1}) != content_hash({"version": 2})


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_json_does_not_have_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        content_hash({"volume": value})


def test_a_value_that_is_not_json_ready_is_refused() -> None:
    with pytest.raises(TypeError):
        content_hash({"at": datetime(2026, 3, 1, tzinfo=UTC)})

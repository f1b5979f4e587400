"""A validation error becomes one fault per field: where, what, and which values would be right."""

import math
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from models.demand import Demand
from models.messages import FieldFault, Message
from models.problems import faults_of, quoted
from models.scheme import Scheme
from models.status import HandlingStatus
from tests.models.builders import WATER, project_body, scheme_body


def only(adapter: Any, value: object) -> FieldFault:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(adapter).validate_python(value)
    (fault,) = faults_of(caught.value)
    return fault


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"version": 0}, "version"),
        ({"project": project_body(code="x")}, "project.code"),
        ({"demands": [WATER | {"pipe_dn_mm": 0}]}, "demands.0.pipe_dn_mm"),
        (
            {"site": {"crs": "EPSG:4490", "geometry": {"type": "Point", "coordinates": [31]}}},
            "site.geometry.coordinates.1",
        ),
        ({"surprise": 1}, "surprise"),
        ({"demands": [WATER, WATER]}, "-"),
    ],
)
def test_a_path_reads_as_the_input_is_written(changes: dict[str, Any], field: str) -> None:
    assert only(Scheme, scheme_body(**changes)).field == field


@pytest.mark.parametrize(
    ("adapter", "value", "message", "params", "allowed"),
    [
        (Annotated[int, Field(gt=0)], 0, "greater-than", {"gt": 0, "value": 0}, ()),
        (Annotated[float, Field(le=10)], 11.5, "less-than-equal", {"le": 10, "value": 11.5}, ()),
        (Annotated[float, Field(le=10)], math.nan, "less-than-equal", {"le": 10, "value": "nan"}, ()),
        (Annotated[str, Field(max_length=2)], "abc", "string-too-long", {"max_length": 2}, ()),
        (
            Annotated[str, Field(pattern="^a$")],
            "b\nc",
            "string-pattern-mismatch",
            {"pattern": "^a$", "value": "b c"},
            (),
        ),
        (tuple[int, int], (1, 2, 3), "too-long", {"max_length": 2, "actual_length": 3}, ()),
        (int, "a", "int-parsing", {"value": "a"}, ()),
        (int, "a" * 100, "int-parsing", {"value": "a" * 60 + "…"}, ()),
        (bool, {"a": 1}, "bool-type", {"value": "…"}, ()),
        (str, 5, "string-type", {}, ()),
        (Literal["a"], True, "literal-error", {"value": "true"}, ("a",)),
        (Literal["a", "b"], "c", "literal-error", {"value": "c"}, ("a", "b")),
        (HandlingStatus, 99, "enum", {"value": 99}, tuple(str(code) for code in range(1, 16))),
        (Demand, {}, "union-tag-not-found", {"discriminator": "'kind'"}, ()),
        (
            Demand,
            {"kind": "heat"},
            "union-tag-invalid",
            {"discriminator": "'kind'", "tag": "heat"},
            ("water", "power", "gas", "telecom"),
        ),
    ],
)
def test_a_standard_fault_carries_its_numbers_and_allowed_values(
    adapter: Any, value: object, message: str, params: dict[str, Any], allowed: tuple[str, ...]
) -> None:
    fault = only(adapter, value)
    assert fault.message.id == f"invalid-{message}"
    assert fault.message.params == params
    assert fault.allowed == allowed


def test_a_fault_of_ours_keeps_the_expected_value_as_a_value() -> None:
    developer = {"name": "a", "credit_code": "91511700MA62E1XH28", "kind": "1"}
    fault = only(Scheme, scheme_body(project=project_body(developer=developer)))
    assert fault.message.params == {"value": "91511700MA62E1XH28", "expected": "7"}
    assert fault.allowed == ()


def test_every_fault_of_an_input_is_told() -> None:
    with pytest.raises(ValidationError) as caught:
        Scheme.model_validate(scheme_body(version=0, scheme_id="", demands=[WATER | {"use_class": "x"}]))
    fields = [fault.field for fault in faults_of(caught.value)]
    assert fields == ["scheme_id", "version", "demands.0.use_class"]


@pytest.mark.parametrize(
    ("value", "repeated"),
    [
        (1.5, 1.5),
        (True, "true"),
        (math.inf, "inf"),
        ("a\n b", "a b"),
        (13800000000, "***"),
        ("李明 13800000000", "李明 ***"),
        ("2411-511703-04-01-249065", "2411-511703-04-01-249065"),
        ("91511700MA62E1XH27", "91511700MA62E1XH27"),
        (None, "…"),
        (["a"], "…"),
    ],
)
def test_a_quoted_value_is_short_and_holds_no_telephone_number(value: object, repeated: object) -> None:
    assert quoted(value) == repeated


def test_a_message_can_be_made_about_a_number_that_is_not_finite() -> None:
    assert Message(id="a", params={"value": math.nan}).params == {"value": "nan"}

"""Whatever the domain can say or name has an entry, and a real fault fills its sentence."""

import logging
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from hub.language import Language, field_name, has_term, say, say_fault, term
from hub.store.rows import State
from models.base import Frozen
from models.demand import Demand, GasDemand, GasPressure, PowerDemand, TelecomDemand, WaterDemand, WaterUse
from models.documents import DocumentRole
from models.events import Update
from models.problems import faults_of
from models.project import Project
from models.scheme import Scheme
from models.site import AXES, Site
from models.stage import Opinion, Stage, UtilityKind
from models.status import HandlingStatus
from tests.models.builders import DIGEST, WATER, a_scheme, contact_body, project_body, scheme_body

LANGUAGES = pytest.mark.parametrize("language", list(Language))
NAMED: list[tuple[str, type[Enum]]] = [
    ("status", HandlingStatus),
    ("stage", Stage),
    ("kind", UtilityKind),
    ("opinion", Opinion),
    ("role", DocumentRole),
    ("use", WaterUse),
    ("pressure", GasPressure),
    ("state", State),
]


@LANGUAGES
@pytest.mark.parametrize(("prefix", "codes"), NAMED, ids=[prefix for prefix, _ in NAMED])
def test_every_code_has_a_name_of_its_own(prefix: str, codes: type[Enum], language: Language) -> None:
    names = {
        term(f"{prefix}-{code.value}", language)
        for code in codes
        if has_term(f"{prefix}-{code.value}", language)
    }
    assert len(names) == len(codes)


@LANGUAGES
def test_every_axis_has_a_name(language: Language) -> None:
    axes = [axis for each in AXES.values() for axis in (each.first, each.second)]
    assert all(has_term(f"axis-{axis}", language) for axis in axes)


def paths(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Every field of a model and of the models within it, as a fault would name it."""
    found = []
    for name, field in model.model_fields.items():
        found.append(f"{prefix}{name}")
        if isinstance(field.annotation, type) and issubclass(field.annotation, Frozen):
            found += paths(field.annotation, f"{prefix}{name}.")
    return found


@pytest.mark.parametrize("model", [Scheme, Update, WaterDemand, PowerDemand, GasDemand, TelecomDemand])
def test_every_field_that_can_be_wrong_has_a_name(model: type[BaseModel]) -> None:
    written = [path for path in paths(model) if path != "change"]
    assert written
    assert [path for path in written if field_name(path, Language.ZH_CN) == path] == []


class Every(Frozen):
    """One field for each way in which pydantic refuses a value here."""

    number: int = 0
    measure: float = 0
    answer: bool = False
    word: Annotated[str, Field(min_length=2, max_length=3, pattern="^a")] = "aa"
    above: Annotated[int, Field(gt=1, lt=5)] = 2
    within: Annotated[int, Field(ge=1, le=5)] = 2
    step: Annotated[int, Field(multiple_of=5)] = 5
    choice: Literal["a", "b"] = "a"
    day: date = date(2026, 3, 2)
    instant: datetime | None = None
    aware: AwareDatetime | None = None
    delay: timedelta | None = None
    pair: tuple[int, int] = (0, 0)
    names: list[str] = []  # noqa: RUF012  (pydantic copies defaults)
    unique: set[str] = set()  # noqa: RUF012
    fixed: frozenset[str] = frozenset()
    table: dict[str, int] = {}  # noqa: RUF012
    nothing: None = None
    inner: Project | None = None


STANDARD: list[tuple[str, object, str]] = [
    ("number", "a", "int-parsing"),
    ("number", "9" * 5000, "int-parsing-size"),
    ("number", 1.5, "int-from-float"),
    ("number", [], "int-type"),
    ("measure", "a", "float-parsing"),
    ("measure", [], "float-type"),
    ("measure", float("inf"), "finite-number"),
    ("answer", "perhaps", "bool-parsing"),
    ("answer", [], "bool-type"),
    ("word", 5, "string-type"),
    ("word", "a", "string-too-short"),
    ("word", "aaaa", "string-too-long"),
    ("word", "bb", "string-pattern-mismatch"),
    ("word", b"\xff\xff", "string-unicode"),
    ("above", 1, "greater-than"),
    ("above", 5, "less-than"),
    ("within", 0, "greater-than-equal"),
    ("within", 6, "less-than-equal"),
    ("step", 3, "multiple-of"),
    ("choice", "c", "literal-error"),
    ("day", [], "date-type"),
    ("day", "x", "date-from-datetime-parsing"),
    ("day", "2026-03-02T09:00:00", "date-from-datetime-inexact"),
    ("instant", [], "datetime-type"),
    ("instant", "x", "datetime-from-date-parsing"),
    ("instant", "2026-03-02T99:00", "datetime-from-date-parsing"),
    ("aware", "2026-03-02T09:00:00", "timezone-aware"),
    ("delay", [], "time-delta-type"),
    ("delay", "x", "time-delta-parsing"),
    ("pair", 5, "tuple-type"),
    ("pair", (1, 2, 3), "too-long"),
    ("names", 5, "list-type"),
    ("unique", 5, "set-type"),
    ("fixed", 5, "frozen-set-type"),
    ("table", 5, "dict-type"),
    ("nothing", 5, "none-required"),
    ("inner", 5, "model-type"),
    ("surprise", 5, "extra-forbidden"),
]


def said(adapter: Any, value: object, language: Language, caplog: pytest.LogCaptureFixture) -> list[str]:
    """The ids of the faults in `value`, each of which was said without a complaint."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(adapter).validate_python(value)
    faults = faults_of(caught.value)
    with caplog.at_level(logging.WARNING):
        lines = [say_fault(fault, language) for fault in faults]
    assert not caplog.records
    assert not [line for line in lines if "«" in line]
    return [fault.message.id for fault in faults]


@LANGUAGES
@pytest.mark.parametrize(("field", "value", "fault"), STANDARD, ids=[f"{c[2]}" for c in STANDARD])
def test_a_standard_fault_has_its_sentence(
    field: str, value: object, fault: str, language: Language, caplog: pytest.LogCaptureFixture
) -> None:
    assert said(Every, {field: value}, language, caplog) == [f"invalid-{fault}"]


RING = [[31.0, 107.0], [31.0, 107.1], [31.1, 107.1], [31.2, 107.0]]
DOCUMENT = {"sha256": DIGEST, "name": "a/b", "media_type": "text/html", "size_bytes": 1}
OURS: list[tuple[Any, object, list[str]]] = [
    (Scheme, scheme_body(project=project_body(code="x")), ["project-code-form"]),
    (Scheme, scheme_body(project=project_body(area_code="x")), ["area-code-form"]),
    (
        Project,
        project_body(developer={"name": "a", "credit_code": "x", "kind": "1"}),
        ["credit-code-form"],
    ),
    (
        Project,
        project_body(developer={"name": "a", "credit_code": "91511700MA62E1XH28", "kind": "1"}),
        ["credit-code-check"],
    ),
    (Scheme, scheme_body(demands=[WATER, WATER]), ["demand-repeated"]),
    (Scheme, scheme_body(documents=[DOCUMENT]), ["document-name-path", "value-not-allowed"]),
    (Scheme, scheme_body(pushed_at="yesterday"), ["instant-form"]),
    (Demand, {"kind": "heating"}, ["union-tag-invalid"]),
    (Demand, {}, ["union-tag-not-found"]),
    (Demand, 5, ["model-attributes-type"]),
    (
        Site,
        {"crs": "EPSG:4490", "geometry": {"type": "Point", "coordinates": [107, 31]}},
        ["site-axes-swapped"],
    ),
    (
        Site,
        {"crs": "EPSG:4545", "geometry": {"type": "Point", "coordinates": [31, 107]}},
        ["site-out-of-range"],
    ),
    (Site, {"crs": "EPSG:4490", "geometry": {"type": "Polygon", "coordinates": RING}}, ["site-ring-open"]),
    (Site, {"crs": "EPSG:4490", "geometry": {"type": "Point"}}, ["missing"]),
    (Site, {"crs": "EPSG:0", "geometry": {"type": "Point", "coordinates": [31, 107]}}, ["enum"]),
    (
        Update,
        {
            "event_id": "1",
            "stage": "review",
            "status": 1,
            "status_code": "1",
            "occurred_at": "2026-03-02T01:00Z",
        },
        ["update-names-no-case"],
    ),
]


@LANGUAGES
@pytest.mark.parametrize(("adapter", "value", "faults"), OURS, ids=[each[2][0] for each in OURS])
def test_a_fault_of_the_domain_has_its_sentence(
    adapter: Any, value: object, faults: list[str], language: Language, caplog: pytest.LogCaptureFixture
) -> None:
    assert said(adapter, value, language, caplog) == [f"invalid-{fault}" for fault in faults]


@LANGUAGES
def test_a_schemes_warnings_have_their_sentences(
    language: Language, caplog: pytest.LogCaptureFixture
) -> None:
    warnings = {
        warning.id: warning
        for code in ("2016-511702-70-03-123456", "2411-511703-04-01-249064", "2011-511702-04-01-123450")
        for warning in a_scheme(
            project=project_body(code=code, contact=contact_body(phone="无")),
            opinion_due="2026-03-02T08:00:00+08:00",
        ).warnings
    }
    assert len(warnings) == 5
    assert not [line for line in (say(each, language) for each in warnings.values()) if "«" in line]
    assert not caplog.records

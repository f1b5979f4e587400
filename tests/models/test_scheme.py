"""What a scheme refuses, what it doubts, and where it goes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from models.company import Company, route
from models.demand import GasDemand, WaterDemand
from models.digest import content_hash
from models.documents import MEDIA_TYPES, DocumentRef
from models.events import Update
from models.problems import faults_of
from models.project import Registration
from models.scheme import Scheme, SchemeChange, Withdrawal
from models.stage import UtilityKind
from tests.models.builders import DIGEST, GAS, WATER, a_scheme, contact_body, project_body, scheme_body

DOCUMENT = {"sha256": DIGEST, "name": "总平面图.pdf", "media_type": "application/pdf", "size_bytes": 1}


def faults(model: type[Any], body: object) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(body)
    return [(fault.field, fault.message.id) for fault in faults_of(caught.value)]


def company(id_: str, kind: str, *districts: str) -> Company:
    return Company(id=id_, name=id_, kind=UtilityKind(kind), districts=frozenset(districts))


def test_a_demand_becomes_the_variant_of_its_kind() -> None:
    scheme = a_scheme(demands=[GAS, WATER])
    assert isinstance(scheme.demand(UtilityKind.WATER), WaterDemand)
    assert isinstance(scheme.demand(UtilityKind.GAS), GasDemand)
    with pytest.raises(KeyError):
        scheme.demand(UtilityKind.POWER)


def test_an_unknown_kind_of_demand_is_refused_with_the_known_kinds() -> None:
    with pytest.raises(ValidationError) as caught:
        a_scheme(demands=[{"kind": "heating"}])
    (fault,) = faults_of(caught.value)
    assert (fault.field, fault.message.id) == ("demands.0", "invalid-union-tag-invalid")
    assert fault.allowed == ("water", "power", "gas", "telecom")


def test_a_second_demand_of_one_kind_is_refused() -> None:
    assert faults(Scheme, scheme_body(demands=[WATER, WATER])) == [("-", "invalid-demand-repeated")]


def test_a_scheme_that_asks_for_nothing_is_refused() -> None:
    assert faults(Scheme, scheme_body(demands=[])) == [("demands", "invalid-too-short")]


def test_a_document_named_twice_is_refused() -> None:
    assert faults(Scheme, scheme_body(documents=[DOCUMENT, DOCUMENT])) == [("-", "invalid-document-repeated")]


@pytest.mark.parametrize("name", ["../a.pdf", "a\\b.pdf", "a/b.pdf", "..", ".", "a\x00.pdf", "a\r\nb.pdf"])
def test_a_document_name_holds_neither_path_nor_line_break(name: str) -> None:
    assert faults(DocumentRef, DOCUMENT | {"name": name}) == [("name", "invalid-document-name-path")]


def test_another_media_type_is_refused_with_the_accepted_ones() -> None:
    with pytest.raises(ValidationError) as caught:
        DocumentRef.model_validate(DOCUMENT | {"media_type": "text/html"})
    (fault,) = faults_of(caught.value)
    assert (fault.field, fault.allowed) == ("media_type", MEDIA_TYPES)


@pytest.mark.parametrize(
    ("size", "message"), [(0, "invalid-greater-than"), (2**30 + 1, "invalid-less-than-equal")]
)
def test_a_document_has_bytes_and_at_most_a_gibibyte(size: int, message: str) -> None:
    assert faults(DocumentRef, DOCUMENT | {"size_bytes": size}) == [("size_bytes", message)]


def test_a_project_that_ends_before_it_starts_is_refused() -> None:
    dates = {"industry_class": "01", "start_planned": "2026-05-01", "finish_planned": "2026-04-30"}
    assert faults(Registration, dates) == [("-", "invalid-project-dates")]


@pytest.mark.parametrize("day", [86_400, "86400", "20260501", "2026/05/01"])
def test_a_day_is_written_as_a_date(day: object) -> None:
    ((field, message),) = faults(Registration, {"industry_class": "01", "start_planned": day})
    assert field == "start_planned"
    assert message in {"invalid-day-form", "invalid-date-from-datetime-parsing"}


@pytest.mark.parametrize(
    "instant",
    [
        "20260302",
        1772413200,
        1772413200.5,
        "2026-03-02T09:00:00",
        "2026-03-02",
        "0001-01-01T00:00:00+08:00",
        "",
        None,
    ],
)
def test_an_instant_without_an_offset_or_written_as_a_number_is_refused(instant: object) -> None:
    assert faults(Scheme, scheme_body(pushed_at=instant)) == [("pushed_at", "invalid-instant-form")]


def test_one_moment_has_one_spelling_whoever_wrote_it() -> None:
    here, there = (
        a_scheme(pushed_at="2026-03-02T09:00:00+08:00"),
        a_scheme(pushed_at="2026-03-02T01:00:00.000400Z"),
    )
    assert here == there
    assert content_hash(here.to_store()) == content_hash(there.to_store())
    assert here.pushed_at == datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_a_scheme_without_doubts_carries_no_warning() -> None:
    assert a_scheme().warnings == ()


def test_doubts_are_kept_with_the_scheme() -> None:
    project = project_body(code="2016-511702-70-03-123456", contact=contact_body(phone="见附件"))
    scheme = a_scheme(project=project, opinion_due="2026-03-02T08:00:00+08:00")
    assert [warning.id for warning in scheme.warnings] == [
        "warning-project-code-old-form",
        "warning-contact-phone-form",
        "warning-opinion-due-early",
    ]
    assert "见附件" not in str(scheme.warnings)


@pytest.mark.parametrize("phone", ["13800000000", "0818-2123456", "08182123456", "028-87654321"])
def test_mobile_and_fixed_numbers_raise_no_doubt(phone: str) -> None:
    assert a_scheme(project=project_body(contact=contact_body(phone=phone))).warnings == ()


def test_a_change_is_a_version_or_a_withdrawal_and_faults_name_the_field_alone() -> None:
    change = TypeAdapter[Scheme | Withdrawal](SchemeChange)
    body = {"scheme_id": "FA-1", "reason": "调整", "withdrawn_at": "2026-03-05T11:30:00+08:00"}
    assert change.validate_python({"change": "withdrawal", **body}) == Withdrawal.model_validate(body)
    with pytest.raises(ValidationError) as caught:
        change.validate_python({"change": "scheme", **scheme_body(version=0)})
    assert [fault.field for fault in faults_of(caught.value)] == ["version"]


def test_an_update_names_its_case() -> None:
    body = {
        "event_id": "1",
        "stage": "review",
        "status": 1,
        "status_code": "1",
        "occurred_at": "2026-03-02T01:00Z",
    }
    assert faults(Update, body) == [("-", "invalid-update-names-no-case")]
    assert faults(Update, body | {"remote_ref": " "}) == [("remote_ref", "invalid-string-too-short")]
    assert Update.model_validate(body | {"scheme_id": "FA-1"}).scheme_id == "FA-1"


def test_a_scheme_goes_to_every_company_of_its_kinds_that_serves_its_area() -> None:
    companies = [
        company("water-east", "water", "511702"),
        company("water-west", "water", "511703"),
        company("carrier-a", "telecom", "511702", "511703"),
        company("carrier-b", "telecom", "511702"),
        company("gas-east", "gas", "511703"),
    ]
    chosen, unserved = route(a_scheme(), companies)
    assert [each.id for each in chosen] == ["water-east", "carrier-a", "carrier-b"]
    assert unserved == (UtilityKind.GAS, UtilityKind.POWER)


def test_a_company_gets_nothing_of_a_scheme_without_its_kind() -> None:
    chosen, unserved = route(a_scheme(demands=[WATER]), [company("gas-east", "gas", "511702")])
    assert (chosen, unserved) == ((), (UtilityKind.WATER,))

"""Names and telephone numbers show in the store's form and nowhere else; every model survives the store."""

import json
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

import models.records as records
from models.base import Frozen
from models.case import fold
from models.company import Company
from models.demand import GasDemand, PowerDemand, TelecomDemand, WaterDemand
from models.events import Update
from models.mapping import CodeMapping
from models.messages import FieldFault, Message
from models.problems import faults_of
from models.project import Contact, Developer, Project, Registration
from models.records import EventRecord, MatterRecord, ProjectRecord
from models.scheme import Withdrawal
from models.site import Polygon
from models.stage import Stage
from tests.models.builders import (
    CREDIT_CODE,
    GAS,
    POWER,
    TELECOM,
    WATER,
    a_scheme,
    an_event,
    contact_body,
    project_body,
)
from tests.models.later_examples import later_examples

NAME, PHONE = "李明", "13800000000"
SCHEME = a_scheme(project=project_body(contact=contact_body(name=NAME, phone=PHONE)))
STATE = fold([an_event(1, 0, scheme_version=1), an_event(11, 1), an_event(1, 2, scheme_version=2)])
UPDATE = Update.model_validate(
    {
        "event_id": "evt-1",
        "remote_ref": "TCSW-1",
        "stage": "review",
        "status": 11,
        "status_code": "11",
        "occurred_at": "2026-03-04T10:05:00.123+08:00",
        "handler": NAME,
        "opinion": "agree",
        "documents": [
            {
                "sha256": "0" * 64,
                "name": "意见书.pdf",
                "media_type": "application/pdf",
                "size_bytes": 1804,
                "number": "通水审〔2026〕41号",
                "issued_on": "2026-03-04",
            }
        ],
    }
)
COMMON = {"key": "k", "area_code": "511702"}
COMPANY = {"company_name": "通川水务", "company_credit_code": CREDIT_CODE}
EVENT_RECORD: dict[str, Any] = {
    **COMMON,
    **COMPANY,
    "engineering_code": "g",
    "matter": "m",
    "step": 1,
    "status": 3,
    "status_text": "已受理",
    "occurred_at": "2026-03-04T10:05:00+08:00",
}
MAPPING = CodeMapping.model_validate(
    {
        "status": {"S01": 1, "S99": "ignored"},
        "stages": {"review": {"S01": 3}},
        "items": {"review": {"code": "GS-01", "version": 1.0, "limit_days": 5}},
    }
)
EVERY: list[Frozen] = [
    SCHEME,
    SCHEME.project,
    SCHEME.project.contact,
    SCHEME.project.developer,
    Registration(industry_class="01", start_planned="2026-05-01", investment_10k_cny=1.5),  # type: ignore[arg-type]
    SCHEME.site,
    SCHEME.site.geometry,
    Polygon(coordinates=((31.0, 107.0), (31.0, 107.1), (31.1, 107.1), (31.0, 107.0))),
    SCHEME.documents[0],
    WaterDemand.model_validate(WATER),
    PowerDemand.model_validate(POWER),
    GasDemand.model_validate(GAS),
    TelecomDemand.model_validate(TELECOM),
    Withdrawal.model_validate({"scheme_id": "FA-1", "withdrawn_at": "2026-03-05T11:30:00+08:00"}),
    UPDATE,
    Company.model_validate({"id": "w", "name": "水", "kind": "water", "districts": ["511702", "511703"]}),
    ProjectRecord.model_validate({**COMMON, "project": SCHEME.project, "pushed_at": SCHEME.pushed_at}),
    MatterRecord.model_validate(
        {
            **COMMON,
            **COMPANY,
            "engineering_code": "g",
            "matter": "m",
            "stage": "review",
            "kind": "water",
            "company": "w",
            "contact_name": NAME,
            "contact_phone": PHONE,
        }
    ),
    EventRecord.model_validate({**EVENT_RECORD, "handler": NAME}),
    EventRecord.model_validate({**EVENT_RECORD, "valid": False, "invalid_reason": "时间有误"}),
    MAPPING,
    MAPPING.items[Stage.REVIEW],
    Message(id="delivery-gave-up", params={"hours": 72, "share": 0.9, "who": "water-tc"}),
    FieldFault(field="project.code", message=Message(id="invalid-missing"), allowed=("a", "b")),
    STATE,
    STATE.matters[0],
    STATE.placed[0],
    STATE.placed[0].event,
    *later_examples(NAME, PHONE),
]


def public_models(base: type[Frozen]) -> set[type[Frozen]]:
    below = {sub for child in base.__subclasses__() for sub in {child, *public_models(child)}}
    return {model for model in below if model.__module__.startswith("models.") and model.__name__[0] != "_"}


def test_the_examples_below_hold_every_model() -> None:
    assert {type(example) for example in EVERY} == public_models(Frozen)


@pytest.mark.parametrize("example", EVERY, ids=lambda example: type(example).__name__)
def test_what_goes_to_the_store_comes_back_the_same(example: Frozen) -> None:
    stored = json.loads(json.dumps(example.to_store(), allow_nan=False))
    assert type(example).from_store(stored) == example


@pytest.mark.parametrize("example", EVERY, ids=lambda example: type(example).__name__)
def test_names_and_telephone_numbers_are_in_no_other_form(example: Frozen) -> None:
    shown = "\n".join(
        [
            repr(example),
            str(example),
            f"{example}",
            str(example.model_dump()),
            str(example.model_dump(mode="json")),
            example.model_dump_json(),
        ]
    )
    assert NAME not in shown
    assert PHONE not in shown


@pytest.mark.parametrize("example", [SCHEME, SCHEME.project.contact], ids=["scheme", "contact"])
def test_the_store_form_does_hold_them(example: Frozen) -> None:
    stored = json.dumps(example.to_store(), ensure_ascii=False)
    assert NAME in stored
    assert PHONE in stored


def test_a_record_read_by_its_type_is_the_record() -> None:
    record = TypeAdapter[object](records.Record)
    for example in EVERY:
        if isinstance(example, get_args(get_args(records.Record)[0])):
            assert record.validate_python(example.to_store()) == example


@pytest.mark.parametrize(
    "contact",
    [
        {"name": NAME},
        {"name": NAME, "phone": 13800000000},
        {"name": NAME, "phone": PHONE, "mobile": PHONE},
        {"name": NAME, "phone": PHONE * 5},
        {"name": [NAME], "phone": PHONE},
        [NAME, PHONE],
    ],
)
def test_a_refused_contact_is_not_quoted(contact: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Project.model_validate(project_body(contact=contact))
    told = f"{caught.value} {caught.value!r} {faults_of(caught.value)}"
    assert NAME not in told
    assert PHONE not in told


@pytest.mark.parametrize(
    ("field", "value"), [("code", PHONE), ("area_code", PHONE), ("area_code", "电话0818-2123456")]
)
def test_a_telephone_number_that_strayed_into_another_field_is_not_repeated(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Project.model_validate(project_body(**{field: value}))
    (fault,) = faults_of(caught.value)
    assert "***" in str(fault.message)
    assert value not in str(fault)


def test_a_contact_without_a_name_is_refused() -> None:
    with pytest.raises(ValidationError):
        Contact.model_validate(contact_body(name="  "))


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        SCHEME.version = 2  # type: ignore[misc]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        Developer.model_validate({"name": "a", "credit_code": CREDIT_CODE, "kind": "1", "kinds": "2"})
    (fault,) = faults_of(caught.value)
    assert (fault.field, fault.message.id) == ("kinds", "invalid-extra-forbidden")

"""Records written to the province, and its word on each of them."""

from typing import Any

import pytest

from adapters.provincial.rows import FIELDS, TABLES
from models.records import MatterRecord, Record, RecordType
from tests.adapters.province import (
    HELD,
    Province,
    all_taken,
    approval_record,
    event_record,
    matter_record,
    opinion_record,
    project_record,
    refused,
)
from tests.adapters.wires import PROVINCE, document, unlike
from tests.models.builders import DIGEST

SCHEMAS: dict[RecordType, str] = {
    "project": "ProjectRow",
    "matter": "CaseRow",
    "event": "EventRow",
    "opinion": "OpinionRow",
    "approval": "ApprovalRow",
}
RECORDS: list[Record] = [
    project_record(),
    matter_record(),
    event_record(),
    opinion_record(),
    approval_record(),
]


@pytest.fixture
def province() -> Province:
    return Province()


def columns(schema: str) -> set[str]:
    parts = document(PROVINCE)["components"]["schemas"]
    names: set[str] = set()
    for part in parts[schema]["allOf"]:
        part = parts[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        names |= set(part["properties"])
    return names


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.record)
@pytest.mark.parametrize("valid", [True, False])
async def test_a_row_is_as_the_wire_document_says(province: Province, record: Record, valid: bool) -> None:
    province.answer = all_taken
    record = record if valid else record.model_copy(update={"valid": False, "invalid_reason": "编码有误"})
    (answer,) = await province.adapter.record([record])
    (row,) = province.rows
    assert unlike(PROVINCE, SCHEMAS[record.record], row) == []
    assert set(row) <= columns(SCHEMAS[record.record])
    assert province.operations[-1]["operation"] == TABLES[record.record]
    assert (row["SJYXBS"], row.get("SJWXYY")) == ((1, None) if valid else (0, "编码有误"))
    assert (answer.key, answer.taken, answer.serial) == (record.key, True, f"L-{record.key}")


@pytest.mark.parametrize("record_type", list(SCHEMAS))
def test_every_column_that_is_mapped_back_is_one_of_its_table(record_type: RecordType) -> None:
    assert set(FIELDS[record_type]) <= columns(SCHEMAS[record_type])


async def test_a_project_row_carries_dates_codes_and_figures(province: Province) -> None:
    await province.adapter.record([project_record()])
    (row,) = province.rows
    assert (row["NKGSJ"], row["NJCSJ"]) == ("2026-05-01 00:00:00", "2027-10-31 00:00:00")
    assert (row["JSDWLX"], row["SPLCLX"], row["JSXZ"], row["GBHY"], row["GCHYFL"]) == (1, 1, 0, "K7010", "01")
    assert (row["SPLCBM"], row["SPLCBBH"], row["JZMJ"]) == ("SC-FWJZ", 1.0, 42150.5)
    assert "ZTZE" not in row


async def test_a_matter_row_has_the_item_of_its_kind_and_stage(province: Province) -> None:
    await province.adapter.record([matter_record(), matter_record("dz-c-2", kind="gas", stage="hookup")])
    water, gas = province.rows
    assert (water["SPSXBM"], water["SPSXBBH"], water["SXBLSX"], water["SPBMBM"]) == (
        "DZ-GS-01",
        1,
        5,
        "GS-TC",
    )
    assert (gas["SPSXBM"], gas["SPSXBBH"], "SXBLSX" in gas) == ("DZ-RQ-03", 2, False)
    assert (water["LXR"], water["LXRSJH"], water["YWQX"]) == ("欧阳建国", "13800000000", "联动报装")


async def test_the_item_of_the_company_s_own_mapping_goes_before_the_settings(province: Province) -> None:
    own = {"code": "SX-0501", "version": 2.0, "limit_days": 7}
    await province.adapter.record(
        [matter_record(item=own), matter_record("dz-c-2", stage="acceptance", item=own)]
    )
    assert [(row["SPSXBM"], row["SPSXBBH"], row["SXBLSX"]) for row in province.rows] == [
        ("SX-0501", 2, 7)
    ] * 2


async def test_a_matter_without_an_item_is_answered_here_and_its_neighbour_is_sent(
    province: Province,
) -> None:
    province.answer = all_taken
    answers = await province.adapter.record([matter_record(stage="acceptance"), matter_record("dz-c-2")])
    by_key = {answer.key: answer for answer in answers}
    assert [row["DFSJZJ"] for row in province.rows] == ["dz-c-2"]
    assert by_key["dz-c-2"].taken
    assert by_key["dz-c-1"].message is not None
    assert by_key["dz-c-1"].message.id == "province-item-unmapped"
    assert [fault.field for fault in by_key["dz-c-1"].faults] == ["SPSXBM"]


async def test_only_matters_without_an_item_make_no_call(province: Province) -> None:
    assert len(await province.adapter.record([matter_record(stage="acceptance")])) == 1
    assert province.operations == []


async def test_an_event_row_tells_the_time_in_china_and_whose_words_it_has(province: Province) -> None:
    await province.adapter.record(
        [
            event_record(),
            event_record("dz-e-2", opinion_text="同意" * 1500),
            event_record("dz-e-3", handler=None),
        ]
    )
    status, opinion, nobody = province.rows
    assert status["BLSJ"] == "2026-03-03 00:59:59"
    assert (status["BLYJ"], status["BLR"], status["BLCS"], status["BLZT"]) == ("已受理", "陈志强", 2, 3)
    assert opinion["BLYJ"] == "同意" * 1000
    assert "BLR" not in nobody


async def test_a_refused_row_is_answered_with_each_of_its_faults_at_our_fields(province: Province) -> None:
    province.answer = {
        "code": "0",
        "message": "",
        "taken": [{"DFSJZJ": "dz-c-2", "LSH": "7"}],
        "refused": [
            refused("dz-c-1", "LXRSJH", "FORMAT", "联系人欧阳建国的手机号 13800000000 格式错误"),
            refused("dz-c-1", "SPSXBM", "DICTIONARY", "事项编码不存在"),
            refused("dz-c-1", None, "UNKNOWN_PARENT", "项目尚未入库"),
            refused("dz-c-1", "GCDM", "NEW_CODE", "其他"),
        ],
    }
    no, yes = await province.adapter.record([matter_record(), matter_record("dz-c-2")])
    assert (yes.taken, yes.serial) == (True, "7")
    assert (no.taken, [fault.field for fault in no.faults]) == (
        False,
        ["contact_phone", "SPSXBM", "-", "engineering_code"],
    )
    assert [fault.message.id for fault in no.faults] == [
        "province-fault-format",
        "province-fault-dictionary",
        "province-fault-unknown-parent",
        "province-fault-other",
    ]
    assert no.message is not None
    assert "尚未入库" in str(no.message.params["words"])
    assert "欧阳建国" not in no.model_dump_json()
    assert "13800000000" not in no.model_dump_json()


async def test_a_row_that_is_not_named_or_named_as_both_is_left_unanswered(province: Province) -> None:
    province.answer = {
        "code": "0",
        "message": "",
        "taken": [
            {"DFSJZJ": "dz-c-2", "LSH": "2"},
            {"DFSJZJ": "dz-c-3", "LSH": "3"},
            {"DFSJZJ": "else", "LSH": "9"},
        ],
        "refused": [refused("dz-c-3", "GCDM", "FORMAT", "-")],
    }
    answers = await province.adapter.record([matter_record(f"dz-c-{number}") for number in (1, 2, 3)])
    assert [answer.key for answer in answers] == ["dz-c-2"]


@pytest.mark.parametrize("records", [[], [matter_record(), event_record()], [matter_record()] * 201])
async def test_a_batch_that_no_caller_may_make_is_an_error_of_the_caller(
    province: Province, records: list[MatterRecord]
) -> None:
    with pytest.raises(ValueError, match="one type"):
        await province.adapter.record(records)


async def test_what_is_held_is_found_by_key(province: Province) -> None:
    failed: dict[str, Any] = HELD["rows"][0] | {"DFSJZJ": "k-2", "SJSCZT": 2, "SBYY": "电话 13800000000 有误"}
    province.answer = HELD | {"rows": [HELD["rows"][0], failed, failed | {"DFSJZJ": "not-asked"}]}
    held, wrong = await province.adapter.find("project", ["dz-p-511702-2026-0007-1", "k-2", "k-3"])
    assert unlike(PROVINCE, "QueryRows", province.operations[-1]) == []
    assert (held.taken, held.serial) == (True, "20260302000116")
    assert wrong.taken is False
    assert wrong.message is not None
    assert wrong.message.params["words"] == "电话 *** 有误"


async def test_more_keys_than_one_call_takes_are_asked_for_in_several(province: Province) -> None:
    province.answer = HELD | {"rows": []}
    assert await province.adapter.find("event", [f"k-{number}" for number in range(450)]) == ()
    assert [len(operation["keys"]) for operation in province.operations] == [200, 200, 50]
    assert {operation["table"] for operation in province.operations} == {TABLES["event"]}


async def test_an_opinion_row_begins_with_the_opinion_and_keeps_the_companys_words(
    province: Province,
) -> None:
    await province.adapter.record(
        [opinion_record(), opinion_record("dz-o-2", opinion="agree", opinion_text="")]
    )
    first, second = province.rows
    assert (first["FKYJ"], second["FKYJ"]) == ("附条件同意：接驳点改在朝阳中路", "同意")
    assert (first["FKSJ"], first["BLDWMC"]) == ("2026-03-05 15:10:00", "通川区供水有限公司")


async def test_an_approval_row_has_number_day_title_and_the_documents_hash(province: Province) -> None:
    await province.adapter.record([approval_record()])
    (row,) = province.rows
    assert (row["PFWH"], row["PFRQ"], row["PFWJBT"]) == (
        "供验〔2026〕12号",
        "2026-04-20 00:00:00",
        "验收合格证.pdf",
    )
    assert (row["FJLX"], row["FJID"]) == ("pdf", DIGEST)

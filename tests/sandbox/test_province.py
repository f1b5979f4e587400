"""The province takes and refuses rows as its wire document has it."""

import base64
import hashlib
import json
import time
from typing import Any

import pytest

from sandbox.province.signature import Doorman, Refused, sign
from tests.sandbox.clients import Control, Gateway, row
from tests.sandbox.wire import PROVINCE

PROJECT, CASE, EVENT = "SPGL_XMJBXXB", "SPGL_XMSPSXBLXXB", "SPGL_XMSPSXBLXXXXB"
QUERY = json.dumps({"operation": "QUERY_ROWS", "table": PROJECT, "keys": ["x"]}).encode()


def reasons(reply: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    """Key, column and reason code of the refused rows."""
    return [(each["DFSJZJ"], each["column"], each["reasonCode"]) for each in reply["refused"]]


def taken(reply: dict[str, Any]) -> list[str]:
    """Keys of the rows taken."""
    return [each["DFSJZJ"] for each in reply["taken"]]


def test_the_signature_is_that_of_the_wire_documents_vector() -> None:
    signed = sign("1700000000", "test-token-0123456789abcdef", "18bf0e5c400-abc123")
    assert signed == "f7860e1da6199197a2b305654b1ac502595471aa3bd5d846b4fefb8be1909a87"
    assert signed in PROVINCE.document["info"]["description"]


async def test_a_signed_call_is_answered(province: Gateway) -> None:
    assert (await province.send(QUERY, province.signed(QUERY)))["code"] == "0"


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("x-tif-signature", "0" * 64, "40101"),
        ("x-tif-signature", "", "40101"),
        ("x-tif-paasid", "somebody", "40301"),
        ("x-tif-timestamp", "now", "40102"),
        ("Content-Digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", "40002"),
        ("Content-Digest", "", "40002"),
    ],
)
async def test_a_call_that_is_not_rightly_signed_takes_nothing(
    header: str, value: str, code: str, province: Gateway
) -> None:
    reply = await province.send(QUERY, {**province.signed(QUERY), header: value})
    assert reply["code"] == code


@pytest.mark.parametrize("skew", [-400, 400])
async def test_a_clock_that_is_off_is_refused(skew: int, province: Gateway) -> None:
    assert (await province.send(QUERY, province.signed(QUERY, at=time.time() + skew)))["code"] == "40102"
    assert (await province.send(QUERY, province.signed(QUERY, at=time.time() + skew / 2)))["code"] == "0"


async def test_a_replayed_nonce_is_refused_also_with_a_fresh_time(
    province: Gateway, control: Control
) -> None:
    headers = province.signed(QUERY, nonce="used-once")
    assert (await province.send(QUERY, headers))["code"] == "0"
    assert (await province.send(QUERY, headers))["code"] == "40103"
    later = province.signed(QUERY, nonce="used-once", at=time.time() + 60)
    assert (await province.send(QUERY, later))["code"] == "40103"
    assert (await control.ledger("province"))["refusals"] == {"province": {"40103": 2}}


def test_a_nonce_is_forgotten_only_when_its_time_is_past_in_every_clock() -> None:
    now = 1_700_000_000.0
    doorman = Doorman("city", "token", lambda: now)

    def call(at: float) -> None:
        body_digest = "sha-256=:" + base64.b64encode(hashlib.sha256(b"").digest()).decode() + ":"
        signature = sign(str(int(at)), "token", "nonce")
        doorman.check(
            {
                "x-tif-paasid": "city",
                "x-tif-timestamp": str(int(at)),
                "x-tif-nonce": "nonce",
                "x-tif-signature": signature,
                "content-digest": body_digest,
            },
            b"",
        )

    call(now + 300)
    now += 600
    with pytest.raises(Refused, match="40103"):
        call(now - 300)
    now += 1
    call(now)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "40001"),
        (b"[]", "40001"),
        (b'{"operation":"DROP_TABLE"}', "40401"),
        (b'{"operation":"SPGL_XMSQCLJQTFJXXB","rows":[{"DFSJZJ":"1"}]}', "40401"),
        (b'{"operation":"SPGL_XMJBXXB"}', "40001"),
        (b'{"operation":"SPGL_XMJBXXB","rows":[]}', "40001"),
        (b'{"operation":"SPGL_XMJBXXB","rows":[{"GCDM":"1"}]}', "40001"),
        (b'{"operation":"QUERY_ROWS","table":"X","keys":["1"]}', "40401"),
        (b'{"operation":"QUERY_ROWS","table":"SPGL_XMJBXXB","keys":[1]}', "40001"),
        (b'{"operation":"LIST_SCHEMES","cursor":null,"limit":101}', "40001"),
        (b'{"operation":"LIST_SCHEMES","cursor":"7","limit":1}', "40003"),
    ],
)
async def test_a_call_that_is_not_of_the_wire_takes_nothing(
    body: bytes, code: str, province: Gateway
) -> None:
    assert (await province.send(body, province.signed(body)))["code"] == code


async def test_two_hundred_rows_are_taken_and_one_more_is_not(province: Gateway, control: Control) -> None:
    rows = [row("project", DFSJZJ=f"p{n}", GCDM=f"GC{n}") for n in range(201)]
    assert (await province.write(PROJECT, *rows))["code"] == "41301"
    assert await control.effects("province", "row_taken") == []
    assert len(taken(await province.write(PROJECT, *rows[:200]))) == 200
    keys = [each["DFSJZJ"] for each in rows]
    assert (await province.call("QUERY_ROWS", table=PROJECT, keys=keys))["code"] == "41301"
    held = await province.call("QUERY_ROWS", table=PROJECT, keys=keys[1:])
    assert [each["DFSJZJ"] for each in held["rows"]] == keys[1:200]


async def test_parents_come_first_but_may_travel_in_an_earlier_batch_only_of_their_own_table(
    province: Gateway,
) -> None:
    project, case, event = row("project"), row("case"), row("event")
    assert reasons(await province.write(CASE, case)) == [(case["DFSJZJ"], "GCDM", "UNKNOWN_PARENT")]
    assert reasons(await province.write(EVENT, event)) == [(event["DFSJZJ"], "SPSXSLBM", "UNKNOWN_PARENT")]
    for table, each in ((PROJECT, project), (CASE, case), (EVENT, event)):
        assert taken(await province.write(table, each)) == [each["DFSJZJ"]]


async def test_a_batch_is_taken_in_part(province: Gateway) -> None:
    good, bad = row("project"), row("project", DFSJZJ="bad", GCDM="GC-bad", JSDW=None, GCHYFL="1")
    reply = await province.write(PROJECT, good, bad)
    assert taken(reply) == [good["DFSJZJ"]]
    assert reasons(reply) == [("bad", "JSDW", "REQUIRED"), ("bad", "GCHYFL", "FORMAT")]
    assert reply["message"] == "成功 1 条，失败 1 条"


async def test_the_same_key_and_content_is_taken_again_under_the_same_serial(
    province: Gateway, control: Control
) -> None:
    first = await province.write(PROJECT, row("project"))
    again = await province.write(PROJECT, row("project", GBHY=None))
    assert again["taken"] == first["taken"]
    assert len(await control.effects("province", "row_taken")) == 1
    assert (await control.ledger("province"))["replays"] == {"province": {PROJECT: 1}}


async def test_the_same_key_with_other_content_is_refused(province: Gateway) -> None:
    await province.write(PROJECT, row("project"))
    reply = await province.write(PROJECT, row("project", XMMC="别的项目"))
    assert reasons(reply) == [(row("project")["DFSJZJ"], "DFSJZJ", "KEY_REUSED")]


async def test_a_second_valid_row_of_one_matter_is_refused(province: Gateway) -> None:
    await province.write(PROJECT, row("project"))
    assert reasons(await province.write(PROJECT, row("project", DFSJZJ="p2"))) == [
        ("p2", "GCDM", "ALREADY_HELD")
    ]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"NJCSJ": "2026-05-01 00:00:00"}, ("NJCSJ", "ORDER")),
        ({"NKGSJ": "2026-05-01"}, ("NKGSJ", "FORMAT")),
        ({"NKGSJ": "2026-13-01 00:00:00"}, ("NKGSJ", "FORMAT")),
        ({"JSDWDM": "91511700MA62E1XH28"}, ("JSDWDM", "FORMAT")),
        ({"JSDWLX": 4}, ("JSDWLX", "DICTIONARY")),
        ({"GCHYFL": "77"}, ("GCHYFL", "DICTIONARY")),
        ({"SJYXBS": 2}, ("SJYXBS", "DICTIONARY")),
        ({"JZMJ": -1}, ("JZMJ", "FORMAT")),
        ({"JZMJ": True}, ("JZMJ", "FORMAT")),
        ({"XMDM": "2411-511703"}, ("XMDM", "FORMAT")),
        ({"SPLCBM": ""}, ("SPLCBM", "REQUIRED")),
    ],
)
async def test_a_project_row_that_breaks_a_rule_is_refused_by_column(
    columns: dict[str, Any], expected: tuple[str, str], province: Gateway
) -> None:
    reply = await province.write(PROJECT, row("project", **columns))
    assert [each[1:] for each in reasons(reply)] == [expected]


@pytest.mark.parametrize("phone", ["12345", "2380000000", "13800000000x"])
async def test_a_contact_phone_of_another_form_is_refused(phone: str, province: Gateway) -> None:
    await province.write(PROJECT, row("project"))
    reply = await province.write(CASE, row("case", LXRSJH=phone))
    assert [each[1:] for each in reasons(reply)] == [("LXRSJH", "FORMAT")]


async def test_every_row_of_the_wire_document_is_taken(province: Gateway) -> None:
    for table, name in ((PROJECT, "project"), (CASE, "case"), (EVENT, "event")):
        assert taken(await province.write(table, row(name))) == [row(name)["DFSJZJ"]]


async def with_case(province: Gateway) -> None:
    """A project and a case are held."""
    await province.write(PROJECT, row("project"))
    await province.write(CASE, row("case"))


def event(number: int, status: int, at: str = "2026-03-02 14:20:00", **columns: Any) -> dict[str, Any]:
    """An event row."""
    return row("event", DFSJZJ=f"e{number}-{status}", BLCS=number, BLZT=status, BLSJ=at, **columns)


async def test_a_conclusion_needs_an_earlier_acceptance_or_beginning(province: Gateway) -> None:
    await with_case(province)
    for conclusion in (11, 12, 13):
        assert [each[1:] for each in reasons(await province.write(EVENT, event(9, conclusion)))] == [
            ("BLZT", "ORDER")
        ]
    late = event(1, 3, "2026-03-03 09:00:00")
    reply = await province.write(EVENT, late, event(2, 11))
    assert taken(reply) == ["e1-3"]
    assert reasons(reply) == [("e2-11", "BLZT", "ORDER")]
    assert taken(await province.write(EVENT, event(3, 11, "2026-03-03 09:00:00"))) == ["e3-11"]


async def test_an_acceptance_of_another_matter_does_not_count(province: Gateway) -> None:
    await with_case(province)
    await province.write(CASE, row("case", DFSJZJ="c2", SPSXSLBM="other"))
    await province.write(EVENT, event(1, 3, SPSXSLBM="other"))
    assert taken(await province.write(EVENT, event(2, 11))) == []


@pytest.mark.parametrize("status", [0, 16, "3"])
async def test_a_handling_status_outside_the_dictionary_is_refused(status: object, province: Gateway) -> None:
    await with_case(province)
    assert taken(await province.write(EVENT, row("event", BLZT=status))) == []


async def test_a_correction_retires_the_row_and_takes_the_fresh_one(
    province: Gateway, control: Control
) -> None:
    await province.write(PROJECT, row("project"))
    original = row("project")["DFSJZJ"]
    copy = row("project", DFSJZJ="p-void", SJYXBS=0, SJWXYY="建设单位名称有误")
    fresh = row("project", DFSJZJ="p-fresh", JSDW="达州市新名建设有限公司")
    assert taken(await province.write(PROJECT, copy, fresh)) == ["p-void", "p-fresh"]
    held = await province.call("QUERY_ROWS", table=PROJECT, keys=[original, "p-void", "p-fresh", "nothing"])
    states = [(each["DFSJZJ"], each["SJYXBS"], each["retiredBy"]) for each in held["rows"]]
    assert states == [(original, 1, "p-void"), ("p-void", 0, None), ("p-fresh", 1, None)]
    assert (await control.ledger())["twice"] == []
    assert taken(await province.write(PROJECT, copy)) == ["p-void"]


async def test_a_correction_without_a_reason_or_with_nothing_to_retire_is_refused(province: Gateway) -> None:
    copy = row("project", DFSJZJ="p-void", SJYXBS=0, SJWXYY="有误")
    assert reasons(await province.write(PROJECT, copy)) == [("p-void", "GCDM", "NOTHING_TO_RETIRE")]
    await province.write(PROJECT, row("project"))
    silent = {name: value for name, value in copy.items() if name != "SJWXYY"}
    assert reasons(await province.write(PROJECT, silent)) == [("p-void", "SJWXYY", "REQUIRED")]


async def test_new_children_wait_while_their_parent_is_being_corrected(province: Gateway) -> None:
    await with_case(province)
    await province.write(EVENT, event(1, 3))
    await province.write(CASE, row("case", DFSJZJ="c-void", SJYXBS=0, SJWXYY="联系人有误"))
    assert reasons(await province.write(EVENT, event(2, 8))) == [("e2-8", "SPSXSLBM", "UNKNOWN_PARENT")]
    await province.write(CASE, row("case", DFSJZJ="c-fresh"))
    assert taken(await province.write(EVENT, event(2, 8), event(3, 11))) == ["e2-8", "e3-11"]


async def test_a_retired_acceptance_no_longer_carries_a_conclusion(province: Gateway) -> None:
    await with_case(province)
    await province.write(EVENT, event(1, 3))
    void = {**event(1, 3), "DFSJZJ": "e-void", "SJYXBS": 0, "SJWXYY": "误录"}
    assert taken(await province.write(EVENT, void)) == ["e-void"]
    assert taken(await province.write(EVENT, event(2, 11))) == []


async def test_one_happening_recorded_as_two_events_shows_in_the_ledger(
    province: Gateway, control: Control
) -> None:
    await with_case(province)
    await province.write(EVENT, event(1, 3), event(2, 3))
    (twice,) = (await control.ledger())["twice"]
    assert (twice["effect"], twice["times"]) == ("row_taken", 2)

"""What a power company's reply means: the Result and its codes decide, not HTTP 200."""

import pytest

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.protocols.iec61968.answers import CODES
from tests.adapters.power.answering import NO_EVENTS, RECEIPT, Company, fault, reply
from tests.adapters.power.sides import KEY, scheme
from tests.models.builders import DIGEST, WATER

WORDS = "请联系 13812345678"


async def push(company: Company) -> CounterpartError | None:
    try:
        await company.adapter.push_scheme(scheme(), key=KEY)
    except CounterpartError as error:
        return error
    return None


async def poll(company: Company) -> CounterpartError | None:
    try:
        await company.adapter.fetch_updates(None)
    except CounterpartError as error:
        return error
    return None


@pytest.mark.parametrize("code", CODES)
async def test_each_code_of_a_failed_reply_has_its_error(code: str) -> None:
    kind, message_id = CODES[code]
    error = await push(Company(reply("FAILED", f"{code} FATAL {WORDS}")))
    assert type(error) is kind
    assert error.message.id == message_id
    assert error.message.params["code"] == code
    assert "13812345678" not in f"{error.message} {error.detail}"


@pytest.mark.parametrize(
    ("text", "kind", "message_id"),
    [
        (reply("FAILED"), ContractError, "iec-failed-without-error"),
        (reply("FAILED", "9.9 FATAL"), ContractError, "iec-code-unlisted"),
        (reply("PARTIAL", "2.1 FATAL", payload=RECEIPT), ContractError, "iec-partial"),
        (reply("PARTIAL", payload=RECEIPT), ContractError, "iec-partial"),
        (reply("OK", "5.1 FATAL", payload=RECEIPT), ContractError, "iec-ok-with-error"),
        (reply("FAILED", "2.1 FATAL", "3.1 FATAL"), AuthError, "iec-credentials"),
        (reply("FAILED", "4.1 FATAL", "2.1 FATAL"), RejectedError, "iec-scheme-refused"),
        (reply("FAILED", "2.1 FATAL", "5.1 FATAL"), UnknownOutcome, "iec-failed"),
        (reply("FAILED", "2.1 FATAL", "9.9 FATAL"), ContractError, "iec-code-unlisted"),
        (fault("4.1"), TransientError, "iec-busy"),
        (reply("FINE", payload=RECEIPT), ContractError, "counterpart-shape"),
        (reply("OK"), ContractError, "counterpart-shape"),
        (reply("OK", payload=NO_EVENTS), ContractError, "counterpart-shape"),
        (reply("OK", payload=RECEIPT, correlation="other"), ContractError, "counterpart-shape"),
        (reply("OK", payload=RECEIPT.replace("0007<", "0008<")), ContractError, "counterpart-shape"),
        (
            reply("OK", payload=RECEIPT.replace("09:05:00+08:00", "09:05:00")),
            ContractError,
            "counterpart-shape",
        ),
        ("<x/>", ContractError, "counterpart-not-json"),
        ("not XML", ContractError, "counterpart-not-json"),
        ("<html><form/></html>", ContractError, "counterpart-not-json"),
    ],
)
async def test_a_reply_with_http_200_that_is_no_receipt_is_a_failure(
    text: str, kind: type[CounterpartError], message_id: str
) -> None:
    error = await push(Company(text))
    assert type(error) is kind
    assert error.message.id == message_id


async def test_what_only_informs_does_not_spoil_an_ok() -> None:
    assert await push(Company(reply("OK", "0.3 INFORM", "2.1 WARNING", payload=RECEIPT))) is None


async def test_a_login_page_is_told_from_a_broken_message() -> None:
    error = await push(Company("<html>登录</html>", headers={"content-type": "text/html"}))
    assert isinstance(error, ContractError)
    assert error.message.id == "counterpart-login-page"


@pytest.mark.parametrize(
    ("text", "kind", "message_id"),
    [
        (reply("PARTIAL", "5.1 FATAL", payload=NO_EVENTS), TransientError, "iec-partial-reading"),
        (reply("PARTIAL", "0.1 INFORM", payload=NO_EVENTS), ContractError, "counterpart-shape"),
        (reply("FAILED", "5.1 FATAL"), TransientError, "iec-failed"),
        (reply("FAILED", "4.3 FATAL"), TransientError, "iec-in-flight"),
        (reply("FAILED", "2.3 FATAL"), ContractError, "iec-code-unlisted"),
        (reply("FAILED", "3.3 FATAL"), AuthError, "iec-clock"),
    ],
)
async def test_of_a_question_nothing_can_have_been_taken(
    text: str, kind: type[CounterpartError], message_id: str
) -> None:
    error = await poll(Company(text))
    assert type(error) is kind
    assert error.message.id == message_id


async def test_only_the_code_for_an_unknown_message_says_that_they_do_not_have_it() -> None:
    assert await Company(reply("FAILED", "2.3 FATAL")).adapter.find_by_key(KEY) is None
    with pytest.raises(ContractError):
        await Company(reply("FAILED", "2.3 FATAL", "2.4 FATAL")).adapter.find_by_key(KEY)
    with pytest.raises(RejectedError):
        await Company("", status=404).adapter.find_by_key(KEY)


async def test_a_company_that_asks_to_go_slower_is_throttling_not_failing() -> None:
    error = await push(Company(reply("FAILED", "4.2 FATAL"), headers={"retry-after": "30"}))
    assert isinstance(error, TransientError)
    assert (error.throttled, error.retry_after) == (True, 30.0)


@pytest.mark.parametrize(
    ("status", "text", "kind", "message_id"),
    [
        (400, fault("1.4"), RejectedError, "iec-message-refused"),
        (401, fault("3.3"), AuthError, "iec-clock"),
        (401, "", AuthError, "counterpart-credentials"),
        (503, fault("4.1"), TransientError, "iec-busy"),
        (503, "", TransientError, "counterpart-busy"),
        (500, fault("2.1"), UnknownOutcome, "counterpart-failed"),
    ],
)
async def test_a_fault_message_beside_a_status_says_more_than_the_status(
    status: int, text: str, kind: type[CounterpartError], message_id: str
) -> None:
    error = await push(Company(text, status=status))
    assert type(error) is kind
    assert error.message.id == message_id


async def test_a_code_of_the_companys_own_means_what_the_configuration_says() -> None:
    text = reply("FAILED", "9.9 FATAL")
    assert isinstance(await push(Company(text, error_codes={"9.9": "transient"})), TransientError)
    assert isinstance(await push(Company(text, error_codes={"9.9": "rejected"})), RejectedError)


@pytest.mark.parametrize(
    ("xpath", "field"),
    [
        ("/SupplyScheme/demand/voltageLevel", "demands.1.voltage_level"),
        ("/SupplyScheme/project/developerCreditCode", "project.developer.credit_code"),
        ("/SupplyScheme/attachment[1]/fileName", "documents.0.name"),
        ("/SupplyScheme/attachment[1]", "documents.0"),
        ("/SupplyScheme", "-"),
        ("/SupplyScheme/roof", "roof"),
    ],
)
async def test_a_refused_value_is_told_at_the_schemes_own_field(xpath: str, field: str) -> None:
    error = f"</reason><details>380V|10kV</details><xpath>{xpath}</xpath></Error>"
    text = reply("FAILED", "2.1 FATAL 电压等级不支持").replace("</reason></Error>", error)
    document = {"sha256": DIGEST, "name": "图.pdf", "media_type": "application/pdf", "size_bytes": 1}
    pushed = scheme(demands=[WATER, *scheme().to_store()["demands"]], documents=[document])
    with pytest.raises(RejectedError) as raised:
        await Company(text).adapter.push_scheme(pushed, key=KEY)
    (told,) = raised.value.faults
    assert (told.field, told.allowed) == (field, ("380V", "10kV"))
    assert told.message.params["words"] == "电压等级不支持"


async def test_a_page_that_leads_back_to_itself_is_not_followed_for_ever() -> None:
    more = NO_EVENTS.replace("</s:windowEnd>", "</s:windowEnd><s:continuation>T1</s:continuation>")
    company = Company(reply("PARTIAL", "0.1 INFORM", payload=more))
    page = await company.adapter.fetch_updates("2026-03-04T00:00:00Z")
    assert page.more
    assert company.said("m:Request/m:StartTime") == "2026-02-28T00:00:00Z"
    with pytest.raises(ContractError):
        await company.adapter.fetch_updates(page.cursor)
    assert company.said("m:Request/m:StartTime") == "2026-02-28T00:00:00Z"


@pytest.mark.parametrize("cursor", [None, "57", "yesterday", "2026-03-02T04:00:00"])
async def test_a_cursor_that_is_no_window_of_ours_means_the_beginning(cursor: str | None) -> None:
    company = Company(reply("OK", payload=NO_EVENTS))
    await company.adapter.fetch_updates(cursor)
    assert company.said("m:Request/m:StartTime") is None

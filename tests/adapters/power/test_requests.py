"""What goes out to a power company: every message fits the schemas, and carries our key where theirs looks for it."""

import pytest

from adapters.errors import RejectedError
from models.scheme import Scheme
from tests.adapters.power.answering import NO_EVENTS, RECEIPT, Company, reply
from tests.adapters.power.schemas import unlike
from tests.adapters.power.sides import KEY, TAKEN_BACK, scheme
from tests.models.builders import DIGEST, WATER, project_body

RING = [[31.21, 107.49], [31.21, 107.5], [31.22, 107.5], [31.21, 107.49]]
SCHEMES = {
    "a point without documents": scheme(),
    "a boundary": scheme(site={"crs": "EPSG:4490", "geometry": {"type": "Polygon", "coordinates": RING}}),
    "projected metres": scheme(
        site={"crs": "EPSG:4545", "geometry": {"type": "Point", "coordinates": [3456789.125, 500000.0]}}
    ),
    "documents": scheme(
        documents=[
            {
                "sha256": DIGEST,
                "name": "总平面图 & <新>.pdf",
                "media_type": "application/pdf",
                "size_bytes": 1,
            }
        ]
    ),
    "what XML cannot hold": scheme(project=project_body(name="朝阳\x0b片区", address="A\ud7ff\ufffe路 1 号")),
}


@pytest.mark.parametrize("pushed", SCHEMES.values(), ids=SCHEMES)
async def test_a_first_version_is_created_as_the_schemas_say(pushed: Scheme) -> None:
    company = Company(reply("OK", payload=RECEIPT))
    receipt = await company.adapter.push_scheme(pushed, key=KEY)
    assert unlike(company.asked[-1].content) == []
    assert company.said("m:Header/m:Verb") == "create"
    assert company.said("m:Header/m:MessageID") == company.said("m:Header/m:CorrelationID") == KEY
    assert receipt.remote_ref == "POWERDZ-2026-000001"


async def test_a_newer_version_is_a_change() -> None:
    company = Company(reply("OK", payload=RECEIPT.replace("<s:version>1", "<s:version>2")))
    await company.adapter.push_scheme(scheme(version=2), key=f"{KEY}/2")
    assert unlike(company.asked[-1].content) == []
    assert company.said("m:Header/m:Verb") == "change"


async def test_a_resend_has_the_same_message_id_and_the_same_payload() -> None:
    company = Company(reply("OK", payload=RECEIPT))
    for _ in range(2):
        await company.adapter.push_scheme(scheme(), key=KEY)
    first, second = ((each.content, each.headers["signature-input"]) for each in company.asked)
    assert first[0] == second[0]
    assert first[1] != second[1]


async def test_a_withdrawal_is_a_cancel_with_a_reason_even_where_none_was_given() -> None:
    company = Company(reply("OK", payload=RECEIPT))
    silent = TAKEN_BACK.model_copy(update={"reason": ""})
    await company.adapter.withdraw_scheme(silent, "POWERDZ-2026-000001", key=f"{KEY}/w")
    assert unlike(company.asked[-1].content) == []
    assert company.said("m:Header/m:Verb") == "cancel"
    assert company.said("m:Payload/s:SchemeWithdrawal/s:reason") == "联合审查已撤回该方案"


async def test_questions_are_gets_under_a_message_id_of_their_own() -> None:
    company = Company(reply("OK", payload=RECEIPT), reply_address="https://hub.example/callbacks/power-dz")
    for _ in range(2):
        await company.adapter.find_by_key(KEY)
        assert unlike(company.asked[-1].content) == []
    assert company.said("m:Request/m:ID") == KEY
    assert company.said("m:Header/m:ReplyAddress") == "https://hub.example/callbacks/power-dz"
    assert company.asked[0].content != company.asked[1].content
    company.text = reply("OK", payload=NO_EVENTS)
    page = await company.adapter.fetch_updates("2026-03-02T04:00:00Z")
    assert unlike(company.asked[-1].content) == []
    assert company.said("m:Request/m:StartTime") == "2026-02-26T04:00:00Z"
    assert (page.updates, page.cursor, page.more) == ((), "2026-03-02T04:00:00Z", False)


@pytest.mark.parametrize(
    ("unfit", "field"), [({"demands": [WATER]}, "demands"), ({"opinion_due": None}, "opinion_due")]
)
async def test_a_scheme_without_what_the_wire_requires_is_not_sent(
    unfit: dict[str, object], field: str
) -> None:
    company = Company()
    with pytest.raises(RejectedError) as raised:
        await company.adapter.push_scheme(scheme(**unfit), key=KEY)
    assert [each.field for each in raised.value.faults] == [field]
    assert company.asked == []


def test_the_judge_finds_what_is_wrong_with_a_message() -> None:
    good = reply("OK", payload=RECEIPT, correlation="x").encode()
    assert unlike(good) == []
    assert unlike(good.replace(b"<Result>OK", b"<Result>FINE"))
    assert unlike(good.replace(b"<s:version>1", b"<s:version>none"))
    assert unlike(good.replace(b"SchemeReceipt", b"SchemeRecipe"))
    assert unlike(good.replace(b"<CorrelationID>x</CorrelationID>", b""))

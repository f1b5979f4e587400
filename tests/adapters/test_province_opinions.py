"""Opinions on their way back to the joint review, over real connections."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.contract import takes_opinions
from adapters.errors import RejectedError, UnknownOutcome
from models.opinions import Asked, GivenOpinion, OpinionReply
from models.scheme import Scheme
from models.stage import Opinion, UtilityKind
from tests.adapters.province import Province
from tests.adapters.test_province_with_sandbox import Side, side
from tests.adapters.wires import PROVINCE, unlike

GIVEN = GivenOpinion(
    company="water-tc",
    name="通川区供水有限公司",
    kind=UtilityKind.WATER,
    credit_code="91511700MA62E1XH27",
    opinion=Opinion.AGREE_WITH_CONDITIONS,
    text="接驳点改在朝阳中路",
    given_at=datetime(2026, 3, 5, 7, 10, tzinfo=UTC),
)
MISSING = Asked(company="gas-tc", name="通川燃气有限公司", kind=UtilityKind.GAS)


def reply(scheme_id: str = "FA-1", **changes: Any) -> OpinionReply:
    body = {
        "scheme_id": scheme_id,
        "version": 1,
        "supplement": 0,
        "closed_at": datetime(2026, 3, 9, 10, 0, tzinfo=UTC),
        "opinions": (GIVEN,),
        "missing": (MISSING,),
    }
    return OpinionReply.model_validate(body | changes)


async def pushed(both: Side) -> str:
    await both.control.advance(30)
    changes = await both.all_changes()
    revised = {
        change.scheme_id for change in changes if not (isinstance(change, Scheme) and change.version == 1)
    }
    return next(change.scheme_id for change in changes if change.scheme_id not in revised)


async def test_a_reply_is_as_the_wire_document_says() -> None:
    there = Province()
    there.answer = {"code": "0", "message": "", "replyNo": "YJ-1"}
    receipt = await there.adapter.return_opinions(reply(), key="k")
    assert receipt.remote_ref == "YJ-1"
    assert unlike(PROVINCE, "ReturnOpinions", there.operations[0]) == []
    assert takes_opinions(there.adapter)


async def test_a_reply_is_taken_once_however_often_it_is_sent() -> None:
    async with side(read_s=0.3) as both:
        scheme_id = await pushed(both)
        await both.control.fault("province", "timeout_after", times=1)
        with pytest.raises(UnknownOutcome):
            await both.adapter.return_opinions(reply(scheme_id), key="k-1")
        first = await both.adapter.return_opinions(reply(scheme_id), key="k-1")
        second = await both.adapter.return_opinions(reply(scheme_id), key="k-1")
        assert first == second
        (returned,) = await both.control.effects("province", "opinions_returned")
        assert returned["facts"]["opinions"] == {"通川区供水有限公司": "AGREE_WITH_CONDITIONS"}
        assert returned["facts"]["missing"] == ["通川燃气有限公司"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("revise", "province-review-over"),
        ("recall", "province-review-over"),
        (None, "province-scheme-unknown"),
    ],
)
async def test_opinions_on_a_round_that_is_over_or_never_was_are_refused(
    change: str | None, sentence: str
) -> None:
    async with side() as both:
        scheme_id = await pushed(both)
        if change is not None:
            await both.control.ask("POST", "changes", scheme_no=scheme_id, change=change)
        with pytest.raises(RejectedError) as refused:
            await both.adapter.return_opinions(reply(scheme_id if change else "FA-none"), key="k")
        assert refused.value.message.id == sentence

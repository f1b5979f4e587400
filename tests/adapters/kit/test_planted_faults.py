"""The kit tells right from wrong: each planted fault is caught by the check that is there for it."""

import asyncio
import itertools
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from adapters.contract import Page, Receipt, UtilityAdapter
from adapters.errors import AuthError, CounterpartError, RejectedError, TransientError, UnknownOutcome
from adapters.kit import AdapterContract
from adapters.water.adapter import WaterAdapter
from models.messages import Message
from models.scheme import Scheme, Withdrawal
from models.stage import UtilityKind
from tests.adapters.stand_ins import sandbox_company
from tests.adapters.wire_settings import gateway

_numbers = itertools.count()
BUSY = Message(id="counterpart-busy", params={"company": "某公司"})


class KeyOfItsOwn(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        return await super().push_scheme(scheme, key=f"{key}-{next(_numbers)}")


class NeverFinds(WaterAdapter):
    async def find_by_key(self, key: str) -> Receipt | None:
        await super().find_by_key(key)
        return None


class FindsAnything(WaterAdapter):
    async def find_by_key(self, key: str) -> Receipt | None:
        return await super().find_by_key(key) or Receipt(remote_ref="W-1")


class RetriesWhatMayHaveHappened(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        try:
            return await super().push_scheme(scheme, key=key)
        except UnknownOutcome as unknown:
            raise TransientError(unknown.message) from unknown


class RefusesWithoutReasons(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        try:
            return await super().push_scheme(scheme, key=key)
        except RejectedError as no:
            raise RejectedError(no.message) from no


class TakesBadCredentialsForAnOutage(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        try:
            return await super().push_scheme(scheme, key=key)
        except AuthError as refused:
            raise TransientError(refused.message) from refused


class ForgetsTheWishToWait(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        try:
            return await super().push_scheme(scheme, key=key)
        except TransientError as busy:
            raise TransientError(busy.message) from busy


class TakesAnyAnswerForAYes(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        try:
            return await super().push_scheme(scheme, key=key)
        except CounterpartError:
            return Receipt(remote_ref="W-1")


class LosesTheLastOfAPage(WaterAdapter):
    async def fetch_updates(self, cursor: str | None) -> Page:
        page = await super().fetch_updates(cursor)
        return page.model_copy(update={"updates": page.updates[:-1]})


class StartsFromNowOnly(WaterAdapter):
    async def fetch_updates(self, cursor: str | None) -> Page:
        page = await super().fetch_updates(cursor)
        return page.model_copy(update={"updates": () if cursor is not None else page.updates})


class NumbersEventsItself(WaterAdapter):
    async def fetch_updates(self, cursor: str | None) -> Page:
        page = await super().fetch_updates(cursor)
        renamed = [each.model_copy(update={"event_id": f"e{next(_numbers)}"}) for each in page.updates]
        return page.model_copy(update={"updates": tuple(renamed)})


class ReadsBackAllButTheLast(WaterAdapter):
    async def reread(self, cursor: str | None, *, since: datetime | None) -> Page:
        page = await super().reread(cursor, since=since)
        return page if page.more else page.model_copy(update={"updates": page.updates[:-1]})


class BelievesEveryCallback(WaterAdapter):
    def read_callback(self, headers: Mapping[str, str], body: bytes) -> Page:
        try:
            return super().read_callback(headers, body)
        except AuthError:
            return Page(updates=(), cursor=None)


class TalksInTheLog(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        logging.getLogger(__name__).debug("sending %s", scheme.to_store())
        return await super().push_scheme(scheme, key=key)


class SwallowsCancellation(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        try:
            return await super().push_scheme(scheme, key=key)
        except asyncio.CancelledError:
            raise TransientError(BUSY) from None


class WithdrawsNothing(WaterAdapter):
    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        return Receipt(remote_ref=remote_ref)


class SendsNothing(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        return Receipt(remote_ref="W-1")


PLANTED: dict[type[UtilityAdapter], str] = {
    KeyOfItsOwn: "test_a_resend_under_the_same_key_has_no_second_effect",
    NeverFinds: "test_a_key_that_was_accepted_is_found_and_an_unknown_one_is_not",
    FindsAnything: "test_an_answer_lost_before_the_effect_is_an_unknown_outcome_that_a_resend_mends",
    RetriesWhatMayHaveHappened: "test_an_answer_cut_short_is_an_unknown_outcome_that_a_lookup_settles",
    RefusesWithoutReasons: "test_a_refusal_names_the_field_and_leaves_no_effect",
    TakesBadCredentialsForAnOutage: "test_refused_credentials_are_an_error_of_their_own",
    ForgetsTheWishToWait: "test_a_busy_counterpart_is_transient_and_its_wish_is_kept",
    TakesAnyAnswerForAYes: "test_a_login_page_is_no_answer",
    LosesTheLastOfAPage: "test_every_event_of_the_company_arrives",
    StartsFromNowOnly: "test_the_cursor_resumes_where_it_stood",
    NumbersEventsItself: "test_an_event_told_twice_is_the_same_event",
    ReadsBackAllButTheLast: "test_what_is_read_back_is_what_the_feed_told",
    BelievesEveryCallback: "test_a_forged_callback_is_refused",
    TalksInTheLog: "test_records_and_logs_hold_no_personal_data_and_no_secret",
    SwallowsCancellation: "test_a_cancelled_call_leaves_the_adapter_usable",
    WithdrawsNothing: "test_a_withdrawal_reaches_the_company_once",
    SendsNothing: "test_a_scheme_sent_is_taken_once",
}


@pytest.mark.parametrize("planted", PLANTED, ids=lambda cls: cls.__name__)
async def test_a_planted_fault_is_caught(planted: type[UtilityAdapter]) -> None:
    class Kit(AdapterContract):
        adapter = planted
        stand_in = staticmethod(sandbox_company(UtilityKind.WATER, gateway))

    check: Any = getattr(Kit(), PLANTED[planted])
    with pytest.raises(AssertionError):
        await check()


async def test_a_check_that_never_reaches_the_stand_in_fails() -> None:
    class Kit(AdapterContract):
        adapter = WaterAdapter
        stand_in = staticmethod(sandbox_company(UtilityKind.WATER, gateway))

    with pytest.raises(AssertionError, match="asked nothing"):
        async with Kit().side():
            pass


@pytest.mark.parametrize(
    "skips",
    [{"test_no_such_check": "a reason that is long enough"}, {"test_a_login_page_is_no_answer": ""}],
    ids=["unknown", "silent"],
)
def test_a_skip_names_a_check_and_gives_a_reason(skips: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        type("Kit", (AdapterContract,), {"skips": skips})

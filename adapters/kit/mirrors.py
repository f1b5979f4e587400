"""The contract of a mirror as a class to inherit: records are taken once, answered one by one, and can be asked for.

class TestPlatform(MirrorContract):
    adapter = SupervisionPlatform
    stand_in = staticmethod(a_platform)
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from adapters.contract import Authority, MirrorAdapter, RecordAnswer
from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import SeamLimits, Wiring, recording, without_waiting
from adapters.kit import records, samples
from adapters.kit.stand_in import Trouble
from adapters.kit.verdicts import agree, raises
from models.records import Record, RecordType

_Error = TypeVar("_Error", bound=CounterpartError)
_QUICK = {"deadline_s": 0.5}


class MirrorStandIn(Protocol):
    """A mirror to check an adapter against."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the adapter is configured with to reach it."""

    async def trouble(self, trouble: Trouble, *, times: int | None = None) -> None:
        """Let calls go wrong, `times` of them or until `calm`."""

    async def calm(self) -> None:
        """Let nothing go wrong any more."""

    async def taken(self) -> Counter[str]:
        """How often each thing stands there, by what it is about."""


@dataclass
class MirrorSide:
    """An adapter connected to its stand-in."""

    adapter: MirrorAdapter
    stand_in: MirrorStandIn

    async def send(self, *wanted: Record) -> tuple[RecordAnswer, ...]:
        """Record these, in one batch."""
        return await self.adapter.record(wanted)

    async def prepare(self) -> None:
        """Record what a first event stands on."""
        for record in records.parents(self.adapter.takes):
            agree((await self.send(record))[0].taken, f"the sample {record.record} was not taken")


class MirrorContract:
    """Every check. Name `adapter` and `stand_in`."""

    adapter: ClassVar[type[MirrorAdapter]]
    stand_in: ClassVar[Callable[[], AbstractAsyncContextManager[MirrorStandIn]]]

    @asynccontextmanager
    async def side(self, **limits: Any) -> AsyncIterator[MirrorSide]:
        """Both sides for one check."""
        async with type(self).stand_in() as stand_in:
            authority = Authority(id="kit-mirror", name="某平台")
            adapter = self.adapter.connect(authority, stand_in.settings, Wiring(SeamLimits(**limits)))
            if not isinstance(adapter, MirrorAdapter):
                raise TypeError(f"{self.adapter.__name__} is no mirror")
            try:
                with without_waiting():
                    yield MirrorSide(adapter, stand_in)
            finally:
                await adapter.aclose()

    async def test_a_record_of_every_type_it_takes_is_taken_with_a_serial_number(self) -> None:
        """Parents first."""
        async with self.side() as side:
            for record in records.one_of_each(self.adapter.takes):
                (answer,) = await side.send(record)
                agree(answer.taken and answer.key == record.key, f"{record.record}: {answer}")
                agree(bool(answer.serial), f"{record.record} got no serial number")

    async def test_a_resend_has_no_second_effect(self) -> None:
        """Nor another serial number."""
        async with self.side() as side:
            await side.prepare()
            first, second = await side.send(records.event(1)), await side.send(records.event(1))
            agree(first == second, f"a resend was answered otherwise: {first}, {second}")
            await _once(side)

    async def test_what_is_held_is_found_and_what_is_not_is_absent(self) -> None:
        """Which is what makes a resend after an unknown outcome safe."""
        async with self.side() as side:
            await side.prepare()
            answers = await side.send(records.event(1))
            found = await side.adapter.find("event", [records.event(1).key, "never-sent"])
            agree(found == answers, f"found {found}, answered before {answers}")

    async def test_a_batch_is_answered_row_by_row(self) -> None:
        """A refused record names a field, and its neighbours are taken."""
        async with self.side() as side:
            await side.prepare()
            batch = (records.event(1), records.orphan(), records.event(2))
            answers = {answer.key: answer for answer in await side.send(*batch)}
            agree([answers[record.key].taken for record in batch] == [True, False, True], f"{answers}")
            refused = answers[records.orphan().key]
            agree(bool(refused.message and refused.faults), "the refusal names no field")

    async def test_a_record_taken_back_makes_room_for_a_fresh_one(self) -> None:
        """Never changed: a copy that is not valid, then the record anew."""
        async with self.side() as side:
            await side.prepare()
            matter = records.matter()
            back = matter.model_copy(update={"key": "r-kit", "valid": False, "invalid_reason": "区划有误"})
            fresh = matter.model_copy(update={"key": "m-kit-2", "company_name": "某供水有限公司"})
            answers = await side.send(back, fresh)
            agree([each.taken for each in answers] == [True, True], f"{answers}")

    async def test_an_answer_lost_after_the_effect_is_an_unknown_outcome_that_asking_settles(self) -> None:
        """Never a failure that is simply repeated."""
        await self._unknown(Trouble.LOST_AFTER, found=True)

    async def test_an_answer_cut_short_is_an_unknown_outcome_that_asking_settles(self) -> None:
        """The effect stands although the answer does not."""
        await self._unknown(Trouble.CUT_REPLY, found=True)

    async def test_a_server_error_after_the_effect_is_an_unknown_outcome(self) -> None:
        """502 says nothing of whether it was done."""
        await self._unknown(Trouble.FAILED_AFTER, found=True)

    async def test_an_answer_lost_before_the_effect_is_an_unknown_outcome_that_a_resend_mends(self) -> None:
        """Asking says no, and then the resend is the first effect."""
        await self._unknown(Trouble.LOST_BEFORE, found=False)

    async def _unknown(self, trouble: Trouble, *, found: bool) -> None:
        async with self.side(**_QUICK) as side:
            await side.prepare()
            await side.stand_in.trouble(trouble)
            await raises(UnknownOutcome, side.send(records.event(1)))
            await side.stand_in.calm()
            held = await side.adapter.find("event", [records.event(1).key])
            agree(bool(held) == found, f"after {trouble} asking found {held}")
            await side.send(records.event(1))
            await _once(side)

    async def test_a_refused_connection_is_transient(self) -> None:
        """Nothing was accepted."""
        await self._ends_in(Trouble.REFUSED_CONNECTION, TransientError)

    async def test_a_busy_mirror_is_transient_and_its_wish_is_kept(self) -> None:
        """Seven seconds."""
        error = await self._ends_in(Trouble.BUSY, TransientError)
        agree(error.retry_after == 7, f"its wish was seven seconds, kept was {error.retry_after}")

    async def test_a_throttling_mirror_is_known_to_be_alive(self) -> None:
        """It asks for less; that does not count against it."""
        error = await self._ends_in(Trouble.THROTTLED, TransientError)
        agree(error.throttled, "the answer was not recognised as throttling")

    async def test_refused_credentials_are_an_error_of_their_own(self) -> None:
        """They pause the destination instead of failing a thousand items."""
        await self._ends_in(Trouble.UNAUTHORIZED, AuthError)

    async def test_a_login_page_is_no_answer(self) -> None:
        """Whatever status it comes with."""
        await self._ends_in(Trouble.LOGIN_PAGE, ContractError)

    async def test_a_shape_that_the_wire_does_not_have_is_never_guessed_at(self) -> None:
        """A person looks at it."""
        await self._ends_in(Trouble.STRANGE_SHAPE, ContractError)

    async def _ends_in(self, trouble: Trouble, kind: type[_Error]) -> _Error:
        async with self.side() as side:
            await side.prepare()
            await side.stand_in.trouble(trouble)
            error = await raises(kind, side.send(records.event(1)))
            await side.stand_in.calm()
            agree((await side.send(records.event(1)))[0].taken, "it does not work after the trouble")
            await _once(side)
            return error

    async def test_a_cancelled_call_leaves_the_adapter_usable(self) -> None:
        """Cancellation passes through as it is."""
        async with self.side() as side:
            await side.prepare()
            await side.stand_in.trouble(Trouble.LOST_BEFORE)
            call = asyncio.create_task(side.send(records.event(1)))
            await asyncio.wait([call], timeout=0.2)
            call.cancel()
            await asyncio.wait([call])
            agree(call.cancelled(), "a cancelled call ended in something else")
            await side.stand_in.calm()
            agree((await side.send(records.event(1)))[0].taken, "it does not work after a cancelled call")

    async def test_evidence_is_kept_without_personal_data_and_secrets(self) -> None:
        """What was asked and answered, for the liaison desk."""
        async with self.side() as side:
            with recording() as exchanges:
                for record in records.one_of_each(self.adapter.takes):
                    await side.send(record)
            kept = json.dumps([each.model_dump(mode="json") for each in exchanges], ensure_ascii=False)
            agree(records.MATTER in kept, "the matter is not in it")
            for secret in (samples.CONTACT_NAME, samples.CONTACT_PHONE, records.HANDLER):
                agree(secret not in kept, f"{secret[:4]}… was kept")
            for name, value in side.stand_in.settings.items():
                agree(name not in ("token", "secret") or str(value) not in kept, f"the {name} was kept")

    async def test_it_says_which_types_it_takes_and_refuses_no_batch_of_them(self) -> None:
        """At least matters and events."""
        wanted: frozenset[RecordType] = frozenset({"matter", "event"})
        agree(wanted <= self.adapter.takes, f"it takes {sorted(self.adapter.takes)}")


async def _once(side: MirrorSide) -> None:
    taken = await side.stand_in.taken()
    expected = len(records.parents(side.adapter.takes)) + 1
    agree(len(taken) == expected and set(taken.values()) == {1}, f"taken: {taken}")

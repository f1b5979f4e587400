"""Checks on what is sent: one effect for one key, whatever becomes of the answer."""

import asyncio
import tempfile
from pathlib import Path

from adapters.errors import UnknownOutcome
from adapters.kit import samples
from adapters.kit.side import Checks, Side
from adapters.kit.stand_in import Trouble
from adapters.kit.verdicts import agree, raises

_TAKEN = "scheme_taken"
_QUICK = {"deadline_s": 1.0, "transfer_deadline_s": 5.0}


class SendingChecks(Checks):
    """Submission, lookup, resend, revision, withdrawal, documents, cancellation."""

    async def test_a_scheme_sent_is_taken_once(self) -> None:
        """And the receipt carries the company's own reference."""
        async with self.side() as side:
            receipt = await side.push()
            agree(bool(receipt.remote_ref), "the receipt carries no reference")
            await _taken_once(side)

    async def test_a_resend_under_the_same_key_has_no_second_effect(self) -> None:
        """Nor another reference."""
        async with self.side() as side:
            if not self.adapter.idempotent:
                self.needs("find_by_key")
                await side.push()
                agree(await side.adapter.find_by_key(samples.key()) is not None, "a key sent is not known")
                return
            first, second = await side.push(), await side.push()
            agree(first.remote_ref == second.remote_ref, "a resend was given another reference")
            await _taken_once(side)

    async def test_a_key_that_was_accepted_is_found_and_an_unknown_one_is_not(self) -> None:
        """Lookup by key is what makes a resend after an unknown outcome safe."""
        self.needs("find_by_key")
        async with self.side() as side:
            receipt = await side.push()
            found = await side.adapter.find_by_key(samples.key())
            agree(found is not None and found.remote_ref == receipt.remote_ref, "the key is not found")
            agree(await side.adapter.find_by_key(samples.key(99)) is None, "a key never sent is found")

    async def test_an_answer_lost_after_the_effect_is_an_unknown_outcome_that_a_lookup_settles(self) -> None:
        """Never a failure that is simply repeated."""
        await self._unknown(
            Trouble.LOST_AFTER,
            found=True,
        )

    async def test_an_answer_cut_short_is_an_unknown_outcome_that_a_lookup_settles(self) -> None:
        """The effect stands although the answer does not."""
        await self._unknown(
            Trouble.CUT_REPLY,
            found=True,
        )

    async def test_a_server_error_after_the_effect_is_an_unknown_outcome(self) -> None:
        """500, 502 and 504 say nothing of whether it was done."""
        await self._unknown(Trouble.FAILED_AFTER, found=True)

    async def test_an_answer_lost_before_the_effect_is_an_unknown_outcome_that_a_resend_mends(self) -> None:
        """The lookup says no, and then the resend is the first effect."""
        await self._unknown(
            Trouble.LOST_BEFORE,
            found=False,
        )

    async def _unknown(self, trouble: Trouble, *, found: bool) -> None:
        self.needs("find_by_key")
        async with self.side(**_QUICK) as side:
            await side.trouble(trouble)
            await raises(UnknownOutcome, side.push())
            await side.stand_in.calm()
            held = await side.adapter.find_by_key(samples.key())
            agree((held is not None) == found, f"after {trouble} the lookup found {held}")
            if held is None:
                await side.push()
            await _taken_once(side)

    async def test_a_newer_version_is_taken_beside_the_older_one(self) -> None:
        """Two versions are two submissions of one scheme."""
        async with self.side() as side:
            await side.push()
            await side.push(version=2)
            taken = await side.effects(_TAKEN)
            agree(len(taken) == 2 and set(taken.values()) == {1}, f"taken: {taken}")

    async def test_a_withdrawal_reaches_the_company_once(self) -> None:
        """However often it is sent under its key."""
        self.needs("withdraw_scheme")
        async with self.side() as side:
            receipt = await side.push()
            for _ in range(2):
                await side.adapter.withdraw_scheme(
                    samples.a_withdrawal(), receipt.remote_ref, key=samples.key() + ":withdrawal"
                )
            withdrawn = await side.effects("scheme_withdrawn")
            agree(list(withdrawn.values()) == [1], f"withdrawn: {withdrawn}")

    async def test_a_document_arrives_whole_and_once(self) -> None:
        """A second delivery finds it there and sends nothing."""
        self.needs("send_document")
        async with self.side() as side:
            receipt = await side.push(with_drawing=True)
            with tempfile.TemporaryDirectory() as folder:
                drawing = samples.the_drawing_in(Path(folder))
                for _ in range(2):
                    await side.adapter.send_document(receipt.remote_ref, drawing)
            arrived = await side.effects("document_completed")
            agree(list(arrived.values()) == [1], f"documents: {arrived}")

    async def test_a_cancelled_call_leaves_the_adapter_usable(self) -> None:
        """Cancellation passes through as it is and is no error of the counterpart."""
        async with self.side() as side:
            await side.trouble(Trouble.LOST_BEFORE)
            call = asyncio.create_task(side.push())
            await asyncio.wait([call], timeout=0.2)
            call.cancel()
            await asyncio.wait([call])
            agree(call.cancelled(), "a cancelled call ended in something else")
            await side.stand_in.calm()
            await side.push(2)
            agree(len(await side.effects(_TAKEN)) == 1, "the adapter does not work after a cancelled call")


async def _taken_once(side: Side) -> None:
    taken = await side.effects(_TAKEN)
    agree(list(taken.values()) == [1], f"taken: {taken}")

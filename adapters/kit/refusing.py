"""Checks on what goes wrong: each kind of trouble is the error that says what to do next."""

from typing import TypeVar

from adapters.errors import AuthError, ContractError, CounterpartError, RejectedError, TransientError
from adapters.kit import samples
from adapters.kit.side import Checks
from adapters.kit.stand_in import Trouble
from adapters.kit.verdicts import agree, raises

_Error = TypeVar("_Error", bound=CounterpartError)


class RefusingChecks(Checks):
    """The error taxonomy, from the stand-in's troubles."""

    async def test_a_refused_connection_is_transient(self) -> None:
        """Nothing was accepted, so it may be tried again as it is."""
        await self._ends_in(
            Trouble.REFUSED_CONNECTION,
            TransientError,
            reached=False,
        )

    async def test_a_busy_counterpart_is_transient_and_its_wish_is_kept(self) -> None:
        """Retry-After, in seconds."""
        error = await self._ends_in(Trouble.BUSY, TransientError)
        agree(error.retry_after == 7, f"its wish was seven seconds, kept was {error.retry_after}")

    async def test_a_throttling_counterpart_is_known_to_be_alive(self) -> None:
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
        await self._ends_in(
            Trouble.STRANGE_SHAPE,
            ContractError,
        )

    async def _ends_in(self, trouble: Trouble, kind: type[_Error], *, reached: bool = True) -> _Error:
        async with self.side() as side:
            await side.trouble(trouble)
            error = await raises(kind, side.push())
            await side.stand_in.calm()
            agree(not reached or not await side.effects("scheme_taken"), "something was taken all the same")
            await side.push(2)
            return error

    async def test_a_refusal_names_the_field_and_leaves_no_effect(self) -> None:
        """Their reasons are what the liaison desk works from."""
        async with self.side() as side:
            scheme = side.stand_in.unwelcome(samples.a_scheme())
            error = await raises(RejectedError, side.adapter.push_scheme(scheme, key=samples.key()))
            agree(bool(error.faults), "the refusal names no field")
            agree(not await side.effects("scheme_taken"), "a refused scheme was taken")

    async def test_an_answer_beyond_the_cap_is_not_read(self) -> None:
        """A counterpart gone wrong must not fill our memory."""
        async with self.side(max_response_bytes=16) as side:
            await raises(ContractError, side.push())

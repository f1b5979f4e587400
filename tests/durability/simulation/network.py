"""The network between the hub and its counterparts: it loses, delays, cuts and repeats as the seed has it."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, Never, TypeVar

from adapters.errors import AuthError, ContractError, RejectedError, TransientError, UnknownOutcome
from adapters.http.retry_after import seconds_to_wait
from models.messages import Message
from tests.durability.simulation.clockwork import START
from tests.durability.simulation.manners import Manners
from tests.durability.simulation.processes import Process, current
from tests.durability.simulation.trace import Trace

T = TypeVar("T")

TIMEOUT: Final = 30.0
"""Seconds after which a caller hears nothing any more."""


class Fault(StrEnum):
    """What goes wrong with one call."""

    REFUSED = "connection refused"
    LOST = "timeout, nothing arrived"
    UNHEARD = "timeout, it took effect"
    LATE = "timeout, it takes effect afterwards"
    CUT = "reply cut, it took effect"
    FAILED = "500, no effect"
    HALF_FAILED = "500, it took effect"
    BUSY = "429"
    AWAY = "503"
    SLOW = "slow"
    LOCKED_OUT = "401"
    GIBBERISH = "an answer nobody can read, it took effect"
    UNWANTED = "422, they do not want it"


TROUBLES: Final = (
    Fault.REFUSED,
    Fault.LOST,
    Fault.UNHEARD,
    Fault.CUT,
    Fault.FAILED,
    Fault.HALF_FAILED,
    Fault.BUSY,
    Fault.AWAY,
    Fault.SLOW,
)
"""What may strike any call."""
RARE: Final = (Fault.LOCKED_OUT, Fault.GIBBERISH, Fault.UNWANTED)
"""What a person has to mend: drawn less often."""
_TAKES_EFFECT: Final = frozenset({Fault.UNHEARD, Fault.CUT, Fault.HALF_FAILED, Fault.GIBBERISH})
_WORDS: Final = Message(id="delivery-outcome-unknown")


@dataclass(slots=True)
class Weather:
    """How often a call to one counterpart fails, and how."""

    chance: random.Random
    share: float
    """Of the calls, how many meet a trouble."""
    late: bool
    """Whether an effect may come after the caller gave up: only where the counterpart knows a key again."""
    fair: bool = False
    """All is well from now on."""

    def draw(self) -> Fault | None:
        """What strikes the next call, if anything."""
        if self.fair or self.chance.random() >= self.share:
            return None
        if self.chance.random() < 0.12:
            return self.chance.choice(RARE)
        if self.late and self.chance.random() < 0.1:
            return Fault.LATE
        return self.chance.choice(TROUBLES)


@dataclass(slots=True)
class Line:
    """The line to one counterpart."""

    party: str
    weather: Weather
    trace: Trace
    manners: Manners

    async def call(self, what: str, effect: Callable[[], T], *, reads: bool = False) -> T:
        """Call the counterpart, which does `effect`; raises what an adapter would make of the fault."""
        process, chance = current(), self.weather.chance
        process.moment(f"before {what}")
        self.manners.called(process, what)
        fault = self.weather.draw()
        if fault is Fault.UNWANTED and reads:
            fault = Fault.FAILED
        if fault is not None:
            self.trace.faults += 1
            self.trace.note(process.name, f"→ {self.party} {what}: {fault}")
        try:
            await asyncio.sleep(20.0 if fault is Fault.SLOW else chance.random())
        except asyncio.CancelledError:
            # The process died while this was on its way; it may arrive all the same.
            if fault is None and chance.random() < 0.5:
                effect()
            raise
        if fault is None or fault is Fault.SLOW:
            result = effect()
            process.moment(f"after {what}")
            return result
        if fault in _TAKES_EFFECT:
            effect()
        elif fault is Fault.LATE:
            asyncio.get_running_loop().call_later(TIMEOUT + chance.uniform(1, 300), effect)
        await asyncio.sleep(TIMEOUT if fault in {Fault.LOST, Fault.UNHEARD, Fault.LATE} else 0.0)
        process.moment(f"after {what} failed")
        self.manners.answered()
        if fault is Fault.UNWANTED:
            self.manners.refused(process, what)
        self._fail(fault, process)

    def _fail(self, fault: Fault, process: Process) -> Never:
        match fault:
            case Fault.REFUSED:
                raise TransientError(_WORDS, detail=fault)
            case Fault.BUSY | Fault.AWAY:
                wish = self._wish()
                self.manners.asked(process, wish)
                raise TransientError(_WORDS, detail=fault, retry_after=wish, throttled=fault is Fault.BUSY)
            case Fault.LOCKED_OUT:
                raise AuthError(_WORDS, detail=fault)
            case Fault.GIBBERISH:
                raise ContractError(_WORDS, detail=fault)
            case Fault.UNWANTED:
                raise RejectedError(_WORDS, detail=fault)
            case _:
                raise UnknownOutcome(_WORDS, detail=fault)

    def _wish(self) -> float | None:
        """A Retry-After, as counterparts write them."""
        now = START + timedelta(seconds=asyncio.get_running_loop().time())
        date = (now + timedelta(seconds=120)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        written = self.weather.chance.choice(("5", "90", "600", date, "99999999999", "-7", "soon", None))
        self.trace.note(self.party, f"asks for a pause: Retry-After {written}")
        return seconds_to_wait(written, now)

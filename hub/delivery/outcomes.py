"""From what an adapter raised to what becomes of the delivery: the error taxonomy's right-hand column."""

import logging
import random
import traceback
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    KeyTaken,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from hub.delivery.schedule import JITTER, delay_before
from hub.settings import DeliverySettings
from hub.store.claims import Claimed, Outcome, Parked, Retry
from models.messages import Message

_log = logging.getLogger(__name__)

PENDING_PATIENCE: Final = 5
"""A mirror has so many times `give_up_after` to judge a record: about two weeks, which outlast a long holiday."""
_PENDING: Final = "pending"
KEY_TAKEN: Final = "key-taken"
"""Kind of the error of a delivery whose key stands for something else at its destination."""


class StillPending(Exception):
    """A mirror holds the record and has not judged it; asked again after `again` seconds or more."""

    def __init__(self, again: float) -> None:
        super().__init__(f"asked again after {again} s")
        self.again = again


class NobodyCanTell(UnknownOutcome):
    """It may have been accepted, and neither the counterpart nor the wire can say: a person must ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What the end of a call says of the destination."""

    counts_against: bool = False
    """The breaker takes note."""
    answered: bool = False
    """The destination did its part: to the breaker as good as a delivery."""
    refused: bool = False
    """It said no to this item: it lives."""
    throttled: bool = False
    """It lives and asks for less."""
    hold_seconds: float | None = None
    """The destination asked for a pause: its other items wait as well."""
    pause: Message | None = None
    """The destination is paused until a person has looked."""

    @property
    def alive(self) -> bool:
        """Whether nothing is wrong with the destination."""
        return self.answered or self.refused


@dataclass(frozen=True, slots=True)
class Verdict(Sign):
    """What a failure means for the item, beside what it says of the destination."""

    outcome: Outcome


def reading(error: CounterpartError) -> Sign:
    """What a feed that could not be read says of its counterpart."""
    match error:
        case TransientError(throttled=throttled):
            return Sign(counts_against=not throttled, throttled=throttled, hold_seconds=_wish(error))
        case UnknownOutcome():
            return Sign(counts_against=True)
        case _:
            return Sign()


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges failures by the settings; `chance` is the source of jitter."""

    settings: DeliverySettings
    chance: random.Random = field(default_factory=random.Random)

    def judge(self, error: BaseException, claimed: Claimed, *, now: datetime, can_ask: bool) -> Verdict:
        """What becomes of `claimed` after `error`.

        `can_ask` says that a resend is safe: the counterpart can be asked by key, or its wire is idempotent.
        """
        match error:
            case TransientError():
                again = self._again(claimed, error, now, kind="transient", unsure=claimed.unsure)
                return Verdict(
                    again,
                    counts_against=not error.throttled,
                    throttled=error.throttled,
                    hold_seconds=_wish(error),
                )
            case NobodyCanTell():
                asked = error.message.model_copy(
                    update={"params": {**error.message.params, "attempt": claimed.attempt}}
                )
                return Verdict(Parked(asked, error.detail, (), unsure=True, kind="unknown"))
            case UnknownOutcome() if can_ask:
                again = self._again(claimed, error, now, kind="unknown", unsure=True)
                return Verdict(again, counts_against=True)
            case UnknownOutcome():
                ask = Message(id="delivery-outcome-unknown", params={"attempt": claimed.attempt})
                parked = Parked(ask, error.detail or str(error.message), (), unsure=True, kind="unknown")
                return Verdict(parked, counts_against=True)
            case KeyTaken():
                taken = Parked(error.message, error.detail, error.faults, unsure=False, kind=KEY_TAKEN)
                return Verdict(taken, refused=True)
            case RejectedError():
                parked = Parked(error.message, error.detail, error.faults, unsure=False, kind="rejected")
                return Verdict(parked, refused=True)
            case AuthError():
                again = self._again(claimed, error, now, kind="auth", unsure=claimed.unsure)
                return Verdict(again, pause=error.message)
            case StillPending():
                return Verdict(self._pending(error, claimed, now), answered=True)
            case ContractError():
                return Verdict(Parked(error.message, error.detail, (), unsure=True, kind="contract"))
            case _:
                return Verdict(self._broken(error, claimed))

    def _again(
        self, claimed: Claimed, error: CounterpartError, now: datetime, *, kind: str, unsure: bool
    ) -> Outcome:
        since, patience = claimed.first_claimed_at, self.settings.give_up_after
        if claimed.error_kind == _PENDING:
            # It is there, and only asking for it failed: remembered, or a blip would end days of waiting.
            kind, patience = _PENDING, patience * PENDING_PATIENCE
        if now - since >= patience:
            hours = round((now - since).total_seconds() / 3600)
            gave_up = Message(id="delivery-gave-up", params={"hours": hours, "attempts": claimed.attempt})
            return Parked(gave_up, f"{error.message} {error.detail}".strip(), (), unsure=unsure, kind=kind)
        delay = delay_before(
            claimed.attempt + 1,
            self.settings.schedule,
            retry_after=_wish(error) if isinstance(error, TransientError) else None,
            cap=self.settings.retry_after_cap,
            chance=self.chance,
        )
        return Retry(error.message, error.detail, delay, unsure=unsure, kind=kind)

    def _pending(self, error: StillPending, claimed: Claimed, now: datetime) -> Outcome:
        waited = now - claimed.first_claimed_at
        if waited >= self.settings.give_up_after * PENDING_PATIENCE:
            words = Message(id="record-pending-too-long", params={"days": waited.days})
            return Parked(words, "", (), unsure=True, kind=_PENDING)
        # The longer it takes the less often it is asked for: a mirror may well judge once a night.
        delay = max(timedelta(seconds=error.again), min(waited / 10, self.settings.retry_after_cap))
        jittered = delay * (1 + JITTER * self.chance.random())
        return Retry(Message(id="record-pending"), "", jittered, unsure=True, kind=_PENDING)

    def _broken(self, error: BaseException, claimed: Claimed) -> Outcome:
        # The exception's text may hold what was being sent, personal data included: only its type and the
        # lines of code it passed are kept.
        name = type(error).__name__
        lines = "".join(traceback.format_tb(error.__traceback__))
        _log.error("adapter failed on delivery %s (%s): %s\n%s", claimed.id, claimed.kind, name, lines)
        broken = Message(id="delivery-adapter-failed", params={"error": name})
        return Parked(broken, name, (), unsure=True, kind="defect")


def _wish(error: TransientError) -> float | None:
    # "At once" and a date that has passed are no wish to wait: the schedule has a word for that.
    return error.retry_after if error.retry_after is not None and error.retry_after > 0 else None

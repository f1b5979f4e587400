"""The feed of a utility's events, what it holds of them, and the documents it issues with them."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from sandbox import drawings
from sandbox.clock import Clock, add_days
from sandbox.content import Drawn
from sandbox.ledger import Ledger
from sandbox.utility.cases import Case
from sandbox.utility.character import Character, Step
from sandbox.utility.drift import Luck, Rates
from sandbox.utility.problems import Problem
from sandbox.utility.webhooks import Webhooks

Event = dict[str, object]


@dataclass
class _Held:
    """An event in the company's records; `gone` once the company took it back."""

    event: Event
    changed_at: datetime
    gone: bool = False


class Feed:
    """All events in the order of recording. A cursor is the number of events before the next one.

    The records are apart from the feed: with drift, what a company holds is not what it has told.
    """

    def __init__(
        self, counterpart: str, character: Character, clock: Clock, ledger: Ledger, webhooks: Webhooks
    ) -> None:
        self._counterpart = counterpart
        self._character = character
        self._clock = clock
        self._ledger = ledger
        self._webhooks = webhooks
        self._events: list[Event] = []
        self._held: list[_Held] = []
        self._numbers = 0
        self._luck = Luck(Rates(), counterpart)
        self._issued: dict[tuple[str, str], Drawn] = {}

    def drift(self, rates: Rates) -> None:
        """Let events go astray from now on, by these rates."""
        self._luck = Luck(rates, self._counterpart)

    def remove(self, count: int, seed: int) -> None:
        """Take back some events that were told: the company holds them no longer."""
        standing = [held for held in self._held if not held.gone]
        for held in Random(seed).sample(standing, min(count, len(standing))):
            held.gone, held.changed_at = True, self._clock.now
            self._ledger.undo(self._counterpart, "event_emitted", str(held.event["id"]))
            self._drifted("removed", held.event)

    def emit(self, case: Case, step: Step) -> None:
        """Record that the step was taken, now; drift has its way with it."""
        character, now = self._character, self._clock.now
        case.stage, case.status = step.stage, step.status
        event: Event = {
            "id": self._next_id(),
            "reference": case.reference,
            "scheme_id": case.scheme_id,
            "version": case.version,
            "stage": step.stage,
            "handling_status": step.status,
            "status_text": character.words(step.stage, step.status),
            "occurred_at": now.isoformat(),
            "handler": character.handler(step.stage),
            "opinion": step.opinion,
            "opinion_text": character.opinion_words(step.opinion) if step.opinion else None,
            "documents": [self._issue(case, step, now)] if step.issues else [],
        }
        later = add_days(now, self._luck.rates.days)
        match self._luck.draw():
            case "hide":
                self._keep(event)
                self._drifted("hidden", event)
            case "delay":
                self._drifted("delayed", event)
                self._clock.at(later, lambda: self._keep_and_tell(event))
            case "change":
                self._keep_and_tell(event)
                self._clock.at(later, lambda: self._change(event))
            case "duplicate":
                self._keep_and_tell(event)
                copy = {**event, "id": self._next_id()}
                self._held.append(_Held(copy, now))
                self._tell(copy)
                self._drifted("duplicated", copy, of=str(event["id"]))
            case _:
                self._keep_and_tell(event)

    def page(self, after: str | None, limit: int) -> dict[str, object]:
        """A page from a cursor on; now and then it begins by repeating the event before. Raises a `Problem`."""
        start = _place(after, len(self._events))
        stop = min(start + limit, len(self._events))
        repeat = 0 < start < stop and stop - start < limit and self._character.repeats(start)
        return {
            "events": self._events[start - repeat : stop],
            "next": str(stop),
            "more": stop < len(self._events),
        }

    def held(self, since: datetime | None, after: str | None, limit: int) -> dict[str, object]:
        """A page of what is held, of what was recorded or changed since an instant. Raises a `Problem`."""
        start = _place(after, len(self._held))
        wanted = [
            number
            for number, held in enumerate(self._held[start:], start)
            if not held.gone and (since is None or held.changed_at >= since)
        ]
        page = wanted[:limit]
        return {
            "events": [self._held[number].event for number in page],
            "next": str(page[-1] + 1 if page else len(self._held)),
            "more": len(wanted) > limit,
        }

    def issued(self, reference: str, sha256: str) -> Drawn | None:
        """A document issued for this case."""
        return self._issued.get((reference, sha256))

    def _next_id(self) -> str:
        self._numbers += 1
        return f"{self._character.prefix}-{self._numbers:06}"

    def _keep_and_tell(self, event: Event) -> None:
        self._keep(event)
        self._tell(event)

    def _keep(self, event: Event) -> None:
        self._held.append(_Held(event, self._clock.now))
        facts = {name: event[name] for name in ("scheme_id", "version", "stage", "handling_status")}
        self._ledger.record(self._counterpart, "event_emitted", str(event["id"]), **facts)

    def _tell(self, event: Event) -> None:
        self._events.append(event)
        self._webhooks.tell(event)

    def _change(self, event: Event) -> None:
        # In place: whoever asks for it again reads it as it is now.
        event.update(self._luck.changed(event))
        for held in self._held:
            if held.event is event:
                held.changed_at = self._clock.now
        self._drifted("changed", event)

    def _drifted(self, how: str, event: Event, **facts: str) -> None:
        stage, status = event["stage"], event["handling_status"]
        about = {"scheme_id": event["scheme_id"], "stage": stage, "handling_status": status, **facts}
        self._ledger.record(self._counterpart, f"drift_{how}", str(event["id"]), **about)

    def _issue(self, case: Case, step: Step, now: datetime) -> dict[str, object]:
        number = f"{self._character.prefix}〔{now.year}〕{len(self._issued) + 1}号"
        title = self._character.letter_title(step.stage)
        lines = [title, number, f"项目：{case.submission.project.name}", f"日期：{now.date().isoformat()}"]
        letter = Drawn(lambda: drawings.letter(lines))
        self._issued[case.reference, letter.sha256] = letter
        return {
            "sha256": letter.sha256,
            "name": f"{title}.pdf",
            "media_type": "application/pdf",
            "size_bytes": letter.size,
            "number": number,
            "issued_on": now.date().isoformat(),
        }


def _place(after: str | None, most: int) -> int:
    if after is not None and (not after.isdecimal() or int(after) > most):
        raise Problem(400, "bad-request", "after 不是本系统给出的游标。")
    return int(after or 0)

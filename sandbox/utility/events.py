"""The feed of a utility's events, and the documents it issues with them."""

from datetime import datetime

from sandbox import drawings
from sandbox.clock import Clock
from sandbox.content import Drawn
from sandbox.ledger import Ledger
from sandbox.utility.cases import Case
from sandbox.utility.character import Character, Step
from sandbox.utility.problems import Problem
from sandbox.utility.webhooks import Webhooks

Event = dict[str, object]


class Feed:
    """All events in the order of recording. A cursor is the number of events before the next one."""

    def __init__(
        self, counterpart: str, character: Character, clock: Clock, ledger: Ledger, webhooks: Webhooks
    ) -> None:
        self._counterpart = counterpart
        self._character = character
        self._clock = clock
        self._ledger = ledger
        self._webhooks = webhooks
        self._events: list[Event] = []
        self._issued: dict[tuple[str, str], Drawn] = {}

    def emit(self, case: Case, step: Step) -> None:
        """Record that the step was taken, now."""
        character, now = self._character, self._clock.now
        case.stage, case.status = step.stage, step.status
        event: Event = {
            "id": f"{character.prefix}-{len(self._events) + 1:06}",
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
        self._events.append(event)
        facts = {name: event[name] for name in ("scheme_id", "version", "stage", "handling_status")}
        self._ledger.record(self._counterpart, "event_emitted", str(event["id"]), **facts)
        self._webhooks.tell(event)

    def page(self, after: str | None, limit: int) -> dict[str, object]:
        """A page from a cursor on; now and then it begins by repeating the event before. Raises a `Problem`."""
        if after is not None and (not after.isdecimal() or int(after) > len(self._events)):
            raise Problem(400, "bad-request", "after 不是本系统给出的游标。")
        start = int(after or 0)
        stop = min(start + limit, len(self._events))
        repeat = 0 < start < stop and stop - start < limit and self._character.repeats(start)
        return {
            "events": self._events[start - repeat : stop],
            "next": str(stop),
            "more": stop < len(self._events),
        }

    def issued(self, reference: str, sha256: str) -> Drawn | None:
        """A document issued for this case."""
        return self._issued.get((reference, sha256))

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

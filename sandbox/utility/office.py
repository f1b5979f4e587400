"""A utility's office: takes schemes and documents, keeps the cases, sets them going."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from sandbox.clock import Clock
from sandbox.config import Counterpart
from sandbox.ledger import Ledger
from sandbox.utility.cases import Case
from sandbox.utility.character import Character
from sandbox.utility.events import Feed
from sandbox.utility.problems import Problem
from sandbox.utility.progress import Progress
from sandbox.utility.submission import FieldError, Submission, duplicates, field_errors
from sandbox.utility.uploads import Upload

_REFUSABLE: Mapping[str, tuple[str, Sequence[object]]] = {
    "water": ("pipe_dn_mm", [100, 150, 200, 300]),
    "power": ("voltage_level", ["380V", "10kV", "35kV"]),
    "gas": ("pressure", ["low", "medium"]),
    "telecom": ("equipment_room", [True, False]),
}


class Office:
    """The cases of one company."""

    def __init__(
        self, counterpart: Counterpart, character: Character, clock: Clock, ledger: Ledger, feed: Feed
    ) -> None:
        self.feed = feed
        self._id = counterpart.id
        self._districts = counterpart.districts
        self._character = character
        self._clock = clock
        self._ledger = ledger
        self._progress = Progress(character, clock, feed)
        self._cases: dict[str, Case] = {}
        self._references: dict[str, Case] = {}
        self._refused: dict[str, object] = {}

    def refuse(self, scheme_id: str) -> None:
        """Deliberately refuse what this scheme asks for at first, until it asks for something else or `relent`."""
        self._refused[scheme_id] = None

    def relent(self, scheme_id: str) -> None:
        """Take it after all."""
        self._refused.pop(scheme_id, None)

    def submit(self, text: bytes, body_sha256: str, key: str) -> dict[str, object]:
        """Take a submission; answers the receipt. Raises a `Problem`."""
        submission = self._read(text)
        case = self._cases.get(submission.scheme_id)
        if case is not None:
            self._refuse_stale(case, submission)
        held = case
        now = self._clock.now
        if case is None:
            case = Case(f"{self._character.prefix}-{now.year}-{len(self._cases) + 1:06}", submission, now)
            self._cases[case.scheme_id] = self._references[case.reference] = case
        newer = held is not None and submission.version > held.version
        case.submission, case.received_at = submission, now
        case.announce()
        business_key = f"{case.scheme_id}/v{case.version}"
        facts = {"reference": case.reference, "scheme_id": case.scheme_id, "version": case.version}
        self._ledger.record(self._id, "scheme_taken", business_key, key=key, body_sha256=body_sha256, **facts)
        if held is None:
            self._progress.received(case)
        elif newer:
            self._progress.revised(case)
        receipt = {**facts, "received_at": now.isoformat(), "documents": case.document_states()}
        return {"operation": "submit", **receipt}

    def withdraw(self, reference: str, key: str) -> dict[str, object]:
        """Withdraw a scheme; answers the receipt. Raises a `Problem`."""
        case = self.case(reference)
        if case.stage == "acceptance" and case.state == "closed":
            raise Problem(409, "withdrawal-too-late")
        if case.withdrawn_at is None:
            self._progress.withdrawn(case)
            self._ledger.record(self._id, "scheme_withdrawn", case.scheme_id, key=key, reference=reference)
        at = case.withdrawn_at.isoformat() if case.withdrawn_at else None
        return {
            "operation": "withdraw",
            "reference": reference,
            "scheme_id": case.scheme_id,
            "withdrawn_at": at,
        }

    def apply(self, reference: str, key: str) -> dict[str, object]:
        """Take an application for supply; answers the receipt. It is handled when the review has passed.

        Raises a `Problem`.
        """
        case = self.case(reference)
        if case.state != "open":
            raise Problem(409, "scheme-withdrawn")
        self._ledger.record(self._id, "application_taken", f"{case.scheme_id}/{key}", reference=reference)
        return {"operation": "apply", "reference": reference, "received_at": self._clock.now.isoformat()}

    def case(self, reference: str) -> Case:
        """The case with this reference. Raises a `Problem`."""
        case = self._references.get(reference)
        if case is None:
            raise Problem(404, "unknown-scheme")
        return case

    def document_completed(self, case: Case, upload: Upload) -> None:
        """All bytes of a document are there."""
        self._ledger.record(
            self._id, "document_completed", f"{case.scheme_id}/{upload.sha256}", size_bytes=upload.size
        )
        self._progress.documents_changed(case)

    def replayed(self, operation: str) -> None:
        """An answer was given again."""
        self._ledger.count("replays", self._id, operation.split("/")[0])

    def refused(self, name: str) -> None:
        """A call was refused."""
        self._ledger.count("refusals", self._id, name)

    def counts(self) -> dict[str, int]:
        """Cases by state, and those that wait for documents."""
        cases = self._cases.values()
        by_state = {
            state: sum(case.state == state for case in cases) for state in ("open", "withdrawn", "closed")
        }
        waiting = sum(case.state == "open" and not case.documents_complete for case in cases)
        return {**by_state, "waiting_for_documents": waiting}

    def _read(self, text: bytes) -> Submission:
        try:
            submission = Submission.model_validate_json(text)
        except ValidationError as error:
            errors = field_errors(error)
        else:
            errors = [*duplicates(submission), *self._faults_of_ours(submission)]
            if not errors:
                return submission
        raise Problem(422, "validation-failed", f"有 {len(errors)} 项需要更正。", errors=errors)

    def _refuse_stale(self, case: Case, submission: Submission) -> None:
        if case.state == "withdrawn":
            raise Problem(409, "scheme-withdrawn")
        if submission.version < case.version:
            raise Problem(409, "version-superseded", f"已收到该方案第 {case.version} 版。")

    def _faults_of_ours(self, submission: Submission) -> Iterator[FieldError]:
        """What only this company can know."""
        demand = submission.demand
        if demand.kind != self._character.kind:
            yield _not_allowed("/demand/kind", [self._character.kind], "我单位不办理此类业务。")
            return
        if submission.project.area_code not in self._districts:
            detail = f"{submission.project.area_code} 不在我单位服务区域内。"
            yield {
                **_not_allowed("/project/area_code", self._districts, detail),
                "code": "unknown_area",
            }
        if demand.kind == "water" and demand.pipe_dn_mm not in self._character.pipes:
            yield _not_allowed(
                "/demand/pipe_dn_mm", self._character.pipes, f"不供应 DN{demand.pipe_dn_mm} 管道。"
            )
        if submission.scheme_id in self._refused:
            name, choices = _REFUSABLE[demand.kind]
            asked = getattr(demand, name)
            if self._refused[submission.scheme_id] is None:
                self._refused[submission.scheme_id] = asked
            if asked == self._refused[submission.scheme_id]:
                others = [each for each in choices if each != asked]
                yield _not_allowed(f"/demand/{name}", others, "该地块现状管网不支持此取值。")


def _not_allowed(pointer: str, allowed: Sequence[object], detail: str) -> FieldError:
    return {"pointer": pointer, "code": "not_allowed", "detail": detail, "allowed": list(allowed)}

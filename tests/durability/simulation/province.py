"""The simulated province: where schemes come from, and where everything is recorded, row by row."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import BaseModel

from adapters.contract import MirrorAdapter, RecordAnswer, SchemePage, SchemeSource
from models.identifiers import Sha256
from models.messages import Message
from models.records import EventRecord, MatterRecord, ProjectRecord, Record, RecordType
from models.scheme import SchemeChange
from tests.durability.simulation.network import Line
from tests.durability.simulation.processes import current

_REFUSED: Final = Message(id="record-refused")


@dataclass(slots=True)
class Rows:
    """The rows that the province holds, in the order it took them, and what was wrong with that order."""

    taken: list[Record] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Record]:
        """The rows of one table."""
        return [row for row in self.taken if row.record == kind]


class SimulatedMirror(MirrorAdapter):
    """Takes rows in batches and answers for each. Where it does not know a key again, a resend is a second row."""

    name = "simulated-mirror"
    Settings = BaseModel
    batch_limit = 4

    def __init__(self, line: Line, *, knows_keys: bool) -> None:
        self.line = line
        self.rows = Rows()
        self._knows_keys = knows_keys
        self._serials: dict[str, str] = {}

    async def record(self, records: Sequence[Record]) -> tuple[RecordAnswer, ...]:
        """See `MirrorAdapter`."""
        process, manners = current(), self.line.manners
        for record in records:
            manners.called(process, f"row {record.key}")
        what = f"record {len(records)} {records[0].record}"
        answers = await self.line.call(what, lambda: self._take_all(records))
        for answer in answers:
            if not answer.taken:
                manners.refused(process, f"row {answer.key}")
        return answers

    async def find(self, record_type: RecordType, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        """See `MirrorAdapter`."""
        return await self.line.call(
            f"look for {len(keys)} {record_type}", lambda: self._found(keys), reads=True
        )

    def _found(self, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        return tuple(
            RecordAnswer(key=key, taken=True, serial=self._serials[key])
            for key in keys
            if key in self._serials
        )

    def _take_all(self, records: Sequence[Record]) -> tuple[RecordAnswer, ...]:
        answers = [self._take(record) for record in records]
        weather = self.line.weather
        if not weather.fair and weather.chance.random() < weather.share / 2:
            self.line.trace.note(self.line.party, "does not answer for its last row")
            answers.pop()
        return tuple(answers)

    def _take(self, record: Record) -> RecordAnswer:
        weather = self.line.weather
        known = self._serials.get(record.key)
        if known is not None and self._knows_keys:
            return RecordAnswer(key=record.key, taken=True, serial=known)
        if not weather.fair and weather.chance.random() < weather.share / 8:
            self.line.trace.note(self.line.party, f"refuses {_named(record)}")
            return RecordAnswer(key=record.key, taken=False, message=_REFUSED)
        if (wrong := self._out_of_place(record)) is not None:
            self.rows.misplaced.append(f"{_named(record)}: {wrong}")
        self.rows.taken.append(record)
        serial = self._serials.setdefault(record.key, str(len(self.rows.taken)))
        self.line.trace.note(self.line.party, f"takes {_named(record)}")
        return RecordAnswer(key=record.key, taken=True, serial=serial)

    def _out_of_place(self, record: Record) -> str | None:
        held = self.rows.taken
        match record:
            case MatterRecord(engineering_code=code):
                projects = [each for each in held if isinstance(each, ProjectRecord)]
                known = any(each.project.engineering_code == code for each in projects)
                return None if known else "its project is not there"
            case EventRecord(matter=matter, step=step):
                if not any(isinstance(each, MatterRecord) and each.matter == matter for each in held):
                    return "its matter is not there"
                steps = [
                    each.step for each in held if isinstance(each, EventRecord) and each.matter == matter
                ]
                return None if step not in steps and step > max(steps, default=0) else f"after steps {steps}"
            case _:
                return None


class SimulatedSource(SchemeSource):
    """The joint review: what it has decided so far, page by page."""

    name = "simulated-source"
    Settings = BaseModel

    def __init__(self, line: Line) -> None:
        self.line = line
        self.changes: list[SchemeChange] = []

    async def fetch_schemes(self, cursor: str | None) -> SchemePage:
        """See `SchemeSource`."""
        return await self.line.call(
            f"schemes from {cursor}", lambda: self._page(int(cursor or 0)), reads=True
        )

    def fetch_document(self, sha256: Sha256, *, offset: int = 0) -> AsyncIterator[bytes]:
        """Documents come in by another way here: see `Script`."""
        raise NotImplementedError

    def _page(self, start: int) -> SchemePage:
        end = start + self.line.weather.chance.randint(1, 3)
        changes = tuple(self.changes[start:end])
        return SchemePage(changes=changes, cursor=str(start + len(changes)), more=end < len(self.changes))


def _named(record: Record) -> str:
    match record:
        case ProjectRecord(project=project, valid=valid):
            return f"project {project.engineering_code} ({project.name}{'' if valid else ', invalid'})"
        case MatterRecord(matter=matter):
            return f"matter {matter}"
        case EventRecord(matter=matter, step=step, status=status):
            return f"event {matter} step {step} {status.name.lower()}"
        case _:
            return f"{record.record} {record.key}"

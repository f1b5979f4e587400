"""The clerk: looks into the shared folder once a day, has the office take what is new, and fills in the list."""

import hashlib
from pathlib import Path

from sandbox.batch.company import FileCompany, chunks
from sandbox.batch.tray import Tray
from sandbox.batch.tree import DOCUMENTS, DONE, IN, OUT
from sandbox.clock import Clock
from sandbox.config import Counterpart
from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.manual.lists import WITHDRAWN, Row, WorkList, answer, submission
from sandbox.utility.office import Office
from sandbox.utility.problems import Problem


class Clerk(FileCompany):
    """The stand-in for a company that gets its work as spreadsheets, over a shared folder."""

    def __init__(
        self,
        counterpart: Counterpart,
        office: Office,
        tray: Tray,
        clock: Clock,
        ledger: Ledger,
        faults: Faults,
    ) -> None:
        super().__init__(counterpart, office, tray, clock, ledger, faults)
        assert counterpart.kind is not None  # noqa: S101 - a utility's configuration has one
        self._kind = counterpart.kind
        self._list: Path | None = None
        self._versions: dict[str, int] = {}
        self._numbers: dict[str, str] = {}
        self._filled = 0

    def unfinished(self) -> int:
        """Lists that nobody has looked at."""
        return len(self._lists()) if self.premises.open else 0

    async def day(self) -> None:
        """Read what was handed over, take the documents, write down what happened."""
        if not self.premises.open:
            return
        for path in self._lists():
            self._read(WorkList(path))
            self.premises.tree.put_away(path, DONE)
            self._list = self.premises.tree.path / DONE / path.name
        await self._take_documents()
        if self._list is not None and self._tray.events:
            self._write(WorkList(self._list))

    def _lists(self) -> list[Path]:
        return sorted((self.premises.tree.path / OUT).glob("[!.~]*.xlsx"))

    def _read(self, work: WorkList) -> None:
        documents = work.documents()
        for row in work.rows():
            scheme, version = str(row["方案编号"]), int(row["方案版本"])
            self._numbers[scheme] = str(row["办件编号"])
            try:
                if self._versions.get(scheme, 0) < version:
                    self._take_up(row, documents, version)
                if (
                    row["当前状态"] == WITHDRAWN
                    and self.office.case(self._references[scheme]).state == "open"
                ):
                    self.office.withdraw(self._references[scheme], f"{scheme}/withdrawal")
            except Problem as problem:
                self.office.refused(problem.name)

    def _take_up(self, row: Row, documents: list[Row], version: int) -> None:
        self._ledger.count("requests", self.id, "takeRow")
        content = submission(row, documents, self._kind)
        scheme = str(row["方案编号"])
        receipt = self.office.submit(content, hashlib.sha256(content).hexdigest(), f"{scheme}/v{version}")
        self._references[scheme], self._versions[scheme] = str(receipt["reference"]), version

    async def _take_documents(self) -> None:
        for scheme, reference in self._references.items():
            case = self.office.case(reference)
            for upload in case.uploads.values():
                file = self._document(scheme, upload.sha256)
                if upload.complete or file is None or case.state == "withdrawn":
                    continue
                if await upload.append(upload.received, file.stat().st_size, chunks(file)):
                    self.office.document_completed(case, upload)

    def _document(self, scheme: str, sha256: str) -> Path | None:
        folder = self.premises.tree.path / DOCUMENTS / scheme
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        return next((each for each in files if hashlib.sha256(each.read_bytes()).hexdigest() == sha256), None)

    def _write(self, work: WorkList) -> None:
        self._filled += 1
        folder = self.premises.tree.path / IN
        path = folder / f"{work.name}-{self._filled:03}.xlsx"
        answers = []
        for event in self._tray.take():
            evidence = self._issue(event, path.with_suffix(""))
            answers.append(answer(event, self._numbers[str(event["scheme_id"])], evidence))
        unfinished = folder / f".{path.name}"
        work.fill(answers, unfinished)
        unfinished.replace(path)

    def _issue(self, event: Row, beside: Path) -> str | None:
        """Put the letter of an event into the list's folder."""
        for document in event["documents"]:
            letter = self.office.feed.issued(str(event["reference"]), document["sha256"])
            if letter is not None:
                beside.mkdir(exist_ok=True)
                name = f"{event['scheme_id']}-{document['name']}"
                (beside / name).write_bytes(letter.data)
                return name
        return None

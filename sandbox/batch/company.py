"""The company: looks into its folders once a day, takes what is there, answers, and exports its status tables."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from sandbox.batch.parcels import Damaged, Opened, open_parcel
from sandbox.batch.premises import SharedFolder
from sandbox.batch.sftp import SftpServer
from sandbox.batch.tables import FORMATS, UNHEARD_OF, WORDS, Row, row_of, table
from sandbox.batch.tray import Tray
from sandbox.batch.tree import DONE, REFUSED
from sandbox.clock import Clock
from sandbox.config import Counterpart
from sandbox.faults import BAD_ROW, HALF_WRITTEN, MISSING_ACK, REPEATED_FILE, WRONG_HASH, Faults
from sandbox.ledger import Ledger
from sandbox.utility.cases import Case
from sandbox.utility.keys import body_digest
from sandbox.utility.office import Office
from sandbox.utility.problems import Problem

_CHUNK = 1 << 20
_ON_TABLES = (
    BAD_ROW,
    HALF_WRITTEN,
    REPEATED_FILE,
    "out_of_order_events",
    "unknown_status",
    "duplicate_events",
)


class FileCompany:
    """The stand-in for one company over batch files."""

    base = ""

    def __init__(
        self,
        counterpart: Counterpart,
        office: Office,
        tray: Tray,
        clock: Clock,
        ledger: Ledger,
        faults: Faults,
    ) -> None:
        self.id = counterpart.id
        self.office = office
        sftp = counterpart.transport == "sftp"
        self.premises = SftpServer(counterpart, faults, ledger) if sftp else SharedFolder(counterpart)
        self._tray = tray
        self._clock = clock
        self._ledger = ledger
        self._faults = faults
        self._rng = Random(counterpart.token)
        self._references: dict[str, str] = {}
        self._parcels: dict[str, str] = {}
        self._answered: dict[str, int] = {}
        self._tables = 0
        self._first = self._rng.randrange(len(FORMATS))
        self._late: list[tuple[str, bytes]] = []
        self._withheld: list[tuple[str, bytes]] = []
        tray.day, tray.unfinished = self.day, self.unfinished

    def unfinished(self) -> int:
        """Files of either side that wait for the company."""
        if not self.premises.open:
            return 0
        tree = self.premises.tree
        waiting = len(tree.parcels()) + len(tree.documents())
        return waiting + len(self._late) + len(self._withheld)

    async def day(self) -> None:
        """Take what has come, answer it, and tell what happened."""
        if not self.premises.open:
            return
        tree = self.premises.tree
        late, self._late = self._late, []
        for name, content in late:
            tree.write(name, content)
        withheld, self._withheld = self._withheld, []
        for name, content in withheld:
            self._answer(name, content)
        for file in tree.parcels():
            self._take(file)
        await self._take_documents()
        events = self._tray.take()
        if events:
            self._export([row_of(event) for event in events])

    def _take(self, file: Path) -> None:
        tree, parcel = self.premises.tree, file.stem
        self._ledger.count("requests", self.id, "takeParcel")
        if parcel in self._parcels.values():
            self.office.replayed("submit")
            tree.put_away(file, DONE)
            return
        kind, scheme = "scheme", None
        try:
            if self._strikes("takeParcel", (WRONG_HASH,)):
                raise Damaged("scheme.json 的摘要与清单不符。")
            opened = open_parcel(file)
            kind, scheme = opened.kind, opened.body.get("scheme_id")
            answer = self._carry_out(opened)
        except Damaged as damaged:
            self.office.refused("damaged-parcel")
            answer = {"result": "refused", "words": str(damaged), "reasons": []}
        except Problem as problem:
            self.office.refused(problem.name)
            words = f"{problem.title}：{problem.detail}" if problem.detail else problem.title
            answer = {"result": "refused", "words": words, "reasons": [*map(dict, problem.errors)]}
        accepted = answer["result"] == "accepted"
        if accepted:
            self._parcels[scheme or ""] = parcel
        tree.put_away(file, DONE if accepted else REFUSED)
        self._acknowledge(parcel, kind, scheme, answer)

    def _carry_out(self, opened: Opened) -> dict[str, Any]:
        body = opened.body
        if opened.kind == "withdrawal":
            reference = self._references.get(str(body.get("scheme_id")), "")
            self.office.withdraw(reference, opened.key)
            return {"result": "accepted", "reference": reference}
        receipt = self.office.submit(opened.content, body_digest(body), opened.key)
        reference = str(receipt["reference"])
        self._references[str(receipt["scheme_id"])] = reference
        return {
            "result": "accepted",
            "version": receipt["version"],
            "reference": reference,
            "received_at": receipt["received_at"],
            "opened": self._opening(reference),
        }

    def _opening(self, reference: str) -> dict[str, object] | None:
        """The event with which a case has just been opened: told in the acknowledgement, and nowhere else."""
        for event in self._tray.events:
            if (event["reference"], event["handling_status"]) == (reference, 1) and event[
                "stage"
            ] == "review":
                self._tray.events.remove(event)
                handler: Any = event["handler"]
                return {
                    "serial": event["id"],
                    "status": WORDS[1],
                    "text": event["status_text"],
                    "handler": handler["name"],
                    "department": handler["department"],
                }
        return None

    async def _take_documents(self) -> None:
        tree = self.premises.tree
        for scheme, reference in self._references.items():
            case = self.office.case(reference)
            for sha256, upload in case.uploads.items():
                file = tree.document(sha256)
                if upload.complete or file is None or case.state == "withdrawn":
                    continue
                self._ledger.count("requests", self.id, "takeDocument")
                try:
                    if await upload.append(upload.received, file.stat().st_size, chunks(file)):
                        self.office.document_completed(case, upload)
                except Problem as problem:
                    self.office.refused(problem.name)
                    tree.put_away(file, REFUSED)
                    self._return(case, scheme, sha256, problem)
        for file in tree.documents():
            tree.put_away(file, DONE)

    def _return(self, case: Case, scheme: str, sha256: str, problem: Problem) -> None:
        number = [each.sha256 for each in case.submission.documents].index(sha256)
        reason = {"pointer": f"/documents/{number}/sha256", "detail": problem.title}
        answer = {"result": "refused", "words": problem.title, "reasons": [reason]}
        self._acknowledge(self._parcels[scheme], "document", scheme, answer)

    def _acknowledge(self, parcel: str, kind: str, scheme: str | None, answer: Mapping[str, Any]) -> None:
        number = self._answered[parcel] = self._answered.get(parcel, 0) + 1
        name = f"{parcel}.ack.json" if number == 1 else f"{parcel}.{number}.ack.json"
        body = {
            "parcel": parcel,
            "kind": kind,
            "scheme_id": scheme,
            "received_at": self._clock.now.isoformat(),
            "reference": None,
            "opened": None,
            "words": "",
            "reasons": [],
            **answer,
        }
        self._answer(name, json.dumps(body, ensure_ascii=False, indent=1).encode())

    def _answer(self, name: str, content: bytes) -> None:
        if self._strikes("acknowledge", (MISSING_ACK,)):
            self._withheld.append((name, content))
        else:
            self.premises.tree.write(name, content)

    def _export(self, rows: list[Row]) -> None:
        fault = self._strikes("exportStatus", _ON_TABLES)
        if fault == BAD_ROW:
            rows = [*rows, {**rows[0], "发生时间": "前天下午"}]
        elif fault == "out_of_order_events":
            rows = rows[::-1]
        elif fault == "duplicate_events":
            rows = rows + rows
        elif fault == "unknown_status":
            rows = [{**row, "状态": UNHEARD_OF} for row in rows]
        name, content = self._next_table(rows)
        tree = self.premises.tree
        tree.write(name, content, half=fault == HALF_WRITTEN)
        if fault == HALF_WRITTEN:
            self._late.append((name, content))
        elif fault == REPEATED_FILE:
            stem, _, ending = name.rpartition(".")
            tree.write(f"{stem}-2.{ending}", content)

    def _next_table(self, rows: list[Row]) -> tuple[str, bytes]:
        kind = FORMATS[(self._first + self._tables) % len(FORMATS)]
        self._tables += 1
        ending = "xlsx" if kind == "xlsx" else "csv"
        name = f"ZT-{self._clock.now:%Y%m%d}-{self._tables:04}.{ending}"
        return name, table(rows, kind, self._rng)

    def _strikes(self, operation: str, kinds: tuple[str, ...]) -> str | None:
        fault = self._faults.take(self.id, operation, kinds)
        if fault is None:
            return None
        self._ledger.count("faults", self.id, fault.kind)
        return fault.kind


async def chunks(file: Path) -> AsyncIterator[bytes]:
    """The file, a piece at a time."""
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            yield chunk

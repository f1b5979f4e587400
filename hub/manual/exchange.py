"""An exchange folder (交换文件夹): lists for the company in `to-company`, filled ones from it in `from-company`.

With every cycle filled lists are taken in and archived, and a new list is put there when there is something new to say.
"""

import asyncio
import hashlib
import os
import time
from pathlib import Path
from typing import Final

from adapters.contract import Unreadable
from adapters.errors import ContractError
from hub.casework.intake import City
from hub.documents.folder import DocumentFolder
from hub.feeds import feed_failed, feed_read, is_paused, set_aside
from hub.intake.result import RefusedRow
from hub.language import Language
from hub.manual.taking import Taken, hand_over, take_back
from hub.manual.worklist import Task, worklist
from hub.pulling import Pulled
from hub.store.engine import Store
from models.company import Company
from models.digest import content_hash
from models.messages import Message

TO, FROM, DONE, DOCUMENTS = "to-company", "from-company", "done", "documents"
ENDINGS: Final = (".csv", ".xlsx")
STILL_WRITTEN: Final = 60.0
"""Seconds after its last change in which a file that cannot be read may be one that is not whole yet."""
_ACTOR: Final = "liandong"
_SPOKEN: Final = Language.ZH_CN
"""Lists are for the company, whatever language the hub is read in."""


async def exchange(
    store: Store, documents: DocumentFolder, company: Company, city: City, root: Path
) -> Pulled:
    """Take in what the company has put into the folder, then put its work list there, unless it has that already."""
    if await asyncio.to_thread(is_paused, store, company.id):
        return Pulled()
    work = _Exchange(store, documents, company, city, root)
    try:
        return await asyncio.to_thread(work.run)
    except OSError as error:
        params = {"company": company.name, "reason": error.strerror or type(error).__name__}
        shut = ContractError(Message(id="manual-folder-shut", params={**params}))
        await asyncio.to_thread(feed_failed, store, company.id, shut)
        return Pulled(failed=True)


class _Exchange:
    def __init__(
        self,
        store: Store,
        documents: DocumentFolder,
        company: Company,
        city: City,
        root: Path,
    ) -> None:
        self._store, self._documents, self._company, self._city = store, documents, company, city
        self._root = root

    def run(self) -> Pulled:
        for folder in (self._root / TO / DONE, self._root / FROM / DONE):
            folder.mkdir(parents=True, exist_ok=True)
        read = new = unreadable = 0
        for path in _filled(self._root / FROM):
            taken = self._take(path)
            read += taken.new + taken.known
            new += taken.new
            unreadable += len(taken.refused)
        with self._store.begin() as tx:
            feed_read(tx, self._company.id)
        self._hand_over()
        return Pulled(read, new, unreadable)

    def _take(self, path: Path) -> Taken:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        taken = take_back(
            self._store,
            self._documents,
            self._company,
            self._city,
            path,
            actor=_ACTOR,
            language=_SPOKEN,
        )
        whole = not any(row.row == 0 for row in taken.refused)
        if not whole and time.time() - path.stat().st_mtime < STILL_WRITTEN:
            return Taken(0, 0)
        with self._store.begin() as tx:
            set_aside(tx, self._company.id, [_unreadable(row, digest) for row in taken.refused])
        # After the commit: a file that is read twice has one effect, one that is lost has none.
        target = path.parent / DONE / path.name
        if target.exists():
            target = target.with_name(f"{digest[:8]}-{path.name}")
        os.replace(path, target)
        return taken

    def _hand_over(self) -> None:
        with self._store.read() as tx:
            tasks = worklist(tx, self._company.id)
        folder = self._root / TO
        name = f"{self._company.id}-{self._state(tasks)}.xlsx"
        if not tasks or (folder / name).exists() or (folder / DONE / name).exists():
            return
        hand_over(
            self._store,
            self._documents,
            self._company,
            folder / name,
            actor=_ACTOR,
            language=_SPOKEN,
            documents_to=folder / DOCUMENTS,
        )
        for older in folder.glob(f"{self._company.id}-*.xlsx"):
            if older.name != name:
                older.unlink()  # nobody has taken it, and this one says all that it said

    def _state(self, tasks: tuple[Task, ...]) -> str:
        said = [
            [
                task.case.number,
                task.scheme.version,
                task.stage.value,
                int(task.status or 0),
                task.withdrawn,
                sum(self._documents.has(each.sha256) for each in task.scheme.documents),
            ]
            for task in tasks
        ]
        return content_hash({"tasks": said})[:12]


def _filled(folder: Path) -> list[Path]:
    # What begins so is a file that a spreadsheet program keeps while another is open.
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS and path.is_file() and not path.name.startswith(("~", "."))
    )


def _unreadable(row: RefusedRow, digest: str) -> Unreadable:
    message = Message(id="manual-row-refused", params={"file": row.file, "row": row.row})
    return Unreadable(event_id=f"{digest[:16]}:{row.row}", message=message, faults=row.faults, body=row.file)

"""A gas company's folder in a test's hands: what arrives, what lies there, and the adapter that reads it."""

import csv
import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.contract import Page
from adapters.gas.adapter import GasAdapter
from models.scheme import Scheme
from models.stage import UtilityKind
from tests.adapters.support import company, wiring
from tests.models.builders import a_scheme

GAS = {"kind": "gas", "hourly_volume_m3": 120, "pressure": "medium", "appliances": 80}
KEY = "gas-tc:FA-511702-2026-0007:v1"
HEADINGS = ("流水号", "方案编号", "环节", "状态", "发生时间", "经办人")
ROW = ("Q-1", "FA-511702-2026-0007", "报装", "受理", "2026-03-02 09:30:00", "李雪梅")
FOLDERS = ("to-company/documents", "to-company/done", "from-company/done", "from-company/set-aside")


def scheme(**changes: Any) -> Scheme:
    return a_scheme(demands=[GAS], **{"opinion_due": "2026-03-09T09:00:00Z", **changes})


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    """A CSV in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def row(**changes: str) -> tuple[str, ...]:
    return tuple(changes.get(heading, cell) for heading, cell in zip(HEADINGS, ROW, strict=True))


class Place:
    """Both ends of the folder."""

    def __init__(self, root: Path, **limits: Any) -> None:
        self.root = root
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True)
        self.adapter = GasAdapter.connect(company(UtilityKind.GAS), {"folder": root}, wiring(**limits))

    def arrive(self, name: str, content: bytes, *, digest: str | None = None) -> None:
        """A whole file of the company's."""
        (self.root / "from-company" / name).write_bytes(content)
        self.mark(name, digest or hashlib.sha256(content).hexdigest())

    def mark(self, name: str, digest: str) -> None:
        (self.root / "from-company" / f"{name}.ok").write_text(digest)

    def files(self, folder: str) -> list[str]:
        """The files directly in a folder."""
        return sorted(each.name for each in (self.root / folder).iterdir() if each.is_file())

    async def pages(self) -> list[Page]:
        """Every page until there is no more, and the call after it that archives the last file."""
        pages = [await self.adapter.fetch_updates(None)]
        while pages[-1].more:
            pages.append(await self.adapter.fetch_updates(pages[-1].cursor))
        last = await self.adapter.fetch_updates(pages[-1].cursor)
        assert last.updates == () == last.unreadable
        return pages

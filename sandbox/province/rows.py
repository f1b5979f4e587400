"""The rows the province holds: what it takes, refuses and retires."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.clock import Clock, china_text
from sandbox.ledger import Ledger
from sandbox.province.tables import (
    APPROVAL,
    CASE,
    EVENT,
    OPINION,
    PROJECT,
    TABLES,
    Fault,
    Row,
    Table,
    faults_of_form,
)

_CONCLUSIONS, _BEGINNINGS = (11, 12, 13), (3, 8)
_ACCEPTED = 3
_SECTORS = frozenset(f"{number:02}" for number in range(1, 21))


@dataclass
class Held:
    """A row taken, with its serial number (LSH)."""

    content: dict[str, object]
    serial: str
    number: int
    changed_at: datetime
    retired_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it is valid and not retired."""
        return self.content["SJYXBS"] == 1 and self.retired_by is None


class Rows:
    """The three tables."""

    def __init__(self, clock: Clock, ledger: Ledger, counterpart: str) -> None:
        self._clock = clock
        self._ledger = ledger
        self._counterpart = counterpart
        self._held: dict[str, dict[str, Held]] = {name: {} for name in TABLES}
        self._valid: dict[str, dict[tuple[object, ...], str]] = {name: {} for name in TABLES}
        self._events: dict[object, list[Held]] = {}
        self._serials = 0
        self._order: dict[str, list[tuple[int, str]]] = {name: [] for name in TABLES}
        self.sectors = set(_SECTORS)

    def write(
        self, table_name: str, rows: list[dict[str, object]], serials: Mapping[str, str] | None = None
    ) -> dict[str, object]:
        """Look at the rows in their order; answers `taken` and `refused`.

        `serials`: the serial numbers (LSH) that a database has given them already, by DFSJZJ.
        """
        table = TABLES[table_name]
        taken: list[dict[str, object]] = []
        refused: list[dict[str, object]] = []
        for raw in rows:
            row = {name: value for name, value in raw.items() if value is not None}
            key = str(row["DFSJZJ"])
            before = self._held[table.name].get(key)
            if before is not None and before.content == row:
                self._ledger.count("replays", self._counterpart, table.name)
                taken.append({"DFSJZJ": key, "LSH": before.serial})
                continue
            faults = list(self._faults(table, row, before))
            if faults:
                self._refuse(table, key, faults, refused)
            else:
                taken.append({"DFSJZJ": key, "LSH": self._take(table, key, row, (serials or {}).get(key))})
        message = f"成功 {len(taken)} 条，失败 {len(rows) - len(taken)} 条"
        return {"code": "0", "message": message, "taken": taken, "refused": refused}

    def read_back(self, table_name: str, keys: list[str]) -> list[dict[str, object]]:
        """The keys that are held, with serial number and upload state."""
        held = self._held[table_name]
        return [
            {
                "DFSJZJ": key,
                "LSH": held[key].serial,
                "SJSCZT": _ACCEPTED,
                "SBYY": None,
                "SJYXBS": held[key].content["SJYXBS"],
                "retiredBy": held[key].retired_by,
            }
            for key in keys
            if key in held
        ]

    def listing(
        self, table_name: str, since: datetime | None, start: int, limit: int
    ) -> tuple[list[dict[str, object]], int, bool]:
        """Rows in the order they were taken, from a place on; the place to read on from, and whether there are more."""
        held, order = self._held[table_name], self._order[table_name]
        page: list[dict[str, object]] = []
        for place in range(start, len(order)):
            number, key = order[place]
            row = held.get(key)
            if row is None or row.number != number or (since is not None and row.changed_at < since):
                continue
            if len(page) == limit:
                return page, place, True
            page.append(
                {
                    "row": row.content,
                    "LSH": row.serial,
                    "SJSCZT": _ACCEPTED,
                    "SBYY": None,
                    "retiredBy": row.retired_by,
                    "changedAt": china_text(row.changed_at),
                }
            )
        return page, len(order), False

    def standing(self, table_name: str, business_key: tuple[object, ...]) -> str | None:
        """The DFSJZJ of the row that stands for a business key, if one does."""
        return self._valid[table_name].get(business_key)

    def held(self, table_name: str) -> dict[str, Held]:
        """Every row of a table, by DFSJZJ."""
        return self._held[table_name]

    def lose(self, table: Table, key: str) -> None:
        """Drift: a standing row is gone, as if it had never been taken."""
        held = self._held[table.name].pop(key)
        self._valid[table.name].pop(table.business_key(held.content))
        if table.name == EVENT:
            self._events[held.content["SPSXSLBM"]].remove(held)
        self._ledger.undo(self._counterpart, "row_taken", matter_of_fact(table, held.content))
        self._drifted("lost", table, key)

    def change(self, table: Table, key: str, column: str, value: str) -> None:
        """Drift: a standing row says something else."""
        held = self._held[table.name][key]
        held.content = {**held.content, column: value}
        held.changed_at = self._clock.now
        self._drifted("changed", table, key, column=column)

    def add_beside(self, table: Table, key: str, new_key: str, *, same: bool) -> None:
        """Drift: a row that nobody sent, about the same event as another or about none."""
        row = dict(self._held[table.name][key].content)
        matter = row["SPSXSLBM"]
        steps = [int(str(step)) for number, step in self._valid[table.name] if number == matter]
        row |= {"DFSJZJ": new_key, "BLCS": max(steps) + 1}
        if not same:
            row |= {"BLZT": 8, "BLSJ": china_text(self._clock.now)}
        self._take(table, new_key, row, None)
        self._drifted("doubled" if same else "added", table, new_key)

    def _drifted(self, how: str, table: Table, key: str, **facts: str) -> None:
        self._ledger.record(self._counterpart, f"drift_{how}", f"{table.name}/{key}", **facts)

    def counts(self) -> dict[str, int]:
        """Standing rows by table."""
        return {name: len(valid) for name, valid in self._valid.items()}

    def _faults(self, table: Table, row: Row, before: Held | None) -> Iterator[Fault]:
        if before is not None:
            yield Fault("DFSJZJ", "KEY_REUSED", "DFSJZJ 已用于内容不同的数据")
            return
        malformed = list(faults_of_form(table, row))
        yield from malformed
        if malformed:
            return
        standing = self._valid[table.name].get(table.business_key(row))
        if row["SJYXBS"] == 0:
            if standing is None:
                yield Fault(table.key[-1], "NOTHING_TO_RETIRE", "没有可作废的有效数据")
            return
        if standing is not None:
            yield Fault(table.key[-1], "ALREADY_HELD", f"已有有效数据，DFSJZJ 为 {standing}")
        yield from self._faults_of_rules(table, row)

    def _faults_of_rules(self, table: Table, row: Row) -> Iterator[Fault]:
        if table.parent is not None:
            parent, column = table.parent
            if (row[column],) not in self._valid[parent]:
                yield Fault(column, "UNKNOWN_PARENT", f"{column} 对应的上级数据尚未入库")
        if table.name == PROJECT:
            if row["GCHYFL"] not in self.sectors:
                yield Fault("GCHYFL", "DICTIONARY", f"工程行业分类 {row['GCHYFL']} 不在省级字典内")
            if "NKGSJ" in row and "NJCSJ" in row and str(row["NKGSJ"]) >= str(row["NJCSJ"]):
                yield Fault("NJCSJ", "ORDER", "拟建成时间应晚于拟开工时间")
        if table.name == EVENT and row["BLZT"] in _CONCLUSIONS and not self._begun(row):
            yield Fault("BLZT", "ORDER", "办结前应有受理或部门开始办理")

    def _begun(self, row: Row) -> bool:
        return any(
            event.stands
            and event.content["BLZT"] in _BEGINNINGS
            and str(event.content["BLSJ"]) <= str(row["BLSJ"])
            for event in self._events.get(row["SPSXSLBM"], [])
        )

    def _take(self, table: Table, key: str, row: dict[str, object], serial: str | None) -> str:
        self._serials += 1
        number, now = self._serials, self._clock.now
        held = Held(row, serial or f"{now:%Y%m%d}{number:08}", number, now)
        self._held[table.name][key] = held
        self._order[table.name].append((number, key))
        business = table.business_key(row)
        if row["SJYXBS"] == 0:
            standing = self._held[table.name][self._valid[table.name].pop(business)]
            standing.retired_by, standing.changed_at = key, now
            self._ledger.undo(self._counterpart, "row_taken", matter_of_fact(table, standing.content))
            self._record("row_retired", table, key, held)
        else:
            self._valid[table.name][business] = key
            if table.name == EVENT:
                self._events.setdefault(row["SPSXSLBM"], []).append(held)
            self._record("row_taken", table, key, held)
        return held.serial

    def _record(self, effect: str, table: Table, key: str, held: Held) -> None:
        spelled = json.dumps(held.content, ensure_ascii=False, sort_keys=True).encode()
        self._ledger.record(
            self._counterpart,
            effect,
            matter_of_fact(table, held.content) if effect == "row_taken" else f"{table.name}/{key}",
            table=table.name,
            DFSJZJ=key,
            LSH=held.serial,
            sha256=hashlib.sha256(spelled).hexdigest(),
            **{
                name: held.content[name]
                for name in ("GCDM", "SPSXSLBM", "BLCS", "BLZT", "BLSJ")
                if name in held.content
            },
        )

    def _refuse(self, table: Table, key: str, faults: list[Fault], refused: list[dict[str, object]]) -> None:
        for fault in faults:
            self._ledger.count("refusals", self._counterpart, fault.code)
            refused.append(
                {"DFSJZJ": key, "column": fault.column, "reasonCode": fault.code, "reason": fault.reason}
            )


def matter_of_fact(table: Table, row: Row) -> str:
    """What would be recorded twice if it stood twice: of an event its status and time, whatever its number."""
    columns = {
        PROJECT: ("GCDM",),
        CASE: ("SPSXSLBM",),
        EVENT: ("SPSXSLBM", "BLZT", "BLSJ"),
        OPINION: ("SPSXSLBM", "FKSJ"),
        APPROVAL: ("SPSXSLBM", "FJID"),
    }[table.name]
    return "/".join([table.name, *(str(row[name]) for name in columns)])

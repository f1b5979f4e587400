"""The tables' columns and their rules (national data-exchange standard V3.0, as the wire document has them)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.identifiers import credit_code_fits

Row = Mapping[str, object]
PROJECT, CASE, EVENT = "SPGL_XMJBXXB", "SPGL_XMSPSXBLXXB", "SPGL_XMSPSXBLXXXXB"
OPINION, APPROVAL = "SPGL_XMSPSXZQYJXXB", "SPGL_XMSPSXPFWJXXB"
_PHONE = r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}"


@dataclass(frozen=True)
class Fault:
    """Why a row is refused."""

    column: str | None
    code: str
    reason: str


@dataclass(frozen=True)
class Column:
    """One column: whether it must be there, and what a value must be."""

    fits: Callable[[object], bool]
    required: bool = False
    allowed: tuple[object, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: its business key, the column that names its parent, and its columns."""

    name: str
    key: tuple[str, ...]
    parent: tuple[str, str] | None
    columns: Mapping[str, Column]

    def business_key(self, row: Row) -> tuple[object, ...]:
        """What the row is about, whatever its DFSJZJ."""
        return tuple(row.get(name) for name in self.key)


def _text(longest: int, pattern: str = r"(?s).+") -> Callable[[object], bool]:
    whole = re.compile(pattern)
    return lambda value: (
        isinstance(value, str) and len(value) <= longest and whole.fullmatch(value) is not None
    )


def _number(least: float, *, above: bool = False) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return value > least if above else value >= least

    return fits


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _step(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _time(value: object) -> bool:
    if not isinstance(value, str) or len(value) != len("2026-03-02 09:00:00"):
        return False
    try:
        datetime.strptime(value, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - China time by the standard
    except ValueError:
        return False
    return True


def _must(fits: Callable[[object], bool], *allowed: object) -> Column:
    return Column(fits, True, allowed)


def _may(fits: Callable[[object], bool], *allowed: object) -> Column:
    return Column(fits, False, allowed)


_COMMON = {
    "DFSJZJ": _must(_text(200)),
    "XZQHDM": _must(_text(6, r"\d{6}")),
    "SJYXBS": _must(_whole, 0, 1),
    "SJWXYY": _may(_text(500)),
}
_SHORT, _LONG = _text(50), _text(200)

TABLES = {
    PROJECT: Table(
        PROJECT,
        ("GCDM",),
        None,
        {
            **_COMMON,
            "XMDM": _must(_text(24, r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")),
            "XMMC": _must(_LONG),
            "GCDM": _must(_text(100)),
            "GCFW": _may(_text(500)),
            "JSDD": _may(_text(300)),
            "JSDW": _must(_LONG),
            "JSDWDM": _must(credit_code_fits),
            "JSDWLX": _must(_whole, 1, 2, 3, 9),
            "SPLCBM": _must(_SHORT),
            "SPLCBBH": _must(_number(0, above=True)),
            "SPLCLX": _may(_step),
            "LXLX": _may(_whole, 1, 2, 3),
            "GCFL": _may(_whole, 1, 2, 3, 9),
            "JSXZ": _may(_whole, 0, 1, 2),
            "XMZJSX": _may(_whole, 1, 2, 9),
            "GBHY": _may(_text(10)),
            "GCHYFL": _must(_text(2, r"\d{2}")),
            "NKGSJ": _may(_time),
            "NJCSJ": _may(_time),
            **dict.fromkeys(("ZTZE", "YDMJ", "JZMJ", "CD"), _may(_number(0))),
            "TDHQFS": _may(_whole, 1, 2, 9),
            "SFXXGC": _may(_whole, 0, 1),
            "XMJWDZB": _may(_text(500)),
        },
    ),
    CASE: Table(
        CASE,
        ("SPSXSLBM",),
        (PROJECT, "GCDM"),
        {
            **_COMMON,
            "GCDM": _must(_text(100)),
            "SPSXSLBM": _must(_text(150)),
            "SPSXBM": _must(_SHORT),
            "SPSXBBH": _must(_number(0, above=True)),
            "SPLCBM": _may(_SHORT),
            "SPLCBBH": _may(_number(0, above=True)),
            "SPBMBM": _may(_SHORT),
            "SPBMMC": _may(_LONG),
            "SLFS": _may(_whole, 1, 2, 9),
            "GKFS": _may(_whole, 1, 2, 3),
            "BLSPSLBM": _may(_text(150)),
            "SXBLSX": _may(_number(0)),
            "LXR": _must(_SHORT),
            "LXRSJH": _must(_text(20, _PHONE)),
            "YWQX": _must(_LONG),
        },
    ),
    EVENT: Table(
        EVENT,
        ("SPSXSLBM", "BLCS"),
        (CASE, "SPSXSLBM"),
        {
            **_COMMON,
            "GCDM": _must(_text(100)),
            "SPSXSLBM": _must(_text(150)),
            "BLCS": _must(_step),
            "BLR": _may(_SHORT),
            "BLZT": _must(_whole, *range(1, 16)),
            "BLYJ": _may(_text(2000)),
            "BLSJ": _must(_time),
            "DWMC": _must(_LONG),
            "DWTYSHXYDM": _must(credit_code_fits),
            "SJLY": _must(_text(1), "1", "2"),
        },
    ),
    OPINION: Table(
        OPINION,
        ("SPSXSLBM", "FKSJ"),
        (CASE, "SPSXSLBM"),
        {
            **_COMMON,
            "GCDM": _must(_text(100)),
            "SPSXSLBM": _must(_text(150)),
            "BLDWDM": _must(credit_code_fits),
            "BLDWMC": _must(_LONG),
            "FKSJ": _must(_time),
            "BLR": _may(_SHORT),
            "FKYJ": _must(_text(2000)),
        },
    ),
    APPROVAL: Table(
        APPROVAL,
        ("SPSXSLBM", "FJID"),
        (CASE, "SPSXSLBM"),
        {
            **_COMMON,
            "SPSXSLBM": _must(_text(150)),
            "PFRQ": _must(_time),
            "PFWH": _must(_text(100)),
            "PFWJBT": _must(_LONG),
            "PFWJYXQX": _may(_time),
            "FJMC": _may(_LONG),
            "FJLX": _may(_text(20)),
            "FJID": _may(_text(64)),
        },
    ),
}


def faults_of_form(table: Table, row: Row) -> Iterator[Fault]:
    """What is wrong with the row by itself, column by column."""
    for name, column in table.columns.items():
        value = row.get(name)
        required = column.required or (name == "SJWXYY" and row.get("SJYXBS") == 0)
        if value is None or value == "":
            if required:
                yield Fault(name, "REQUIRED", f"{name} 不能为空")
        elif not column.fits(value):
            yield Fault(name, "FORMAT", f"{name} 格式不正确")
        elif column.allowed and value not in column.allowed:
            yield Fault(name, "DICTIONARY", f"{name} 的取值不在字典内")

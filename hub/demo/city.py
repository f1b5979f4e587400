"""What the stand-ins are asked to play: how many projects, and what is wrong with some of them."""

from collections import Counter
from pathlib import Path
from typing import Any, Final

LEAST_PROJECTS: Final = 1
MOST_PROJECTS: Final = 5000

_CHANGES: Final = ("revised", "withdrawn")
_TROUBLES: Final = (
    "unserved",
    "refused_rows",
    "refused_schemes",
    "wrong_digests",
    "revised",
    "withdrawn",
    "wrong_types",
    "old_form_codes",
    "failing_check_digits",
    "old_form_codes",
    "revised",
    "withdrawn",
    "revised",
)
"""The deliberate failures and changes of a run, the most telling first; each is one project's."""


_CENTRE, _ALL = ["511702"], ["511702", "511703", "511722", "511723"]
_NORTH, _SOUTH = _ALL[2:], _ALL[:2]


def sandbox_config(projects: int, seed: int, *, exchange: Path | None = None) -> dict[str, Any]:
    """The sandbox's configuration. At most half of the projects carry something, however few there are.

    Its stand-ins are the province, the city's supervision platform as a second mirror, two water companies in
    districts of their own, a power company, a gas company by files and one without a system by spreadsheet, and three
    carriers; one project lies in a district that nobody serves. With `exchange`, a file, the province takes rows
    through its exchange database as well.
    """
    chosen = Counter(_TROUBLES[: projects // 2])
    failures = {name: chosen[name] for name in sorted(set(_TROUBLES) - set(_CHANGES))}
    changes = {name: chosen[name] for name in _CHANGES}
    return {
        "seed": seed,
        "projects": projects,
        "failures": failures,
        "counterparts": _counterparts(exchange),
        **changes,
    }


def _counterparts(exchange: Path | None) -> list[dict[str, Any]]:
    province: dict[str, Any] = {
        "id": "province",
        "role": "province",
        "name": "四川省工程建设项目审批管理系统",
    }
    if exchange is not None:
        province["exchange_url"] = f"sqlite:///{exchange.absolute()}"
    return [
        province,
        {"id": "supervision", "role": "supervision", "name": "达州市项目信息化监管平台"},
        _utility("water-tc", "water", "gateway", "通川区供水有限公司", _CENTRE),
        _utility("water-xq", "water", "gateway", "达州县域供水有限公司", _ALL[1:]),
        _utility("power-dz", "power", "iec61968", "达州供电公司", _ALL),
        _utility("gas-tc", "gas", "batch", "通川燃气有限公司", _SOUTH),
        _utility("gas-xq", "gas", "manual", "宣汉开江燃气有限公司", _NORTH),
        _utility("telecom-a", "telecom", "tmf641", "达州电信", _ALL),
        _utility("telecom-b", "telecom", "tmf641", "达州移动", _ALL),
        _utility("telecom-c", "telecom", "tmf641", "达州联通", _ALL),
    ]


def _utility(id_: str, kind: str, wire: str, name: str, districts: list[str]) -> dict[str, Any]:
    return {"id": id_, "role": "utility", "kind": kind, "wire": wire, "name": name, "districts": districts}

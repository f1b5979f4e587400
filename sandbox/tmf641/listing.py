"""Lists as TMF630 has them: filters by attribute, `offset` and `limit`, and how many there are in all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.responses import Response

from sandbox.calls import json_response
from sandbox.tmf641.errors import error

_MOST, _PAGE = 1000, 50
_PAGING = frozenset({"offset", "limit"})


def page(resources: Iterable[Mapping[str, Any]], query: Mapping[str, str]) -> Response:
    """The page that a query asks for. A filter is `attribute=value`, alternatives parted by commas; `.gte` compares
    instants.
    """
    asked = {name: query.get(name, default) for name, default in (("offset", "0"), ("limit", str(_PAGE)))}
    if not all(value.isdecimal() for value in asked.values()) or int(asked["limit"]) > _MOST:
        return error(400, "badPaging", f"offset 与 limit 应为数字，limit 不超过 {_MOST}。")
    filters = {name: value for name, value in query.items() if name not in _PAGING}
    found = [each for each in resources if all(_fits(each, *one) for one in filters.items())]
    start = int(asked["offset"])
    shown = found[start : start + int(asked["limit"])]
    response = json_response(shown)
    response.headers["X-Total-Count"] = str(len(found))
    response.headers["X-Result-Count"] = str(len(shown))
    return response


def _fits(resource: Mapping[str, Any], name: str, value: str) -> bool:
    if name.endswith(".gte"):
        since = datetime.fromisoformat(value)
        values = _values(resource, name.removesuffix(".gte").split("."))
        return any(datetime.fromisoformat(each) >= since for each in values)
    return not set(value.split(",")).isdisjoint(_values(resource, name.split(".")))


def _values(resource: Any, steps: Sequence[str]) -> Iterator[str]:
    if isinstance(resource, list):
        for each in resource:
            yield from _values(each, steps)
    elif not steps:
        yield str(resource)
    elif isinstance(resource, Mapping) and steps[0] in resource:
        yield from _values(resource[steps[0]], steps[1:])

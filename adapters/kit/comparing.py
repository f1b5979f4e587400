"""Recordings held against a stand-in: asked the same, it must answer with the same status and the same shape."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from adapters.contract import UtilityAdapter
from adapters.http import Wiring, recording
from adapters.kit.bodies import content
from adapters.kit.recordings import Recorded, Recording, Script, recorded
from adapters.kit.stand_in import StandIn
from adapters.kit.verdicts import agree


async def compare(adapter: type[UtilityAdapter], kept: Recording, stand_in: StandIn) -> None:
    """Raise `AssertionError` unless the stand-in is asked, and answers, as the counterpart was and did."""
    connected = adapter.connect(stand_in.company, stand_in.settings, Wiring())
    script = Script(connected, min(stand_in.company.districts))
    references: dict[str, str] = {}
    try:
        for number, step in enumerate(kept.steps, 1):
            if step.ask.days:
                await stand_in.advance(step.ask.days)
            with recording() as exchanges:
                result = await script.run(step.ask)
            if isinstance(result, dict) and "remote_ref" in result:
                references[step.result["remote_ref"]] = result["remote_ref"]
            where = f"step {number}, {step.ask.verb}"
            agree(len(exchanges) == len(step.exchanges), f"{where}: {len(exchanges)} calls")
            for old, exchange in zip(step.exchanges, exchanges, strict=True):
                _same(old, recorded(exchange, str(stand_in.settings["base_url"])), references, where)
    finally:
        await connected.aclose()


def _same(old: Recorded, new: Recorded, references: Mapping[str, str], where: str) -> None:
    agree(_asked(new, {}) == _asked(old, references), f"{where}: {new.target} is not {old.target}")
    agree(new.status == old.status, f"{where}: answered {new.status}, was {old.status}")
    for name in ("request_body", "response_body"):
        place = differing(content(getattr(old, name)), content(getattr(new, name)))
        agree(place is None, f"{where}: {name} has another shape at {place}")


def _asked(call: Recorded, references: Mapping[str, str]) -> tuple[str, str, frozenset[str]]:
    parts = urlsplit(call.target)
    path = parts.path
    for old, new in references.items():
        path = path.replace(old, new)
    return call.method, path, frozenset(parse_qs(parts.query, keep_blank_values=True))


def differing(old: Any, new: Any, place: str = "") -> str | None:
    """Where two values have different shapes: other members, or another type. Nothing is as good as anything."""
    if old is None or new is None or old == [] or new == []:
        return None
    if isinstance(old, dict) and isinstance(new, dict):
        if old.keys() != new.keys():
            return f"{place}/{'|'.join(sorted(old.keys() ^ new.keys()))}"
        found = (differing(old[name], new[name], f"{place}/{name}") for name in old)
    elif isinstance(old, list) and isinstance(new, list):
        found = (_among(one, others, f"{place}[]") for one, others in _each_way(old, new))
    else:
        return None if type(old) is type(new) or _both_numbers(old, new) else place or "/"
    return next((each for each in found if each is not None), None)


def _each_way(old: list[Any], new: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
    yield from ((each, old) for each in new)
    yield from ((each, new) for each in old)


def _among(one: Any, others: list[Any], place: str) -> str | None:
    """Where `one` differs from the first of `others`; `None` when it has the shape of any of them."""
    places = [differing(other, one, place) for other in others]
    return None if None in places else places[0]


def _both_numbers(old: Any, new: Any) -> bool:
    return all(isinstance(each, int | float) and not isinstance(each, bool) for each in (old, new))

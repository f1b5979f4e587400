"""Recording a script, and replaying it against the adapter without a counterpart."""

import re
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import httpx

from adapters.contract import UtilityAdapter, capabilities
from adapters.http import Exchange, HttpSettings, SeamLimits, Wiring, recording, utc_now, without_waiting
from adapters.kit.bodies import content
from adapters.kit.recordings import (
    Ask,
    NotScrubbed,
    Recorded,
    Recording,
    Script,
    Step,
    open_settings,
    recorded,
)
from adapters.kit.verdicts import agree
from models.company import Company

PLACEHOLDER: Final = "in-place-of-a-secret"
_UUID: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

Advance = Callable[[int], Awaitable[None]]
Exchanged = list[tuple[Sequence[Exchange], Any]]
"""Of each step: what went over the wire, and what the adapter made of it."""


async def record(
    adapter: type[UtilityAdapter],
    company: Company,
    given: Mapping[str, Any],
    script: Sequence[Ask],
    advance: Advance | None = None,
    limits: SeamLimits | None = None,
) -> Recording:
    """Run `script` at the counterpart and keep what went over the wire, scrubbed; verbs it has not are left out.

    Raises the `CounterpartError` that a verb ends in, and `NotScrubbed` for what cannot be kept.
    """
    settings = adapter.Settings.model_validate(dict(given))
    if not isinstance(settings, HttpSettings):
        raise NotScrubbed(f"{adapter.name} speaks no HTTP")
    at = _whole_milliseconds(utc_now())
    chosen = tuple(ask for ask in script if _can(adapter, ask))
    connected = adapter.connect(company, given, Wiring(limits or SeamLimits(), clock=lambda: at))
    went = await _run(connected, chosen, company, advance)
    shown, secret = open_settings(settings)
    steps = tuple(
        Step(ask=ask, exchanges=tuple(recorded(each, settings.base_url) for each in exchanges), result=None)
        for ask, (exchanges, _) in zip(chosen, went, strict=True)
    )
    bare = Recording(
        adapter=adapter.name, company=company, settings=shown, secrets=secret, at=at, steps=steps
    )
    # What is read from the scrubbed answers, not from those that came: these may have held a person's name.
    read = await _replayed(adapter, bare)
    whole = (
        step.model_copy(update={"result": result}) for step, (_, result) in zip(steps, read, strict=True)
    )
    return bare.model_copy(update={"steps": tuple(whole)})


def _can(adapter: type[UtilityAdapter], ask: Ask) -> bool:
    if ask.verb == "ping":
        return adapter.ping is not UtilityAdapter.ping
    return ask.verb == "push_scheme" or ask.verb in capabilities(adapter)


def _whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


async def replay(adapter: type[UtilityAdapter], kept: Recording) -> None:
    """Raise `AssertionError` unless the adapter asks what was recorded, and reads what was read."""
    went = await _replayed(adapter, kept)
    base_url = str(kept.settings["base_url"])
    for number, (step, (exchanges, result)) in enumerate(zip(kept.steps, went, strict=True), 1):
        where = f"step {number}, {step.ask.verb}"
        asked = [request_of(recorded(each, base_url)) for each in exchanges]
        expected = [request_of(each) for each in step.exchanges]
        agree(asked == expected, f"{where}: asked {asked} where {expected} was recorded")
        agree(result == step.result, f"{where}: read {result} where {step.result} was recorded")


async def _replayed(adapter: type[UtilityAdapter], kept: Recording) -> Exchanged:
    answers = deque(each for step in kept.steps for each in step.exchanges)
    wiring = Wiring(transport=httpx.MockTransport(_answering(answers)), clock=lambda: kept.at)
    settings = kept.settings | dict.fromkeys(kept.secrets, PLACEHOLDER)
    connected = adapter.connect(kept.company, settings, wiring)
    with without_waiting():
        went = await _run(connected, [step.ask for step in kept.steps], kept.company)
    agree(not answers, f"{len(answers)} recorded calls were not asked for")
    return went


async def _run(
    adapter: UtilityAdapter, script: Sequence[Ask], company: Company, advance: Advance | None = None
) -> Exchanged:
    went: Exchanged = []
    verbs = Script(adapter, min(company.districts))
    try:
        for ask in script:
            if ask.days and advance is not None:
                await advance(ask.days)
            with recording() as exchanges:
                result = await verbs.run(ask)
            went.append((exchanges, result))
    finally:
        await adapter.aclose()
    return went


def _answering(answers: deque[Recorded]) -> Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]:
    async def answer(request: httpx.Request) -> httpx.Response:
        agree(bool(answers), f"{request.method} {request.url.path} was asked beyond what is recorded")
        kept = answers.popleft()
        asked = (await request.aread()).decode("utf-8", "replace")
        body = kept.response_body or ""
        # An id that the adapter makes anew for each message is repeated by the answer to it.
        for old, new in zip(_UUID.findall(kept.request_body or ""), _UUID.findall(asked), strict=False):
            body = body.replace(old, new)
        return httpx.Response(kept.status, headers=kept.response_headers, content=body.encode())

    return answer


def request_of(kept: Recorded) -> tuple[str, str, Mapping[str, str], Any]:
    """What was asked, ids made anew for each message left out."""
    body = _UUID.sub("…", kept.request_body or "")
    return kept.method, kept.target, kept.request_headers, content(body)

"""The flows: each phase by itself, and all of them in one cycle.

Parameters are the hub's home folder and ids of counterparts, nothing else: Prefect keeps and shows them. A run
that finds a counterpart out of reach finishes the rest and then ends as failed, naming it. Nothing hangs on a
run's state: what is in flight is decided by the leases of the store, so a killed run stands in nobody's way.
"""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.tasks import (
    collect_from,
    fetch_documents,
    mirror_to,
    pull_from,
    push_to,
    read_clocks,
    reconcile_with,
)
from flows.work import run
from hub.bootstrap import Hub
from hub.notready import NotReady
from models.messages import Message


@flow(name="liandong-collect", retries=0, persist_result=False)
async def collect(home: str, sources: list[str] | None = None) -> State[Any]:
    """Take in schemes from `sources` (default: all), then the documents they name."""
    return await run(home, lambda hub: len(_sources(hub, sources)) + 1, lambda hub: _collect(hub, sources))


@flow(name="liandong-push", retries=0, persist_result=False)
async def push(home: str, companies: list[str] | None = None) -> State[Any]:
    """Deliver to `companies` (default: all) what is due."""

    async def phases(hub: Hub) -> None:
        await _ended(*(push_to(each, return_state=True) for each in _companies(hub, companies)))

    return await run(home, lambda hub: len(_companies(hub, companies)), phases)


@flow(name="liandong-pull", retries=0, persist_result=False)
async def pull(home: str, companies: list[str] | None = None) -> State[Any]:
    """Take in the updates of `companies` (default: all)."""

    async def phases(hub: Hub) -> None:
        await _ended(*(pull_from(each, return_state=True) for each in _companies(hub, companies)))

    return await run(home, lambda hub: len(_companies(hub, companies)), phases)


@flow(name="liandong-mirror", retries=0, persist_result=False)
async def mirror(home: str, mirrors: list[str] | None = None) -> State[Any]:
    """Record at `mirrors` (default: all) what is due."""
    return await run(home, lambda hub: len(_mirrors(hub, mirrors)), lambda hub: _mirror(hub, mirrors))


@flow(name="liandong-cycle", retries=0, persist_result=False)
async def cycle(home: str) -> State[Any]:
    """One pass of all phases. A company's delivery and its updates wait for no other company."""

    async def phases(hub: Hub) -> None:
        await _collect(hub, None)
        await asyncio.gather(*(_exchange(company) for company in _companies(hub, None)))
        await _ended(read_clocks(return_state=True))
        await _mirror(hub, None)

    def plan(hub: Hub) -> int:
        return len(_sources(hub, None)) + 2 + 2 * len(_companies(hub, None)) + len(_mirrors(hub, None))

    return await run(home, plan, phases, gives_way=True)


@flow(name="liandong-reconcile", retries=0, persist_result=False)
async def reconcile(
    home: str, companies: list[str] | None = None, mirrors: list[str] | None = None
) -> State[Any]:
    """Compare with `companies` and `mirrors` (default: all) what each side holds; what differs is on record."""

    def chosen(hub: Hub) -> tuple[str, ...]:
        if companies is None and mirrors is None:
            return (*_companies(hub, None), *_mirrors(hub, None))
        return (*_companies(hub, companies or []), *_mirrors(hub, mirrors or []))

    async def phases(hub: Hub) -> None:
        await _ended(*(reconcile_with(each, return_state=True) for each in chosen(hub)))

    return await run(home, lambda hub: len(chosen(hub)), phases)


async def _collect(hub: Hub, sources: Sequence[str] | None) -> None:
    await _ended(*(collect_from(each, return_state=True) for each in _sources(hub, sources)))
    await _ended(fetch_documents(return_state=True))


async def _exchange(company: str) -> None:
    await _ended(push_to(company, return_state=True))
    await _ended(pull_from(company, return_state=True))


async def _mirror(hub: Hub, mirrors: Sequence[str] | None) -> None:
    await _ended(*(mirror_to(each, return_state=True) for each in _mirrors(hub, mirrors)))


async def _ended(*calls: Any) -> None:
    # With `return_state` a task's failure is a state, not an exception. Prefect types such a call as the state
    # itself, though an async task gives a coroutine of it: hence Any.
    await asyncio.gather(*calls)


def _sources(hub: Hub, chosen: Sequence[str] | None) -> tuple[str, ...]:
    return _known(hub.counterparts.sources, chosen)


def _companies(hub: Hub, chosen: Sequence[str] | None) -> tuple[str, ...]:
    return _known(hub.counterparts.utilities, chosen)


def _mirrors(hub: Hub, chosen: Sequence[str] | None) -> tuple[str, ...]:
    return _known(hub.counterparts.authorities, chosen)


def _known(configured: Collection[str], chosen: Sequence[str] | None) -> tuple[str, ...]:
    unknown = next((each for each in chosen or () if each not in configured), None)
    if unknown is not None:
        raise NotReady(Message(id="flow-unknown-counterpart", params={"id": unknown}))
    return tuple(configured if chosen is None else chosen)

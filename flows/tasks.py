"""The tasks of the flows: one for each phase and counterpart, never one for each item.

Nothing is retried and no result is kept: the outbox retries, the store knows what is done (docs/decisions/0003).
Each task ends in a state of its own, so that one counterpart's failure is told and stops nobody else's work.
"""

import asyncio
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows.tally import EVERY_SOURCE, NOBODY, Line
from flows.work import at_work
from hub import cycle, reconcile


@task(task_run_name="collect {source}", retries=0, persist_result=False, cache_policy=NO_CACHE)
async def collect_from(source: str) -> State[Any]:
    """Take in what a source of schemes has."""
    work = at_work()
    collecting = cycle.collect(work.hub, source, work.tally.progress)
    return await work.carry_out("collect", source, collecting, Line.of_feed)


@task(task_run_name="documents", retries=0, persist_result=False, cache_policy=NO_CACHE)
async def fetch_documents() -> State[Any]:
    """Bring in the documents that schemes name."""
    work = at_work()
    fetching = cycle.fetch_documents(work.hub, work.tally.progress)
    return await work.carry_out("documents", EVERY_SOURCE, fetching, Line.of_documents)


@task(task_run_name="push {company}", retries=0, persist_result=False, cache_policy=NO_CACHE)
async def push_to(company: str) -> State[Any]:
    """Deliver to one company what is due."""
    work = at_work()
    pushing = cycle.push(work.hub, [company], work.tally.progress)
    return await work.carry_out("push", company, pushing, Line.of_delivery)


@task(task_run_name="pull {company}", retries=0, persist_result=False, cache_policy=NO_CACHE)
async def pull_from(company: str) -> State[Any]:
    """Take in one company's updates."""
    work = at_work()
    pulling = cycle.pull(work.hub, company, work.tally.progress)
    return await work.carry_out("pull", company, pulling, Line.of_feed)


@task(task_run_name="clocks", retries=0, persist_result=False, cache_policy=NO_CACHE)
async def read_clocks() -> State[Any]:
    """Read the clocks that may show something else by now."""
    work = at_work()
    return await work.carry_out("clocks", NOBODY, cycle.read_clocks(work.hub), Line.of_clocks)


@task(task_run_name="mirror {mirror}", retries=0, persist_result=False, cache_policy=NO_CACHE)
async def mirror_to(mirror: str) -> State[Any]:
    """Record at one mirror what is due."""
    work = at_work()
    mirroring = cycle.mirror(work.hub, [mirror], work.tally.progress)
    return await work.carry_out("mirror", mirror, mirroring, Line.of_delivery)


@task(task_run_name="reconcile {counterpart}", retries=0, persist_result=False, cache_policy=NO_CACHE)
async def reconcile_with(counterpart: str) -> State[Any]:
    """Compare with one counterpart what changed since the last pass; now and then everything."""
    work = at_work()
    whole = await asyncio.to_thread(reconcile.due_whole, work.hub, [counterpart])
    comparing = reconcile.run(work.hub, [counterpart], work.tally.progress, whole=whole)
    return await work.carry_out("reconcile", counterpart, comparing, Line.of_pass)

"""The flow that reminds: a pass of `hub.reminders` every few minutes, apart from the cycle."""

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows.tally import NOBODY, Line
from flows.work import at_work, run
from hub.bootstrap import Hub
from hub.reminders import running


@task(task_run_name="remind", retries=0, persist_result=False, cache_policy=NO_CACHE)
async def remind_all() -> State[Any]:
    """Tell every recipient what they have not been told yet."""
    work = at_work()
    telling = running.run(work.hub.store, work.hub.settings)
    return await work.carry_out("remind", NOBODY, telling, Line.of_reminders)


@flow(name="liandong-remind", retries=0, persist_result=False)
async def remind(home: str) -> State[Any]:
    """Remind whoever's turn it is."""

    async def phases(hub: Hub) -> None:
        ended: Any = remind_all(
            return_state=True
        )  # typed as the state itself, as every call with `return_state`
        await ended

    return await run(home, lambda hub: 1, phases)

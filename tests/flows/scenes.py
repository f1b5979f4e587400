"""The scenes that are played: a flow on a stage where something is the matter."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from prefect.client.orchestration import get_client
from prefect.flow_engine import run_flow_async
from prefect.states import Scheduled

from adapters.errors import TransientError
from flows import cycle as flows
from flows import reminding
from hub.notready import NotReady
from hub.reminders.settings import ReminderSettings
from models.messages import Message
from tests.flows.stage import Stage, seen_of, set_up
from tests.hub.reminders.receivers import webhook

REMINDERS = ReminderSettings.model_validate(
    {
        "digest_at": "00:00",
        "quiet": None,
        "on_days_off": True,
        "recipients": [
            {"id": "chief", "name": "chief", "duty": "supervisor", "channels": [{"file": "hook"}]},
        ],
    }
)

Scene = Callable[[Stage], Awaitable[Any]]


async def everything_well(stage: Stage) -> Any:
    return await _ended(flows.cycle(home=str(stage.home), return_state=True))


async def west_down(stage: Stage) -> Any:
    down = TransientError(Message(id="counterpart-unreachable", params={"company": "west"}))
    stage.break_west("push_scheme", "fetch_updates", error=down)
    return await everything_well(stage)


async def west_broken(stage: Stage) -> Any:
    stage.break_west("fetch_updates", error=ZeroDivisionError())
    return await everything_well(stage)


async def west_alone(stage: Stage) -> Any:
    home = str(stage.home)
    for phase in (flows.push, flows.pull):
        state = await _ended(phase(home=home, companies=["water-b"], return_state=True))
        assert state.is_completed()
    return await _ended(flows.mirror(home=home, return_state=True))


async def unknown_company(stage: Stage) -> Any:
    return await _ended(flows.push(home=str(stage.home), companies=["water-x"], return_state=True))


async def no_source(stage: Stage) -> Any:
    return await _ended(flows.collect(home=str(stage.home), return_state=True))


async def not_ready(stage: Stage) -> Any:
    stage.refused = NotReady(Message(id="store-not-migrated"))
    return await everything_well(stage)


async def no_configuration(stage: Stage) -> Any:
    (stage.home / "liandong.toml").unlink()
    return await everything_well(stage)


async def a_little_late(stage: Stage) -> Any:
    return await _late(stage, timedelta(minutes=4))


async def overtaken(stage: Stage) -> Any:
    return await _late(stage, timedelta(hours=1))


async def reminded(stage: Stage) -> Any:
    await everything_well(stage)
    with webhook() as received:
        (stage.home / "hook").write_text(received.url, encoding="utf-8")
        settings = stage.hub.settings.model_copy(update={"reminders": REMINDERS})
        stage.hub = replace(stage.hub, settings=settings)
        return await _ended(reminding.remind(home=str(stage.home), return_state=True))


async def _late(stage: Stage, late: timedelta) -> Any:
    parameters = {"home": str(stage.home)}
    due: Any = Scheduled(scheduled_time=datetime.now(UTC) - late)
    async with get_client() as client:
        run = await client.create_flow_run(flows.cycle, parameters=parameters, state=due)
    return await _ended(run_flow_async(flows.cycle, flow_run=run, parameters=parameters, return_type="state"))


async def _ended(call: Any) -> Any:
    # Prefect types a flow called with `return_state` as the state itself, though it is awaited.
    return await call


SCENES: tuple[Scene, ...] = (
    everything_well,
    west_down,
    west_broken,
    west_alone,
    unknown_company,
    no_source,
    not_ready,
    no_configuration,
    a_little_late,
    overtaken,
    reminded,
)


async def play(folder: Path) -> dict[str, Any]:
    """Every scene on a stage of its own: what Prefect shows of it, and what arrived where."""
    report: dict[str, Any] = {}
    for scene in SCENES:
        stage = set_up(folder / scene.__name__)
        state = await scene(stage)
        report[scene.__name__] = {**await seen_of(state), **stage.seen()}
        stage.world.store.close()
    return report

"""Running unattended: cycle, nightly reconciliation and reminders as deployments, and the process that runs them."""

import asyncio
import signal
from typing import Any, Final

from prefect.client.schemas.objects import State
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.cycle import cycle, reconcile
from flows.reminding import remind
from hub.settings import Settings

DEPLOYMENT: Final = "unattended"
_POLL_SECONDS: Final = 10.0


async def run_once(settings: Settings) -> State[Any]:
    """One cycle in this process; the state it ended in."""
    ended: Any = cycle(home=str(settings.home), return_state=True)  # typed as if the flow were synchronous
    state: State[Any] = await ended
    return state


async def deployment_of(settings: Settings) -> RunnerDeployment:
    """The cycle with its schedule.

    No concurrency limit is set at the server: its slots outlive a killed run. The runner takes one run at a
    time instead, and runs on other machines are kept apart by the leases of the store.
    """
    return await cycle.ato_deployment(
        name=DEPLOYMENT,
        interval=settings.flows.cycle_every,
        parameters={"home": str(settings.home)},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def nightly_of(settings: Settings) -> RunnerDeployment:
    """Reconciliation, once a night."""
    at = settings.reconcile.at
    return await reconcile.ato_deployment(
        name=DEPLOYMENT,
        schedule=Cron(f"{at.minute} {at.hour} * * *", timezone="Asia/Shanghai"),
        parameters={"home": str(settings.home)},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def reminders_of(settings: Settings) -> RunnerDeployment:
    """Reminding, every few minutes."""
    return await remind.ato_deployment(
        name=DEPLOYMENT,
        interval=settings.reminders.every,
        parameters={"home": str(settings.home)},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def serve(settings: Settings) -> None:
    """Carry out cycles as they fall due, until the process is asked to stop by SIGTERM or SIGINT.

    A run under way is then ended too; what it had claimed is free again at once, or when its lease ends.
    """
    poll = min(_POLL_SECONDS, settings.flows.cycle_every.total_seconds() / 2)
    runner = _Runner(name="liandong", limit=1, pause_on_shutdown=False, query_seconds=poll)
    await runner.aadd_deployment(await deployment_of(settings))
    await runner.aadd_deployment(await nightly_of(settings))
    if settings.reminders.recipients:
        await runner.aadd_deployment(await reminders_of(settings))
    asked = asyncio.create_task(runner.until_asked())
    await runner.start()
    await asked


class _Runner(Runner):
    """Stops in order when asked: Prefect's own handler leaves its coroutine unawaited within a running loop."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._loop_of_signals = asyncio.get_running_loop()
        self._asked = asyncio.Event()
        signal.signal(signal.SIGINT, self.handle_sigterm)

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """Prefect installs this for SIGTERM when the runner starts."""
        self._loop_of_signals.call_soon_threadsafe(self._asked.set)

    async def until_asked(self) -> None:
        """Wait for a signal, then stop."""
        await self._asked.wait()
        await self.astop()

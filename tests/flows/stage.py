"""What the flows are played on: a hub over two fake water companies and the province, and a way to see a run.

Prefect leaves threads and sockets behind in a process that ran a flow. Therefore flows run in a process of their
own (`tests.flows.play`), and the tests read what it saw.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import State

from flows import work
from hub.bootstrap import Hub
from hub.counterparts import Counterparts, Utility
from hub.settings import Limits, Settings
from hub.store import destinations, migrate
from hub.store.engine import Store
from tests.hub.fakes import FakeUtility, World, company, update, world
from tests.models.builders import WATER, a_scheme


@dataclass
class Stage:
    """One play's home folder and counterparts; `hub` is what a flow opens for that folder."""

    home: Path
    world: World
    hub: Hub
    west: FakeUtility
    refused: Exception | None = None
    opened: list[Path] = field(default_factory=list)

    @property
    def east(self) -> FakeUtility:
        return self.world.water

    def break_west(self, *verbs: str, error: Exception) -> None:
        """Let these verbs of the western company raise."""

        async def broken(*_: Any, **__: Any) -> Any:
            raise error

        for verb in verbs:
            setattr(self.west, verb, broken)

    def seen(self) -> dict[str, int]:
        """What arrived where."""
        return {
            "east": len(self.east.taken),
            "west": len(self.west.taken),
            "province": len(self.world.province.rows),
        }


def set_up(home: Path) -> Stage:
    """A stage with one scheme for both companies, each of which has two updates to tell."""
    home.mkdir()
    (home / "liandong.toml").write_text('[flows]\ndesk_url = "http://desk.example/liandong"\n')
    url = f"sqlite:///{home / 'liandong.db'}"
    migrate.upgrade(url)
    made = world(Store.open(url), home)
    west = FakeUtility(company("water-b"))
    utilities = {**made.hub.counterparts.utilities, "water-b": Utility(west.company, west, Limits())}
    counterparts = Counterparts(utilities=utilities, mirrors=made.hub.counterparts.mirrors, sources={})
    stage = Stage(home, made, replace(made.hub, counterparts=counterparts), west)
    with made.store.begin() as tx:
        destinations.ensure(tx, ["water-b"])
    stage.world = replace(made, hub=stage.hub)
    stage.world.take(a_scheme(demands=[WATER], documents=[]))
    for utility in (stage.east, stage.west):
        utility.updates = [update(1, 1), update(3, 2)]
    _let_flows_find(stage)
    return stage


def _let_flows_find(stage: Stage) -> None:
    @asynccontextmanager
    async def open_hub(settings: Settings) -> AsyncIterator[Hub]:
        stage.opened.append(settings.home)
        if stage.refused is not None:
            raise stage.refused
        yield stage.hub

    vars(work)["open_hub"] = open_hub


async def seen_of(state: State[Any]) -> dict[str, Any]:
    """What Prefect shows of the run that ended in `state`."""
    run_id = state.state_details.flow_run_id
    assert run_id is not None
    only = FlowRunFilter(id=FlowRunFilterId(any_=[run_id]))
    async with get_client() as client:
        run = await client.read_flow_run(run_id)
        artifacts = await client.read_artifacts(flow_run_filter=only)
    return {
        "type": state.type.value,
        "name": state.name,
        "message": state.message,
        "parameters": run.parameters,
        "artifacts": {artifact.key: artifact.data for artifact in artifacts},
    }

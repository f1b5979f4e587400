"""The kernel held against a model of a few lines, one choice after another; what breaks is shrunk to its least."""

import random
from collections import Counter
from collections.abc import Awaitable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from models.scheme import Scheme, Withdrawal
from tests.durability.simulation.checker import check
from tests.durability.simulation.clockwork import START, Clockwork
from tests.durability.simulation.network import TROUBLES, Fault
from tests.durability.simulation.plan import Plan, scheme
from tests.durability.simulation.processes import NEVER, Process, SimulatedStore, become, dies
from tests.durability.simulation.seeds import database, ground, let_go, sweep
from tests.durability.simulation.town import Town, simulated
from tests.durability.tally import Tally
from tests.models.builders import GAS, WATER

FAULTS = st.lists(st.sampled_from([None, None, *TROUBLES, Fault.UNWANTED, Fault.GIBBERISH]), max_size=4)
LIVES = st.sampled_from([NEVER, NEVER, 1, 2, 3, 5, 8])
"""Moments until the process of a step dies."""


class ScriptedWeather:
    """Faults in the order in which they were chosen; then all is well."""

    share = 0.0
    late = False

    def __init__(self) -> None:
        self.fair = False
        self.chance = random.Random(0)
        self.coming: list[Fault | None] = []

    def draw(self) -> Fault | None:
        """See `Weather.draw`."""
        return self.coming.pop(0) if self.coming and not self.fair else None


class TownMachine(RuleBasedStateMachine):
    """One scheme or two at two companies. The model: which version of each is the latest, or that it is withdrawn."""

    store: SimulatedStore
    counted: Counter[str]

    @initialize(seed=st.integers(0, 11))
    def settle(self, seed: int) -> None:
        sweep(self.store)
        self.loop = Clockwork()
        plan = Plan(seed)
        plan.changes.clear()
        self.switch = simulated(plan)
        self.switch.__enter__()
        self.town = Town(plan, self.store, self.loop)
        for line in self.town.lines:
            line.weather = ScriptedWeather()  # type: ignore[assignment]
        self.loop.run_until_complete(self.town.found())
        self.latest: dict[int, int] = {}
        self.withdrawn: set[int] = set()
        self.counted["examples"] += 1

    @rule(number=st.integers(1, 2), both=st.booleans())
    def decide(self, number: int, both: bool) -> None:
        """The joint review has a new scheme, or a new version of one."""
        if number not in self.withdrawn:
            self.latest[number] = self.latest.get(number, 0) + 1
            self._announce(scheme(number, self.latest[number], [WATER, GAS], documents=both))

    @rule(number=st.integers(1, 2))
    def withdraw(self, number: int) -> None:
        """The joint review takes a scheme back."""
        if number in self.latest and number not in self.withdrawn:
            self.withdrawn.add(number)
            self._announce(Withdrawal(scheme_id=f"FA-511702-2026-{number:04d}", withdrawn_at=START))

    @rule(phase=st.integers(0, 4), moments=LIVES, faults=FAULTS)
    def work(self, phase: int, moments: int, faults: list[Fault | None]) -> None:
        """A worker does one of its phases, and may die of it."""
        for line in self.town.lines:
            line.weather.coming = list(faults)  # type: ignore[attr-defined]
        process = Process("worker", random.Random(0), self.town.trace, moments=moments)

        async def shift() -> None:
            become(process)
            await self.town.phases()[phase]()

        async def work() -> bool:
            return await dies(self.loop.create_task(shift()))

        self.counted["crashes"] += self.loop.run_until_complete(work())
        self.counted["faults"] += sum(fault is not None for fault in faults)

    @rule(seconds=st.sampled_from([1.0, 50.0, 700.0, 20_000.0]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self._run(self.town.rest(seconds))

    @rule(share=st.sampled_from([0.5, 1.0]))
    def look_at_the_desk(self, share: float) -> None:
        """The officer decides what lies there."""
        self._run(self.town.desk_day(share))

    @invariant()
    def no_company_has_what_it_should_not(self) -> None:
        for company in self.town.companies.values():
            effects = company.ledger.effects
            assert len(effects) == len(set(effects))
            for number, latest in self.latest.items():
                of_it = [
                    version for _, of, version in effects if of == f"FA-511702-2026-{number:04d}" and version
                ]
                assert of_it == sorted(of_it)
                assert max(of_it, default=0) <= latest

    def teardown(self) -> None:
        try:
            for line in self.town.lines:
                line.weather.fair = True
            self._run(self.town.become_quiet())
            violations = self.loop.run_until_complete(self.town.judged(check))
            self.counted["items"] += sum(len(each.ledger.effects) for each in self.town.companies.values())
            assert not violations, f"{list(map(str, violations))}\n{self.town.trace.text()}"
        finally:
            self.loop.run_until_complete(let_go())
            self.loop.close()
            self.switch.__exit__(None, None, None)

    def _announce(self, change: Scheme | Withdrawal) -> None:
        self.town.plan.changes.append((self.loop.time(), change))
        self.town.source.changes.append(change)

    def _run(self, work: Awaitable[Any]) -> None:
        async def calmly() -> None:
            self.town.settle_in()
            await work

        self.loop.run_until_complete(calmly())


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedStore]:
    """A store for many examples."""
    with ground(database(tmp_path_factory.mktemp("machine"))) as store:
        yield store


@pytest.mark.parametrize("examples", [4, pytest.param(300, marks=pytest.mark.long)])
def test_the_kernel_does_what_its_model_does(examples: int, on_sqlite: SimulatedStore, tally: Tally) -> None:
    counted: Counter[str] = Counter()
    machine = type("Machine", (TownMachine,), {"store": on_sqlite, "counted": counted})
    chosen = settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)
    tally(
        "state machine against its model",
        seeds=counted["examples"],
        crashes=counted["crashes"],
        faults=counted["faults"],
        items=counted["items"],
        lost=0,
        duplicated=0,
        out_of_order=0,
    )

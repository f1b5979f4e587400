"""What was recorded is asked and read by the adapter again, and answered by the stand-in in the same way."""

from pathlib import Path

import pytest

from adapters.contract import Receipt
from adapters.kit.comparing import compare
from adapters.kit.recordings import Recording, check_scrubbed, read, recordings_in
from adapters.kit.replaying import replay
from adapters.water.adapter import WaterAdapter
from models.scheme import Scheme
from tests.adapters.recordings.sides import SIDES, TESTS

KEPT = [(name, path) for name in SIDES for path in recordings_in(TESTS / name)]


def the(name: str) -> Recording:
    return read(recordings_in(TESTS / name)[0])


def other(kept: Recording, step: int, **changes: object) -> Recording:
    """The recording with another first exchange in one step."""
    first, *rest = kept.steps[step].exchanges
    exchanges = (first.model_copy(update=changes), *rest)
    steps = list(kept.steps)
    steps[step] = steps[step].model_copy(update={"exchanges": exchanges})
    return kept.model_copy(update={"steps": tuple(steps)})


def test_each_wire_over_http_has_a_recording_of_its_effects_and_of_its_events() -> None:
    assert {name for name, _ in KEPT} == set(SIDES)
    for name, path in KEPT:
        kept = read(path)
        verbs = {step.ask.verb for step in kept.steps}
        assert verbs == {"ping", "push_scheme", "find_by_key", "fetch_updates", "withdraw_scheme"}, name
        assert any(step.result["updates"] for step in kept.steps if step.ask.verb == "fetch_updates"), name


@pytest.mark.parametrize(("name", "path"), KEPT, ids=[f"{name}-{path.stem}" for name, path in KEPT])
async def test_the_adapter_asks_and_reads_what_was_recorded(name: str, path: Path) -> None:
    await replay(SIDES[name].adapter, read(path))


@pytest.mark.parametrize(("name", "path"), KEPT, ids=[f"{name}-{path.stem}" for name, path in KEPT])
async def test_the_stand_in_answers_as_was_recorded(name: str, path: Path) -> None:
    async with SIDES[name].stand_in() as company:
        await compare(SIDES[name].adapter, read(path), company)


@pytest.mark.parametrize(("name", "path"), KEPT, ids=[f"{name}-{path.stem}" for name, path in KEPT])
def test_what_is_kept_holds_no_personal_data(name: str, path: Path) -> None:
    check_scrubbed(read(path))


class AsksForLess(WaterAdapter):
    async def ping(self) -> None:
        await self.fetch_updates(None)


class OverlooksTheTime(WaterAdapter):
    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        receipt = await super().push_scheme(scheme, key=key)
        return receipt.model_copy(update={"received_at": None})


@pytest.mark.parametrize("changed", [AsksForLess, OverlooksTheTime])
async def test_an_adapter_that_asks_or_reads_otherwise_is_told(changed: type[WaterAdapter]) -> None:
    with pytest.raises(AssertionError, match="step"):
        await replay(changed, the("water"))


@pytest.mark.parametrize(
    "changes",
    [
        {"status": 202},
        {"target": "/projects"},
        {"response_body": '{"operation": "submit"}'},
        {"request_body": '{"scheme": []}'},
    ],
    ids=lambda changes: next(iter(changes)),
)
async def test_a_stand_in_that_is_asked_or_answers_otherwise_is_told(changes: dict[str, object]) -> None:
    push = next(n for n, step in enumerate(the("water").steps) if step.ask.verb == "push_scheme")
    async with SIDES["water"].stand_in() as company:
        with pytest.raises(AssertionError, match="step"):
            await compare(WaterAdapter, other(the("water"), push, **changes), company)

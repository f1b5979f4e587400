"""Known ways to get it wrong, each planted by a few lines over the kernel, and which programme must notice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pytest

from tests.durability.simulation.checker import Wrong

Plant = Callable[[pytest.MonkeyPatch], None]


class Programme(StrEnum):
    """What looks for the bug."""

    SIMULATION = "simulation"
    MODEL = "model"
    """The state machine that holds the outbox against its model."""
    OUTAGE = "outage"
    """A company that is away for an hour, and counts how often it is called."""


@dataclass(frozen=True, slots=True)
class Bug:
    """A way to get it wrong: what is broken by it, and within how many seeds the programme must have noticed."""

    name: str
    plant: Plant
    wrong: Wrong
    seeds: int
    programme: Programme

    @property
    def words(self) -> str:
        """What it does wrong."""
        return (self.plant.__doc__ or "").strip()


BUGS: Final[dict[str, Bug]] = {}


def bug(wrong: Wrong, seeds: int, programme: Programme = Programme.SIMULATION) -> Callable[[Plant], Plant]:
    """Make a function that patches the kernel a bug of its name."""

    def enter(plant: Plant) -> Plant:
        name = plant.__name__.replace("_", "-")
        BUGS[name] = Bug(name, plant, wrong, seeds, programme)
        return plant

    return enter


@contextmanager
def planted(name: str) -> Iterator[Bug]:
    """The kernel with this bug in it."""
    with pytest.MonkeyPatch.context() as patch:
        BUGS[name].plant(patch)
        yield BUGS[name]

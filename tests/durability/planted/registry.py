"""Known ways to get it wrong, each planted by a few lines over the kernel, and which programme must notice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pytest

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
    """A way to get it wrong: `seeds` is within how many the programme must have noticed it."""

    name: str
    plant: Plant
    programme: Programme
    seeds: int

    @property
    def words(self) -> str:
        """What it does wrong."""
        return (self.plant.__doc__ or "").strip()


BUGS: Final[dict[str, Bug]] = {}


def bug(seeds: int, programme: Programme = Programme.SIMULATION) -> Callable[[Plant], Plant]:
    """Make a function that patches the kernel a bug of its name."""

    def enter(plant: Plant) -> Plant:
        name = plant.__name__.replace("_", "-")
        BUGS[name] = Bug(name, plant, programme, seeds)
        return plant

    return enter


@contextmanager
def planted(name: str) -> Iterator[Bug]:
    """The kernel with this bug in it."""
    with pytest.MonkeyPatch.context() as patch:
        BUGS[name].plant(patch)
        yield BUGS[name]

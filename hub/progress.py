"""How long work tells whoever watches how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Called as work goes on, always from the thread that started it.

    `phase` names the work (an id for the catalogues, never a sentence), `done` counts what is finished of it
    and `total` how much there is, or `None` while nobody knows. Within a phase `done` does not fall. What
    watches must be quick and must not raise.
    """

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        """Note that `done` of `total` are finished in `phase`."""


def quiet(phase: str, done: int, total: int | None) -> None:
    """The `Progress` of work that nobody watches."""

"""One flow run at work: a hub opened for it, its tally, its artifacts, and the state it ends in."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import follow, summarise
from flows.tally import EVERY_SOURCE, Line, Phase, Tally, total
from hub.bootstrap import Hub, open_hub
from hub.language import Language, listing, say, say_fault, term
from hub.notready import NotReady
from hub.settings import read_settings
from models.messages import Message

T = TypeVar("T")

_AT_WORK: Final[ContextVar["Work"]] = ContextVar("flows_at_work")


@dataclass(frozen=True, slots=True)
class Work:
    """What the tasks of a run share. They find it by `at_work`: their own parameters are ids only."""

    hub: Hub
    tally: Tally

    @property
    def language(self) -> Language:
        """The language of artifacts and states."""
        return Language(self.hub.settings.language)

    def name_of(self, counterpart: str) -> str:
        """A counterpart's name as people know it."""
        if counterpart == EVERY_SOURCE:
            return term("flow-all-sources", self.language)
        return self.hub.counterparts.name_of(counterpart)

    async def carry_out(
        self, phase: Phase, counterpart: str, work: Awaitable[T], read: Callable[[Phase, str, T], Line]
    ) -> State[Any]:
        """Await a task's work, note what it came to, and give the state the task ends in."""
        self.tally.begin(phase, counterpart)
        line = read(phase, counterpart, await work)
        self.tally.end(line)
        params = {"done": line.done, "later": line.later, "attention": line.attention}
        if line.failed:
            name = self.name_of(counterpart)
            message = Message(id="flow-task-failed", params={"name": name, **params})
            return Failed(message=say(message, self.language))
        return Completed(message=say(Message(id="flow-task-done", params={**params}), self.language))

    def state(self) -> State[Any]:
        """The state the whole run ends in: failed where a counterpart could not be worked with."""
        sent, later, attention = total(self.tally.lines)
        params = {"sent": sent, "later": later, "attention": attention}
        if not self.tally.failed:
            return Completed(message=say(Message(id="flow-done", params={**params}), self.language))
        names = tuple(self.name_of(each) for each in self.tally.failed)
        message = Message(id="flow-failed", params={"names": listing(names, self.language), **params})
        return Failed(message=say(message, self.language))


def at_work() -> Work:
    """The run that the calling task belongs to."""
    return _AT_WORK.get()


@contextmanager
def _working(hub: Hub, planned: int) -> Iterator[Work]:
    work = Work(hub, Tally(planned))
    token = _AT_WORK.set(work)
    try:
        yield work
    finally:
        _AT_WORK.reset(token)


async def run(
    home: str, plan: Callable[[Hub], int], phases: Callable[[Hub], Awaitable[object]]
) -> State[Any]:
    """Open the hub of `home`, carry out `phases` of as many tasks as `plan` says, and show what came of it.

    A hub that cannot be opened fails the run with the sentence that says why; nothing is lost by that, since
    whatever is to be done stands in the store.
    """
    settings = read_settings(Path(home))
    try:
        async with open_hub(settings) as hub:
            with _working(hub, plan(hub)) as work:
                async with follow(work.tally, work.language):
                    await phases(hub)
            await summarise(work.tally.lines, work.name_of, settings.flows.desk_url, work.language)
            return work.state()
    except NotReady as fault:
        language = Language(settings.language)
        faults = (say_fault(each, language) for each in fault.faults)
        return Failed(message="\n".join([say(fault.message, language), *faults]))

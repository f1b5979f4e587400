"""One flow run at work: a hub opened for it, its tally, its artifacts, and the state it ends in."""

import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from prefect import runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import follow, summarise
from flows.tally import EVERY_SOURCE, NOBODY, Line, Phase, Tally, total
from hub.backup.reconciling import carry_on
from hub.bootstrap import Hub, open_hub
from hub.cli import logs
from hub.cli.refusals import refusal_of
from hub.cli.session import settings_of
from hub.cycle import serve_desk
from hub.language import Language, listing, say, say_fault, term
from hub.settings import Settings
from models.messages import Message, Value

T = TypeVar("T")

_STARTING: Final = timedelta(minutes=1)
"""A run's process takes seconds to start: a short interval must not make every run late."""

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
        if counterpart == NOBODY:
            return term("flow-own", self.language)
        return self.hub.counterparts.name_of(counterpart)

    async def carry_out(
        self, phase: Phase, counterpart: str, work: Awaitable[T], read: Callable[[Phase, str, T], Line]
    ) -> State[Any]:
        """Await a task's work, note what it came to, and give the state the task ends in.

        An error nobody has foreseen ends this task alone. It goes to the home folder's log, which leaves out
        what it says; Prefect would show it whole, and it may quote what was being handled.
        """
        line = self.tally.begin(phase, counterpart)
        try:
            line = read(phase, counterpart, await work)
        except Exception as error:
            logs.unforeseen(error)
            return Failed(message=self._say("flow-task-broken", name=self.name_of(counterpart)))
        finally:
            self.tally.end(line)
        figures = {"done": line.done, "later": line.later, "attention": line.attention}
        if line.failed:
            return Failed(message=self._say("flow-task-failed", name=self.name_of(counterpart), **figures))
        return Completed(message=self._say("flow-task-done", **figures))

    def state(self) -> State[Any]:
        """The state the whole run ends in: failed where a counterpart could not be worked with."""
        sent, later, attention = total(self.tally.lines)
        figures = {"sent": sent, "later": later, "attention": attention}
        if not self.tally.failed:
            return Completed(message=self._say("flow-done", **figures))
        names = listing(tuple(map(self.name_of, self.tally.failed)), self.language)
        return Failed(message=self._say("flow-failed", names=names, **figures))

    def _say(self, id_: str, **params: Value) -> str:
        return say(Message(id=id_, params=params), self.language)


def at_work() -> Work:
    """The run that the calling task belongs to."""
    return _AT_WORK.get()


async def run(
    home: str,
    plan: Callable[[Hub], int],
    phases: Callable[[Hub], Awaitable[object]],
    *,
    gives_way: bool = False,
) -> State[Any]:
    """Open the hub of `home`, carry out `phases` of as many tasks as `plan` says, and show what came of it.

    `gives_way` leaves the work to a later run where there is one: after a standstill many scheduled runs are late
    at once, and one pass does the work of all.

    What keeps the whole run from its work fails it with the sentence that says why. Nothing is lost by that,
    since whatever is to be done stands in the store.
    """
    folder = Path(home)
    language = Language.ZH_CN
    with _log_of(folder):
        try:
            settings = settings_of(folder)
            language = Language(settings.language)
            if gives_way and _overtaken(settings):
                return Completed(name="Skipped", message=say(Message(id="flow-skipped"), language))
            return await _run(settings, plan, phases)
        except Exception as error:
            return Failed(message=_reason(error, folder, language))


async def _run(
    settings: Settings, plan: Callable[[Hub], int], phases: Callable[[Hub], Awaitable[object]]
) -> State[Any]:
    async with open_hub(settings) as hub:
        await carry_on(hub)
        await serve_desk(hub)
        with _working(hub, plan(hub)) as work:
            async with follow(work.tally, work.language):
                await phases(hub)
        await summarise(work.tally.lines, work.name_of, settings.flows.desk_url, work.language)
        return work.state()


def _log_of(home: Path) -> AbstractContextManager[object]:
    # A process that Prefect's runner has made for this run writes no log yet; a command of ours does already.
    return logs.kept(home) if os.environ.get("PREFECT__FLOW_RUN_ID") else nullcontext()


def _overtaken(settings: Settings) -> bool:
    due = runtime.flow_run.get_scheduled_start_time()
    return datetime.now(UTC) - due > max(settings.flows.cycle_every, _STARTING)


@contextmanager
def _working(hub: Hub, planned: int) -> Iterator[Work]:
    work = Work(hub, Tally(planned))
    token = _AT_WORK.set(work)
    try:
        yield work
    finally:
        _AT_WORK.reset(token)


def _reason(error: Exception, home: Path, language: Language) -> str:
    refusal = refusal_of(error)
    if refusal is None or refusal.message is None:
        logs.unforeseen(error)
        return say(Message(id="cli-unforeseen", params={"log": str(logs.place(home))}), language)
    return "\n".join(
        [say(refusal.message, language), *(say_fault(each, language) for each in refusal.faults)]
    )

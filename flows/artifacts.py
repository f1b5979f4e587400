"""What a run shows of itself in Prefect: its progress, and a table of what went where.

A Prefect that does not answer disturbs no work: what could not be shown is logged and let go.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    aupdate_progress_artifact,
)
from pydantic import AnyHttpUrl

from flows.tally import Line, Tally
from hub.language import Language, term

PROGRESS: Final = "liandong-progress"
SUMMARY: Final = "liandong-summary"
_EVERY_SECONDS: Final = 1.0

_log = logging.getLogger(__name__)


@asynccontextmanager
async def follow(tally: Tally, language: Language) -> AsyncIterator[None]:
    """Show the tally's progress, once a second, while the block runs."""
    title = term("flow-progress", language)
    artifact = await _shown(acreate_progress_artifact(0.0, key=PROGRESS, description=title))
    if not isinstance(artifact, UUID):
        yield
        return
    watching = asyncio.create_task(_watch(artifact, tally))
    try:
        yield
        await _shown(aupdate_progress_artifact(artifact, tally.percent))
    finally:
        watching.cancel()
        await asyncio.wait([watching])


async def _watch(artifact: UUID, tally: Tally) -> None:
    shown = 0.0
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        if tally.percent != shown:
            shown = tally.percent
            await _shown(aupdate_progress_artifact(artifact, shown))


async def summarise(
    lines: Iterable[Line], name_of: Callable[[str], str], desk: AnyHttpUrl | None, language: Language
) -> None:
    """Show one row for each task of the run, and the way to the desk where one is configured."""
    text = table(lines, name_of, desk, language)
    title = term("flow-summary", language)
    await _shown(acreate_markdown_artifact(text, key=SUMMARY, description=title))


def table(
    lines: Iterable[Line], name_of: Callable[[str], str], desk: AnyHttpUrl | None, language: Language
) -> str:
    """The summary as a Markdown table: phase, counterpart, figures, outcome."""
    columns = ("phase", "counterpart", "done", "later", "attention", "outcome")
    rows = [
        [term(f"flow-column-{column}", language) for column in columns],
        ["---", "---", "---:", "---:", "---:", "---"],
    ]
    for line in lines:
        outcome = term("flow-outcome-failed" if line.failed else "flow-outcome-done", language)
        figures = (str(figure) for figure in (line.done, line.later, line.attention))
        rows.append([term(f"phase-{line.phase}", language), name_of(line.counterpart), *figures, outcome])
    text = "\n".join(f"| {' | '.join(_cell(value) for value in row)} |" for row in rows)
    return f"{text}\n\n[{term('flow-desk', language)}]({desk})\n" if desk else f"{text}\n"


def _cell(value: str) -> str:
    # A name comes from the configuration, and a bar in it must not open another column.
    return value.replace("|", "\\|").replace("\n", " ")


async def _shown(showing: Awaitable[Any]) -> Any:
    try:
        return await showing
    except Exception:
        _log.warning("Prefect did not take an artifact", exc_info=True)
        return None

"""How commands show things: what was asked for on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from hub.cli.text import language, text
from hub.language import has_term, moment, say_fault, term
from hub.progress import Progress, quiet
from models.messages import FieldFault

_PIPED_WIDTH: Final = 140
"""Columns where nobody looks through a window."""


def _console(stream: IO[str]) -> Console:
    width = None if stream.isatty() else _PIPED_WIDTH
    return Console(file=stream, width=width, markup=False, emoji=False, highlight=False)


def say_out(line: str = "") -> None:
    """A line of what was asked for."""
    _console(sys.stdout).print(line, soft_wrap=True)


def say_aside(line: str) -> None:
    """A line beside it: what is going on, or what is wrong."""
    _console(sys.stderr).print(line, soft_wrap=True)


def say_json(value: Any) -> None:
    """A value as JSON, Chinese left readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def say_faults(faults: Iterable[FieldFault]) -> None:
    """One line per fault, aside."""
    for fault in faults:
        say_aside(f"  {say_fault(fault, language())}")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; columns of numbers stand on the right."""
    shown = [[cell(value) for value in row] for row in rows]
    if not shown:
        return
    grid = Table(title=title or None, title_justify="left", title_style="bold", header_style="bold")
    raw = [[value.isdecimal() for value in row] for row in shown]
    for place, name in enumerate(columns):
        numeric = all(row[place] for row in raw)
        grid.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in shown:
        grid.add_row(*(Text(value) for value in row))
    _console(sys.stdout).print(grid)


def cell(value: object) -> str:
    """A value as people read it: an instant in Asia/Shanghai, nothing as a dash."""
    match value:
        case None | "":
            return "–"
        case datetime():
            return moment(value)
        case _:
            return str(value)


def counted(states: Mapping[str, int]) -> str:
    """`12 已送达、3 等候` of counts by state; states that nothing is in are left out."""
    parts = (
        text("count-of", count=count, name=named("state", state)) for state, count in states.items() if count
    )
    return text("list-separator").join(parts) or "–"


def named(dictionary: str, code: str) -> str:
    """A code by the name the catalogues have for it, or the code."""
    id_ = f"{dictionary}-{code}".replace(".", "-")
    return term(id_, language()) if has_term(id_, language()) else code


@contextmanager
def watching(*, silent: bool) -> Iterator[Progress]:
    """A `Progress` that draws bars on standard error; nothing where that is no terminal, or `silent`."""
    if silent or not sys.stderr.isatty():
        yield quiet
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=_console(sys.stderr), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(phase: str, done: int, total: int | None) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(named("phase", phase), total=None)
            bars.update(tasks[phase], completed=done, total=total)

        yield show

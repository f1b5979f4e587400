"""A migration killed midway leaves a database wholly old or wholly new; the next one succeeds and keeps every row."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from hub.store import migrate
from tests.durability.forks import Forks
from tests.durability.replaying import replayed_by
from tests.durability.tally import Tally
from tests.durability.upheaval import (
    ROWS,
    bring_to,
    kept,
    revisions,
    rows_of,
    shape_of,
    statements_of,
    struck_midway,
)
from tests.store.support import Postgres

Copy = Callable[[], AbstractContextManager[str]]
KILLS = 5
"""Kills at each revision in the long programme."""
FILLED_ANEW = frozenset({"clock_at"})
"""Columns that a migration itself fills."""


@pytest.fixture
def revision(request: pytest.FixtureRequest) -> str | None:
    found: str | None = request.param
    return found


@pytest.fixture
def copy(request: pytest.FixtureRequest, revision: str | None, tmp_path: Path) -> Iterator[Copy]:
    """A fresh database at the revision, with rows, as often as one is wanted."""
    if "postgresql" in request.node.callspec.params["dialect"]:
        postgres: Postgres = request.getfixturevalue("postgres")
        template = postgres.create()
        bring_to(postgres.url(template), revision)

        @contextmanager
        def lent() -> Iterator[str]:
            name = postgres.create(template)
            yield postgres.url(name)
            postgres.drop(name)

        yield lent
        postgres.drop(template)
        return
    first = tmp_path / "first.db"
    if revision is not None:
        bring_to(f"sqlite:///{first}", revision)

    @contextmanager
    def copied() -> Iterator[str]:
        path = tmp_path / "copy.db"
        for each in tmp_path.glob("copy.db*"):
            each.unlink()
        if first.exists():
            shutil.copy(first, path)
        yield f"sqlite:///{path}"

    yield copied


@pytest.fixture
def again(request: pytest.FixtureRequest) -> str:
    """The command that runs this test once more; its blows are drawn from its name."""
    return f'.venv/bin/python -m pytest -p no:xdist "{request.node.nodeid}"'


DIALECTS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


async def killed(forks: Forks, copy: Copy, revision: str | None, chance: random.Random, times: int) -> int:
    """Kill so many upgrades of the same database; how many of them left it old."""
    with copy() as url:
        old, rows = shape_of(url), rows_of(url)
        assert all(len(each) == ROWS for each in rows.values())
        statements = statements_of(url)
        new = shape_of(url)
    left_old = 0
    for _ in range(times):
        with copy() as url:
            await struck_midway(forks, url, chance, statements)
            at, shape = migrate.current(url), shape_of(url)
            assert (at, shape) in [(revision, old), (migrate.head(), new)], f"at {at}, between old and new"
            left_old += at == revision
            assert kept(rows, rows_of(url), but=FILLED_ANEW) == []
            migrate.upgrade(url)
            assert (migrate.current(url), shape_of(url)) == (migrate.head(), new)
            assert kept(rows, rows_of(url), but=FILLED_ANEW) == []
    return left_old


@pytest.mark.parametrize(
    ("dialect", "revision"),
    [
        ("sqlite", None),
        ("sqlite", revisions()[1]),
        pytest.param("postgresql", revisions()[-1], marks=pytest.mark.postgres),
    ],
    indirect=["revision"],
)
async def test_an_upgrade_that_is_killed_leaves_the_old_or_the_new(
    forks: Forks, copy: Copy, revision: str | None, again: str, dialect: str, tally: Tally
) -> None:
    with replayed_by(again, 1):
        await killed(forks, copy, revision, random.Random(f"1/{revision}/{dialect}"), 2)
    tally("migration killed midway", crashes=2, items=2 * ROWS, lost=0)


@pytest.mark.long
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("revision", revisions(), indirect=True, ids=str)
async def test_upgrades_from_every_revision_are_killed_several_times(
    forks: Forks, copy: Copy, revision: str | None, again: str, dialect: str, tally: Tally
) -> None:
    with replayed_by(again, 2):
        left_old = await killed(forks, copy, revision, random.Random(f"2/{revision}/{dialect}"), KILLS)
    tally("migration killed midway", crashes=KILLS, lost=0, left_old=left_old)
    assert left_old

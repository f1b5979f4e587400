"""kill -9 at a seeded moment, then on: nothing is lost and nothing takes effect twice."""

import asyncio
import random
import sys
from pathlib import Path

import pytest

from hub.bootstrap import open_hub
from hub.settings import read_settings
from tests.durability.city import City, make_home, running_city
from tests.durability.claims import check_settled

MOMENTS = 500
"""A little fewer than an undisturbed run of this city passes; `test_an_undisturbed_run…` holds this true."""


async def run(home: Path, city: City, *arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.durability.days", str(home), city.announcement["control"], *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, errors = await process.communicate()
    assert process.returncode is not None
    assert process.returncode <= 0, errors.decode()
    return process.returncode, printed.decode()


async def test_an_undisturbed_run_settles_and_passes_more_moments_than_the_kills_are_drawn_from(
    tmp_path: Path,
) -> None:
    async with running_city(seed=1) as city:
        make_home(tmp_path / "home", city)
        code, printed = await run(tmp_path / "home", city)
        assert code == 0
        assert int(printed) > MOMENTS
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            await check_settled(city, hub)


async def killed_once(home: Path, seed: int, store_url: str) -> None:
    die_at = random.Random(seed).randrange(1, MOMENTS)
    async with running_city(seed=seed) as city:
        make_home(home, city, store_url=store_url)
        code, _ = await run(home, city, "--die-at", str(die_at))
        assert code == -9, f"the run ended before its moment {die_at} of seed {seed}"
        code, _ = await run(home, city)
        assert code == 0
        async with open_hub(read_settings(home)) as hub:
            await check_settled(city, hub)


@pytest.mark.parametrize("seed", range(20))
async def test_a_run_killed_at_any_moment_settles_on_the_next(
    tmp_path: Path, seed: int, sqlite_url: str
) -> None:
    await killed_once(tmp_path / "home", seed, sqlite_url)


LONG = [pytest.param(seed, marks=pytest.mark.long) for seed in range(102, 120)]
"""More of the same, for `make test-long`."""


@pytest.mark.postgres
@pytest.mark.parametrize("seed", [100, 101, *LONG])
async def test_a_run_killed_at_any_moment_settles_on_postgresql_too(
    tmp_path: Path, seed: int, postgresql_url: str
) -> None:
    await killed_once(tmp_path / "home", seed, postgresql_url)

"""Running the sandbox: in an event loop, or as a process that announces itself and stops on a signal."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sandbox.config import Config
from sandbox.control import Control
from sandbox.server import Server
from sandbox.world import World

_STDIN = 0


@asynccontextmanager
async def serving(config: Config | Mapping[str, Any] | None = None) -> AsyncIterator[dict[str, Any]]:
    """Serve all stand-ins and the control port until left; yields the announcement."""
    settings = config if isinstance(config, Config) else Config.model_validate(config or {})
    world = World(settings)
    control = Server(Control(world).app, settings.control_port)
    async with world.serving():
        await control.start()
        passing = asyncio.create_task(_pass_days(world, settings.seconds_per_day))
        try:
            yield {
                "control": control.address,
                "pid": os.getpid(),
                "seed": settings.seed,
                "counterparts": world.addresses(),
            }
        finally:
            passing.cancel()
            await asyncio.gather(passing, return_exceptions=True)
            await control.stop()


async def run_until_signalled(config: Config, announce: Path | None, *, until_eof: bool = False) -> None:
    """Serve until SIGTERM or SIGINT; the announcement goes to the file and, in a line, to standard output.

    With `until_eof`, also until standard input, a pipe, is closed: whoever started it has gone, killed or not.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    if until_eof:
        loop.add_reader(_STDIN, _watch_for_eof, stopped)
    async with serving(config) as announcement:
        if announce is not None:
            _write(announce, json.dumps(announcement, ensure_ascii=False, indent=1))
        sys.stdout.write(f"sandbox control={announcement['control']} pid={announcement['pid']}\n")
        sys.stdout.flush()
        await stopped.wait()


def main(config_file: Path | None, announce: Path | None, *, until_eof: bool = False) -> int:
    """Read the configuration and run; answers the exit code, 2 for a configuration that does not hold together."""
    try:
        config = Config.model_validate_json(config_file.read_bytes() if config_file else b"{}")
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{config_file}: {error}\n")
        return 2
    asyncio.run(run_until_signalled(config, announce, until_eof=until_eof))
    if announce is not None:
        announce.unlink(missing_ok=True)
    return 0


def _watch_for_eof(stopped: asyncio.Event) -> None:
    if not os.read(_STDIN, 4096):
        asyncio.get_running_loop().remove_reader(_STDIN)
        stopped.set()


async def _pass_days(world: World, seconds_per_day: float | None) -> None:
    while seconds_per_day is not None:
        await asyncio.sleep(seconds_per_day)
        await world.advance(1)


def _write(path: Path, text: str) -> None:
    """Whole or not at all: whoever waits for the file must not read half of it. It holds credentials."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".draft")
    draft.touch(mode=0o600)
    draft.write_text(text, "utf-8")
    draft.replace(path)

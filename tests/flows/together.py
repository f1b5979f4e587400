"""Two `liandong serve` on one Prefect server, as two machines have it: `python -m tests.flows.together FOLDER`."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

from flows import environment, local_server
from hub.settings import read_settings
from tests.flows.serving import DEADLINE, a_home, free_port, runs_over, start, until

REPORT = "report.json"
_RUNS = 6


def main(folder: Path) -> None:
    settings = read_settings(a_home(folder / "prefect-home", f"server_port = {free_port()}"))
    environment.prepare(settings)
    home = a_home(folder / "home", 'cycle_every = "2s"')
    with local_server.local_server(settings), start(home) as one, start(home) as other:
        until(lambda: len(_finished(home)) >= _RUNS, one)
        exits = []
        for process in (one, other):
            process.send_signal(signal.SIGTERM)
            told = process.communicate(timeout=DEADLINE)[1]
            exits.append({"exit": process.returncode, "told": told})
        report = {"runs": _finished(home), "exits": exits}
    (folder / REPORT).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def _finished(home: Path) -> list[dict[str, Any]]:
    return [run for run in asyncio.run(runs_over(home)) if run["name"] in ("Completed", "Skipped")]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

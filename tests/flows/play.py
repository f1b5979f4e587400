"""Plays every scene under one Prefect server and writes down what was seen: `python -m tests.flows.play FOLDER`."""

import asyncio
import json
import sys
from pathlib import Path

from flows import environment, local_server
from hub.settings import read_settings
from tests.flows.serving import a_home, free_port, unattended

REPORT = "report.json"


def main(folder: Path) -> None:
    settings = read_settings(a_home(folder / "prefect-home", f"server_port = {free_port()}"))
    environment.prepare(settings)
    with local_server.local_server(settings):
        from tests.flows import scenes  # imports Prefect, which reads the environment

        report = asyncio.run(scenes.play(folder))
        report["unattended"] = unattended(folder / "unattended")
    (folder / REPORT).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

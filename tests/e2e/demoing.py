"""A demo as a person runs it, its figures, and the stand-ins' own ledgers."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hub.demo.standins import Control

LIANDONG = str(Path(sys.executable).parent / "liandong")
PASSES = (11, 12)


@dataclass(frozen=True)
class Ledger:
    """The stand-ins' record."""

    report: dict[str, Any]

    def effects(self, effect: str) -> list[dict[str, Any]]:
        return [entry for entry in self.report["entries"] if entry["effect"] == effect]

    def schemes(self, effect: str) -> dict[str, int]:
        """Of how many schemes an effect took place, by counterpart."""
        pairs = {(entry["counterpart"], entry["facts"]["scheme_id"]) for entry in self.effects(effect)}
        return Counter(counterpart for counterpart, _ in pairs)

    def schemes_of(self, effect: str) -> set[str]:
        """Which schemes an effect took place of."""
        return {entry["facts"]["scheme_id"] for entry in self.effects(effect)}

    def documents(self, counterpart: str) -> set[str]:
        """What a counterpart has all bytes of: `<scheme>/<digest>`."""
        effects = self.effects("document_completed")
        return {entry["business_key"] for entry in effects if entry["counterpart"] == counterpart}

    def passed(self, stage: str) -> dict[str, int]:
        """How many cases have passed a stage, by counterpart."""
        facts = [(entry["counterpart"], entry["facts"]) for entry in self.effects("event_emitted")]
        pairs = {
            (counterpart, fact["scheme_id"])
            for counterpart, fact in facts
            if fact["stage"] == stage and fact["handling_status"] in PASSES
        }
        return Counter(counterpart for counterpart, _ in pairs)


@dataclass
class Demo:
    """A demo that has ended and whose stand-ins are still running."""

    home: Path
    process: subprocess.Popen[str]
    said: list[str]

    @cached_property
    def ledger(self) -> Ledger:
        """As it was when the demo had ended."""
        return Ledger(self.control.ledger())

    @cached_property
    def status(self) -> dict[str, Any]:
        """As it was when the demo had ended."""
        figures: dict[str, Any] = self.read("status")
        return figures

    def folder_of(self, company: str) -> Path:
        """The folder that a company is reached by."""
        written = tomllib.loads((self.home / "liandong.toml").read_text(encoding="utf-8"))
        (folder,) = [each["settings"]["folder"] for each in written["companies"] if each["id"] == company]
        return self.home / folder

    @property
    def control(self) -> Control:
        address = re.search(r"http://[\d.:]+", self.said[-1])
        assert address
        return Control(address[0])

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [LIANDONG, *arguments, "--home", str(self.home)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment())

    def read(self, *arguments: str) -> Any:
        answer = self.run(*arguments, "--json")
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return json.loads(answer.stdout)


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LIANDONG_")}


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [LIANDONG, "demo", "--home", str(home), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
    )

"""The rules of the ladder, each computed from the adapter's code and tests."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from adapters.contract import UtilityAdapter, capabilities
from adapters.kit.recordings import NotScrubbed, check_scrubbed, read, recordings_in
from adapters.kit.replaying import replay
from adapters.status_maps import shipped
from hub.scaffold.checkout import folder_of
from hub.scaffold.kit_run import KitRun
from hub.scaffold.new import files_of, left_to_do
from hub.scaffold.quality import Quality, Rule
from models.messages import Message

MOST_LINES: Final = 120


@dataclass(frozen=True)
class Ground:
    """What the rules look at. `root` is the checkout, which the claim's paths start from."""

    adapter: type[UtilityAdapter]
    root: Path
    claim: Quality
    kit: KitRun

    @property
    def folder(self) -> Path:
        """The adapter's own folder."""
        return folder_of(self.adapter)

    @property
    def readme(self) -> str:
        """What README.md says; nothing where there is none."""
        return _readme_in(self.folder)


def _readme_in(folder: Path) -> str:
    path = folder / "README.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


Finding = Message | None
"""What is still to do, or nothing."""


def _open(rule: Rule, **params: str | int) -> Message:
    return Message(id=f"rule-open-{rule}", params=params)


def kit(ground: Ground) -> Finding:
    """The kit is green, and nothing of it was left out without a reason."""
    return ground.kit.trouble


def readme(ground: Ground) -> Finding:
    """README.md is there and names the adapter."""
    return None if ground.adapter.name in ground.readme else _open("readme")


def size(ground: Ground) -> Finding:
    """The adapter's module is short; what is longer belongs into a protocol."""
    lines = len(Path(inspect.getfile(ground.adapter)).read_text(encoding="utf-8").splitlines())
    return None if lines <= MOST_LINES else _open("size", lines=lines, most=MOST_LINES)


def settings(ground: Ground) -> Finding:
    """README.md, or that of the protocol whose settings they are, has a word on each setting."""
    told = ground.readme + _readme_in(Path(inspect.getfile(ground.adapter.Settings)).parent)
    missing = [name for name in ground.adapter.Settings.model_fields if not re.search(rf"\b{name}\b", told)]
    return _open("settings", names=", ".join(missing)) if missing else None


def lookup(ground: Ground) -> Finding:
    """After an unknown outcome there is a way on that needs nobody: asking by key, or sending again."""
    safe = ground.adapter.idempotent or "find_by_key" in capabilities(ground.adapter)
    return None if safe else _open("lookup")


def withdrawal(ground: Ground) -> Finding:
    """A scheme that was taken back is taken back there too."""
    return None if "withdraw_scheme" in capabilities(ground.adapter) else _open("withdrawal")


def status_map(ground: Ground) -> Finding:
    """The company's codes have their place in the national dictionary."""
    codes = shipped(ground.adapter)
    return None if codes.status or codes.stages else _open("status-map")


def events(ground: Ground) -> Finding:
    """What the company decides arrives by itself."""
    told = capabilities(ground.adapter) & {"fetch_updates", "read_callback"}
    return None if told else _open("events")


def finished(ground: Ground) -> Finding:
    """None of the scaffold's marks is left."""
    left = [
        each for path in files_of(ground.folder, ground.root) for each in left_to_do((path,), ground.root)
    ]
    return _open("finished", count=len(left), where=f"{left[0].path}:{left[0].line}") if left else None


async def recordings(ground: Ground) -> Finding:
    """Exchanges are kept, clean, and the adapter asks and reads them as it did."""
    kept = recordings_in(ground.root / "tests" / "adapters" / ground.folder.name)
    for path in kept:
        try:
            recorded = read(path)
            check_scrubbed(recorded)
            await replay(ground.adapter, recorded)
        except (AssertionError, ValidationError, NotScrubbed) as error:
            words = " ".join(str(error).split())[:200]
            return Message(id="rule-open-recordings-differ", params={"file": path.name, "words": words})
    return None if kept else _open("recordings")


def oracle(ground: Ground) -> Finding:
    """An outsider is named, and the test in which it judges is there."""
    claimed = ground.claim.oracle
    return None if claimed and (ground.root / claimed.test).is_file() else _open("oracle")


def wire(ground: Ground) -> Finding:
    """The wire is written down."""
    claimed = ground.claim.wire
    return None if claimed and (ground.root / claimed).is_file() else _open("wire")


COMPUTED: Final[Mapping[Rule, Callable[[Ground], Finding]]] = {
    "kit": kit,
    "readme": readme,
    "size": size,
    "settings": settings,
    "lookup": lookup,
    "withdrawal": withdrawal,
    "status-map": status_map,
    "events": events,
    "finished": finished,
    "oracle": oracle,
    "wire": wire,
}
"""Every rule but `recordings`, which has to be awaited."""

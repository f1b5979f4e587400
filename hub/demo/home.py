"""The demo's home folder: made afresh each time, with a configuration that leads to the stand-ins."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from hub.demo.parties import authorities, companies
from hub.demo.time import MARKER
from hub.settings import CONFIG_NAME

# Retries and leases are short, because the stand-ins mend in seconds what takes hours elsewhere. Patience is long,
# because the clock jumps from one of the city's days to the next.
_HEAD: Final = """\
# 演示的配置，由 liandong demo 写成；重新演示时会被覆盖。
# The demo's configuration, written by `liandong demo` and overwritten by the next one.
language = {language}

[delivery]
schedule = ["200ms", "500ms", "1s", "2s", "5s"]
give_up_after = "60d"
lease = "3s"
retry_after_cap = "2s"
breaker_open = "500ms"
breaker_open_max = "2s"
"""


class NotADemo(Exception):
    """The folder holds something that is no demo's: it is not touched."""


def make_fresh(home: Path) -> None:
    """An empty demo home. Raises `NotADemo` for a folder with contents that no demo has made."""
    if home.is_dir() and any(home.iterdir()):
        if not (home / MARKER).is_file():
            raise NotADemo(home)
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARKER).touch()


def prepare(home: Path, announcement: Mapping[str, Any], language: str = "zh-CN") -> None:
    """Write the configuration for announced stand-ins, their credentials as files that only the owner reads."""
    parts = [_HEAD.format(language=_toml(language))]
    parts += [_section("authorities", each) for each in authorities(home, announcement)]
    parts += [_section("companies", each) for each in companies(home, announcement)]
    (home / CONFIG_NAME).write_text("\n".join(parts), encoding="utf-8")


def _section(name: str, values: Mapping[str, Any]) -> str:
    lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
    return "\n".join([f"[[{name}]]", *lines, ""])


def _toml(value: Any) -> str:
    match value:
        case Mapping():
            return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:  # strings, numbers and booleans are written in TOML as in JSON
            return json.dumps(value, ensure_ascii=False)

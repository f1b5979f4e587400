"""The demo's home folder: made afresh each time, with a configuration that leads to the stand-ins."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from hub.settings import CONFIG_NAME
from models.stage import Stage, UtilityKind

MARKER: Final = ".liandong-demo"
"""A file of this name says that the folder is a demo's and may be thrown away."""
SECRETS: Final = "secrets"

_SOURCE_AND_MIRROR: Final = ["source", "mirror"]
_ITEM_CODES: Final = {
    UtilityKind.WATER: "GS",
    UtilityKind.POWER: "GD",
    UtilityKind.GAS: "GQ",
    UtilityKind.TELECOM: "TX",
}
_ADAPTERS: Final = {UtilityKind.WATER: "water"}
_ANY_KIND: Final = "gateway"

# Retries and leases are short, because the stand-ins mend in seconds what takes hours elsewhere.
_HEAD: Final = """\
# 演示的配置，由 liandong demo 写成；重新演示时会被覆盖。
# The demo's configuration, written by `liandong demo` and overwritten by the next one.
language = {language}

[delivery]
schedule = ["200ms", "500ms", "1s", "2s", "5s"]
give_up_after = "1m"
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
    secrets = home / SECRETS
    secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    parts = [_HEAD.format(language=_toml(language))]
    for id_, party in announcement["counterparts"].items():
        _write_secret(secrets / id_, party["token"])
        if party["role"] == "province":
            parts.append(_province(id_, party))
        else:
            _write_secret(secrets / f"{id_}-webhook", party["webhook_secret"])
            parts.append(_company(id_, party))
    (home / CONFIG_NAME).write_text("\n".join(parts), encoding="utf-8")


def _province(id_: str, party: Mapping[str, Any]) -> str:
    items = {
        kind.value: {
            stage.value: {"code": f"DZ-{code}-{number:02}", "version": 1.0}
            for number, stage in enumerate(Stage, start=1)
        }
        for kind, code in _ITEM_CODES.items()
    }
    settings = {
        "base_url": party["base_url"],
        "paasid": party["paasid"],
        "token": _secret(id_),
        "situation": "市政公用联动报装",
        "procedure": {"code": "DZ-FWJZ-01", "version": 1.0},
        "items": items,
    }
    values = {
        "id": id_,
        "name": party["name"],
        "adapter": "province-gateway",
        "roles": _SOURCE_AND_MIRROR,
        "settings": settings,
        "limits": _LIMITS,
    }
    return _section("authorities", values)


def _company(id_: str, party: Mapping[str, Any]) -> str:
    settings = {
        "base_url": party["base_url"],
        "token": _secret(id_),
        "webhook_secrets": [_secret(f"{id_}-webhook")],
    }
    values = {
        "id": id_,
        "name": party["name"],
        "kind": party["kind"],
        "districts": party["districts"],
        "credit_code": party["credit_code"],
        "adapter": _ADAPTERS.get(party["kind"], _ANY_KIND),
        "settings": settings,
        "limits": _LIMITS,
    }
    return _section("companies", values)


_LIMITS: Final = {"concurrency": 8, "rate_per_second": 500.0, "deadline": "10s"}


def _secret(name: str) -> dict[str, str]:
    return {"file": f"{SECRETS}/{name}"}


def _write_secret(path: Path, secret: str) -> None:
    path.touch(mode=0o600)
    path.write_text(secret, encoding="utf-8")


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

"""How each announced stand-in is connected: its adapter by its wire, and what that adapter is configured with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from models.stage import Stage, UtilityKind

SECRETS: Final = "secrets"
EXCHANGE: Final = "province-exchange"
"""Id of the province's exchange database among the authorities, where the demo records through it."""

Party = Mapping[str, Any]

_ITEM_CODES: Final = {
    UtilityKind.WATER: "GS",
    UtilityKind.POWER: "GD",
    UtilityKind.GAS: "GQ",
    UtilityKind.TELECOM: "TX",
}
_LIMITS: Final = {"concurrency": 8, "rate_per_second": 500.0, "deadline": "10s"}


def companies(home: Path, announcement: Party) -> list[dict[str, Any]]:
    """The utility companies of an announcement, their credentials put into files that only the owner reads."""
    parties = announcement["counterparts"].items()
    return [_company(home, id_, party) for id_, party in parties if party["role"] == "utility"]


def authorities(home: Path, announcement: Party) -> list[dict[str, Any]]:
    """The province: over its gateway, and over its exchange database where the announcement names one; and the city's
    supervision platform, where there is one."""
    found: list[dict[str, Any]] = []
    for id_, party in announcement["counterparts"].items():
        if party["role"] == "province":
            found += _province(home, id_, party)
        elif party["role"] == "supervision":
            found.append(_supervision(home, id_, party))
    return found


def _province(home: Path, id_: str, party: Party) -> list[dict[str, Any]]:
    token = _keep(home, id_, party["token"])
    by_database = "exchange_url" in party
    gateway = {"base_url": party["base_url"], "paasid": party["paasid"], "token": token, **_filing()}
    roles = ["source"] if by_database else ["source", "mirror"]
    found = [_authority(id_, party["name"], "province-gateway", roles, gateway)]
    if by_database:
        database = {
            "url": party["exchange_url"],
            "poll_seconds": 0.05,
            "notify_url": party["notify_url"],
            "notify_token": token,
            **_filing(),
        }
        name = f"{party['name']}前置库"
        found.append(_authority(EXCHANGE, name, "province-exchange", ["mirror"], database))
    return found


def _supervision(home: Path, id_: str, party: Party) -> dict[str, Any]:
    settings = {
        "base_url": party["base_url"],
        "key_id": party["key_id"],
        "secret": _keep(home, id_, party["token"]),
    }
    return _authority(id_, party["name"], "supervision", ["mirror"], settings)


def _authority(
    id_: str, name: str, adapter: str, roles: list[str], settings: dict[str, Any]
) -> dict[str, Any]:
    return {
        "id": id_,
        "name": name,
        "adapter": adapter,
        "roles": roles,
        "settings": settings,
        "limits": _LIMITS,
    }


def _filing() -> dict[str, Any]:
    items = {
        kind.value: {
            stage.value: {"code": f"DZ-{code}-{number:02}", "version": 1.0}
            for number, stage in enumerate(Stage, start=1)
        }
        for kind, code in _ITEM_CODES.items()
    }
    procedure = {"code": "DZ-FWJZ-01", "version": 1.0}
    return {"situation": "市政公用联动报装", "procedure": procedure, "items": items}


def _company(home: Path, id_: str, party: Party) -> dict[str, Any]:
    adapter, settings = _BY_WIRE[party["wire"]](home, id_, party)
    return {
        "id": id_,
        "name": party["name"],
        "kind": party["kind"],
        "districts": party["districts"],
        "credit_code": party["credit_code"],
        "adapter": adapter,
        "settings": settings,
        "limits": _LIMITS,
    }


def _gateway(home: Path, id_: str, party: Party) -> tuple[str, dict[str, Any]]:
    settings = {
        "base_url": party["base_url"],
        "token": _keep(home, id_, party["token"]),
        "webhook_secrets": [_keep(home, f"{id_}-webhook", party["webhook_secret"])],
    }
    return ("water" if party["kind"] == UtilityKind.WATER else "gateway"), settings


def _iec61968(home: Path, id_: str, party: Party) -> tuple[str, dict[str, Any]]:
    settings = {
        "base_url": party["base_url"],
        "key_id": party["key_id"],
        "secret": _keep(home, id_, party["token"]),
        "callback_secrets": [_keep(home, f"{id_}-webhook", party["webhook_secret"])],
    }
    return "power", settings


def _tmf641(home: Path, id_: str, party: Party) -> tuple[str, dict[str, Any]]:
    return "telecom", _gateway(home, id_, party)[1]


def _batch(home: Path, id_: str, party: Party) -> tuple[str, dict[str, Any]]:
    return "gas", {"folder": party["folder"]}


def _manual(home: Path, id_: str, party: Party) -> tuple[str, dict[str, Any]]:
    return "manual", {"folder": party["folder"]}


_BY_WIRE: Final[Mapping[str, Callable[[Path, str, Party], tuple[str, dict[str, Any]]]]] = {
    "gateway": _gateway,
    "iec61968": _iec61968,
    "tmf641": _tmf641,
    "batch": _batch,
    "manual": _manual,
}


def _secret(name: str) -> dict[str, str]:
    return {"file": f"{SECRETS}/{name}"}


def _keep(home: Path, name: str, secret: str) -> dict[str, str]:
    folder = home / SECRETS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    path.touch(mode=0o600)
    path.write_text(secret, encoding="utf-8")
    return _secret(name)

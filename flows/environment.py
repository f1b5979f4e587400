"""How Prefect is set up for a hub: everything below the home folder, nothing sent to anybody.

Prefect reads its settings from the environment when it is first imported, and so do the processes it starts.
Therefore `prepare` comes before any import of Prefect, and this module imports none.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from hub.settings import Settings

API_URL: Final = "PREFECT_API_URL"
HOST: Final = "127.0.0.1"
_FOLDER: Final = "prefect"
_PASSWORD: Final = "server-password.txt"  # noqa: S105  (a file's name)
_KEPT: Final = timedelta(days=30)
"""How long runs can be looked at: every five minutes one, with its tasks and artifacts."""


def folder(settings: Settings) -> Path:
    """Where Prefect's own database, pages and log are."""
    return settings.home / _FOLDER


def own_api(settings: Settings) -> str:
    """The API address of the hub's own server."""
    return f"http://{HOST}:{settings.flows.server_port}/api"


def api(settings: Settings) -> str:
    """The API address in use: the one that PREFECT_API_URL names, else the hub's own."""
    return os.environ.get(API_URL) or own_api(settings)


def prepare(settings: Settings) -> None:
    """Set the environment of this process and its children. What the caller has set is left alone."""
    folder(settings).mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, value in variables(settings, own_server=api(settings) == own_api(settings)).items():
        os.environ.setdefault(name, value)
    # A proxy for the outside world must not be asked for the server next door.
    near = [os.environ[name] for name in ("NO_PROXY", "no_proxy") if os.environ.get(name)]
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join([*near[:1], HOST])


def variables(settings: Settings, *, own_server: bool) -> Mapping[str, str]:
    """What `prepare` sets. The folder must be there when the server is the hub's own: its password is kept in it.

    The own server listens on loopback alone and asks for a password: whoever may write to it decides what this
    machine runs, and a page in a browser here could write to it too.
    """
    home = folder(settings)
    wanted = {
        "PREFECT_HOME": str(home),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    }
    if not own_server:
        return wanted
    account = f"liandong:{_password(home / _PASSWORD)}"
    return wanted | {
        API_URL: own_api(settings),
        "PREFECT_API_AUTH_STRING": account,
        "PREFECT_SERVER_API_AUTH_STRING": account,
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": own_api(settings).removesuffix("/api"),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(int(_KEPT.total_seconds())),
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "pages"),
    }


def _password(path: Path) -> str:
    if not path.is_file():
        with open(
            path, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)
        ) as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text(encoding="utf-8").strip()

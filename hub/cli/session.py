"""What every command knows: the home folder, and how much it may say."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from hub.bootstrap import open_store
from hub.cli.refusals import Refusal
from hub.settings import CONFIG_NAME, Settings, read_settings
from hub.store.engine import Store
from hub.tomlfiles import place_of
from models.messages import Message
from models.problems import faults_of


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the command line. `quiet` leaves out progress bars."""

    home: Path
    quiet: bool = False

    def settings(self) -> Settings:
        """The home folder's configuration. Raises `Refusal` saying what is wrong with it."""
        return settings_of(self.home)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The home folder's database, open. Raises `Refusal`, or `NotReady` where it is missing or behind."""
        store = opened(self.settings())
        try:
            yield store
        finally:
            store.close()


def session_of(context: typer.Context) -> Session:
    """The session of a command's context."""
    found = context.find_object(Session)
    if found is None:
        raise LookupError("the command line was called without its root")
    return found


def settings_of(home: Path) -> Settings:
    """`read_settings`, with a sentence for each way in which it can fail."""
    path = str(home / CONFIG_NAME)
    try:
        return read_settings(home)
    except FileNotFoundError:
        raise Refusal(Message(id="config-missing", params={"path": path})) from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            Message(id="config-not-toml", params={"path": path, "place": place_of(error)})
        ) from None
    except UnicodeDecodeError:
        raise Refusal(Message(id="config-not-utf8", params={"path": path})) from None
    except ValidationError as error:
        faults = faults_of(error)
        raise Refusal(
            Message(id="config-wrong", params={"path": path, "count": len(faults)}), faults
        ) from None
    except SettingsError:
        raise Refusal(Message(id="config-environment")) from None


def opened(settings: Settings) -> Store:
    """`open_store`, with a sentence for a URL that names no database of ours."""
    try:
        return open_store(settings)
    except ValueError:
        raise Refusal(Message(id="store-url-wrong")) from None

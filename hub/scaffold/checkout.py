"""Where an adapter's source is: the folder it was written in, and the checkout around it."""

import inspect
from pathlib import Path
from typing import Final

import adapters
from adapters.contract import Adapter
from hub.notready import NotReady
from models.messages import Message

PROJECT: Final = "pyproject.toml"


def folder_of(adapter: type[Adapter]) -> Path:
    """The folder with the adapter's module."""
    return Path(inspect.getfile(adapter)).resolve().parent


def root_of(adapter: type[Adapter]) -> Path | None:
    """The checkout that holds the adapter's source; `None` for one that is installed."""
    return next((each for each in folder_of(adapter).parents if (each / PROJECT).is_file()), None)


def checkout(chosen: Path | None) -> Path:
    """The checkout to write into: as chosen, else the one that this program runs from. Raises `NotReady`."""
    root = chosen or Path(adapters.__file__).resolve().parents[1]
    if not ((root / PROJECT).is_file() and (root / "adapters" / "contract.py").is_file()):
        raise NotReady(Message(id="adapter-no-checkout", params={"path": str(root)}))
    return root

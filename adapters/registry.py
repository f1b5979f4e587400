"""Which adapters there are, by name, and how one is connected.

A built-in adapter is a folder below `adapters/` with a module `adapter.py` that lists its classes:
`ADAPTERS = (WaterAdapter,)`. An adapter shipped as a package of its own is an entry point of the group
`liandong.adapters` that names its class. A built-in name cannot be taken by a package.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from pydantic import ValidationError

import adapters
from adapters.contract import Adapter, Authority, AuthorityAdapter, UtilityAdapter
from adapters.http.wiring import Wiring
from models.company import Company
from models.messages import FieldFault, Message
from models.problems import faults_of

ENTRY_POINT_GROUP: Final = "liandong.adapters"
_MODULE: Final = "adapter"


class AdapterSetupError(Exception):
    """The configuration asks for an adapter that does not exist, does not fit, or is not set up rightly."""

    def __init__(self, message: Message, faults: tuple[FieldFault, ...] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.faults = faults


def names() -> tuple[str, ...]:
    """The names of all adapters, sorted."""
    return tuple(sorted({*_built_in(), *_shipped()}))


def find(name: str) -> type[Adapter]:
    """The adapter of that name. Raises `AdapterSetupError` listing the known names."""
    if name in _built_in():
        return _built_in()[name]
    if name not in _shipped():
        known = ", ".join(names())
        raise AdapterSetupError(Message(id="adapter-unknown", params={"name": name, "known": known}))
    try:
        loaded = _shipped()[name].load()
    except Exception as error:  # whatever somebody else's package raises while it is imported
        params = {"name": name, "error": type(error).__name__}
        raise AdapterSetupError(Message(id="adapter-broken", params={**params})) from error
    if not (isinstance(loaded, type) and issubclass(loaded, Adapter)):
        params = {"name": name, "error": "TypeError"}
        raise AdapterSetupError(Message(id="adapter-broken", params={**params}))
    return loaded


def connect_utility(
    name: str, company: Company, settings: Mapping[str, Any], wiring: Wiring | None = None
) -> UtilityAdapter:
    """The adapter `name`, connected to `company`.

    Raises `AdapterSetupError` when there is none, when it is for another kind of utility, or when `settings`
    are not what it is configured with; then `faults` name each field.
    """
    cls = find(name)
    if not issubclass(cls, UtilityAdapter):
        raise AdapterSetupError(
            Message(id="adapter-not-for-utilities", params={"name": name, "company": company.name})
        )
    if cls.kind not in (None, company.kind):
        raise AdapterSetupError(
            Message(
                id="adapter-other-kind",
                params={"name": name, "company": company.name, "kind": company.kind.value},
            )
        )
    try:
        return cls.connect(company, settings, wiring or Wiring())
    except ValidationError as error:
        raise _unfit(name, company.name, error) from None


def connect_authority(
    name: str, authority: Authority, settings: Mapping[str, Any], wiring: Wiring | None = None
) -> AuthorityAdapter:
    """The adapter `name`, connected to `authority`; raises as `connect_utility` does."""
    cls = find(name)
    if not issubclass(cls, AuthorityAdapter):
        raise AdapterSetupError(
            Message(id="adapter-not-for-authorities", params={"name": name, "company": authority.name})
        )
    try:
        return cls.connect(authority, settings, wiring or Wiring())
    except ValidationError as error:
        raise _unfit(name, authority.name, error) from None


def _unfit(name: str, counterpart: str, error: ValidationError) -> AdapterSetupError:
    message = Message(id="adapter-settings", params={"name": name, "company": counterpart})
    return AdapterSetupError(message, faults_of(error))


@cache
def _built_in() -> Mapping[str, type[Adapter]]:
    found: dict[str, type[Adapter]] = {}
    for module in pkgutil.walk_packages(adapters.__path__, f"{adapters.__name__}.", onerror=_not_silently):
        if module.ispkg or module.name.rpartition(".")[2] != _MODULE:
            continue
        for cls in importlib.import_module(module.name).ADAPTERS:
            other = found.setdefault(cls.name, cls)
            if other is not cls:
                raise TypeError(f"two adapters are named {cls.name}: {other} and {cls}")
    return found


def _not_silently(name: str) -> None:
    # Left to itself the walk would skip a folder that fails to import, and the adapter would just be missing.
    raise ImportError(f"the folder {name} cannot be imported")


def _shipped() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=ENTRY_POINT_GROUP)}

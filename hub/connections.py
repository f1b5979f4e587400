"""From the configuration to live connections: each counterpart's adapter, with its secrets and its limits."""

from collections.abc import Mapping
from typing import Any

from adapters import registry
from adapters.contract import (
    Adapter,
    Authority,
    MirrorAdapter,
    SchemeSource,
    UtilityAdapter,
    capabilities,
    takes_opinions,
)
from adapters.http import SeamLimits, Wiring
from hub.counterparts import Counterparts, Mirror, Source, Utility
from hub.notready import NotReady
from hub.secret_references import SecretMissing, resolved
from hub.settings import AuthoritySettings, CompanySettings, Connection, Settings
from models.messages import FieldFault, Message
from models.records import ORDINARY, RecordType


def connect(settings: Settings) -> Counterparts:
    """Every counterpart of the configuration. Raises `NotReady` naming the counterpart and the faulty field."""
    mirrors: dict[str, Mirror] = {}
    sources: dict[str, Source] = {}
    for party in settings.authorities:
        adapter = _authority(party, settings)
        if "mirror" in party.roles:
            if not isinstance(adapter, MirrorAdapter):
                raise _unfit_for(party, "mirror")
            mirrors[party.id] = Mirror(party.id, party.name, adapter, party.limits)
        if "source" in party.roles:
            if not isinstance(adapter, SchemeSource):
                raise _unfit_for(party, "source")
            sources[party.id] = Source(party.id, party.name, adapter, party.limits)
    return Counterparts(
        utilities={each.id: connect_utility(each, settings) for each in settings.companies},
        mirrors=mirrors,
        sources=sources,
    )


def connect_utility(party: CompanySettings, settings: Settings) -> Utility:
    """One utility company's connection. Raises `NotReady`."""
    try:
        adapter = registry.connect_utility(
            party.adapter, party.company, _adapter_settings(party, settings), _wiring(party)
        )
    except registry.AdapterSetupError as error:
        raise NotReady(error.message, _below(party.id, error.faults)) from None
    return Utility(party.company, adapter, party.limits)


def takes_documents(adapter: UtilityAdapter | type[Adapter]) -> bool:
    """Whether an adapter's wire carries a scheme's files."""
    cls = adapter if isinstance(adapter, type) else type(adapter)
    return issubclass(cls, UtilityAdapter) and "send_document" in capabilities(cls)


def applying(settings: Settings) -> frozenset[str]:
    """The companies whose wire carries applications, told without connecting to anybody."""
    return frozenset(party.id for party in settings.companies if _carries_applications(party.adapter))


def _carries_applications(adapter: str) -> bool:
    try:
        found = registry.find(adapter)
    except registry.AdapterSetupError:
        return False  # told of when it is to be connected
    return issubclass(found, UtilityAdapter) and "submit_application" in capabilities(found)


def without_documents(settings: Settings) -> frozenset[str]:
    """The companies whose wire carries no files, told without connecting to anybody."""
    return frozenset(party.id for party in settings.companies if _carries_no_files(party.adapter))


def returning(settings: Settings) -> frozenset[str]:
    """The sources of schemes that opinions are returned to, told without connecting to anybody."""
    sources = [party for party in settings.authorities if "source" in party.roles]
    return frozenset(party.id for party in sources if _returns_opinions(party.adapter))


def _returns_opinions(adapter: str) -> bool:
    try:
        found = registry.find(adapter)
    except registry.AdapterSetupError:
        return False  # told of when it is to be connected
    return issubclass(found, SchemeSource) and takes_opinions(found)


def taken_by_mirrors(settings: Settings) -> Mapping[str, frozenset[RecordType]]:
    """The types of record that each mirror takes, told without connecting to anybody."""
    mirrors = [party for party in settings.authorities if "mirror" in party.roles]
    return {party.id: _taken_by(party.adapter) for party in mirrors}


def _taken_by(adapter: str) -> frozenset[RecordType]:
    try:
        found = registry.find(adapter)
    except registry.AdapterSetupError:
        return ORDINARY  # told of when it is to be connected
    return found.takes if issubclass(found, MirrorAdapter) else ORDINARY


def _carries_no_files(adapter: str) -> bool:
    try:
        return not takes_documents(registry.find(adapter))
    except registry.AdapterSetupError:
        return False  # told of when it is to be connected


def _authority(party: AuthoritySettings, settings: Settings) -> Any:
    try:
        return registry.connect_authority(
            party.adapter,
            Authority(id=party.id, name=party.name),
            _adapter_settings(party, settings),
            _wiring(party),
        )
    except registry.AdapterSetupError as error:
        raise NotReady(error.message, _below(party.id, error.faults)) from None


def _adapter_settings(party: CompanySettings | AuthoritySettings, settings: Settings) -> Mapping[str, Any]:
    try:
        return resolved(party.settings, registry.find(party.adapter).Settings, settings.home)
    except SecretMissing as error:
        message = Message(id="adapter-settings", params={"name": party.adapter, "company": party.name})
        raise NotReady(message, _below(party.id, (error.fault,))) from None


def _wiring(party: Connection) -> Wiring:
    limits = party.limits
    return Wiring(
        limits=SeamLimits(
            deadline_s=limits.deadline.total_seconds(),
            max_response_bytes=limits.max_response_bytes,
            connections=limits.concurrency,
        )
    )


def _below(party: str, faults: tuple[FieldFault, ...]) -> tuple[FieldFault, ...]:
    return tuple(fault.model_copy(update={"field": f"{party}.settings.{fault.field}"}) for fault in faults)


def _unfit_for(party: AuthoritySettings, role: str) -> NotReady:
    return NotReady(
        Message(
            id="adapter-unfit-for-role", params={"name": party.adapter, "company": party.name, "role": role}
        )
    )

"""What `liandong doctor` looks at. Each check has no effect on a counterpart, and tells instead of raising."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from hub import mappings
from hub.cli.backup import paused
from hub.cli.plugins import broken
from hub.cli.refusals import refusal_of
from hub.cli.session import opened
from hub.clocks import calendar
from hub.clocks.rules import RulesUnreadable, own_rules
from hub.connections import connect
from hub.demo.time import CityClock
from hub.mappings import MappingUnreadable
from hub.notready import NotReady
from hub.pinging import ping
from hub.reminders.channels import connect as connect_channels
from hub.secret_references import SecretMissing, resolve_secret
from hub.settings import AuthoritySettings, CompanySettings, Settings
from hub.store import clocks, figures, migrate
from hub.store.engine import Store
from models.messages import FieldFault, Message
from models.stage import UtilityKind

LITTLE_SPACE: Final = 2 << 30
"""Bytes: room for two of the largest documents."""
CLOCK_TOLERANCE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: a sentence, and whether somebody should look at it."""

    message: Message
    ok: bool
    faults: tuple[FieldFault, ...] = ()
    counterpart: str | None = None


def _fine(id_: str, **params: str | int) -> Finding:
    return Finding(Message(id=id_, params=params), ok=True)


def _attention(id_: str, **params: str | int) -> Finding:
    return Finding(Message(id=id_, params=params), ok=False)


async def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything a home folder needs for its work."""
    found = [_fine("doctor-settings")]
    areas, store = await asyncio.to_thread(_store, settings)
    found += store
    found += await asyncio.to_thread(lambda: list(_folder(settings.documents_folder)))
    found += _coverage(settings, areas)
    found += [
        _attention("doctor-credit-code", company=company.name)
        for company in settings.companies
        if company.credit_code is None
    ]
    found += _doors(settings)
    found += await asyncio.to_thread(lambda: list(_mappings(settings)))
    found += _rules(settings)
    found += [await asyncio.to_thread(_reminders, settings)]
    found += [_attention("doctor-plugin", name=name, error=error) for name, error in broken()]
    parties: list[CompanySettings | AuthoritySettings] = [*settings.authorities, *settings.companies]
    if not parties:
        found.append(_attention("doctor-no-counterparts"))
    found += await asyncio.gather(*(_counterpart(party, settings) for party in parties))
    return tuple(found)


def _store(settings: Settings) -> tuple[Sequence[str], list[Finding]]:
    try:
        store = opened(settings)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None or refusal.message is None:
            raise
        return (), [Finding(refusal.message, ok=False, faults=refusal.faults)]
    try:
        return _areas(store), [
            _fine("doctor-store", kind=store.dialect, revision=migrate.head()),
            _clock(store),
            _calendar(store),
            *_restored(store),
        ]
    finally:
        store.close()


def _restored(store: Store) -> list[Finding]:
    message = paused(store)
    return [] if message is None else [Finding(message, ok=False)]


def _areas(store: Store) -> Sequence[str]:
    with store.read() as tx:
        return figures.areas(tx)


def _clock(store: Store) -> Finding:
    # A demo's home lives in the city's time, and is right by that.
    present = store.clock.now if isinstance(store.clock, CityClock) else datetime.now(UTC)
    with store.read() as tx:
        off = abs(present - tx.now())
    if off > CLOCK_TOLERANCE:
        return _attention("doctor-clock-off", seconds=round(off.total_seconds()))
    return _fine("doctor-clock")


def _folder(folder: Path) -> Iterator[Finding]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"liandong")
    except OSError as error:
        yield _attention("doctor-folder", path=str(folder), reason=error.strerror or type(error).__name__)
        return
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        yield _attention("doctor-space", path=str(folder), mib=free >> 20)
    else:
        yield _fine("doctor-folder-ok", path=str(folder), mib=free >> 20)


def _coverage(settings: Settings, areas: Sequence[str]) -> list[Finding]:
    """Which kind of utility nobody offers where. Areas are those of the companies and of the schemes so far."""
    companies = [company.company for company in settings.companies]
    everywhere = sorted({area for company in companies for area in company.districts} | set(areas))
    found = []
    for area in everywhere:
        kinds = [
            kind.value
            for kind in UtilityKind
            if not any(company.kind == kind and company.serves(area) for company in companies)
        ]
        if kinds:
            found.append(_attention("doctor-unserved", area=area, kinds="、".join(kinds)))
    return found


def _doors(settings: Settings) -> list[Finding]:
    reference = settings.inbound.intake_token
    if reference is None:
        return []
    try:
        resolve_secret(
            {str(how): where for how, where in reference.items()}, settings.home, field="inbound.intake_token"
        )
    except SecretMissing as error:
        return [Finding(Message(id="doctor-intake-token"), ok=False, faults=(error.fault,))]
    return []


def _mappings(settings: Settings) -> Iterator[Finding]:
    """Mapping files that cannot be taken, and those of nobody."""
    for party in settings.companies:
        try:
            mappings.read(settings.home, party.id)
        except MappingUnreadable as broken:
            yield Finding(broken.message, ok=False, faults=broken.faults, counterpart=party.id)
    for name in mappings.strangers(settings.home, [party.id for party in settings.companies]):
        yield _attention("mapping-stranger", file=name)


def _rules(settings: Settings) -> list[Finding]:
    try:
        own = own_rules(settings.home)
    except RulesUnreadable as broken:
        return [Finding(broken.message, ok=False, faults=broken.faults)]
    return [_fine("doctor-rules", count=len(own)) if own else _fine("doctor-rules-examples")]


def _reminders(settings: Settings) -> Finding:
    recipients = settings.reminders.recipients
    if not recipients:
        return _fine("doctor-reminders-nobody")
    try:
        connect_channels(recipients, settings.home)
    except NotReady as error:
        return Finding(error.message, ok=False, faults=error.faults)
    return _fine("doctor-reminders", count=len(recipients))


def _calendar(store: Store) -> Finding:
    with store.read() as tx:
        known, uncertain = max(calendar.in_force(tx).published), clocks.provisional(tx)
    if uncertain:
        return _attention("doctor-calendar-provisional", year=known, count=uncertain)
    return _fine("doctor-calendar", year=known)


async def _counterpart(party: CompanySettings | AuthoritySettings, settings: Settings) -> Finding:
    """Whether its adapter can be set up, and whether it answers."""
    role = "companies" if isinstance(party, CompanySettings) else "authorities"
    alone = settings.model_copy(update={"companies": (), "authorities": (), role: (party,)})
    try:
        counterparts = connect(alone)
    except NotReady as error:
        return Finding(error.message, ok=False, faults=error.faults, counterpart=party.id)
    try:
        sign = await ping(party.name, counterparts.adapters)
        return Finding(sign.message, sign.ok, counterpart=party.id)
    finally:
        await counterparts.aclose()

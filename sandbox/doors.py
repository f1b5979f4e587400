"""Which door a utility has: one office behind each, another wire in front."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sandbox.batch.company import FileCompany
from sandbox.batch.tray import Tray
from sandbox.clock import Clock
from sandbox.config import Counterpart, Wire
from sandbox.faults import Faults
from sandbox.gate import StandIn
from sandbox.iec61968.app import PowerCompany
from sandbox.iec61968.notices import Notices
from sandbox.ledger import Ledger
from sandbox.manual.clerk import Clerk
from sandbox.tmf641.app import Carrier
from sandbox.tmf641.notifications import Notifications
from sandbox.tmf641.orders import Book
from sandbox.utility.app import Utility
from sandbox.utility.character import Character
from sandbox.utility.events import Feed
from sandbox.utility.office import Office
from sandbox.utility.webhooks import Webhooks


class Door(StandIn, Protocol):
    """The stand-in for a company over its wire."""

    base: str
    """What its address ends in."""
    office: Office


@dataclass(frozen=True)
class Setting:
    """What every utility is made of."""

    counterpart: Counterpart
    clock: Clock
    ledger: Ledger
    faults: Faults
    seed: int

    def office(self, webhooks: Webhooks) -> Office:
        """The company behind a door; what happens in it is told to `webhooks`."""
        character = Character(self.counterpart, self.seed)
        feed = Feed(self.counterpart.id, character, self.clock, self.ledger, webhooks)
        return Office(self.counterpart, character, self.clock, self.ledger, feed)


def _gateway(setting: Setting) -> tuple[Door, Webhooks]:
    webhooks = Webhooks(setting.counterpart, setting.ledger, setting.faults)
    return Utility(setting.counterpart, setting.office(webhooks)), webhooks


def _tmf641(setting: Setting) -> tuple[Door, Webhooks]:
    book = Book(setting.counterpart.id.upper())
    notifications = Notifications(setting.counterpart, setting.ledger, setting.faults, book)
    office = setting.office(notifications)
    return Carrier(setting.counterpart, office, book, notifications, setting.clock), notifications


def _iec61968(setting: Setting) -> tuple[Door, Webhooks]:
    notices = Notices(setting.counterpart, setting.ledger, setting.faults)
    office = setting.office(notices)
    return PowerCompany(setting.counterpart, office, notices, setting.clock), notices


def _batch(setting: Setting) -> tuple[FileCompany, Webhooks]:
    tray = Tray(setting.counterpart, setting.ledger, setting.faults)
    office = setting.office(tray)
    company = FileCompany(setting.counterpart, office, tray, setting.clock, setting.ledger, setting.faults)
    return company, tray


def _manual(setting: Setting) -> tuple[FileCompany, Webhooks]:
    tray = Tray(setting.counterpart, setting.ledger, setting.faults)
    office = setting.office(tray)
    clerk = Clerk(setting.counterpart, office, tray, setting.clock, setting.ledger, setting.faults)
    return clerk, tray


DOORS: dict[Wire, Callable[[Setting], tuple[Door | FileCompany, Webhooks]]] = {
    "batch": _batch,
    "gateway": _gateway,
    "iec61968": _iec61968,
    "manual": _manual,
    "tmf641": _tmf641,
}

"""What there is to remind of at this moment, and whose business it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hub.clocks import board
from hub.clocks.board import Chosen, Clock
from hub.liaison.retrying import PAUSED
from hub.reminders.settings import Recipient
from hub.store import desk
from hub.store.desk import Item
from hub.store.engine import Tx
from models.calendar import CHINA
from models.colour import Colour
from models.messages import Message, Value

RED: Final = "red"
STOPPED: Final = "paused"
AT_ONCE: Final[Mapping[str, frozenset[str]]] = {
    "company": frozenset({RED}),
    "officer": frozenset({RED, STOPPED}),
    "supervisor": frozenset({RED}),
}
"""What is told at once, by the recipient's duty; a red clock that stands still is no company's turn."""
MOST: Final = 50_000
"""Clocks and items looked at; a city has fewer."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell. `key` names this occurrence of it: a matter that is late again is told again."""

    key: str
    topic: str
    message: Message
    healed: Message
    company: str
    area: str | None = None
    turn_of_company: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that reminders are made of, read in one transaction."""

    clocks: tuple[Clock, ...]
    items: tuple[Item, ...]
    names: Mapping[str, str]

    def name_of(self, counterpart: str) -> str:
        """A counterpart's name as people know it."""
        return self.names.get(counterpart, counterpart)

    def notices(self) -> tuple[Notice, ...]:
        """What is to be told at once."""
        red = [self._red(each) for each in self.clocks if each.colour is Colour.RED]
        return (*red, *(self._stopped(each) for each in self.items if each.kind == PAUSED))

    def _red(self, clock: Clock) -> Notice:
        due = clock.due_at.astimezone(CHINA).isoformat(timespec="minutes") if clock.due_at else ""
        params = {
            "project": clock.project_name,
            "company": self.name_of(clock.company),
            "stage": clock.stage,
            "matter": clock.matter,
        }
        return Notice(
            key=f"{RED}:{clock.matter}:{due}",
            topic=RED,
            message=Message(id="reminder-red", params={**params, "due": due}),
            healed=Message(id="reminder-red-healed", params=params),
            company=clock.company,
            area=clock.area_code,
            turn_of_company=clock.paused_since is None,
        )

    def _stopped(self, item: Item) -> Notice:
        params = {"company": self.name_of(item.subject)}
        since = item.opened_at.astimezone(CHINA).isoformat(timespec="minutes")
        return Notice(
            key=f"{STOPPED}:{item.subject}:{since}",
            topic=STOPPED,
            message=Message(id="reminder-paused", params={**params, "since": since}),
            healed=Message(id="reminder-paused-healed", params=params),
            company=item.subject,
        )

    def for_recipient(self, recipient: Recipient) -> tuple[Notice, ...]:
        """What this recipient is to be told at once."""
        topics = AT_ONCE[recipient.duty]
        return tuple(
            each
            for each in self.notices()
            if each.topic in topics
            and concerns(recipient, each.company, each.area)
            and (recipient.duty != "company" or each.turn_of_company)
        )

    def clocks_of(self, recipient: Recipient) -> tuple[Clock, ...]:
        """The running clocks that are this recipient's business."""
        return tuple(each for each in self.clocks if concerns(recipient, each.company, each.area_code))

    def items_of(self, recipient: Recipient) -> tuple[Item, ...]:
        """The open items of the desk that are this recipient's business."""
        return tuple(each for each in self.items if concerns(recipient, each.destination, each.area_code))


def concerns(recipient: Recipient, company: str | None, area: str | None) -> bool:
    """Whether something is this recipient's business: of a company of theirs, in a district of theirs."""
    if recipient.companies and company not in recipient.companies:
        return False
    return not recipient.districts or area is None or area in recipient.districts


def situation(tx: Tx, names: Mapping[str, str]) -> Situation:
    """What there is to remind of now."""
    running = board.board(tx, Chosen(), limit=MOST)
    return Situation(running, desk.open_items(tx, limit=MOST), names)


def lines(clocks: Sequence[Clock], names: Mapping[str, str], most: int) -> tuple[Message, ...]:
    """A line for each clock, the most urgent first, and one for those left out."""
    found = [_line(each, names) for each in clocks[:most]]
    if len(clocks) > most:
        found.append(Message(id="reminder-more", params={"count": len(clocks) - most}))
    return tuple(found)


def _line(clock: Clock, names: Mapping[str, str]) -> Message:
    params: dict[str, Value] = {
        "colour": (clock.colour or Colour.GREEN).value,
        "project": clock.project_name,
        "company": names.get(clock.company, clock.company),
        "stage": clock.stage,
        "left": abs(round(clock.left_days, 1)),
    }
    if clock.due_at is None:
        return Message(id="reminder-line-paused", params=params)
    params["due"] = clock.due_at.astimezone(CHINA).isoformat(timespec="minutes")
    if clock.left_days < 0:
        return Message(id="reminder-line-late", params=params)
    if clock.provisional:
        return Message(id="reminder-line-provisional", params=params)
    return Message(id="reminder-line-due", params=params)


def by_counterpart(items: Sequence[Item]) -> Mapping[str | None, int]:
    """How many items there are at each counterpart, the most first."""
    return dict(Counter(each.destination for each in items).most_common())

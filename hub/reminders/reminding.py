"""Reminding: at once of what is red or stopped, once a working day in a digest, and a note when something has healed.

A line of the ledger is committed before a message is sent, and another mark after. A process that is killed between
the two leaves the line as it is: that message is never sent again, because it may have been; what it was about stands
in the next digest for as long as it lasts. A channel that says no, or nothing, is tried again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from hub.clocks import basis
from hub.language import Language, say
from hub.reminders.digest import MOST_LINES, digest
from hub.reminders.notices import AT_ONCE, Notice, Situation, situation
from hub.reminders.settings import Recipient, ReminderSettings
from hub.store import reminders
from hub.store.engine import Store
from hub.store.reminders import Told
from models.calendar import CHINA, WorkingTime, china_day
from models.messages import Message

_FIRST_WAIT: Final = timedelta(minutes=5)
_LONGEST_WAIT: Final = timedelta(hours=2)
DIGEST: Final = "digest"


class Channel(Protocol):
    """One way by which a recipient is reached."""

    @property
    def id(self) -> str:
        """Under which the ledger knows it."""

    @property
    def recipient(self) -> Recipient:
        """Who it is."""

    def send(self, title: str, body: str) -> bool:
        """Send; whether it was taken. Does not raise."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One message: by which channel, what about (`red`, `paused`, `healed`, `digest`), and whether it was taken."""

    channel: str
    about: str
    title: str
    body: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Office:
    """What reminding is done with: the store, the settings, counterparts' names, the language, the desk's address."""

    store: Store
    settings: ReminderSettings
    names: Mapping[str, str]
    language: Language = Language.ZH_CN
    desk_url: str | None = None


def remind(
    office: Office, channels: Sequence[Channel], *, now: bool = False, dry: bool = False
) -> tuple[Sent, ...]:
    """Tell everybody what they have not been told yet.

    `now`: in quiet hours too, and the digest at once even where it was sent today. `dry`: nothing is sent and nothing
    kept; the messages are those that would be sent.
    """
    with office.store.read() as tx:
        found, work, moment = situation(tx, office.names), basis.working_time(tx), tx.now()
    run = _Run(office, found, moment, now=now, dry=dry)
    if not now and run.is_still(work):
        return ()
    return tuple(message for channel in channels for message in run.tell(channel))


class _Run:
    def __init__(self, office: Office, found: Situation, moment: datetime, *, now: bool, dry: bool) -> None:
        self._office, self._found, self._moment = office, found, moment
        self._now, self._dry = now, dry

    def is_still(self, work: WorkingTime) -> bool:
        """Whether nothing is sent at this moment."""
        settings = self._office.settings
        off = not work.calendar.is_working(china_day(self._moment)) and not settings.on_days_off
        return off or settings.is_quiet(self._moment.astimezone(CHINA).time())

    def tell(self, channel: Channel) -> list[Sent]:
        """Tell one recipient everything there is."""
        notices = self._found.for_recipient(channel.recipient)
        sent = [
            message
            for topic in sorted(AT_ONCE[channel.recipient.duty])
            for message in self._at_once(channel, topic, [each for each in notices if each.topic == topic])
        ]
        sent += self._healed(channel, notices)
        return sent + self._digest(channel)

    def _at_once(self, channel: Channel, topic: str, notices: Sequence[Notice]) -> list[Sent]:
        wanted = {each.key: each.healed for each in notices}
        taken = (
            frozenset(self._unknown(channel, wanted)) if self._dry else self._claim(channel, topic, wanted)
        )
        if not taken:
            return []
        told = [each.message for each in notices if each.key in taken]
        sent = self._send(channel, topic, f"reminder-title-{topic}", told)
        if not self._dry:
            self._settle(channel, taken, Told.TOLD if sent.taken else Told.FAILED)
        return [sent]

    def _healed(self, channel: Channel, notices: Sequence[Notice]) -> list[Sent]:
        if self._dry:
            return []
        present, topics = [each.key for each in notices], AT_ONCE[channel.recipient.duty]
        with self._office.store.begin() as tx:
            tx.alone()
            gone = reminders.claim_healed(tx, channel.id, present, topics)
        if not gone:
            return []
        sent = self._send(channel, "healed", "reminder-title-healed", [each.message for each in gone])
        self._settle(
            channel,
            [each.key for each in gone],
            Told.HEALED if sent.taken else Told.TOLD,
            failed=not sent.taken,
        )
        return [sent]

    def _digest(self, channel: Channel) -> list[Sent]:
        local = self._moment.astimezone(CHINA)
        if not self._now and local.time() < self._office.settings.digest_at:
            return []
        body = digest(channel.recipient, self._found, self._office.language)
        if body is None:
            return []
        key = f"{DIGEST}:{local:%Y-%m-%d}" + (f":{local:%H:%M:%S}" if self._now else "")
        message = Message(id="reminder-title-digest", params={"day": f"{local:%Y-%m-%d}"})
        if self._dry:
            taken = frozenset(self._unknown(channel, {key: message}))
        else:
            taken = self._claim(channel, DIGEST, {key: message})
        if not taken:
            return []
        sent = self._deliver(channel, DIGEST, say(message, self._office.language), body)
        if not self._dry:
            self._settle(channel, taken, Told.TOLD if sent.taken else Told.FAILED)
        return [sent]

    def _unknown(self, channel: Channel, wanted: Mapping[str, Message]) -> set[str]:
        with self._office.store.read() as tx:
            known = {each.key for each in reminders.of_recipient(tx, channel.id)}
        return set(wanted) - known

    def _claim(self, channel: Channel, topic: str, wanted: Mapping[str, Message]) -> frozenset[str]:
        with self._office.store.begin() as tx:
            tx.alone()
            return reminders.claim(tx, channel.id, topic, wanted)

    def _settle(self, channel: Channel, told: Collection[str], state: Told, *, failed: bool = False) -> None:
        id_, keys = channel.id, list(told)
        with self._office.store.begin() as tx:
            again = None
            if failed or state is Told.FAILED:
                tries = reminders.attempts(tx, id_, keys)
                again = tx.now() + min(_FIRST_WAIT * 2 ** min(tries - 1, 10), _LONGEST_WAIT)
            reminders.settle(tx, id_, keys, state, again_at=again)

    def _send(self, channel: Channel, about: str, title: str, told: Sequence[Message]) -> Sent:
        language = self._office.language
        parts = [say(each, language) for each in told[:MOST_LINES]]
        if len(told) > MOST_LINES:
            parts.append(say(Message(id="reminder-more", params={"count": len(told) - MOST_LINES}), language))
        heading = say(Message(id=title, params={"count": len(told)}), language)
        return self._deliver(channel, about, heading, "\n".join(parts))

    def _deliver(self, channel: Channel, about: str, title: str, body: str) -> Sent:
        if self._office.desk_url:
            link = Message(id="reminder-desk", params={"url": self._office.desk_url})
            body += "\n" + say(link, self._office.language)
        taken = self._dry or channel.send(title, body)
        return Sent(channel.id, about, title, body, taken)

"""A hub with clocks and items that a test sets, and recipients who are told by a webhook of the test's own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.language import Language
from hub.liaison.retrying import PAUSED
from hub.reminders.channels import Channel, connect
from hub.reminders.reminding import Office, Sent, remind
from hub.reminders.settings import Recipient, ReminderSettings
from hub.store import cases, clocks, desk, reminders
from hub.store.cases import NewCase
from hub.store.clock import SettableClock
from hub.store.clocks import ClockRow
from hub.store.desk import NewItem
from hub.store.engine import Store
from hub.store.reminders import Told
from models.calendar import CHINA
from models.colour import Colour
from models.messages import Message
from tests.hub.reminders.receivers import Webhook, webhook
from tests.store.support import OpenStore

DUE = datetime(2026, 3, 9, 18, tzinfo=CHINA)
NAMES = {"water-a": "通川供水", "power-a": "达州供电"}


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2026, 3, 10, 10, tzinfo=CHINA))


@pytest.fixture
def received() -> Iterator[Webhook]:
    with webhook() as server:
        yield server


@pytest.fixture
def store(sqlite_url: str, clock: SettableClock, open_store: OpenStore) -> Store:
    """On one database: what SQL does is tested with the ledger."""
    return open_store(sqlite_url, clock)


class Reminding:
    """A store with clocks and items that the test sets, and recipients who are told by a webhook."""

    def __init__(self, store: Store, clock: SettableClock, home: Path, url: str) -> None:
        self.store, self.clock, self.home = store, clock, home
        (home / "hook").write_text(f"{url}\n", encoding="utf-8")
        self.settings = ReminderSettings()
        self.recipients = [self.recipient("chief", "supervisor")]

    def recipient(self, id_: str, duty: str, **more: Any) -> Recipient:
        body = {"id": id_, "name": id_, "duty": duty, "channels": [{"file": "hook"}]}
        return Recipient.model_validate(body | more)

    def channels(self) -> tuple[Channel, ...]:
        return connect(self.recipients, self.home)

    def run(self, **how: bool) -> tuple[Sent, ...]:
        office = Office(self.store, self.settings, NAMES, Language.ZH_CN, "https://desk.example/")
        return remind(office, self.channels(), **how)

    def abouts(self, **how: bool) -> list[tuple[str, str]]:
        return [(each.channel, each.about) for each in self.run(**how)]

    def go_to(self, hour: int, day: int = 10) -> None:
        moment = datetime(2026, 3, day, hour, tzinfo=CHINA)
        self.clock.advance((moment - self.clock.now) / timedelta(seconds=1))

    def show(self, colour: Colour | None, number: str = "1", company: str = "water-a", **more: Any) -> None:
        """The clock of case `number` has this colour now; `None`: it has ended."""
        case, now = f"FA-{number}-{company}", self.clock.now
        values: dict[str, Any] = {
            "matter": f"{case}-2.1", "case_number": case, "scheme_id": f"FA-{number}", "project_code": "P-1",
            "project_name": "朝阳片区安置房一期", "company": company, "kind": "water", "area_code": "511702",
            "stage": "application", "round": 1, "rule": "供水报装", "limit_days": 5.0, "used_days": 5.0,
            "started_at": now, "due_at": DUE, "paused_since": None, "ended_at": None if colour else now,
            "colour": colour.value if colour else None, "on_time": None, "provisional": False, "read_at": now,
            "changed_at": now,
        }  # fmt: skip
        with self.store.begin() as tx:
            cases.open(tx, NewCase(case, f"FA-{number}", company, "water", 1))
            clocks.put(tx, [case], [ClockRow(**(values | more))])

    def stop(self, destination: str) -> None:
        with self.store.begin() as tx:
            message = Message(id="destination-paused-credentials")
            desk.open_item(
                tx, NewItem(kind=PAUSED, subject=destination, message=message, destination=destination)
            )

    def ledger(self, recipient: str = "chief") -> list[tuple[str, Told]]:
        with self.store.read() as tx:
            return [(each.topic, each.state) for each in reminders.of_recipient(tx, recipient)]


@pytest.fixture
def town(store: Store, clock: SettableClock, tmp_path: Path, received: Webhook) -> Reminding:
    return Reminding(store, clock, tmp_path, received.url)

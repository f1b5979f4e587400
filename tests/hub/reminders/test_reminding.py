"""Who is told what, when, and that nobody is told twice. Messages are really sent, to receivers of the test's own."""

from datetime import datetime, timedelta

import pytest

from hub.liaison.retrying import PAUSED
from hub.reminders.channels import Channel
from hub.reminders.settings import ReminderSettings
from hub.store import desk, reminders
from hub.store.desk import NewItem
from hub.store.reminders import Told
from models.calendar import CHINA
from models.colour import Colour
from models.messages import Message
from tests.hub.reminders.conftest import DUE, Reminding
from tests.hub.reminders.receivers import Webhook, mailbox


def test_what_turns_red_is_told_at_once_and_once(town: Reminding, received: Webhook) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    assert town.abouts() == [("chief", "red")]
    assert town.run() == ()
    (told,) = received.taken
    assert told["title"] == "【联动】1 个办件逾期"
    assert "朝阳片区安置房一期 · 通川供水 · 报装：应于 2026-03-09 18:00 办结" in told["message"]
    assert "联络台：https://desk.example/" in told["message"]


def test_a_note_says_when_it_has_healed_and_is_sent_once(town: Reminding, received: Webhook) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    town.run()
    town.show(None)
    assert town.abouts() == [("chief", "healed")]
    assert town.run() == ()
    assert "不再催办" in received.taken[-1]["message"]


def test_what_is_late_again_is_told_again(town: Reminding) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    town.run()
    town.show(None)
    town.run()
    town.show(Colour.RED, due_at=DUE + timedelta(hours=1))
    assert town.abouts() == [("chief", "red")]


def test_a_company_is_told_of_its_own_matters_and_only_while_it_is_its_turn(town: Reminding) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.recipients = [
        town.recipient("water", "company", companies=["water-a"]),
        town.recipient("power", "company", companies=["power-a"]),
        town.recipient("north", "company", districts=["511722"]),
    ]
    town.show(Colour.RED, paused_since=DUE)
    assert town.run() == ()
    town.show(Colour.RED)
    assert town.abouts() == [("water", "red")]


def test_officers_are_told_of_a_stopped_counterpart_and_of_its_return(town: Reminding) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.recipients = [town.recipient("desk", "officer"), town.recipient("chief", "supervisor")]
    town.stop("power-a")
    assert town.abouts() == [("desk", "paused")]
    with town.store.begin() as tx:
        desk.close(tx, PAUSED, "power-a", resolution="retried", by="li")
    assert town.abouts() == [("desk", "healed")]


@pytest.mark.parametrize(("day", "hour"), [(10, 20), (10, 23), (11, 7), (14, 10)])
def test_nothing_is_sent_in_quiet_hours_or_on_a_day_off_and_is_told_afterwards(
    town: Reminding, day: int, hour: int
) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    town.go_to(hour, day)
    assert town.run() == ()
    town.go_to(9, 16)
    assert town.abouts() == [("chief", "red")]


def test_now_sends_in_quiet_hours_too(town: Reminding) -> None:
    town.show(Colour.RED)
    town.go_to(23)
    assert town.abouts(now=True) == [("chief", "red"), ("chief", "digest")]


def test_a_digest_is_sent_once_each_working_morning(town: Reminding, received: Webhook) -> None:
    town.recipients = [town.recipient("water", "company", companies=["water-a"])]
    town.show(Colour.YELLOW, due_at=datetime(2026, 3, 12, 18, tzinfo=CHINA))
    town.show(Colour.GREEN, number="2")
    town.go_to(8, 11)
    assert town.run() == ()
    town.go_to(9, 11)
    assert town.abouts() == [("water", "digest")]
    assert town.run() == ()
    (told,) = received.taken
    assert told["title"] == "【联动】2026-03-11 晨报"
    assert told["message"].splitlines()[:2] == [
        "在办：红 0、黄 1、绿 1、灰 0",
        "黄 · 朝阳片区安置房一期 · 通川供水 · 报装：2026-03-12 18:00 到期，剩 2 个工作日",
    ]
    town.go_to(9, 12)
    assert town.abouts() == [("water", "digest")]


def test_a_digest_with_nothing_to_tell_is_not_sent(town: Reminding) -> None:
    town.show(Colour.GREEN)
    assert town.run() == ()


def test_an_officers_digest_counts_what_waits_at_the_desk(town: Reminding, received: Webhook) -> None:
    town.recipients = [town.recipient("desk", "officer", login="li")]
    with town.store.begin() as tx:
        for number, company in (("1", "water-a"), ("2", "water-a"), ("3", "power-a")):
            message = Message(id="delivery-outcome-unknown")
            desk.open_item(tx, NewItem(kind="delivery", subject=number, message=message, destination=company))
    assert town.abouts() == [("desk", "digest")]
    assert "联络台：3 项待处理（通川供水 2、达州供电 1）" in received.taken[0]["message"]


def test_a_channel_that_refuses_is_tried_again_later_and_told_once(
    town: Reminding, received: Webhook
) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    received.status = 500
    assert [each.taken for each in town.run()] == [False]
    received.status = 200
    assert town.run() == ()
    town.clock.advance(301)
    assert [each.taken for each in town.run()] == [True]
    assert town.run() == ()
    assert len(received.taken) == 1


def test_a_healing_that_could_not_be_told_is_told_later(town: Reminding, received: Webhook) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    town.run()
    town.show(None)
    received.status = 500
    assert [each.taken for each in town.run()] == [False]
    received.status = 200
    town.clock.advance(601)
    assert town.abouts() == [("chief", "healed")]
    assert town.ledger() == [("red", Told.HEALED)]


def test_what_was_never_told_heals_unsaid(town: Reminding, received: Webhook) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    received.status = 500
    town.run()
    town.show(None)
    received.status = 200
    town.clock.advance(3600)
    assert town.run() == ()
    assert received.taken == []


class Killed(BaseException):
    """What ends a process in the middle of it."""


@pytest.mark.parametrize("after", [True, False], ids=["sent", "not-sent"])
def test_a_process_killed_while_telling_never_has_it_told_twice_and_the_digest_still_names_it(
    town: Reminding, received: Webhook, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    really = Channel.send

    def killed(self: Channel, title: str, body: str) -> bool:
        if after:
            really(self, title, body)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Channel, "send", killed)
        with pytest.raises(Killed):
            town.run()
    town.clock.advance(3600)
    assert town.run() == ()
    assert len(received.taken) == int(after)
    town.go_to(19)
    assert town.abouts() == [("chief", "digest")]
    assert "朝阳片区安置房一期" in received.taken[-1]["message"]


def test_two_processes_at_once_tell_once(town: Reminding, received: Webhook) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    town.show(Colour.RED)
    with town.store.begin() as tx:
        tx.alone()
        key = "red:FA-1-water-a-2.1:2026-03-09T18:00+08:00"
        assert reminders.claim(tx, "chief", "red", {key: Message(id="reminder-test")}) == {key}
    assert town.run() == ()


def test_a_dry_run_shows_and_neither_sends_nor_keeps_anything(town: Reminding, received: Webhook) -> None:
    town.show(Colour.RED)
    assert town.abouts(dry=True) == [("chief", "red"), ("chief", "digest")]
    assert (received.taken, town.ledger()) == ([], [])


def test_every_channel_of_a_recipient_is_kept_apart(town: Reminding, received: Webhook) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    (town.home / "dead").write_text("json://127.0.0.1:9/nobody", encoding="utf-8")
    town.recipients = [town.recipient("chief", "supervisor", channels=[{"file": "hook"}, {"file": "dead"}])]
    town.show(Colour.RED)
    assert {each.channel: each.taken for each in town.run()} == {"chief": True, "chief.2": False}
    town.clock.advance(301)
    assert town.abouts() == [("chief.2", "red")]
    assert len(received.taken) == 1


def test_a_long_list_is_cut_and_says_how_many_are_left_out(town: Reminding, received: Webhook) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    for number in range(23):
        town.show(Colour.RED, number=str(number))
    town.run()
    (told,) = received.taken
    assert told["title"] == "【联动】23 个办件逾期"
    assert "……另有 3 项，请到联络台查看。" in told["message"]


def test_mail_arrives_with_its_chinese_title_and_text(town: Reminding) -> None:
    town.settings = ReminderSettings.model_validate({"digest_at": "19:00"})
    with mailbox() as box:
        url = f"mailto://127.0.0.1:{box.port}?from=hub@example.cn&to=chief@example.cn&mode=insecure"
        (town.home / "hook").write_text(url, encoding="utf-8")
        town.show(Colour.RED)
        assert [each.taken for each in town.run()] == [True]
    ((subject, text),) = box.letters
    assert subject == "【联动】1 个办件逾期"
    assert "朝阳片区安置房一期" in text

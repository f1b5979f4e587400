"""Channels: the address forms of the services in use here, and that no address shows anywhere."""

import logging
from datetime import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from hub.notready import NotReady
from hub.reminders.channels import connect
from hub.reminders.settings import Recipient, ReminderSettings
from tests.hub.reminders.receivers import webhook

SECRET = "693a9100-7a0c-4bc4-97a0-0ec2dead5aaa"
FORMS = {
    "企业微信": f"wecombot://{SECRET}/",
    "钉钉": f"dingtalk://SEC{SECRET.replace('-', '')}@{SECRET.replace('-', '')}/",
    "飞书": f"feishu://{SECRET}/",
    "邮件": f"mailtos://hub:{SECRET}@example.com?to=li@example.com",
    "网址": f"jsons://hooks.example.com/{SECRET}",
}


def recipient(tmp_path: Path, url: str) -> Recipient:
    (tmp_path / "channel").write_text(url, encoding="utf-8")
    body = {"id": "li", "name": "值班", "duty": "officer", "channels": [{"file": "channel"}]}
    return Recipient.model_validate(body)


@pytest.mark.parametrize("form", FORMS)
def test_the_address_forms_of_the_services_here_are_understood(form: str, tmp_path: Path) -> None:
    (channel,) = connect([recipient(tmp_path, FORMS[form])], tmp_path)
    assert channel.id == "li"
    assert SECRET not in repr(channel)


@pytest.mark.parametrize("url", ["nonsense", "https://", "wecombot://"])
def test_an_address_that_is_none_is_named_without_being_repeated(url: str, tmp_path: Path) -> None:
    with pytest.raises(NotReady) as refused:
        connect([recipient(tmp_path, url)], tmp_path)
    (fault,) = refused.value.faults
    assert fault.field == "reminders.recipients.0.channels.0"
    assert url not in f"{fault.message} {refused.value.message}"


def test_an_address_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    nobody = recipient(tmp_path, "json://127.0.0.1/").model_copy(update={"channels": ({"env": "NOT_THERE"},)})
    with pytest.raises(NotReady) as refused:
        connect([nobody], tmp_path)
    assert refused.value.faults[0].message.id == "secret-missing"


def test_a_refused_message_and_its_address_are_in_no_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with webhook() as server:
        server.status = 500
        (channel,) = connect([recipient(tmp_path, f"{server.url}/{SECRET}")], tmp_path)
        assert channel.send("标题", "内容：朝阳片区") is False
    assert SECRET not in caplog.text
    assert "朝阳片区" not in caplog.text


@pytest.mark.parametrize(
    ("quiet", "moment", "still"),
    [
        ("20:00-08:00", time(20), True),
        ("20:00-08:00", time(3), True),
        ("20:00-08:00", time(8), False),
        ("12:00-14:00", time(13), True),
        ("12:00-14:00", time(14), False),
    ],
)
def test_quiet_hours_may_go_over_midnight(quiet: str, moment: time, still: bool) -> None:
    assert ReminderSettings.model_validate({"quiet": quiet}).is_quiet(moment) is still


@pytest.mark.parametrize("wrong", [{"quiet": "20-8"}, {"digest_at": "25:00"}, {"digest_at": "8:30"}])
def test_times_of_day_are_written_with_hours_and_minutes(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ReminderSettings.model_validate(wrong)

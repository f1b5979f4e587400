"""`liandong remind` in both languages: a channel tried, a dry run, a digest now, and what is wrong with a channel."""

from pathlib import Path

import pytest

from hub.store.engine import Store
from models.colour import Colour
from tests.hub.cli.support import Run, words
from tests.hub.cli.test_clocks import a_clock
from tests.hub.reminders.receivers import webhook

RECIPIENT = """
[[reminders.recipients]]
id = "chief"
name = "值班主任"
duty = "supervisor"
channels = [{ file = "secrets/chief" }]
"""


@pytest.fixture
def configured(made: Path) -> Path:
    """A home with one recipient, whose address is nobody's."""
    path = made / "liandong.toml"
    path.write_text(path.read_text(encoding="utf-8") + RECIPIENT, encoding="utf-8")
    (made / "secrets" / "chief").write_text("json://127.0.0.1:9/none", encoding="utf-8")
    return made


def test_without_recipients_it_is_said_where_they_belong(run_spoken: Run, made: Path) -> None:
    result = run_spoken("remind")
    assert result.exit_code == 2
    assert "[reminders]" in words(result)
    assert run_spoken("remind", "--test", "chief").exit_code == 2


def test_a_channel_is_tried(run_spoken: Run, configured: Path) -> None:
    assert run_spoken("remind", "--test", "chief").exit_code == 1
    with webhook() as received:
        (configured / "secrets" / "chief").write_text(received.url, encoding="utf-8")
        assert run_spoken("remind", "--test", "chief").exit_code == 0
    assert "值班主任" in received.taken[0]["message"]


def test_a_dry_run_shows_what_would_be_sent_and_now_sends_it(
    run_spoken: Run, configured: Path, made_store: Store
) -> None:
    a_clock(made_store, Colour.RED)
    with webhook() as received:
        (configured / "secrets" / "chief").write_text(received.url, encoding="utf-8")
        shown = run_spoken.read("remind", "--now", "--dry-run")["sent"]
        assert [each["about"] for each in shown] == ["red", "digest"]
        assert received.taken == []
        result = run_spoken("remind", "--now")
        assert result.exit_code == 0
        assert "朝阳片区安置房一期" in words(result)
        assert len(received.taken) == 2


def test_an_address_that_is_none_is_named_by_its_place_and_not_repeated(
    run_spoken: Run, configured: Path
) -> None:
    (configured / "secrets" / "chief").write_text("no-address-at-all", encoding="utf-8")
    for command in (("remind",), ("doctor",)):
        result = run_spoken(*command)
        assert result.exit_code
        assert "no-address-at-all" not in result.output
    assert "reminders.recipients.0.channels.0" in words(run_spoken("remind"))


def test_a_wrong_setting_is_named_with_what_would_be_right(run_spoken: Run, configured: Path) -> None:
    path = configured / "liandong.toml"
    text = path.read_text(encoding="utf-8").replace('"supervisor"', '"boss"')
    for right, wrong in (('digest_at = "08:30"', 'digest_at = "8:30"'), ('"20:00-08:00"', '"late"')):
        assert right in text
        text = text.replace(right, wrong)
    path.write_text(text, encoding="utf-8")
    result = run_spoken("remind")
    assert result.exit_code == 2
    assert "08:30" in words(result)
    assert "20:00-08:00" in words(result)
    assert "supervisor" in words(result)

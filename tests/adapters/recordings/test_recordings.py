"""A recording is scrubbed by the seam, and checked once more before it is kept."""

from pathlib import Path

import pytest

from adapters.contract import UtilityAdapter
from adapters.kit import recordings, samples
from adapters.kit.comparing import differing
from adapters.kit.recordings import (
    NOWHERE,
    READING,
    SENDING,
    NotScrubbed,
    Recording,
    check_scrubbed,
    read,
    recordings_in,
    write,
)
from adapters.kit.replaying import record, replay
from adapters.water.adapter import WaterAdapter
from tests.adapters.recordings.sides import SIDES, TESTS

SECRET = "a-token-that-nobody-may-see"


@pytest.fixture
def kept() -> Recording:
    return read(recordings_in(TESTS / "water")[0])


def with_body(kept: Recording, body: str) -> Recording:
    step = kept.steps[0]
    exchange = step.exchanges[0].model_copy(update={"response_body": body})
    changed = step.model_copy(update={"exchanges": (exchange,)})
    return kept.model_copy(update={"steps": (changed, *kept.steps[1:])})


async def test_a_recording_holds_neither_address_nor_token_nor_person(tmp_path: Path) -> None:
    async with SIDES["water"].stand_in() as company:
        made = await record(WaterAdapter, company.company, company.settings, SENDING, company.advance)
        secrets = (company.settings["token"], *company.settings["webhook_secrets"])
    write(made, tmp_path / "a.json", secrets)
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    for hidden in (*secrets, "127.0.0.1", samples.CONTACT_NAME, samples.CONTACT_PHONE):
        assert hidden not in text
    assert NOWHERE in text
    await replay(WaterAdapter, read(tmp_path / "a.json"))


async def test_without_being_asked_to_send_nothing_is_sent() -> None:
    async with SIDES["water"].stand_in() as company:
        made = await record(WaterAdapter, company.company, company.settings, READING)
        assert not await company.effects()
    assert {each.method for step in made.steps for each in step.exchanges} == {"GET"}


@pytest.mark.parametrize(
    "body",
    [
        f'{{"name": "{samples.CONTACT_NAME}"}}',
        '{"note": "请打 13990012345"}',
        '{"handler": {"name": "李明"}}',
        f"<a>{SECRET}</a>",
        "联系人：李明",
    ],
    ids=["the contact", "a telephone number", "a field by its name", "a secret", "a label"],
)
def test_what_would_have_to_be_masked_is_not_written(kept: Recording, tmp_path: Path, body: str) -> None:
    with pytest.raises(NotScrubbed):
        write(with_body(kept, body), tmp_path / "a.json", [SECRET])
    assert not list(tmp_path.iterdir())


def test_what_is_masked_passes(kept: Recording) -> None:
    check_scrubbed(with_body(kept, '{"handler": {"name": "***"}, "contact": null}'), [SECRET])


async def test_an_answer_longer_than_is_kept_is_no_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "EXCERPT_BYTES", 600)
    async with SIDES["water"].stand_in() as company:
        with pytest.raises(NotScrubbed, match="smaller pages"):
            await record(WaterAdapter, company.company, company.settings, SENDING, company.advance)


async def test_a_verb_that_the_adapter_does_not_have_is_left_out() -> None:
    class Silent(WaterAdapter):
        ping = UtilityAdapter.ping
        withdraw_scheme = UtilityAdapter.withdraw_scheme

    async with SIDES["water"].stand_in() as company:
        made = await record(Silent, company.company, company.settings, SENDING, company.advance)
    assert {step.ask.verb for step in made.steps} == {"push_scheme", "find_by_key", "fetch_updates"}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ({"a": 1}, {"a": 2.5}, None),
        ({"a": 1}, {"a": "1"}, "/a"),
        ({"a": 1}, {"b": 1}, "/a|b"),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1}, {"c": 1}]}, "/a[]/b|c"),
        ({"a": None}, {"a": "x"}, None),
        ([], [1], None),
    ],
)
def test_two_shapes_differ_by_members_and_types(old: object, new: object, place: str | None) -> None:
    assert differing(old, new) == place

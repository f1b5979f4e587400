"""A certificate of what each side holds: made from what was read back, and proof against any changed byte."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hub.certificate import issuing
from hub.certificate.differing import difference
from hub.certificate.document import NotACertificate, digest_of, members_of, read, signed, verify
from hub.certificate.issuing import NotIssued
from hub.certificate.keys import PrivateKey
from hub.certificate.pdf import attached, drawn
from hub.cycle import run_cycle
from tests.hub.reconcile.drifting import Drifting, drifting

KEY = PrivateKey.make("ed25519")
DAY = date(2026, 3, 2)
CONTENT: dict[str, Any] = {
    "format": "liandong-certificate/1",
    "issuer": "达州市自然资源和规划局",
    "company": {"id": "water-a", "name": "供水公司", "credit_code": ""},
    "day": "2026-03-02",
    "made_at": "2026-03-03T09:00:00+08:00",
    "read_at": {"water-a": "2026-03-03T09:00:00+08:00", "province": None},
    "names": {"utility": "供水公司", "province": "省工改系统"},
    "records": [
        {
            "district": "511702",
            "sides": {
                "utility": {"held": 1, "digest": digest_of([("W-1", 1, "ab")])},
                "hub": {"held": 1, "digest": digest_of([("W-1", 1, "ab")])},
                "province": {"held": None, "digest": None},
            },
            "complete": False,
            "open": [
                {
                    "event": "W-1",
                    "side": "province",
                    "reason": "certificate-on-its-way",
                    "sentence": "<在途>&",
                }
            ],
            "settled": [],
            "events": [{"id": "W-1", "version": 1, "held": {"utility": "ab", "hub": "ab"}}],
        }
    ],
}


def put_key(home: Path, key: PrivateKey = KEY) -> None:
    (home / "secrets" / "certificate.key").write_text(key.written)


def test_a_set_has_one_digest_in_whatever_order_it_comes() -> None:
    members = [("b", 1, "h1"), ("a", None, "h2"), ("a b", 2, "h3")]
    assert digest_of(members) == digest_of(members[::-1])
    assert digest_of(members) != digest_of(members[:2])
    assert digest_of([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("algorithm", ["ed25519", "sm2"])
def test_a_certificate_altered_by_one_byte_fails(algorithm: str) -> None:
    key = PrivateKey.make(algorithm)  # type: ignore[arg-type]
    file = signed(CONTENT, key)
    assert verify(file, key.public).trusted
    chance = random.Random(20260302)
    places = range(len(file)) if algorithm == "ed25519" else chance.sample(range(len(file)), 60)
    for place in places:
        other = (file[place] + chance.randrange(1, 256)) % 256
        for altered in (file[:place] + bytes([other]) + file[place + 1 :], file[:place] + file[place + 1 :]):
            assert not passes(altered)
    assert not passes(file + b" ")


def passes(file: bytes) -> bool:
    try:
        return verify(file).valid
    except NotACertificate:
        return False


def test_spelt_otherwise_it_is_another_file() -> None:
    file = signed(CONTENT, KEY)
    assert not passes(json.dumps(json.loads(file), ensure_ascii=False, sort_keys=True).encode() + b"\n")


def test_a_certificate_signed_with_another_key_is_not_trusted() -> None:
    forged = signed(CONTENT | {"day": "2026-03-01"}, PrivateKey.make("ed25519"))
    assert verify(forged).valid
    assert verify(forged).trusted is None
    assert verify(forged, KEY.public).trusted is False


def test_digests_that_the_events_do_not_give_are_seen() -> None:
    record = CONTENT["records"][0]
    side = record["sides"] | {"hub": {"held": 2, "digest": digest_of([("W-1", 1, "ab"), ("W-2", 1, "cd")])}}
    verdict = verify(signed(CONTENT | {"records": [record | {"sides": side}]}, KEY))
    assert (verdict.valid, verdict.digests_right) == (True, False)


def test_the_pdf_carries_the_file_that_is_verified() -> None:
    file = signed(CONTENT, KEY)
    assert attached(drawn(file, "a.json")) == file
    for other in (b"%PDF-1.7 broken", b""):
        with pytest.raises(NotACertificate):
            attached(other)


async def test_one_made_before_a_late_event_and_one_after_differ_exactly_by_it(tmp_path: Path) -> None:
    async with drifting(tmp_path / "home", 3, projects=3) as town:
        put_key(tmp_path / "home")
        await town.drift(counterpart="water-a", seed=11, delay=0.5, days=4)
        await days(town, 2)
        first, early = await made(town), {key for _, _, key in await told_late(town)}
        again = await made(town)
        assert difference(first, again) == ()
        await days(town, 3)
        late = {key for _, _, key in await told_late(town)} - early
        second = await made(town)
        assert late
        found = difference(first, second)
        assert {each.event for each in found} == late
        assert all(each.before is None and set(each.after or {}) == set(SIDES) for each in found)
        for record in second["records"]:
            for side in SIDES:
                given = record["sides"][side]
                assert (given["held"], given["digest"]) == described(record, side)


SIDES = ("utility", "hub", "province")


def described(record: dict[str, Any], side: str) -> tuple[int, str]:
    members = members_of(record, side)
    return len(members), digest_of(members)


async def told_late(town: Drifting) -> set[tuple[str, str, str]]:
    """What the ledger says came late by now, of that day."""
    entries = (await town.city.ledger()).report["entries"]
    late = {each["business_key"] for each in entries if each["effect"] == "drift_delayed" and _on_day(each)}
    told = {each["business_key"] for each in entries if each["effect"] == "event_emitted"}
    return {("water-a", "late", key) for key in late & told}


def _on_day(entry: dict[str, Any]) -> bool:
    return bool(entry["at"].startswith(DAY.isoformat()) and entry["counterpart"] == "water-a")


async def days(town: Drifting, number: int) -> None:
    for _ in range(number):
        await run_cycle(town.hub)
        await town.advance()
    await run_cycle(town.hub)


async def made(town: Drifting) -> dict[str, Any]:
    town.clock.advance(60)
    (issued,) = await issuing.make(town.hub, DAY, ["water-a"], town.hub.settings.home / "out")
    verdict = verify(issued.json, KEY.public)
    assert (verdict.valid, verdict.trusted, verdict.digests_right) == (True, True, True)
    return dict(read(issued.json))


async def test_what_is_not_held_alike_is_open_with_its_reason(tmp_path: Path) -> None:
    async with drifting(tmp_path / "home", 5, projects=3) as town:
        put_key(tmp_path / "home")
        await town.drift(counterpart="water-a", seed=2, hide=0.3)
        await days(town, 3)
        certificate = await made(town)
        hidden = {key for company, kind, key in await town.drifted() if kind == "missing"}
        missing = {
            each["event"]
            for record in certificate["records"]
            for each in record["open"]
            if each["reason"] == "certificate-missing-here"
        }
        listed = {each["id"] for record in certificate["records"] for each in record["events"]}
        assert missing
        assert missing == hidden & listed
        assert not all(record["complete"] for record in certificate["records"])


async def test_without_a_key_or_before_the_day_is_over_none_is_issued(tmp_path: Path) -> None:
    async with drifting(tmp_path / "home", 5, projects=2) as town:
        with pytest.raises(NotIssued) as without_key:
            issuing.issue(town.hub, DAY)
        put_key(tmp_path / "home")
        with pytest.raises(NotIssued) as too_early:
            issuing.issue(town.hub, DAY)
        assert without_key.value.message.id == "certificate-without-key"
        assert too_early.value.message.id == "certificate-day-not-over"

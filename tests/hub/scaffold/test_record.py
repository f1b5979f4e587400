"""Recording at a company of the configuration: its own settings and secrets, and nothing sent unasked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.kit import StandIn, samples
from adapters.kit.recordings import FOLDER, read
from adapters.kit.replaying import replay
from adapters.water.adapter import WaterAdapter
from hub.notready import NotReady
from hub.scaffold.recording import place_for, record_company
from hub.settings import Settings
from models.stage import UtilityKind
from tests.adapters.stand_ins import sandbox_company
from tests.adapters.wire_settings import gateway
from tests.house.support import ROOT

water_company = sandbox_company(UtilityKind.WATER, gateway)


def home_of(home: Path, company: StandIn, adapter: str = "water", **other: Any) -> Settings:
    """A configuration that leads to the stand-in, its secret in a file."""
    (home / "token").write_text(company.settings["token"])
    connection: Mapping[str, Any] = {
        "base_url": company.settings["base_url"],
        "token": {"file": "token"},
        "page_size": 3,
    }
    party = {
        "id": "water-tc",
        "name": "通川区供水有限公司",
        "kind": "water",
        "districts": ["511702"],
        "adapter": adapter,
        "settings": other.get("settings", connection),
    }
    return Settings(home=home, companies=(party,))  # type: ignore[arg-type]


@pytest.mark.parametrize("send", [False, True])
async def test_a_scheme_is_sent_only_when_asked(send: bool, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    async with water_company() as company:
        await record_company("water", home_of(tmp_path, company), "water-tc", send=send, into=path)
        effects = {effect for effect, _ in await company.effects()}
    assert ("scheme_taken" in effects, "scheme_withdrawn" in effects) == (send, send)
    text = path.read_text(encoding="utf-8")
    hidden = (company.settings["token"], samples.CONTACT_NAME, samples.CONTACT_PHONE, "127.0.0.1")
    assert not any(each in text for each in hidden)
    await replay(WaterAdapter, read(path))


async def test_a_wire_that_is_not_http_has_nothing_to_record(tmp_path: Path) -> None:
    async with water_company() as company:
        settings = home_of(tmp_path, company, "manual", settings={})
        with pytest.raises(NotReady) as refused:
            await record_company("manual", settings, "water-tc", send=False, into=tmp_path / "kept.json")
    assert refused.value.message.id == "adapter-record-no-http"


def test_a_recording_is_kept_with_the_adapters_tests() -> None:
    kept = place_for("water", "water-tc")
    assert kept == ROOT / "tests" / "adapters" / "water" / FOLDER / "water-tc.json"

"""What a power company is configured with: who we are has to be said, in a way that works."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from adapters import registry
from adapters.protocols.iec61968.settings import Iec61968Settings
from models.stage import UtilityKind
from tests.adapters.support import company

BASE = {"base_url": "http://p.test/cim"}


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({}, "iec-no-identity"),
        ({"secret": "short"}, "too_short"),
        ({"secret": "long enough for a secret", "error_codes": {"9.9": "maybe"}}, "literal_error"),
        ({"client_certificate": "nowhere.pem"}, "iec-certificate-files"),
        ({"secret": "long enough for a secret", "server_authority": "nowhere.pem"}, "iec-certificate-files"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any], kind: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Iec61968Settings.model_validate(BASE | settings)
    assert [error["type"] for error in raised.value.errors()] == [kind]


def test_a_file_that_holds_no_certificate_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n")
    with pytest.raises(ValidationError) as raised:
        Iec61968Settings.model_validate(BASE | {"client_certificate": broken})
    assert [error["type"] for error in raised.value.errors()] == ["iec-certificate-files"]


def test_the_adapter_is_found_by_its_name_for_power_alone() -> None:
    settings = BASE | {"secret": "long enough for a secret"}
    assert registry.connect_utility("power", company(UtilityKind.POWER), settings).company.kind == "power"
    with pytest.raises(registry.AdapterSetupError) as raised:
        registry.connect_utility("power", company(UtilityKind.GAS), settings)
    assert raised.value.message.id == "adapter-other-kind"


def test_no_secret_is_shown() -> None:
    settings = Iec61968Settings.model_validate(BASE | {"secret": "long enough for a secret"})
    assert "long enough" not in repr(settings)

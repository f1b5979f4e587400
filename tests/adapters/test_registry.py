"""Adapters by name: built in, shipped as a package, unknown, unfit."""

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import adapters
from adapters import registry
from adapters.contract import Authority, capabilities
from adapters.protocols.gateway.adapter import GatewayAdapter
from adapters.provincial.gateway import ProvinceGateway
from adapters.registry import AdapterSetupError
from adapters.water.adapter import WaterAdapter
from models.stage import UtilityKind
from tests.adapters.shipped import Shipped
from tests.adapters.support import company

SETTINGS = {"base_url": "https://w.test/uga/v1", "token": "t0ken-t0ken"}
PROVINCE = Authority(id="province", name="四川省工改系统")


def shipping(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    points = [EntryPoint(name, value, registry.ENTRY_POINT_GROUP) for name, value in values.items()]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)


def refusal(name: str, **more: Any) -> AdapterSetupError:
    with pytest.raises(AdapterSetupError) as raised:
        registry.connect_utility(name, more.get("company", company()), more.get("settings", SETTINGS))
    return raised.value


def test_the_built_in_adapters_are_found_by_their_folders() -> None:
    assert {"gateway", "province-gateway", "water"} <= set(registry.names())
    assert registry.find("water") is WaterAdapter


async def test_an_adapter_is_connected_from_its_configuration() -> None:
    adapter = registry.connect_utility("water", company(), SETTINGS)
    assert isinstance(adapter, WaterAdapter)
    assert adapter.company.name == company().name
    await adapter.aclose()


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[str, str], None]]:
    """Plants a folder with one module beside the counterparts', for the length of a test."""
    package = tmp_path / "planted"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(tmp_path)])
    monkeypatch.setattr(registry, "_built_in", registry._built_in.__wrapped__)

    def write(module: str, source: str) -> None:
        (package / f"{module}.py").write_text(source)

    yield write
    for name in [name for name in sys.modules if name.startswith("adapters.planted")]:
        del sys.modules[name]


def test_a_folder_with_an_adapter_module_is_all_it_takes(plant: Callable[[str, str], None]) -> None:
    plant("adapter", "from tests.adapters.shipped import Shipped\n\nADAPTERS = (Shipped,)\n")
    assert registry.find("shipped") is Shipped


def test_a_folder_that_cannot_be_imported_is_not_passed_over(plant: Callable[[str, str], None]) -> None:
    plant("__init__", "import nowhere_at_all\n")
    with pytest.raises(ImportError, match="planted"):
        registry.names()


def test_two_adapters_of_one_name_are_an_error(plant: Callable[[str, str], None]) -> None:
    source = "class Other(WaterAdapter):\n    pass\n\n\nADAPTERS = (Other,)\n"
    plant("adapter", f"from adapters.water.adapter import WaterAdapter\n\n\n{source}")
    with pytest.raises(TypeError, match="water"):
        registry.names()


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    message = refusal("watre").message
    assert message.id == "adapter-unknown"
    assert message.params["known"] == ", ".join(registry.names())


def test_an_adapter_for_one_kind_does_not_connect_another() -> None:
    assert refusal("water", company=company(UtilityKind.GAS)).message.id == "adapter-other-kind"


@pytest.mark.parametrize("kind", list(UtilityKind))
async def test_the_gateway_connects_every_kind(kind: UtilityKind) -> None:
    adapter = registry.connect_utility("gateway", company(kind), SETTINGS)
    assert isinstance(adapter, GatewayAdapter)
    await adapter.aclose()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"base_url": "w.test"}, "base_url"),
        ({"base_url": "https://user:pw@w.test"}, "base_url"),
        ({"base_url": "https://w.test?token=1"}, "base_url"),
        ({"tokn": "x"}, "tokn"),
        ({"page_size": 501}, "page_size"),
        ({"webhook_secrets": ["whsec_"]}, "webhook_secrets.0"),
    ],
)
def test_settings_that_do_not_fit_are_told_field_by_field_without_the_secret(
    change: Mapping[str, Any], field: str
) -> None:
    error = refusal("gateway", settings=SETTINGS | dict(change))
    assert error.message.id == "adapter-settings"
    assert [fault.field for fault in error.faults] == [field]
    assert "t0ken" not in repr(error) + repr(error.faults)


async def test_the_province_is_connected_as_an_authority_and_as_nothing_else() -> None:
    settings: dict[str, Any] = {
        "base_url": "https://p.test",
        "paasid": "dazhou",
        "token": "t",
        "items": {"water": {"review": {"code": "DZ-GS-01", "version": 1}}},
        "procedure": {"code": "SC-FWJZ", "version": 1},
        "situation": "联动报装",
    }
    adapter = registry.connect_authority("province-gateway", PROVINCE, settings)
    assert isinstance(adapter, ProvinceGateway)
    assert adapter.id == "province"
    await adapter.aclose()
    assert refusal("province-gateway").message.id == "adapter-not-for-utilities"
    with pytest.raises(AdapterSetupError) as raised:
        registry.connect_authority("gateway", PROVINCE, settings)
    assert raised.value.message.id == "adapter-not-for-authorities"


def test_an_adapter_of_a_package_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    shipping(monkeypatch, shipped="tests.adapters.shipped:Shipped", water="nowhere:Nothing")
    assert registry.find("shipped") is Shipped
    assert registry.find("water") is WaterAdapter
    assert "shipped" in registry.names()


def test_a_package_that_cannot_be_imported_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    shipping(monkeypatch, broken="nowhere_at_all:Nothing", odd="json:loads")
    assert refusal("broken").message.params == {"name": "broken", "error": "ModuleNotFoundError"}
    assert refusal("odd").message.id == "adapter-broken"
    assert registry.find("water") is WaterAdapter


def test_a_verb_that_is_overridden_is_a_capability() -> None:
    assert capabilities(Shipped) == frozenset()
    assert capabilities(GatewayAdapter) == {
        "find_by_key",
        "find_scheme",
        "send_document",
        "fetch_document",
        "withdraw_scheme",
        "submit_application",
        "fetch_updates",
        "reread",
        "read_callback",
    }

"""The mirrors over HTTP against the kit: the supervision platform, and the province it must not differ from."""

from collections.abc import Mapping
from typing import Any

from adapters.kit import MirrorContract
from adapters.provincial.gateway import ProvinceGateway
from adapters.supervision.adapter import SupervisionPlatform
from tests.adapters.mirrors import sandbox_mirror
from tests.adapters.province import SETTINGS


def platform(address: Mapping[str, Any]) -> dict[str, Any]:
    return {"base_url": address["base_url"], "key_id": address["key_id"], "secret": address["token"]}


def province(address: Mapping[str, Any]) -> dict[str, Any]:
    return SETTINGS | {name: address[name] for name in ("base_url", "paasid", "token")}


class TestSupervision(MirrorContract):
    adapter = SupervisionPlatform
    stand_in = staticmethod(sandbox_mirror("supervision", "record_taken", platform))


class TestProvince(MirrorContract):
    adapter = ProvinceGateway
    stand_in = staticmethod(sandbox_mirror("province", "row_taken", province))

"""The adapters for the provincial project-approval system: its HTTP gateway, and its exchange database."""

from typing import Final

from adapters.contract import Adapter
from adapters.provincial.exchange.mirror import ProvinceExchange
from adapters.provincial.gateway import ProvinceGateway

ADAPTERS: Final[tuple[type[Adapter], ...]] = (ProvinceGateway, ProvinceExchange)

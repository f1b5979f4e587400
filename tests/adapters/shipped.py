"""What a package of its own would bring."""

from typing import Any

from adapters.contract import Receipt, UtilityAdapter


class Shipped(UtilityAdapter):
    """The least that an adapter is."""

    name = "shipped"

    async def push_scheme(self, scheme: Any, *, key: str) -> Receipt:
        raise NotImplementedError

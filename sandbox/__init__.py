"""Runnable stand-ins for the joint review, the utilities and the province; imports nothing of ours."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.config import Config


@asynccontextmanager
async def running(config: "Config | Mapping[str, Any] | None" = None) -> AsyncIterator[dict[str, Any]]:
    """Run the sandbox in this event loop; yields the announcement: `control` address and `counterparts`.

    `config` is a `Config` or what one is made of; nothing means the default city. Raises `ValueError` when it does not
    hold together.
    """
    # Imported on use: the command line reads this package to learn of `liandong sandbox`, and must stay quick.
    from sandbox.run import serving

    async with serving(config) as announcement:
        yield announcement

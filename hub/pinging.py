"""Asking counterparts for a sign of life: without any effect on them, and telling instead of raising."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.contract import Adapter
from adapters.errors import CounterpartError
from models.messages import Message

PATIENCE: Final = 15.0
"""Seconds a counterpart has for a sign of life."""

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sign:
    """What came back, in a sentence, and whether all is well."""

    message: Message
    ok: bool


async def ping(name: str, adapters: Sequence[Adapter]) -> Sign:
    """Ask each of a counterpart's adapters; `name` as people know it."""
    named = {"company": name}
    try:
        async with asyncio.timeout(PATIENCE):
            for adapter in adapters:
                await adapter.ping()
    except CounterpartError as error:
        return Sign(error.message, ok=False)
    except TimeoutError:
        return Sign(Message(id="doctor-no-answer", params=named), ok=False)
    except NotImplementedError:
        return Sign(Message(id="doctor-not-asked", params=named), ok=True)
    except Exception as error:  # an adapter's defect is told, and nothing else suffers from it
        _log.error("ping of %s failed", name, exc_info=error)
        params = {**named, "error": type(error).__name__}
        return Sign(Message(id="doctor-defect", params=params), ok=False)
    return Sign(Message(id="doctor-answers", params=named), ok=True)

"""Makes the recordings anew, when a wire document has changed: `python -m tests.adapters.recordings.make`."""

import asyncio

from adapters.kit.recordings import FOLDER, SENDING, write
from adapters.kit.replaying import record
from tests.adapters.recordings.sides import SIDES, TESTS


async def make(name: str) -> None:
    """Record one adapter's script at its company of the sandbox."""
    side = SIDES[name]
    async with side.stand_in() as company:
        kept = await record(side.adapter, company.company, company.settings, SENDING, company.advance)
        write(kept, TESTS / name / FOLDER / "sandbox.json")


if __name__ == "__main__":
    for each in SIDES:
        asyncio.run(make(each))

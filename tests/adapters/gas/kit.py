"""The sandbox's gas company as the kit wants it: over SFTP, looking into its folders whenever effects are asked for."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from adapters.kit import StandIn, Trouble
from models.stage import UtilityKind
from tests.adapters.stand_ins import SandboxCompany, sandbox_company

NO_SUCH_ANSWER = "an SFTP server answers a file operation or does not: it has no such answer"
NOT_PLAYED = dict.fromkeys(
    (Trouble.FAILED_AFTER, Trouble.BUSY, Trouble.THROTTLED, Trouble.LOGIN_PAGE, Trouble.STRANGE_SHAPE),
    NO_SUCH_ANSWER,
)
ARCHIVED = (
    "files that were read are archived, so the beginning cannot be read again: test_incoming, test_city"
)
SKIPS = {
    "test_the_cursor_resumes_where_it_stood": ARCHIVED,
    "test_an_event_told_twice_is_the_same_event": ARCHIVED,
    "test_events_out_of_order_are_the_same_events": ARCHIVED,
    "test_a_refusal_names_the_field_and_leaves_no_effect": "a refusal comes later, as a file: test_incoming",
    "test_an_answer_beyond_the_cap_is_not_read": "a submission has no answer; large files: test_incoming",
}


@dataclass
class FilesCompany(SandboxCompany):
    """Takes what lies in its folders before it says what happened."""

    root: Path = Path()

    async def effects(self) -> Counter[tuple[str, str]]:
        out = self.root / "to-company"
        documents = (file.name for file in (out / "documents").iterdir())
        if any(out.glob("*.zip")) or not all(name.endswith(".part") for name in documents):
            await self.advance(1)
        return await super().effects()


@asynccontextmanager
async def gas_company() -> AsyncIterator[StandIn]:
    """The company, alone in a sandbox, its files in a folder that goes with it."""
    with TemporaryDirectory() as folder:
        company = sandbox_company(
            UtilityKind.GAS, _settings, wire="batch", not_played=NOT_PLAYED, transport="sftp", folder=folder
        )
        async with company() as made:
            assert isinstance(made, SandboxCompany)
            yield FilesCompany(made.company, made.settings, made.control, made.not_played, Path(folder))


def _settings(address: Mapping[str, Any]) -> Mapping[str, Any]:
    named = {name: address[name] for name in ("host", "port", "user", "password")}
    return {**named, "host_keys": [address["host_key"]]}

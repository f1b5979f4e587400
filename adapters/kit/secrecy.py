"""Checks on what is kept of an exchange: evidence for the desk, without personal data and secrets."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from adapters.http import recording
from adapters.kit import samples
from adapters.kit.side import Checks, Side
from adapters.kit.stand_in import NotPlayed, Trouble
from adapters.kit.verdicts import agree


class SecrecyChecks(Checks):
    """Names, telephone numbers, tokens and keys appear in no record, no error and no log."""

    async def test_records_and_logs_hold_no_personal_data_and_no_secret(self) -> None:
        """Of a submission, of a failure, and of reading the feed."""
        async with self.side() as side:
            with _log() as lines, recording() as exchanges:
                told = await _submit_and_fail(side)
            kept = json.dumps(
                [exchange.model_dump(mode="json") for exchange in exchanges], ensure_ascii=False
            )
            everything = "\n".join([kept, told, *lines])
            for secret in (samples.CONTACT_NAME, samples.CONTACT_PHONE, *_secrets(side.stand_in.settings)):
                agree(secret not in everything, f"{secret[:4]}… was kept")

    async def test_an_exchange_is_kept_as_evidence(self) -> None:
        """What was asked and what was answered, for the liaison desk."""
        async with self.side() as side:
            with recording() as exchanges:
                await side.push()
            agree(len(exchanges) > 0, "nothing was recorded")
            agree(
                any(samples.a_scheme().scheme_id in str(each) for each in exchanges),
                "the scheme is not in it",
            )


async def _submit_and_fail(side: Side) -> str:
    receipt = await side.push()
    try:
        await side.stand_in.trouble(Trouble.STRANGE_SHAPE)
    except NotPlayed:  # on a wire without answers the submission alone is looked at
        return repr(receipt)
    try:
        await side.push(2)
    except Exception as error:  # its text is what is looked at
        told = f"{error!r} {error} {vars(error)}"
    else:
        told = ""
    await side.stand_in.calm()
    return f"{receipt!r} {told}"


def _secrets(settings: Mapping[str, Any]) -> Iterator[str]:
    for name, value in settings.items():
        if not any(word in name for word in ("token", "secret", "password")):
            continue
        for each in value if isinstance(value, list | tuple) else [value]:
            yield str(each)


@contextmanager
def _log() -> Iterator[list[str]]:
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    root, keeper = logging.getLogger(), Keeper(logging.DEBUG)
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(keeper)
        root.setLevel(level)

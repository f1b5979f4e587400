"""No test of an adapter waits: the short retries come one right after the other."""

from collections.abc import Iterator

import pytest

from adapters.http import without_waiting


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with without_waiting():
        yield

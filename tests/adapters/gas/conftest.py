"""A folder of a gas company's for each test."""

from pathlib import Path

import pytest

from tests.adapters.gas.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "share")


@pytest.fixture
def place_of_4k(tmp_path: Path) -> Place:
    """Files of at most 4 KiB are read."""
    return Place(tmp_path / "share", max_response_bytes=4 << 10)

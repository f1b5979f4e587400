"""A checkout as small as the scaffold needs it."""

import shutil
from pathlib import Path

import pytest

from tests.house.support import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder that the scaffold takes for a checkout."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "adapters").mkdir()
    shutil.copy(ROOT / "adapters" / "contract.py", tmp_path / "adapters")
    return tmp_path

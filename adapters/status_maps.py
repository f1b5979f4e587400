"""A company's status codes in terms of the national dictionary, read from the file that ships with its adapter."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from models.status import HandlingStatus


def load(path: Path) -> Mapping[str, int]:
    """Code → national handling status (BLZT). Raises `ValueError` for a status that the dictionary does not have."""
    codes = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: int(HandlingStatus(status)) for code, status in codes.items()}

"""Reading a TOML file that a person writes by hand."""

import re
import tomllib
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """The file's content, with or without the mark that Windows editors put before UTF-8.

    Raises `OSError`, `UnicodeDecodeError` and `tomllib.TOMLDecodeError`.
    """
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def place_of(error: tomllib.TOMLDecodeError) -> str:
    """Where the file stopped being TOML, `line:column`."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f"{found[1]}:{found[2]}" if found else "-"

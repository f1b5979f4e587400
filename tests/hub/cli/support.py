"""A command called as a person would call it, within this process."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from hub.cli.app import build_app
from hub.cli.text import using
from hub.language import Language


@dataclass(frozen=True)
class Run:
    """`liandong … --home HOME` in one language."""

    home: Path
    language: Language

    def __call__(self, *arguments: str, env: dict[str, str] | None = None) -> Result:
        """The outcome. A text that no catalogue has is shown as «…»: no answer may hold one."""
        with using(self.language):
            result = CliRunner().invoke(build_app(), [*arguments, "--home", str(self.home)], env=env)
        assert "«" not in result.output, result.output
        assert "Traceback" not in result.output
        return result

    def read(self, *arguments: str, code: int = 0) -> Any:
        """The answer in JSON."""
        result = self(*arguments, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)


def words(result: Result) -> str:
    """All that was said, in one line: where a console breaks lines is its own business."""
    return "".join(result.output.split())

"""The mapping of status codes that ships beside an adapter: `status.toml` in its folder.

Adapters hand over a company's own code and leave `Update.status` empty; the hub maps it, by the company's own file
over this one.
"""

import inspect
import tomllib
from pathlib import Path
from typing import Final

from adapters.contract import UtilityAdapter
from models.mapping import CodeMapping

NAME: Final = "status.toml"


def shipped(adapter: type[UtilityAdapter]) -> CodeMapping:
    """The default mapping of an adapter; an empty one where its folder has none.

    Raises `ValueError` for a file that is no mapping: that is a fault of the package, not of a configuration.
    """
    file = Path(inspect.getfile(adapter)).with_name(NAME)
    if not file.is_file():
        return CodeMapping()
    return CodeMapping.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))

"""Pages from templates. Whatever a template shows is escaped; what it says comes from the catalogues."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from desk.addresses import link
from desk.icons import icon, shape
from desk.senses import sense

_HERE: Final = Path(__file__).parent
STATIC: Final = _HERE / "static"


@cache
def environment() -> Environment:
    """The templates. A name that is misspelt in one is an error, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "icon": icon,
        "shape": shape,
        "link": link,
        "static": static,
        "sense": sense,
        "drawn": Markup,
    }
    return made


@cache
def static(name: str) -> str:
    """The address of a file of the desk's own; it changes with the content, so that it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def render(template: str, values: Mapping[str, Any]) -> str:
    """A page."""
    return environment().get_template(template).render(values)

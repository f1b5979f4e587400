"""Pages from templates. Whatever a template shows is escaped; what it says comes from the catalogues."""

import contextlib
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from desk.addresses import link
from desk.icons import icon, shape
from desk.senses import sense, sense_of_status
from hub.liaison.retrying import can_be_retried

_HERE: Final = Path(__file__).parent
_LONGEST_BODY: Final = 20_000
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
        "sense_of_status": sense_of_status,
        "retryable": can_be_retried,
        "pretty": pretty,
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


def pretty(body: object) -> str:
    """A body of an exchange as people read it: JSON with its lines, anything else as it came, cut where it is long."""
    text = "" if body is None else str(body)
    with contextlib.suppress(ValueError):
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return text if len(text) <= _LONGEST_BODY else f"{text[:_LONGEST_BODY]}…"

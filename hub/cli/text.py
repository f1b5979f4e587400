"""What the commands say, in the language of whoever typed them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from hub.language import Language, preferred, say
from hub.settings import CONFIG_NAME
from models.messages import Message, Value

_current: Final[ContextVar[Language]] = ContextVar("language", default=Language.ZH_CN)


def language() -> Language:
    """The language in use."""
    return _current.get()


@contextmanager
def using(chosen: Language) -> Iterator[None]:
    """Speak `chosen` within the block."""
    token = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(token)


def text(id_: str, **params: Value) -> str:
    """The catalogue's entry `id_` in the language in use. Underscores in a parameter's name stay as they are."""
    return say(Message(id=id_, params=params), language())


def sentence(message: Message) -> str:
    """A message in the language in use."""
    return say(message, language())


def chosen_language(arguments: Sequence[str], env: Mapping[str, str]) -> Language:
    """The language for these arguments, before they are parsed: help texts are made in it.

    `--language` goes before `LIANDONG_LANGUAGE`, that before `language` in the home folder's configuration.
    """
    asked = given(arguments, "--language")
    if asked is None and not env.get("LIANDONG_LANGUAGE"):
        home = given(arguments, "--home") or env.get("LIANDONG_HOME") or "."
        asked = _configured(Path(home) / CONFIG_NAME)
    return preferred(env, asked)


def is_known(asked: str) -> bool:
    """Whether `asked` names a language there is: `en`, `en-GB`, `zh_CN.UTF-8`."""
    return any(re.split(r"[-_.]", asked.lower())[0] == known.value[:2] for known in Language)


def given(arguments: Sequence[str], option: str) -> str | None:
    """The value that `option` has among `arguments`, as `--option value` or `--option=value`; the last one counts."""
    found = None
    before_end = arguments[: arguments.index("--")] if "--" in arguments else arguments
    for place, argument in enumerate(before_end):
        if argument == option and place + 1 < len(before_end):
            found = before_end[place + 1]
        elif argument.startswith(f"{option}="):
            found = argument.removeprefix(f"{option}=")
    return found


def _configured(path: Path) -> str | None:
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8")).get("language")
    except (OSError, ValueError):  # whatever is wrong with the file is told by the command that needs it
        return None
    return value if isinstance(value, str) else None

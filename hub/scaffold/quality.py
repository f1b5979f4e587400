"""`quality.toml` beside an adapter: the step of the ladder that it claims, and what the claim rests on."""

import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from hub.notready import NotReady
from hub.tomlfiles import place_of
from models.messages import Message
from models.problems import faults_of

NAME: Final = "quality.toml"

Step = Literal["none", "bronze", "silver", "gold"]
STEPS: Final[tuple[Step, ...]] = ("bronze", "silver", "gold")
"""From below; each includes those before it. `none` is a claim of nothing."""

Rule = Literal[
    "kit", "readme", "size", "settings",
    "lookup", "withdrawal", "status-map", "events", "finished",
    "recordings", "oracle", "wire",
]  # fmt: skip
RULES: Final[dict[Step, tuple[Rule, ...]]] = {
    "bronze": ("kit", "readme", "size", "settings"),
    "silver": ("lookup", "withdrawal", "status-map", "events", "finished"),
    "gold": ("recordings", "oracle", "wire"),
}
ALWAYS: Final[frozenset[Rule]] = frozenset({"readme", "finished"})
"""Rules that hold for every adapter: nothing exempts from them."""

RelativePath = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]*$")]
"""Of a file, from the checkout's root."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Oracle(_Section):
    """What outsider checks that the wire is read as others read it, and the test in which it does."""

    who: str = Field(min_length=3, max_length=300)
    test: RelativePath


class Quality(_Section):
    """The claim. Whatever can be computed is computed: here stands only what a program cannot know."""

    step: Step
    kit: RelativePath | None = None
    """The test file in which the adapter inherits the kit; needed unless `exempt` says why there is none."""
    wire: RelativePath | None = None
    """The wire's document."""
    oracle: Oracle | None = None
    exempt: dict[Rule, Annotated[str, Field(min_length=10, max_length=500)]] = Field(default_factory=dict)
    """Rules that do not apply, each with the reason."""

    @model_validator(mode="after")
    def _exempts_only_what_may_be(self) -> Self:
        never = sorted(ALWAYS & set(self.exempt))
        if never:
            raise PydanticCustomError("quality-never-exempt", "holds for all", {"rule": never[0]})
        if self.kit is None and "kit" not in self.exempt:
            raise PydanticCustomError("quality-kit-missing", "neither a kit nor an exemption")
        return self


def read(folder: Path, name: str) -> Quality:
    """The claim in an adapter's folder. Raises `NotReady` where there is none, or none that can be read."""
    path = folder / NAME
    if not path.is_file():
        raise NotReady(Message(id="adapter-no-quality", params={"name": name, "path": str(path)}))
    try:
        return Quality.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        message = Message(id="config-not-toml", params={"path": str(path), "place": place_of(error)})
        raise NotReady(message) from None
    except ValidationError as error:
        message = Message(id="adapter-quality-wrong", params={"path": str(path)})
        raise NotReady(message, faults_of(error)) from None

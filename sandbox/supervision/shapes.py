"""What a row of each kind must look like, by docs/wires/supervision.openapi.yaml."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

Words = Annotated[str, Field(min_length=1, max_length=200)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    key: str = Field(min_length=1, max_length=64)
    void: Literal[True] | None = None
    reason: Words | None = None
    matter_no: str = Field(min_length=1, max_length=150)


class Matter(_Row):
    """A matter."""

    project_no: str = Field(min_length=1, max_length=100)
    area: str = Field(pattern=r"^\d{6}$")
    utility: Literal["water", "power", "gas", "telecom"]
    stage: Literal["review", "application", "hookup", "acceptance"]
    unit_name: Words
    unit_code: str | None = Field(default=None, min_length=1, max_length=18)
    item: str | None = Field(default=None, max_length=50)
    limit_days: float | None = Field(default=None, ge=0)


class Event(_Row):
    """One of its events."""

    step: int = Field(ge=1)
    status: int = Field(ge=1, le=15)
    status_text: str | None = Field(default=None, max_length=500)
    opinion: Literal["agree", "agree_with_conditions", "disagree"] | None = None
    opinion_text: str | None = Field(default=None, max_length=4000)
    unit_name: Words
    unit_code: str | None = Field(default=None, min_length=1, max_length=18)
    happened_at: Annotated[AwareDatetime, Field(strict=False)]


class Colour(_Row):
    """The colour of its clock."""

    colour: Literal["green", "yellow", "red", "paused"]
    due_at: Annotated[AwareDatetime, Field(strict=False)] | None = None
    provisional: bool
    as_of: Annotated[AwareDatetime, Field(strict=False)]


KINDS: dict[str, type[Matter | Event | Colour]] = {"matter": Matter, "event": Event, "colour": Colour}


def read(kind: str, row: dict[str, Any]) -> tuple[Matter | Event | Colour | None, list[dict[str, str]]]:
    """The row, or what is wrong with it, member by member."""
    try:
        found = KINDS[kind].model_validate(row)
    except ValidationError as error:
        return None, [_fault(each["loc"], each["type"]) for each in error.errors(include_input=False)]
    if found.void and not found.reason:
        return None, [_fault(("reason",), "missing")]
    return found, []


def _fault(place: tuple[int | str, ...], kind: str) -> dict[str, str]:
    name = str(place[0])
    if kind == "missing":
        return {"field": name, "code": "required", "text": f"{name} 不能为空"}
    return {"field": name, "code": "format", "text": f"{name} 格式不正确"}

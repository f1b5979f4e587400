"""What a submission must be, and what is wrong with one that is not, by field."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from sandbox.config import KINDS

Text = Annotated[str, Field(min_length=1, max_length=200)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Position = Annotated[tuple[float, float], Field()]
_LARGEST = 1 << 30
_SENTENCES = {
    "required": "此项必填。",
    "type": "数据类型不对。",
    "format": "格式不正确。",
    "range": "超出允许的范围。",
    "not_allowed": "不是可选的值。",
}
_TAGS = {"demand": KINDS, "geometry": ("Point", "Polygon")}


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False)


class Developer(_Strict):
    """Who builds."""

    name: Text
    credit_code: Annotated[str, Field(pattern=r"^[0-9A-HJ-NP-RTUW-Y]{18}$")]


class Contact(_Strict):
    """Whom to ask."""

    name: Annotated[str, Field(min_length=1, max_length=50)]
    phone: Annotated[str, Field(pattern=r"^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$")]


class Applicant(_Strict):
    """Who applies."""

    name: Text
    credit_code: Annotated[str, Field(pattern=r"^[0-9A-HJ-NP-RTUW-Y]{18}$")] | None = None


class Application(_Strict):
    """An application for supply."""

    applicant: Applicant
    contact: Contact
    wanted_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    note: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    submitted_at: Annotated[AwareDatetime, Field(strict=False)]


class Project(_Strict):
    """The project."""

    code: Annotated[str, Field(pattern=r"^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$")]
    name: Text
    area_code: Annotated[str, Field(pattern=r"^\d{6}$")]
    address: Annotated[str, Field(min_length=1, max_length=300)]
    developer: Developer
    contact: Contact


class Water(_Strict):
    """Water demand."""

    kind: Literal["water"]
    daily_volume_m3: Annotated[float, Field(gt=0)]
    pipe_dn_mm: Annotated[int, Field(ge=15, le=2600)]
    use_class: Literal["domestic", "commercial", "industrial", "fire", "construction"]


class Power(_Strict):
    """Power demand."""

    kind: Literal["power"]
    capacity_kva: Annotated[float, Field(gt=0)]
    voltage_level: Literal["220V", "380V", "10kV", "35kV", "110kV"]
    supplies: Annotated[int, Field(ge=1, le=4)]


class Gas(_Strict):
    """Gas demand."""

    kind: Literal["gas"]
    hourly_volume_m3: Annotated[float, Field(gt=0)]
    pressure: Literal["low", "medium", "high"]
    appliances: Annotated[int, Field(ge=0)]


class Telecom(_Strict):
    """Telecom demand."""

    kind: Literal["telecom"]
    ftth_households: Annotated[int, Field(ge=0)]
    equipment_room: bool
    duct_entry: bool


class Point(_Strict):
    """A point."""

    type: Literal["Point"]
    coordinates: Position


class Polygon(_Strict):
    """A plot."""

    type: Literal["Polygon"]
    coordinates: Annotated[
        tuple[Annotated[tuple[Position, ...], Field(min_length=4)], ...], Field(min_length=1)
    ]


class Site(_Strict):
    """Where it is."""

    crs: Annotated[str, Field(pattern=r"^EPSG:\d{4,6}$")]
    geometry: Annotated[Point | Polygon, Field(discriminator="type")]


class Announced(_Strict):
    """A document that will be uploaded."""

    sha256: Digest
    name: Text
    media_type: Annotated[str, Field(min_length=3, max_length=100, pattern=r"^[^/\s]+/[^/\s]+$")]
    size_bytes: Annotated[int, Field(ge=1, le=_LARGEST)]
    role: Literal["site_plan", "pipe_plan", "other"]


class Submission(_Strict):
    """The whole of it."""

    scheme_id: Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9._:-]+$")]
    version: Annotated[int, Field(ge=1)]
    project: Project
    demand: Annotated[Water | Power | Gas | Telecom, Field(discriminator="kind")]
    site: Site
    documents: Annotated[tuple[Announced, ...], Field(max_length=100)]
    opinion_due: AwareDatetime
    submitted_at: AwareDatetime


class Withdrawal(_Strict):
    """A withdrawal."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


FieldError = dict[str, object]


def field_errors(error: ValidationError) -> list[FieldError]:
    """The faults as the contract words them, each with a JSON Pointer into the body."""
    return [_field_error(each) for each in error.errors(include_url=False)]


def duplicates(submission: Submission) -> Iterator[FieldError]:
    """Documents that are announced twice."""
    seen: set[str] = set()
    for number, document in enumerate(submission.documents):
        if document.sha256 in seen:
            yield {
                "pointer": f"/documents/{number}/sha256",
                "code": "duplicate",
                "detail": "该文件已在前面列出。",
            }
        seen.add(document.sha256)


def _field_error(error: ErrorDetails) -> FieldError:
    kind, location = error["type"], list(_untagged(error["loc"]))
    context: dict[str, Any] = error.get("ctx", {})
    if kind.startswith("union_tag"):
        location.append(str(context["discriminator"]).strip("'"))
    code = _code(kind)
    pointer = "".join(f"/{part}" for part in location)
    found: FieldError = {"pointer": pointer, "code": code, "detail": _SENTENCES[code]}
    if code == "not_allowed":
        found["allowed"] = re.findall(
            r"'([^']*)'", str(context.get("expected", context.get("expected_tags")))
        )
    return found


def _untagged(location: tuple[int | str, ...]) -> Iterator[int | str]:
    """The location without the names of union members that pydantic puts into it."""
    before: int | str = ""
    for part in location:
        if part not in _TAGS.get(str(before), ()):
            yield part
        before = part


def _code(kind: str) -> str:
    if kind in ("missing", "union_tag_not_found"):
        return "required"
    if kind in ("literal_error", "union_tag_invalid"):
        return "not_allowed"
    if kind == "string_pattern_mismatch" or kind.startswith(("datetime", "timezone")):
        return "format"
    return "type" if kind.endswith("_type") else "range"

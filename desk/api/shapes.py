"""What the API answers with: plain shapes, with the sentence beside each code, and no personal data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from desk.words import Words
from hub.liaison.filters import Filter
from hub.liaison.one import One
from hub.liaison.retrying import can_be_retried
from hub.store.desk_lists import Listed


class Page(Filter):
    """A filter of the failures, and which page of it."""

    size: int = Field(default=50, ge=1, le=1000)
    after: int | None = None
    before: int | None = None

    @property
    def filter(self) -> Filter:
        """The filter alone."""
        return Filter(**self.model_dump(exclude={"size", "after", "before"}))


class Fault(BaseModel):
    """A reason: the field, the sentence, and what would be allowed."""

    field: str
    sentence: str
    allowed: tuple[str, ...]


class Failure(BaseModel):
    """A line of the list."""

    id: int
    version: int
    kind: str
    cause: str
    sentence: str
    faults: tuple[Fault, ...]
    counterpart: str | None
    counterpart_name: str | None
    project_code: str | None
    project_name: str | None
    scheme_id: str | None
    case_number: str | None
    remote_ref: str | None
    stage: str | None
    area_code: str | None
    owner: str | None
    since: datetime
    snoozed_until: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    resolution: str | None
    attempts: int | None
    state: str | None
    next_attempt: datetime | None
    retryable: bool


class Failures(BaseModel):
    """A page of failures, and how many there are in all."""

    total: int
    failures: list[Failure]
    has_more: bool
    has_before: bool


class FailureDetail(BaseModel):
    """One failure with its story and its evidence."""

    failure: Failure
    suggestion: str
    actions: list[str]
    timeline: list[dict[str, Any]]
    attempts: list[dict[str, Any]]
    behind: list[dict[str, Any]]
    comments: list[dict[str, Any]]


def failure(listed: Listed, words: Words) -> Failure:
    """A line of the list as the API tells it."""
    item, delivery = listed.item, listed.delivery
    waits = delivery is not None and delivery.state == "waiting"
    return Failure(
        id=item.id,
        version=item.version,
        kind=item.kind,
        cause=item.message.id,
        sentence=words.say(item.message),
        faults=tuple(
            Fault(field=each.field, sentence=words.say(each.message), allowed=each.allowed)
            for each in item.faults
        ),
        counterpart=item.destination,
        counterpart_name=words.names.get(item.destination or ""),
        project_code=item.project_code,
        project_name=item.project_name,
        scheme_id=item.scheme_id,
        case_number=item.case_number,
        remote_ref=listed.remote_ref,
        stage=item.stage,
        area_code=item.area_code,
        owner=item.owner,
        since=item.opened_at,
        snoozed_until=item.snoozed_until,
        closed_at=item.closed_at,
        closed_by=item.closed_by,
        resolution=item.resolution,
        attempts=delivery.attempts if delivery else None,
        state=delivery.state.value if delivery else None,
        next_attempt=delivery.due_at if delivery and waits else None,
        retryable=can_be_retried(item),
    )


def detail(found: One, words: Words, attempts: list[dict[str, Any]]) -> FailureDetail:
    """One failure as the API tells it."""
    return FailureDetail(
        failure=failure(found.listed, words),
        suggestion=words.say(found.suggestion.message),
        actions=sorted(action.value for action in found.actions),
        timeline=[
            {
                "at": entry.at,
                "what": entry.what.value,
                "sentence": words.say(entry.message),
                "counterpart": entry.counterpart,
                "item": entry.item,
            }
            for entry in found.timeline
        ],
        attempts=attempts,
        behind=[
            {"kind": each.kind, "counterpart": each.destination, "scheme_id": each.scheme_id}
            for each in found.detail.behind
        ],
        comments=[{"by": each.by, "at": each.at, "text": each.text} for each in found.comments],
    )


def counted(counts: Mapping[Any, int]) -> dict[str, int]:
    """Counts by code."""
    return {str(getattr(code, "value", code)): number for code, number in counts.items()}

"""Failures over the API: list, look, decide, correct."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from desk.api import shapes
from desk.api.callers import Called, Caller
from desk.api.shapes import Failure, FailureDetail, Failures, Page
from hub.liaison import actions, correcting, listing, one
from hub.liaison.reasons import Reason

router = APIRouter(prefix="/failures", tags=["failures"])


class Decision(BaseModel):
    """The version of the item that the caller has seen: if somebody was first, nothing is done (409)."""

    version: int | None = None


class Answer(Decision):
    """What they said on the telephone."""

    arrived: bool
    remote_ref: str | None = Field(default=None, max_length=100)
    note: str = Field(default="", max_length=1000)


class Resolution(Decision):
    """Why an item is taken off the desk."""

    reason: Reason
    note: str = Field(default="", max_length=1000)


class Assignment(Decision):
    """Whose it is: a login, or nobody's."""

    to: str | None = None


class Snooze(Decision):
    """Until when it is put off; `null`: not any more."""

    until: AwareDatetime | None = None


class Remark(BaseModel):
    """Something to say."""

    text: str = Field(min_length=1, max_length=2000)


class Correction(Decision):
    """New values by the field's path, as text."""

    changes: Mapping[str, str]
    note: str = Field(default="", max_length=1000)


def _now(caller: Caller, item_id: int) -> Failure:
    with caller.read() as tx:
        return shapes.failure(one.one(tx, caller.person, item_id).listed, caller.words)


@router.get("")
def list_failures(caller: Called, page: Annotated[Page, Query()]) -> Failures:
    """Failures that fulfil a filter, the oldest first, a page at a time (`after`, `before`: ids)."""
    with caller.read() as tx:
        found = listing.page(
            tx, caller.person, page.filter, size=page.size, after=page.after, before=page.before
        )
        total = listing.count(tx, caller.person, page.filter)
    words = caller.words
    return Failures(
        total=total,
        failures=[shapes.failure(line, words) for line in found.lines],
        has_more=found.has_more,
        has_before=found.has_before,
    )


@router.get("/{item_id}")
def get_failure(caller: Called, item_id: int) -> FailureDetail:
    """One failure with its timeline and the redacted exchanges."""
    with caller.read() as tx:
        found = one.one(tx, caller.person, item_id)
    return shapes.detail(found, caller.words, one.evidence(found.detail))


@router.post("/{item_id}/retry")
def retry(caller: Called, item_id: int, given: Decision) -> Failure:
    """Try it again now."""
    with caller.write() as tx:
        actions.retry(tx, caller.person, item_id, given.version)
    return _now(caller, item_id)


@router.post("/{item_id}/answer")
def answer(caller: Called, item_id: int, given: Answer) -> Failure:
    """Write down what they said on the telephone."""
    with caller.write() as tx:
        actions.answer(
            tx,
            caller.person,
            item_id,
            given.version,
            arrived=given.arrived,
            remote_ref=given.remote_ref,
            note=given.note,
        )
    return _now(caller, item_id)


@router.post("/{item_id}/resolve")
def resolve(caller: Called, item_id: int, given: Resolution) -> Failure:
    """Take it off the desk."""
    with caller.write() as tx:
        actions.resolve(tx, caller.person, item_id, given.version, reason=given.reason, note=given.note)
    return _now(caller, item_id)


@router.post("/{item_id}/assign")
def assign(caller: Called, item_id: int, given: Assignment) -> Failure:
    """Give it to somebody, or to nobody."""
    with caller.write() as tx:
        actions.assign(tx, caller.person, item_id, given.version, given.to)
    return _now(caller, item_id)


@router.post("/{item_id}/snooze")
def snooze(caller: Called, item_id: int, given: Snooze) -> Failure:
    """Put it off."""
    with caller.write() as tx:
        actions.snooze(tx, caller.person, item_id, given.version, given.until)
    return _now(caller, item_id)


@router.post("/{item_id}/comments", status_code=201)
def comment(caller: Called, item_id: int, given: Remark) -> Failure:
    """Say something to it."""
    with caller.write() as tx:
        actions.comment(tx, caller.person, item_id, given.text)
    return _now(caller, item_id)


@router.get("/{item_id}/correction")
def correction_form(caller: Called, item_id: int) -> dict[str, Any]:
    """The fields that can be corrected, with the counterpart's reasons. Personal values are left out."""
    with caller.read() as tx:
        form = correcting.form(tx, caller.person, item_id, caller.house.hub.settings.desk)
    words = caller.words
    return {
        "version": form.item.version,
        "kind": form.kind,
        "needs_second": form.needs_second,
        "fields": [
            {
                "path": field.path,
                "name": words.field(field.path),
                "value": None if field.personal else field.value,
                "kind": field.kind,
                "allowed": list(field.allowed),
                "required": field.required,
                "faults": [words.fault(fault) for fault in field.faults],
            }
            for field in form.fields
        ],
        "elsewhere": [words.fault(fault) for fault in form.elsewhere],
    }


@router.post("/{item_id}/correction")
def correct(caller: Called, item_id: int, given: Correction) -> dict[str, Any]:
    """Correct and resend; `state` is `proposed` where a second person has to approve it."""
    hub = caller.house.hub
    with caller.write() as tx:
        made = correcting.propose(
            tx,
            caller.person,
            item_id,
            given.version,
            hub.city,
            given.changes,
            given.note,
            settings=hub.settings.desk,
        )
    return {"id": made.id, "state": made.state, "changes": {k: list(v) for k, v in made.changes.items()}}

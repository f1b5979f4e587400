"""Signing in to the API, the morning's overview, and the audit trail."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from desk.api.callers import Called
from desk.house import House
from hub.liaison import today, trail
from hub.liaison.trail import TrailFilter
from hub.people import sessions

router = APIRouter()


class Credentials(BaseModel):
    """Login and password, and the code of the second factor where the account has one."""

    login: str = Field(max_length=100)
    password: str = Field(max_length=1000, repr=False)
    code: str | None = Field(default=None, max_length=12, repr=False)


class Token(BaseModel):
    """The token to send as `Authorization: Bearer …`. `awaits` names what is left to do, at the desk's own pages."""

    token: str
    awaits: str | None
    ends_at: datetime


class TrailPage(TrailFilter):
    """A filter of the audit trail, and which page of it."""

    before: int | None = None


@router.post("/session", status_code=201, tags=["session"])
def sign_in(request: Request, given: Credentials) -> Token:
    """Sign in."""
    gate = request.app.state.house.gate
    client = request.client
    address = client.host if client else "-"
    agent = request.headers.get("user-agent", "")[:200]
    signed = gate.with_password(given.login, given.password, address=address, agent=agent)
    if signed.awaits == sessions.TOTP and given.code:
        signed = gate.with_code(signed.token, given.code, address=address)
    return Token(token=signed.token, awaits=signed.awaits, ends_at=signed.session.ends_at)


@router.delete("/session", status_code=204, tags=["session"])
def sign_out(caller: Called) -> None:
    """Sign out: the token is worth nothing any more."""
    sessions.end(caller.house.hub.store, caller.signed.token)


@router.get("/today", tags=["today"])
def overview(caller: Called) -> dict[str, Any]:
    """What failed and why, and how each counterpart is."""
    house: House = caller.house
    words = caller.words
    with caller.read() as tx:
        found = today.today(tx, caller.person, names=words.names, settings=house.hub.settings.desk)
    return {
        "open": found.open,
        "mine": found.mine,
        "snoozed": found.snoozed,
        "causes": [
            {
                "cause": each.cause,
                "counterpart": each.destination,
                "sentence": words.say(each.message),
                "count": each.count,
                "oldest": each.oldest,
                "retryable": each.retryable,
                "suggestion": words.say(each.suggestion.message),
                "filter": each.filter.as_params(),
            }
            for each in found.causes
        ],
        "counterparts": [
            {
                "id": each.id,
                "name": each.name,
                "standing": each.standing.value,
                "until": each.until,
                "paused_by": each.paused_by,
                "last_heard_at": each.last_heard_at,
                "waiting": each.waiting,
                "attention": each.attention,
            }
            for each in found.counterparts
        ],
    }


@router.get("/audit", tags=["audit"])
def audit(caller: Called, wanted: Annotated[TrailPage, Query()]) -> dict[str, Any]:
    """The audit trail, the newest record first."""
    chosen = TrailFilter(**wanted.model_dump(exclude={"before"}))
    with caller.read() as tx:
        page = trail.page(tx, caller.person, chosen, before=wanted.before)
    return {
        "records": [
            {
                "id": each.id,
                "at": each.at,
                "actor": each.actor,
                "action": each.action,
                "subject": each.subject,
                "detail": dict(each.detail),
            }
            for each in page.records
        ],
        "has_more": page.has_more,
    }


@router.post("/audit/verify", tags=["audit"])
def verify(caller: Called) -> dict[str, Any]:
    """Read the whole chain and say whether it holds."""
    with caller.write() as tx:
        found = trail.verify(tx, caller.person)
    return {
        "holds": found.broken is None,
        "broken": found.broken,
        "records": found.records,
        "last_hash": found.last_hash,
    }

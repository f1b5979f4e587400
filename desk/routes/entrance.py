"""The way in and out: password, second factor, single sign-on, and the switches for language and light."""

import asyncio
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from desk.addresses import link, local
from desk.arriving import Anybody, Form, Halfway, text
from desk.problems import not_found
from desk.visit import LANGUAGE, SESSION, THEME, THEMES, Visit
from hub.language import Language
from hub.people import sessions
from hub.people.oidc import Oidc
from hub.people.refusals import Refused
from hub.people.sessions import SignedIn
from models.messages import Message

router = APIRouter()

STATE: Final = "liandong_state"


def caller(visit: Visit) -> dict[str, str]:
    """Where somebody signs in from: kept with the session, and counted for the lock."""
    client = visit.request.client
    agent = visit.request.headers.get("user-agent", "")
    return {"address": client.host if client else "-", "agent": agent[:200]}


def let_in(visit: Visit, signed: SignedIn, back: str, said: Message | None = None) -> Response:
    """Give the browser its session; what is still to be done comes first."""
    visit.keep(SESSION, signed.token, seconds=None)
    if signed.awaits == "totp":
        return visit.go(link("/sign-in/code", back="" if back == "/" else back))
    if signed.awaits == "password":
        return visit.go("/account/password")
    if signed.awaits == "enrolment":
        return visit.go("/account/second-factor")
    return visit.go(back, said)


@router.get("/sign-in")
def sign_in(visit: Anybody, back: str = "") -> Response:
    if visit.person is not None and visit.awaits is None:
        return visit.go(local(back))
    return _asking(visit, back)


def _asking(visit: Visit, back: str, *, login: str = "", refused: Message | None = None) -> Response:
    provider = visit.hub.settings.people.oidc
    return visit.page(
        "sign_in.html",
        back=local(back),
        login=login,
        refused=refused,
        provider=provider.name if provider else None,
    )


@router.post("/sign-in")
def signing(visit: Anybody, form: Form) -> Response:
    login, back = text(form, "login", 100), local(text(form, "back"))
    password = form.get("password")
    try:
        signed = visit.house.gate.with_password(
            login, password if isinstance(password, str) else "", **caller(visit)
        )
    except Refused as refused:
        return _asking(visit, back, login=login, refused=refused.message)
    return let_in(visit, signed, back)


@router.get("/sign-in/code")
def code(visit: Halfway, back: str = "") -> Response:
    if visit.awaits != "totp":
        return visit.go(local(back))
    return visit.page("code.html", back=local(back), refused=None)


@router.post("/sign-in/code")
def entering(visit: Halfway, form: Form) -> Response:
    back = local(text(form, "back"))
    try:
        signed = visit.house.gate.with_code(
            visit.session, text(form, "code", 12), address=caller(visit)["address"]
        )
    except Refused as refused:
        return visit.page("code.html", back=back, refused=refused.message)
    return let_in(visit, signed, back)


@router.get("/sign-in/provider")
async def provider(visit: Anybody, back: str = "") -> Response:
    begun = await _oidc(visit).begin(local(back), _coming_back(visit))
    visit.keep(STATE, begun.state, seconds=None)
    return visit.go(begun.url)


@router.get("/sign-in/provider/back")
async def provider_back(visit: Anybody) -> Response:
    try:
        signed, back = await _oidc(visit).finish(
            dict(visit.request.query_params),
            kept_state=visit.request.cookies.get(STATE, ""),
            redirect_uri=_coming_back(visit),
            **caller(visit),
        )
    except Refused as refused:
        return await asyncio.to_thread(_asking, visit, "/", refused=refused.message)
    visit.keep(STATE, "", seconds=0)
    return let_in(visit, signed, local(back))


def _oidc(visit: Visit) -> Oidc:
    if visit.house.oidc is None:
        raise not_found()
    return visit.house.oidc


def _coming_back(visit: Visit) -> str:
    return str(visit.request.url_for("provider_back"))


@router.post("/sign-out")
def sign_out(visit: Anybody, form: Form) -> Response:
    if visit.session:
        sessions.end(visit.hub.store, visit.session)
    visit.keep(SESSION, "", seconds=0)
    return visit.go("/sign-in", Message(id="desk-signed-out"))


@router.post("/preferences")
def preferences(visit: Anybody, form: Form) -> Response:
    language, theme = text(form, "language", 10), text(form, "theme", 10)
    if language in set(Language):
        visit.keep(LANGUAGE, language)
    if theme in THEMES:
        visit.keep(THEME, theme)
    return visit.go(local(text(form, "back")))

"""The desk as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from desk import failing
from desk.api.app import api
from desk.guard import Guard
from desk.house import open_house
from desk.problems import Refused
from desk.routes import ROUTERS
from desk.static_files import Static
from hub.bootstrap import Hub


def create_app(hub: Hub) -> FastAPI:
    """Pages below `/`, the JSON API below `/api/v1`. While it runs, it also sends what is asked for at it."""
    house = open_house(hub)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with house.courier.working():
            yield
        if house.oidc is not None:
            await house.oidc.aclose()

    app = FastAPI(title="Liandong desk", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.house = house
    for router in ROUTERS:
        app.include_router(router)
    programs = api()
    programs.state.house = house
    app.mount("/api/v1", programs)
    app.mount("/static", Static())
    app.add_middleware(Guard, answer=_refuse)
    for kind in (*failing.FORESEEN, HTTPException):
        app.add_exception_handler(kind, failing.as_page)
    return app


async def _refuse(scope: Scope, receive: Receive, send: Send, refused: Refused) -> None:
    # What fails outside the application has no routes and no exception handlers any more.
    request = Request(scope, receive)
    response: Response | RedirectResponse = failing.plain(request, refused)
    await response(scope, receive, send)

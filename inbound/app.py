"""The door as an ASGI application."""

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from hub.bootstrap import Hub
from hub.secret_references import resolve_secret
from hub.settings import Settings
from inbound.callbacks import Callbacks
from inbound.knocks import Knocks
from inbound.manners import Manners
from inbound.problems import Refused, answer
from inbound.schemes import Schemes


def create_app(hub: Hub, *, intake_token: str | None = None) -> FastAPI:
    """The callbacks, the scheme intake and a sign of life. No page shows what is behind it."""
    app = FastAPI(title="Liandong inbound", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(Refused, answer)
    app.add_exception_handler(HTTPException, answer)
    app.add_middleware(Manners)
    knocks = Knocks(hub.store)
    callbacks, schemes = Callbacks(hub, knocks), Schemes(hub, knocks, intake_token)

    @app.post("/callbacks/{company}")
    async def callback(company: str, request: Request) -> Response:
        return await callbacks.take(company, request)

    @app.post("/schemes")
    async def scheme(request: Request) -> Response:
        return await schemes.take(request)

    @app.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "ok"}

    return app


def intake_token_of(settings: Settings) -> str | None:
    """The token of the scheme intake, from where the configuration says. Raises `SecretMissing`."""
    reference = settings.inbound.intake_token
    if reference is None:
        return None
    where = {str(how): place for how, place in reference.items()}
    return resolve_secret(where, settings.home, field="inbound.intake_token")

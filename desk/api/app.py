"""The API as an application of its own below `/api/v1`: its document, and its refusals as problem details."""

from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from desk.api import failures, jobs, people, problems, projects, session
from desk.failing import FORESEEN

_DESCRIPTION: Final = """\
All that the liaison desk's pages do. Sign in by `POST /session` and send the token as `Authorization: Bearer …`, or
call from a page of the desk with its own cookie. Refusals are problem details (RFC 9457) whose `detail` is a sentence,
Chinese, or English where `Accept-Language` begins with `en`.
"""


def api() -> FastAPI:
    """The application. Its state is set by whoever mounts it."""
    app = FastAPI(
        title="Liandong desk",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    for router in (session.router, failures.router, jobs.router, projects.router, people.router):
        app.include_router(router)
    for kind in (*FORESEEN, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, problems.answer)
    return app

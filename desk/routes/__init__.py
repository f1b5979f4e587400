"""The desk's pages, a module for each part of it."""

from typing import Final

from fastapi import APIRouter

from desk.routes import (
    account,
    audit,
    bulk,
    companies,
    correcting,
    documents,
    entrance,
    failure,
    failures,
    mapping,
    people,
    projects,
    reconcile,
    report,
    today,
    work,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    entrance.router,
    account.router,
    today.router,
    failures.router,
    correcting.router,
    failure.router,
    bulk.router,
    projects.router,
    documents.router,
    mapping.router,
    work.router,
    companies.router,
    reconcile.router,
    report.router,
    audit.router,
    people.router,
)

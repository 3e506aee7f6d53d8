"""The pages, one subject a file; this is the one place that lists them."""

from __future__ import annotations

from fastapi import APIRouter

from deskwise.web.pages import data, definitions, health, metric, overview, requests, theme, ticket

PAGES: tuple[APIRouter, ...] = (
    health.router,
    theme.router,
    overview.router,
    definitions.router,
    metric.router,
    requests.router,
    ticket.router,
    data.router,
)

"""The routes, one subject a file; this is the one place that lists them."""

from __future__ import annotations

from fastapi import APIRouter

from deskwise.api.routes import (
    analyses,
    audit,
    catalogue,
    customers,
    data,
    disputes,
    events,
    me,
    openapi,
    people_figures,
    readings,
    requests,
    rulings,
    standing,
    tickets,
    time_notes,
    webhooks,
)

ROUTERS: tuple[APIRouter, ...] = (
    openapi.router,
    me.router,
    catalogue.router,
    readings.router,
    analyses.router,
    standing.router,
    requests.router,
    tickets.router,
    rulings.router,
    disputes.router,
    customers.router,
    people_figures.router,
    data.router,
    time_notes.router,
    audit.router,
    events.router,
    webhooks.router,
)

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
    objective_acts,
    objectives,
    openapi,
    people,
    people_figures,
    personal_data,
    readings,
    reasons,
    requests,
    rulings,
    settings,
    standing,
    tickets,
    time_notes,
    tokens,
    webhooks,
)

ROUTERS: tuple[APIRouter, ...] = (
    openapi.router,
    me.router,
    catalogue.router,
    readings.router,
    analyses.router,
    reasons.router,
    standing.router,
    objectives.router,
    objective_acts.router,
    requests.router,
    tickets.router,
    rulings.router,
    disputes.router,
    customers.router,
    people_figures.router,
    data.router,
    time_notes.router,
    people.router,
    tokens.router,
    settings.router,
    personal_data.router,
    audit.router,
    events.router,
    webhooks.router,
)

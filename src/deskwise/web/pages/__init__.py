"""The pages, one subject a file; this is the one place that lists them."""

from __future__ import annotations

from fastapi import APIRouter

from deskwise.web.pages import (
    account,
    agents,
    audit,
    comments,
    customers,
    data,
    definitions,
    disputes,
    health,
    import_wizard,
    language,
    metric,
    one_time_links,
    overview,
    people,
    provider_sign_in,
    requests,
    rulings,
    settings,
    settings_saving,
    sign_in,
    theme,
    ticket,
    tokens,
)

PAGES: tuple[APIRouter, ...] = (
    health.router,
    theme.router,
    language.router,
    sign_in.router,
    provider_sign_in.router,
    one_time_links.router,
    account.router,
    people.router,
    audit.router,
    settings.router,
    settings_saving.router,
    tokens.router,
    overview.router,
    definitions.router,
    metric.router,
    requests.router,
    agents.router,
    customers.router,
    comments.router,
    ticket.router,
    rulings.router,
    disputes.router,
    data.router,
    import_wizard.router,
)

"""Which pages are looked at in a browser, in every width and theme, and which addresses are no pages."""

from __future__ import annotations

from starlette.routing import compile_path

from deskwise.web.route_access import ROUTES

ADDRESSES = [path for method, path in ROUTES if method == "GET"]
# On the sample company, by whoever sits at the machine; TICKET is one that was escalated.
IN_SAMPLE = (
    "/", "/?period=quarter&where.team=specialists", "/metrics", "/metrics/first_response_time",
    "/metrics/requests_handled?every=day&by=team", "/metrics/uptime", "/requests?metric=first_response_time",
    "/requests?metric=csat&where.team=nobody", "/definitions", "/definitions/first_contact_resolution",
    "/data", "/data/rejects", "/data/quality/1", "/tickets/TICKET", "/agents", "/agents/ann",
    "/agents/pia?period=4_weeks", "/teams", "/teams/specialists", "/now", "/customers",
    "/analyses", "/analyses/what_changed?metric=csat&period=quarter",
    "/analyses/what_changed?metric=requests_received&by=organisation",
    "/analyses/complaint_pattern?since=2024-10-01",
    "/analyses/escalation_causes?since=2024-10-01",
    "/analyses/fair_comparison?metric=average_resolution_time&since=2025-10-01",
    "/analyses/control_chart?metric=csat", "/analyses/time_to_resolve_curve?by=channel",
    "/analyses/what_if?metric=csat&value=90%25&since=2026-07-01",
    "/analyses/contact_reasons", "/analyses/contact_reasons?by=subject",
    "/analyses/fcr_curve",
    "/analyses/knowledge_gaps?since=2025-10-01",
    "/analyses/control_chart?metric=csat", "/analyses/channels?since=2025-10-01&share=30",
    "/analyses/control_chart?metric=csat", "/analyses/staffing?shrinkage=30%25",
    "/analyses/what_if?metric=csat&value=90%25&since=2026-07-01",
    "/analyses/control_chart?metric=csat",
    "/analyses/expectations?against=touches&by=channel&since=2024-10-01",
    "/analyses/expectations?outcome=recontact&against=contacts&by=channel&since=2024-10-01",
    "/analyses/retention",
    "/analyses/control_chart?metric=csat", "/analyses/knowledge_gaps?since=2025-10-01",
    "/analyses/problem_candidates?since=2026-03-01",
    "/customers/cus-00001", "/organisations", "/organisations/org-001", "/comments", "/disputes",
    "/objectives",
)  # fmt: skip
# In a workspace with people and settings, by an admin; PERSON is who was invited there.
IN_OFFICE = (
    "/settings", "/settings/versions", "/settings/file", "/settings/saving", "/settings/edit/calendar",
    "/settings/edit/counting", "/settings/edit/teams", "/settings/edit/schedules", "/settings/edit/sla",
    "/settings/edit/privacy", "/settings/edit/connections", "/tokens", "/personal-data", "/people",
    "/people/PERSON", "/account", "/audit", "/data/import",
)  # fmt: skip
# Pages that belong to a course of things, each looked at where it is clicked through.
ON_THE_WAY = {
    "/sign-in": "test_people_in_browser",
    "/set-up/{secret}": "test_people_in_browser",
    "/join/{secret}": "test_people_in_browser",
    "/new-password/{secret}": "test_people_in_browser",
    "/data/import/{upload}": "test_wizard_in_browser",
    "/objectives/review": "test_objectives_in_browser",
    "/objectives/owed": "test_objectives_in_browser",
    "/objectives/new": "test_objectives_in_browser",
    "/objectives/choose": "test_objectives_in_browser",
    "/objectives/cycles/new": "test_objectives_in_browser",
    "/objectives/cycles/{cycle}": "test_objectives_in_browser",
    "/objectives/{objective}/change": "test_objectives_in_browser",
    "/objectives/{objective}": "test_objective_in_browser",
    "/objectives/{objective}/key-results/new": "test_objectives_in_browser",
    "/key-results/{key_result}/change": "test_objectives_in_browser",
}
NO_PAGES = {
    "/health": "a word",
    "/ready": "a word",
    "/prometheus": "numbers for a program",
    "/sign-in/provider": "leads to the provider",
    "/sign-in/provider/back": "leads to where one was",
    "/now/changes": "events",
    "/data/import/{upload}/progress": "a part of a page",
    "/tickets": "leads to a ticket",
}
ENDINGS_OF_FILES = (".csv", ".json", ".toml", "{form}")


def route_of(address: str) -> str:
    """The first route, in their order, that an address is of; what is at none is its own."""
    path = address.partition("?")[0]
    return next((route for route in ADDRESSES if compile_path(route)[0].fullmatch(path)), path)

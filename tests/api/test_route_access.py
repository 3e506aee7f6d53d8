"""Every route of the API, walked: it is in the table, and the table holds for each scope and for nobody."""

from __future__ import annotations

import itertools

import pytest
from fastapi import FastAPI

from api.conftest import SCOPES, ApiRig, Program
from deskwise.api.app import create_api
from deskwise.api.route_access import ROUTES, Needs, On, routes_of
from deskwise.api.routes import ROUTERS
from deskwise.app.access.holders import Scope
from deskwise.app.access.table import TABLE, Reach
from deskwise.app.access.things import Act, Kind

FILLED = {
    "{name}": "csat", "{ticket:path}": "T/1", "{connection}": "desk", "{dispute}": "8a60",
    "{customer:path}": "C/1", "{organisation:path}": "O/1", "{agent:path}": "a/1", "{team:path}": "support",
    "{person}": "0a", "{token}": "0a", "{number}": "77", "{objective}": "0a", "{key_result}": "0a",
}  # fmt: skip
SIGNED = {"Deskwise-Timestamp": "1", "Deskwise-Signature": "v1=0"}
QUERIES = {"/requests": "?metric=csat&limit=1", "/readings": "?metric=csat", "/rulings": "?ticket=T/1"}


def address_of(path: str) -> str:
    for part, value in FILLED.items():
        path = path.replace(part, value)
    return path + QUERIES.get(path, "")


def expected(needed: Needs | On, scope: str | None) -> str:
    if needed is Needs.NOTHING:
        return "in"
    if needed is Needs.SIGNATURE:
        return "token"
    if scope is None:
        return "token"
    if isinstance(needed, On) and TABLE[needed.kind, needed.act].of_scope(Scope(scope)) is Reach.NONE:
        return "refused"
    return "in"


def test_every_route_is_in_the_table_and_the_table_names_no_other() -> None:
    assert {route for route, _ in routes_of(ROUTERS)} == set(ROUTES)


@pytest.mark.parametrize(("route", "scope"), list(itertools.product(ROUTES, [*SCOPES, None])))
def test_a_scope_comes_as_far_as_the_table_says(
    rig: ApiRig, route: tuple[str, str], scope: str | None
) -> None:
    method, path = route
    program = rig.program(scope)
    answer = (
        program.get(address_of(path))
        if method == "GET"
        else program.send(method, address_of(path), {}, headers=SIGNED)
    )
    told = {401: "token", 403: "refused"}.get(answer.status_code, "in")
    assert answer.status_code != 500
    assert told == expected(ROUTES[route], scope), answer.text


def test_a_route_that_nobody_listed_is_refused(rig: ApiRig) -> None:
    app = create_api(rig.opened)
    assert isinstance(app, FastAPI)

    @app.get("/forgotten")
    def forgotten() -> str:
        return "figures"

    answer = Program(app, rig.secrets["admin"]).get("/forgotten")
    assert answer.status_code == 403
    assert "figures" not in answer.text


def test_what_the_log_gives_is_changed_by_no_address() -> None:
    changed = {each.kind for each in ROUTES.values() if isinstance(each, On) and each.act is Act.CHANGE}
    # A ruling is an event of its own: what it is about stays as it is.
    assert changed <= {
        Kind.ANNOTATIONS, Kind.DATA, Kind.RULING, Kind.DISPUTE, Kind.PEOPLE, Kind.TOKENS, Kind.SETTINGS,
        Kind.PERSONAL_DATA, Kind.REASONS, Kind.OBJECTIVES, Kind.OBJECTIVE_TALK,
    }  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_and_addresses_are_problems(rig: ApiRig, method: str) -> None:
    for path, status in (("/nothing", 404), ("/", 404), ("/metrics/", 404), ("/annotations", 405)):
        answer = rig.program().ask(method, path)
        if method == "GET" and status == 405:
            continue
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert status != 405 or "GET" in answer.headers["allow"]

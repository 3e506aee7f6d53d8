"""Every route, walked: it is in the table, and the table holds for each role and for nobody."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.routing import Mount

from deskwise.app.access.holders import Role
from deskwise.app.access.table import TABLE, Reach
from deskwise.app.access.things import Act, Kind
from deskwise.web.app import create_app
from deskwise.web.pages import PAGES
from deskwise.web.route_access import OF_NOBODY, ROUTES, Needs, On, routes_of
from deskwise.web.static_files import FOLDERS
from web.conftest import CLOCK, Site
from web.people_rig import PeopleRig

FILLED = {
    "{secret}": "x" * 43, "{name}": "first_response_time", "{ticket:path}": "TICKET", "{person}": "nobody",
    "{token}": "nothing", "{agent:path}": "nobody", "{team:path}": "nobody", "{upload}": "0" * 24,
    "{customer:path}": "nobody",
    "{organisation:path}": "nobody", "{section}": "counting",
    "{cycle}": "nothing", "{objective}": "nothing", "{key_result}": "nothing", "{key}": "nothing",
    "{dispute}": "nothing", "{number}": "1",
}  # fmt: skip
QUERIES = {
    "/tickets": "?ticket=TICKET",
    "/tickets.csv": "?ticket=TICKET",
    "/ticket-course.{form}": "?ticket=TICKET",
    "/customer-history.csv": "?customer=nobody",
    "/agent-measures/{name}.csv": "?agent=nobody",
    "/agent-measures/{name}.{form}": "?agent=nobody",
}


@pytest.fixture(scope="module")
def rig(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> PeopleRig:
    """People of the sample company; their pages have no figures, since what is asked here is who comes in."""
    made = PeopleRig(tmp_path_factory.mktemp("people"))
    made.add_all("support", "anna")
    # A stream that never ends would be waited for here; so whoever may listen is told that there is no room.
    application(made).state.served.watch.stop()
    return made


def application(rig: PeopleRig) -> FastAPI:
    app = rig.app
    while not isinstance(app, FastAPI):
        app = app._app  # type: ignore[attr-defined]  # the layers around it
    return app


def test_every_route_is_in_the_table_and_the_table_names_no_other(rig: PeopleRig) -> None:
    app = application(rig)
    assert {route for route, _ in routes_of(PAGES)} == set(ROUTES)
    others = [each for each in app.routes if not hasattr(each, "original_router")]
    assert all(isinstance(each, Mount) for each in others)
    assert {each.name for each in others if isinstance(each, Mount)} == set(FOLDERS)


def test_names_of_routes_are_names_of_one(rig: PeopleRig) -> None:
    names = [name for _, name in routes_of(PAGES)]
    assert len(names) == len(set(names))


def test_a_route_that_nobody_listed_is_refused(rig: PeopleRig, sample_home: Path) -> None:
    app = create_app(sample_home, clock=CLOCK)
    inner = app
    while not isinstance(inner, FastAPI):
        inner = inner._app  # type: ignore[attr-defined]  # the layers around it

    @inner.get("/forgotten")
    def forgotten() -> str:
        return "figures"

    answer = Site(app).get("/forgotten")
    assert answer.status_code == 403
    assert "figures" not in answer.text


def address_of(path: str) -> str:
    for part, value in FILLED.items():
        path = path.replace(part, value)
    return path + QUERIES.get(path, "")


def expected(needed: Needs | On, role: str | None) -> str:
    """What a role may expect of a route: in, refused, or to sign in first."""
    if needed is Needs.NOTHING:
        return "in"
    if role in {None, "gone"}:
        return "sign in"
    if isinstance(needed, On) and TABLE[needed.kind, needed.act].of_role(Role(role)) is Reach.NONE:
        return "refused"
    return "in"


CASES = [
    pytest.param(route, role, id=f"{route[0]} {route[1]} {role}")
    for route, role in itertools.product(ROUTES, ["admin", "lead", "agent", "viewer", "gone", None])
    if route not in {("POST", "/sign-out"), ("POST", "/account/sign-out-everywhere")}
]


@pytest.mark.parametrize(("route", "role"), CASES)
def test_a_role_comes_as_far_as_the_table_says(rig: PeopleRig, route: tuple[str, str], role: str) -> None:
    method, path = route
    site = rig.site(role)
    answer = site.get(address_of(path)) if method == "GET" else site.post(address_of(path))
    told = {303: "sign in", 401: "sign in", 403: "refused"}.get(answer.status_code, "in")
    if answer.status_code == 303 and not answer.headers["location"].startswith("/sign-in"):
        told = "in"
    if path == "/sign-in" and answer.status_code in {303, 401}:
        told = "in"
    assert answer.status_code != 500
    assert told == expected(ROUTES[route], role), answer.text[-300:]


@pytest.mark.parametrize("route", [route for route in ROUTES if route[0] == "POST"])
def test_no_form_is_taken_without_its_token(rig: PeopleRig, route: tuple[str, str]) -> None:
    site = rig.site("admin")
    answers = [site.post(address_of(route[1]), token=wrong) for wrong in ("", "0" * 64, "ü")]
    assert {answer.status_code for answer in answers} == {403}


def test_nobody_is_looked_for_where_it_is_asked_whether_the_server_lives() -> None:
    assert all(ROUTES["GET", path] is Needs.NOTHING for path in OF_NOBODY)


def test_what_the_log_gives_is_changed_by_rulings_alone() -> None:
    changed = {
        needed.kind for needed in ROUTES.values() if isinstance(needed, On) and needed.act is Act.CHANGE
    }
    # An import adds to the log, and changes nothing that it says; annotations stand beside it.
    assert changed <= {
        Kind.PEOPLE, Kind.TOKENS, Kind.RULING, Kind.DISPUTE, Kind.DATA, Kind.SETTINGS, Kind.PERSONAL_DATA,
        Kind.ANNOTATIONS, Kind.REASONS, Kind.OBJECTIVES, Kind.OBJECTIVE_TALK,
    }  # fmt: skip

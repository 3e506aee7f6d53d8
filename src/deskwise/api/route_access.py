"""What each address needs of who asks it: the one table of routes. What is not in it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fastapi import APIRouter, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from deskwise.api.caller import find_caller
from deskwise.app.access.table import require_some
from deskwise.app.access.things import Act, Kind
from deskwise.kernel.errors import NotAllowedError, UsageError


class Needs(StrEnum):
    """What an address needs that is about no thing."""

    NOTHING = "nothing"
    SIGNATURE = "a signature of what is sent"
    TOKEN = "a token that works"  # noqa: S105 - words, no secret


@dataclass(frozen=True)
class On:
    """An address that does something to things of a kind: it asks the table of access for each of them."""

    act: Act
    kind: Kind


Access = Needs | On
Route = tuple[str, str]
_READ, _CHANGE = Act.READ, Act.CHANGE

ROUTES: Mapping[Route, Access] = {
    ("GET", "/openapi.json"): Needs.NOTHING,
    ("GET", "/me"): Needs.TOKEN,
    ("GET", "/metrics"): Needs.TOKEN,
    ("GET", "/metrics/{name}"): Needs.TOKEN,
    ("GET", "/readings"): On(_READ, Kind.AGGREGATE),
    ("GET", "/overview"): On(_READ, Kind.AGGREGATE),
    ("GET", "/now"): On(_READ, Kind.AGGREGATE),
    ("GET", "/analyses"): Needs.TOKEN,
    ("GET", "/analyses/{name}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/requests"): On(_READ, Kind.REQUESTS),
    ("GET", "/tickets/{ticket:path}"): On(_READ, Kind.TICKET),
    ("GET", "/rulings"): On(_READ, Kind.RULING),
    ("POST", "/rulings"): On(_CHANGE, Kind.RULING),
    ("POST", "/rulings/taken-back"): On(_CHANGE, Kind.RULING),
    ("GET", "/disputes"): On(_READ, Kind.DISPUTE),
    ("POST", "/disputes"): On(_CHANGE, Kind.DISPUTE),
    ("POST", "/disputes/{dispute}/declined"): On(_CHANGE, Kind.RULING),
    ("GET", "/comments"): On(_READ, Kind.COMMENTS),
    ("GET", "/customers"): On(_READ, Kind.CUSTOMER),
    ("GET", "/customers/{customer:path}"): On(_READ, Kind.CUSTOMER),
    ("GET", "/organisations"): On(_READ, Kind.CUSTOMER),
    ("GET", "/organisations/{organisation:path}"): On(_READ, Kind.CUSTOMER),
    ("GET", "/agents"): On(_READ, Kind.AGENT_FIGURES),
    ("GET", "/agents/{agent:path}"): On(_READ, Kind.AGENT_FIGURES),
    ("GET", "/teams"): On(_READ, Kind.AGGREGATE),
    ("GET", "/teams/{team:path}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/sources"): On(_READ, Kind.DATA),
    ("GET", "/rejects"): On(_READ, Kind.DATA),
    ("GET", "/quality"): On(_READ, Kind.DATA),
    ("GET", "/annotations"): On(_READ, Kind.ANNOTATIONS),
    ("POST", "/annotations"): On(_CHANGE, Kind.ANNOTATIONS),
    ("GET", "/reasons"): On(_READ, Kind.REASONS),
    ("POST", "/reasons/named"): On(_CHANGE, Kind.REASONS),
    ("POST", "/reasons/merged"): On(_CHANGE, Kind.REASONS),
    ("POST", "/reasons/name-taken-back"): On(_CHANGE, Kind.REASONS),
    ("GET", "/okr/cycles"): On(_READ, Kind.OBJECTIVES),
    ("GET", "/okr/objectives"): On(_READ, Kind.OBJECTIVES),
    ("GET", "/okr/objectives/{objective}"): On(_READ, Kind.OBJECTIVES),
    ("POST", "/okr/objectives/{objective}/remarks"): On(_CHANGE, Kind.OBJECTIVE_TALK),
    ("POST", "/okr/objectives/{objective}/proposed"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/okr/objectives/{objective}/activated"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/okr/key-results/{key_result}/check-ins"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/okr/key-results/{key_result}/overrides"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/okr/key-results/{key_result}/resumed"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/people"): On(_READ, Kind.PEOPLE),
    ("POST", "/people"): On(_CHANGE, Kind.PEOPLE),
    ("GET", "/people/{person}"): On(_READ, Kind.PEOPLE),
    ("PATCH", "/people/{person}"): On(_CHANGE, Kind.PEOPLE),
    ("POST", "/people/{person}/active"): On(_CHANGE, Kind.PEOPLE),
    ("POST", "/people/{person}/password-link"): On(_CHANGE, Kind.PEOPLE),
    ("GET", "/tokens"): On(_READ, Kind.TOKENS),
    ("POST", "/tokens"): On(_CHANGE, Kind.TOKENS),
    ("DELETE", "/tokens/{token}"): On(_CHANGE, Kind.TOKENS),
    ("GET", "/settings"): On(_READ, Kind.SETTINGS),
    ("PUT", "/settings"): On(_CHANGE, Kind.SETTINGS),
    ("GET", "/settings/versions"): On(_READ, Kind.SETTINGS),
    ("GET", "/settings/versions/{number}"): On(_READ, Kind.SETTINGS),
    ("POST", "/personal-data"): On(_READ, Kind.PERSONAL_DATA),
    ("GET", "/personal-data/forgotten"): On(_READ, Kind.PERSONAL_DATA),
    ("POST", "/personal-data/forget"): On(_CHANGE, Kind.PERSONAL_DATA),
    ("POST", "/personal-data/expired"): On(_CHANGE, Kind.PERSONAL_DATA),
    ("GET", "/audit"): On(_READ, Kind.AUDIT),
    ("POST", "/events"): On(_CHANGE, Kind.DATA),
    ("POST", "/webhooks/{connection}"): Needs.SIGNATURE,
}

# What asks for no token: a delivery is known by its signature, which its route checks.
OF_NO_TOKEN = frozenset({Needs.NOTHING, Needs.SIGNATURE})


def routes_of(routers: tuple[APIRouter, ...]) -> Iterator[tuple[Route, APIRoute]]:
    """Every route of some routers."""
    for router in routers:
        for each in router.routes:
            assert isinstance(each, APIRoute), "the API's routes are FastAPI's, which are all checked"
            for method in sorted(each.methods or ()):
                yield (method, each.path), each


def check_access(request: Request) -> None:
    """What every route depends on: who asks, whether they may at all, and whether every word is known.

    Raises `TokenNeededError`, `NotAllowedError` and `UsageError`.
    """
    route = request.scope["route"]
    needed = ROUTES.get((request.method, route.path))
    if needed is None:
        raise NotAllowedError("nobody may ask this address", do="see the routes in openapi.json")
    if needed not in OF_NO_TOKEN:
        request.state.caller = found = find_caller(request)
        if isinstance(needed, On):
            require_some(found.token, needed.act, needed.kind)
    _check_words(request, route)


def _check_words(request: Request, route: APIRoute) -> None:
    # A misspelt filter that is passed over would give another figure than was asked for.
    known = {each.alias for each in get_flat_params(route.dependant)}
    if not known.issuperset(request.query_params):
        named = ", ".join(sorted(known)) or "none"
        raise UsageError("the address holds a parameter that there is not", do=f"use these: {named}")

"""What each address needs of who asks it: the one table of routes. What is not in it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fastapi import Request
from fastapi.routing import APIRoute, APIRouter

from deskwise.app.access.things import Act, Kind
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import say
from deskwise.web.form_tokens import FIELD, HEADER, check_form
from deskwise.web.posted_forms import Posted
from deskwise.web.visitor import SignInNeededError, Visitor, WhoIsLooking, not_allowed


class Needs(StrEnum):
    """What an address needs that is about no thing."""

    NOTHING = "nothing"
    LOOKING = "somebody who may look"
    PERSON = "somebody who is signed in"


@dataclass(frozen=True)
class On:
    """An address that does something to things of a kind: its page asks the table of access for each."""

    act: Act
    kind: Kind


Access = Needs | On
Route = tuple[str, str]
_READ, _CHANGE = Act.READ, Act.CHANGE

ROUTES: Mapping[Route, Access] = {
    ("GET", "/health"): Needs.NOTHING,
    ("GET", "/ready"): Needs.NOTHING,
    # It asks for a token of its own.
    ("GET", "/prometheus"): Needs.NOTHING,
    ("POST", "/theme"): Needs.NOTHING,
    ("POST", "/language"): Needs.NOTHING,
    ("GET", "/sign-in"): Needs.NOTHING,
    ("POST", "/sign-in"): Needs.NOTHING,
    ("GET", "/sign-in/provider"): Needs.NOTHING,
    ("GET", "/sign-in/provider/back"): Needs.NOTHING,
    ("POST", "/sign-out"): Needs.NOTHING,
    ("GET", "/set-up/{secret}"): Needs.NOTHING,
    ("POST", "/set-up/{secret}"): Needs.NOTHING,
    ("GET", "/join/{secret}"): Needs.NOTHING,
    ("POST", "/join/{secret}"): Needs.NOTHING,
    ("GET", "/new-password/{secret}"): Needs.NOTHING,
    ("POST", "/new-password/{secret}"): Needs.NOTHING,
    ("GET", "/account"): Needs.PERSON,
    ("POST", "/account"): Needs.PERSON,
    ("POST", "/account/password"): Needs.PERSON,
    ("POST", "/account/sign-out-everywhere"): Needs.PERSON,
    ("POST", "/account/tokens"): Needs.PERSON,
    ("POST", "/account/tokens/{token}/revoke"): Needs.PERSON,
    ("GET", "/people"): On(_READ, Kind.PEOPLE),
    ("POST", "/people"): On(_CHANGE, Kind.PEOPLE),
    ("GET", "/people/{person}"): On(_READ, Kind.PEOPLE),
    ("POST", "/people/{person}"): On(_CHANGE, Kind.PEOPLE),
    ("POST", "/people/{person}/active"): On(_CHANGE, Kind.PEOPLE),
    ("POST", "/people/{person}/password-link"): On(_CHANGE, Kind.PEOPLE),
    ("GET", "/audit"): On(_READ, Kind.AUDIT),
    ("GET", "/audit.csv"): On(_READ, Kind.AUDIT),
    ("GET", "/personal-data"): On(_READ, Kind.PERSONAL_DATA),
    ("POST", "/personal-data"): On(_READ, Kind.PERSONAL_DATA),
    ("POST", "/personal-data/forget"): On(_CHANGE, Kind.PERSONAL_DATA),
    ("POST", "/personal-data/expired"): On(_CHANGE, Kind.PERSONAL_DATA),
    ("GET", "/tokens"): On(_READ, Kind.TOKENS),
    ("POST", "/tokens"): On(_CHANGE, Kind.TOKENS),
    ("POST", "/tokens/{token}/revoke"): On(_CHANGE, Kind.TOKENS),
    ("GET", "/settings"): On(_READ, Kind.SETTINGS),
    ("GET", "/settings/versions"): On(_READ, Kind.SETTINGS),
    ("GET", "/settings/file"): On(_READ, Kind.SETTINGS),
    ("POST", "/settings/file"): On(_CHANGE, Kind.SETTINGS),
    ("GET", "/settings/edit/{section}"): On(_READ, Kind.SETTINGS),
    ("POST", "/settings/edit/{section}"): On(_CHANGE, Kind.SETTINGS),
    ("POST", "/settings/save"): On(_CHANGE, Kind.SETTINGS),
    ("GET", "/settings/saving"): On(_READ, Kind.SETTINGS),
    ("GET", "/"): On(_READ, Kind.AGGREGATE),
    ("GET", "/now"): On(_READ, Kind.AGGREGATE),
    ("GET", "/now/changes"): On(_READ, Kind.AGGREGATE),
    ("GET", "/definitions"): Needs.LOOKING,
    ("GET", "/definitions/{name}"): Needs.LOOKING,
    ("GET", "/metrics"): Needs.LOOKING,
    ("GET", "/metrics/{name}.csv"): On(_READ, Kind.AGGREGATE),
    ("GET", "/metrics/{name}/chart.{form}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/metrics/{name}/chart-{size}.json"): On(_READ, Kind.AGGREGATE),
    ("GET", "/metrics/{name}/groups.csv"): On(_READ, Kind.AGGREGATE),
    ("GET", "/metrics/{name}/groups.{form}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/metrics/{name}/spread.csv"): On(_READ, Kind.AGGREGATE),
    ("GET", "/metrics/{name}/spread-{size}.json"): On(_READ, Kind.AGGREGATE),
    ("GET", "/metrics/{name}/spread.{form}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/metrics/{name}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/analyses"): Needs.LOOKING,
    ("GET", "/analyses/{name}.csv"): On(_READ, Kind.AGGREGATE),
    ("GET", "/analyses/{name}/chart.{form}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/analyses/{name}/chart-{size}.json"): On(_READ, Kind.AGGREGATE),
    ("GET", "/analyses/{name}"): On(_READ, Kind.AGGREGATE),
    ("POST", "/analyses/control_chart/limits"): On(_CHANGE, Kind.ANNOTATIONS),
    ("POST", "/analyses/control_chart/limits/taken-back"): On(_CHANGE, Kind.ANNOTATIONS),
    ("POST", "/analyses/contact_reasons/named"): On(_CHANGE, Kind.REASONS),
    ("POST", "/analyses/contact_reasons/name-taken-back"): On(_CHANGE, Kind.REASONS),
    ("GET", "/requests"): On(_READ, Kind.REQUESTS),
    ("GET", "/requests.csv"): On(_READ, Kind.REQUESTS),
    ("GET", "/overview-course/{name}.{form}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/ticket-course.{form}"): On(_READ, Kind.TICKET),
    ("GET", "/tickets"): On(_READ, Kind.TICKET),
    ("GET", "/tickets.csv"): On(_READ, Kind.TICKET),
    ("GET", "/tickets/{ticket:path}"): On(_READ, Kind.TICKET),
    ("GET", "/agents"): On(_READ, Kind.AGENT_FIGURES),
    ("GET", "/teams"): On(_READ, Kind.AGGREGATE),
    ("GET", "/teams/{team:path}"): On(_READ, Kind.AGGREGATE),
    ("GET", "/agents/{agent:path}"): On(_READ, Kind.AGENT_FIGURES),
    ("GET", "/agent-measures/{name}.csv"): On(_READ, Kind.AGENT_FIGURES),
    ("GET", "/agent-measures/{name}.{form}"): On(_READ, Kind.AGENT_FIGURES),
    ("POST", "/rulings"): On(_CHANGE, Kind.RULING),
    ("POST", "/rulings/taken-back"): On(_CHANGE, Kind.RULING),
    ("GET", "/customers"): On(_READ, Kind.CUSTOMER),
    ("GET", "/customers/{customer:path}"): On(_READ, Kind.CUSTOMER),
    ("GET", "/organisations"): On(_READ, Kind.CUSTOMER),
    ("GET", "/organisations/{organisation:path}"): On(_READ, Kind.CUSTOMER),
    ("GET", "/customer-history.csv"): On(_READ, Kind.CUSTOMER),
    ("GET", "/comments"): On(_READ, Kind.COMMENTS),
    ("GET", "/comments.csv"): On(_READ, Kind.COMMENTS),
    ("GET", "/disputes"): On(_READ, Kind.DISPUTE),
    ("POST", "/disputes"): On(_CHANGE, Kind.DISPUTE),
    ("POST", "/disputes/{dispute}/declined"): On(_CHANGE, Kind.RULING),
    ("GET", "/objectives"): On(_READ, Kind.OBJECTIVES),
    ("GET", "/objectives/review"): On(_READ, Kind.OBJECTIVES),
    ("GET", "/objectives/owed"): Needs.PERSON,
    ("GET", "/objectives/cycles/new"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/objectives/cycles"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/objectives/cycles/{cycle}"): On(_READ, Kind.OBJECTIVES),
    ("POST", "/objectives/cycles/{cycle}"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/objectives/cycles/{cycle}/state"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/objectives/new"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/objectives"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/objectives/choose"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/objectives/{objective}/change"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/objectives/{objective}/change"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/objectives/{objective}/key-results/new"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/objectives/{objective}/key-results"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/key-results/{key_result}/change"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/key-results/{key_result}/change"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/objectives/{objective}"): On(_READ, Kind.OBJECTIVES),
    ("GET", "/objectives/{objective}/key-results/{key}/course.csv"): On(_READ, Kind.OBJECTIVES),
    ("GET", "/objectives/{objective}/key-results/{key}/course-{size}.json"): On(_READ, Kind.OBJECTIVES),
    ("GET", "/objectives/{objective}/key-results/{key}/course.{form}"): On(_READ, Kind.OBJECTIVES),
    ("POST", "/objectives/{objective}/state"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/objectives/{objective}/remarks"): On(_CHANGE, Kind.OBJECTIVE_TALK),
    ("POST", "/objectives/{objective}/part"): On(_CHANGE, Kind.OBJECTIVE_TALK),
    ("POST", "/objectives/{objective}/closed"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/objectives/{objective}/carried-over"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/key-results/{key_result}/check-ins"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/key-results/{key_result}/override"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/key-results/{key_result}/resume"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/key-results/{key_result}/milestones"): On(_CHANGE, Kind.OBJECTIVES),
    ("POST", "/key-results/{key_result}/definition"): On(_CHANGE, Kind.OBJECTIVES),
    ("GET", "/data"): On(_READ, Kind.DATA),
    ("GET", "/data/rejects"): On(_READ, Kind.DATA),
    ("GET", "/data/rejects.csv"): On(_READ, Kind.DATA),
    ("GET", "/data/quality/{number}"): On(_READ, Kind.DATA),
    # What is shown of a file on its way holds customers' words, and is for whoever may bring them in.
    ("GET", "/data/import"): On(_CHANGE, Kind.DATA),
    ("POST", "/data/import"): On(_CHANGE, Kind.DATA),
    ("GET", "/data/import/{upload}"): On(_CHANGE, Kind.DATA),
    ("POST", "/data/import/{upload}"): On(_CHANGE, Kind.DATA),
    ("GET", "/data/import/{upload}/progress"): On(_CHANGE, Kind.DATA),
    ("GET", "/data/import/{upload}/mapping.toml"): On(_CHANGE, Kind.DATA),
    ("POST", "/data/import/{upload}/begin"): On(_CHANGE, Kind.DATA),
    ("POST", "/data/import/{upload}/stop"): On(_CHANGE, Kind.DATA),
    ("POST", "/data/import/{upload}/remove"): On(_CHANGE, Kind.DATA),
}
# What is asked so often, or by what has no cookies, that nobody is looked for.
OF_NOBODY = frozenset({"/health", "/ready", "/prometheus"})
# Addresses that hold what is used up when they are opened.
WORKING_ONCE = frozenset({"/sign-in/provider/back"})
# Pages whose address is a secret name themselves to nobody, so their forms come from an unnamed origin.
SECRET_PATHS = frozenset({"/set-up/{secret}", "/join/{secret}", "/new-password/{secret}"})


def routes_of(routers: tuple[APIRouter, ...]) -> Iterator[tuple[Route, str]]:
    """Every route of some routers, with its name."""
    for router in routers:
        for each in router.routes:
            assert isinstance(each, APIRoute), "pages are routes of FastAPI, which are all checked"
            for method in sorted(each.methods or ()):
                yield (method, each.path), each.name


def look(request: Request) -> Visitor | None:
    """Find out who is looking, and keep it beside the request; null where nobody is known."""
    # Whatever goes wrong here is not tried again for the page that tells of it.
    request.state.visitor = None
    who: WhoIsLooking = request.app.state.who_is_looking
    request.state.visitor = found = who(request)
    return found


def check_access(request: Request, form: Posted) -> None:
    """What every route depends on: who asks, whether they may at all, and whether a form is of our pages.

    Raises `SignInNeededError` and `NotAllowedError`.
    """
    path = request.scope["route"].path
    needed = ROUTES.get((request.method, path))
    if needed is None:
        raise NotAllowedError(say("nobody may ask this address"), do=say("follow a link of these pages"))
    found = None
    if path not in OF_NOBODY:
        found = look(request)
    if needed is not Needs.NOTHING and found is None:
        raise SignInNeededError
    if request.method != "GET":
        said = request.headers.get(HEADER) or form.one(FIELD)
        of_session = needed is not Needs.NOTHING
        check_form(request, said, only_session=of_session, unnamed_origin=path in SECRET_PATHS)
    if found is not None:
        _check(needed, found)


def _check(needed: Access, found: Visitor) -> None:
    if isinstance(needed, On):
        if not found.may_some(needed.act, needed.kind):
            raise not_allowed(needed.act, needed.kind)
    elif needed is Needs.PERSON and found.person is None:
        raise NotAllowedError(
            say("nobody has an account here yet"),
            do=say("open the link that the server printed when it started, or: deskwise people set-up-link"),
        )

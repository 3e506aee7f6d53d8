"""Customers and organisations: a list to look them up in, and the whole history of each."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, StreamingResponse

from deskwise.app.access.reach import Whose, whose
from deskwise.app.access.things import Act, Kind
from deskwise.app.customer_history import History, all_requests, list_customers, show_history
from deskwise.app.customer_queries import By
from deskwise.app.page_customers import request_json
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.reports.time_words import instant_words
from deskwise.web.csv_cells import csv_answer
from deskwise.web.customer_parts import (
    figure_lines,
    happening_lines,
    listing_page,
    months,
    request_lines,
)
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.visitor import Looking, Visitor, not_allowed

router = APIRouter(include_in_schema=False)
LISTED = 100
LONGEST = 500
CSV_HEAD = (
    "source", "ticket", "request", "raised_at", "customer", "channel", "category", "team", "agent",
    "first_response_elapsed_seconds", "first_response_working_seconds", "first_response", "resolved_at",
    "state", "contacts", "reopenings", "recontact", "is_a_return", "escalated",
    "complained", "rating_scale", "rating",
)  # fmt: skip


@router.get("/customers", name="customers")
def customers(request: Request, here: Here, who: Looking, customer: str | None = None) -> HTMLResponse:
    """The list; with `customer` the page of one whose id cannot stand in a path."""
    if customer is not None:
        return _page(request, here, who, "customer", customer)
    return _list(request, here, who, "customer")


@router.get("/organisations", name="organisations")
def organisations(
    request: Request, here: Here, who: Looking, organisation: str | None = None
) -> HTMLResponse:
    """The list; with `organisation` the page of one whose name cannot stand in a path."""
    if organisation is not None:
        return _page(request, here, who, "organisation", organisation)
    return _list(request, here, who, "organisation")


@router.get("/customers/{customer:path}", name="customer")
def customer(request: Request, here: Here, who: Looking, customer: str) -> HTMLResponse:
    """The history of a customer."""
    return _page(request, here, who, "customer", customer)


@router.get("/organisations/{organisation:path}", name="organisation")
def organisation(request: Request, here: Here, who: Looking, organisation: str) -> HTMLResponse:
    """The history of an organisation."""
    return _page(request, here, who, "organisation", organisation)


@router.get("/customer-history.csv", name="history_csv")
def history_csv(here: Here, who: Looking, customer: str = "", organisation: str = "") -> StreamingResponse:
    """All requests of a customer or an organisation as CSV."""
    by, name = _asked(customer, organisation)
    reach = _reach(who)
    _found(here, by, name, reach, skip=0)
    rows = (tuple(request_json(each).values()) for each in all_requests(here.workspace, by, name, reach))
    return csv_answer(f"{by}_requests", CSV_HEAD, rows)


def _asked(customer: str, organisation: str) -> tuple[By, str]:
    if bool(customer) == bool(organisation):
        raise UsageError(
            say("whose history is asked is not said"), do=say("name a customer or an organisation")
        )
    return ("customer", customer) if customer else ("organisation", organisation)


def _list(request: Request, here: Served, who: Visitor, by: By) -> HTMLResponse:
    reach, find, first = _reach(who), request.query_params.get("find", "").strip(), _place(request)
    if len(find) > LONGEST:
        raise UsageError(say("the text to look for is too long"), do=say("look for a part of the name"))
    found = list_customers(here.workspace, by, reach, find=find, skip=first, most=LISTED)
    links = Links(request)
    last = first + len(found.rows)
    page = listing_page(by)
    return render(
        request,
        "customers.html",
        nav="customers",
        by=by,
        page=page,
        find=find,
        whole=reach.everybody,
        lines=[
            (
                each,
                links.named(by, each.name),
                "" if each.organisation is None else links.named("organisation", each.organisation),
                "" if each.last_at is None else instant_words(each.last_at, found.zone),
            )
            for each in found.rows
        ],
        total=found.total,
        first=first + 1,
        last=last,
        as_of=instant_words(found.as_of, found.zone),
        more=links.page(page, {"find": find, "after": str(last)}) if last < found.total else None,
        beginning=links.page(page, {"find": find}) if first else None,
    )


def _page(request: Request, here: Served, who: Visitor, by: By, name: str) -> HTMLResponse:
    first, links = _place(request), Links(request)
    found = _found(here, by, name, _reach(who), skip=first)
    last = first + len(found.requests)
    return render(
        request,
        "history.html",
        nav="customers",
        by=by,
        page=listing_page(by),
        name=name,
        found=found,
        organisation_link=""
        if found.organisation is None
        else links.named("organisation", found.organisation),
        known=None if found.known_at is None else instant_words(found.known_at, found.zone),
        figures=figure_lines(found, links),
        months=months(found, links),
        lines=request_lines(found, links),
        first=first + 1,
        last=last,
        more=links.named(by, name, {"after": str(last)}) if last < found.total else None,
        beginning=links.named(by, name) if first else None,
        csv=links.page("history_csv", {by: name}),
        ratings=happening_lines(found, "rating", links),
        complaints=happening_lines(found, "complaint", links),
        sales=happening_lines(found, "sale", links),
        problems=happening_lines(found, "problem", links),
        stages=happening_lines(found, "stage", links),
        as_of=instant_words(found.as_of, found.zone),
    )


def _found(here: Served, by: By, name: str, reach: Whose, *, skip: int) -> History:
    """The history; whoever does not see all is told of one they may not see as of one there is not."""
    try:
        return show_history(here.workspace, by, name, reach, skip=skip)
    except UnknownNameError:
        if reach.everybody:
            raise
        raise not_allowed(Act.READ, Kind.CUSTOMER) from None


def _reach(who: Visitor) -> Whose:
    """Whose customers' tickets whoever looks may read."""
    return whose(who.holder, Kind.CUSTOMER, who.policy)


def _place(request: Request) -> int:
    said = request.query_params.get("after", "0")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise UsageError(say("the page's place is none"), do=say("begin at the first page"))
    return int(said)

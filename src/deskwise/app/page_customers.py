"""Customers, organisations and the history of each page by page, so that nothing comes twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from deskwise.app.access.holders import Holder
from deskwise.app.access.reach import whose
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Policy, Thing
from deskwise.app.customer_history import (
    CustomersListed,
    Happening,
    History,
    Listed,
    PastRequest,
    page_of_customers,
    requests_behind,
    show_history,
)
from deskwise.app.customer_queries import By
from deskwise.app.page_cursors import cursor_of, fingerprint, read_cursor
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UnknownNameError
from deskwise.metrics.readings import iso

# What is told of a history beside its requests, and under which name.
HAPPENINGS = (
    ("rating", "ratings", ("scale", "value")),
    ("complaint", "complaints", ("note", None)),
    ("sale", "sales", ("currency", "value")),
    ("problem", "problems", ("problem", "state")),
    ("stage", "stages", ("stage", None)),
)  # fmt: skip
Place = tuple[int, str, str, int]
KINDS_OF_PLACE = (int, str, str, int)


@dataclass(frozen=True)
class CustomerPage:
    """A page of customers or organisations by name. `next` is null of the last."""

    found: CustomersListed
    next: str | None

    def to_json(self, by: By) -> dict[str, Any]:
        """The object."""
        return {
            "as_of": iso(self.found.as_of),
            "total": self.found.total,
            f"{by}s": [_listed(each, by) for each in self.found.rows],
            "next": self.next,
        }


@dataclass(frozen=True)
class HistoryPage:
    """A history with a page of its requests. `next` is null of the last."""

    found: History
    requests: tuple[PastRequest, ...]
    next: str | None

    def to_json(self) -> dict[str, Any]:
        """The object."""
        found = self.found
        return {
            "as_of": iso(found.as_of),
            "zone": found.zone,
            "clock": found.clock,
            found.by: found.name,
            **({"organisation": found.organisation} if found.by == "customer" else {}),
            "known_at": iso(found.known_at),
            "customers": found.customers,
            "whole": found.whole,
            "figures": [each.to_json() for each in found.figures],
            "months": [each.to_json() for each in found.months],
            **{
                name: {
                    "total": found.of(kind).total,
                    "latest": [_happening(each, words) for each in found.of(kind).rows],
                }
                for kind, name, words in HAPPENINGS
            },
            "total": found.total,
            "requests": [request_json(each) for each in self.requests],
            "next": self.next,
        }


def page_customers(
    workspace: Workspace,
    by: By,
    holder: Holder,
    policy: Policy,
    size: int,
    *,
    find: str = "",
    cursor: str | None = None,
) -> CustomerPage:
    """The next `size` of those within reach, by name; from the first on without a cursor.

    Raises `UsageError` for a cursor that is none or of another question, `WorkspaceError` where nothing was
    imported.
    """
    asked, behind = fingerprint(["customers", by, find]), None
    if cursor is not None:
        behind = str(read_cursor(cursor, asked, (str,), nulls=False)[1][0])
    reach = whose(holder, Kind.CUSTOMER, policy)
    found = page_of_customers(workspace, by, reach, find=find, behind=behind, most=size + 1)
    if not found.rows and behind is not None:
        found = CustomersListed(
            found.as_of, found.zone, page_of_customers(workspace, by, reach, find=find, most=1).total, ()
        )
    shown = found.rows[:size]
    more = len(found.rows) > size
    page = CustomersListed(found.as_of, found.zone, found.total, shown)
    return CustomerPage(page, cursor_of(asked, 1, (shown[-1].name,)) if more else None)


def page_history(
    workspace: Workspace,
    by: By,
    name: str,
    holder: Holder,
    policy: Policy,
    size: int,
    cursor: str | None = None,
) -> HistoryPage:
    """The history of one with the next `size` of its requests, the latest first.

    Raises `UnknownNameError` for one there is not, which whoever does not see all is told as of one that they
    may not see (`NotAllowedError`); `UsageError` for a cursor that is none or of another question.
    """
    asked, place = fingerprint(["history", by, name]), None
    if cursor is not None:
        # The kinds were looked at.
        place = cast("Place", read_cursor(cursor, asked, KINDS_OF_PLACE, nulls=False)[1])
    reach = whose(holder, Kind.CUSTOMER, policy)
    try:
        found = show_history(workspace, by, name, reach, most=1)
    except UnknownNameError:
        require(holder, Act.READ, Thing(Kind.CUSTOMER), policy)
        raise
    rows = requests_behind(workspace, by, name, reach, place, size + 1)
    shown = rows[:size]
    return HistoryPage(found, shown, cursor_of(asked, 1, _place(shown)) if len(rows) > size else None)


def request_json(each: PastRequest) -> dict[str, Any]:
    """A request of a history as an object, in the words of its table."""
    return {
        "source": each.source,
        "ticket": each.ticket,
        "request": each.request,
        "raised_at": iso(each.raised_at),
        "customer": each.customer,
        "channel": each.channel,
        "category": each.category,
        "team": each.team,
        "agent": each.agent,
        "first_response_elapsed_seconds": each.wait_elapsed_seconds,
        "first_response_working_seconds": each.wait_working_seconds,
        "first_response": each.wait_outcome,
        "resolved_at": iso(each.resolved_at),
        "state": each.state,
        "contacts": each.contacts,
        "reopenings": each.reopenings,
        "recontact": each.recontact,
        "is_a_return": each.again,
        "escalated": each.escalated,
        "complained": each.complained,
        "rating_scale": each.rating_scale,
        "rating": None if each.rating is None else float(each.rating),
    }


def _place(rows: Sequence[PastRequest]) -> Place:
    last = rows[-1]
    return last.raised_at, last.source, last.ticket, last.request


def _listed(each: Listed, by: By) -> dict[str, Any]:
    return {
        "name": each.name,
        **({"organisation": each.organisation} if by == "customer" else {"customers": each.customers}),
        "known_at": iso(each.known_at),
        "requests": each.requests,
        "open": each.open,
        "last_at": iso(each.last_at),
    }


def _happening(each: Happening, words: tuple[str, str | None]) -> dict[str, Any]:
    word, amount = words
    told: dict[str, Any] = {"at": iso(each.at), "source": each.source, "ticket": each.ticket}
    told[word] = each.word or None
    if amount is not None:
        told[amount] = float(each.amount) if amount == "value" and each.amount else each.amount or None
    return told

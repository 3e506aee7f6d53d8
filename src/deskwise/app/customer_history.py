"""Customers and organisations, and the whole history of one: requests, ratings, sales and the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from deskwise.app.access.reach import Whose
from deskwise.app.customer_queries import (
    By,
    behind_name_input,
    behind_request_input,
    chosen_input,
    happenings_of,
    known_as,
    listed,
    listed_by_name,
    page_input,
    reach_input,
    requests_of,
)
from deskwise.app.followed_metric import only
from deskwise.app.headlines import usual_stat
from deskwise.app.period_reader import PeriodReader, Where
from deskwise.app.read_metrics import raise_if_nothing_yet
from deskwise.app.remembered import remembered
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import marked, say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Clock, Stat
from deskwise.metrics.input_tables import InputTable
from deskwise.metrics.readings import Reading

PAGE_SIZE = 50
# Of a state that is kept open; each is some dozen kilobytes.
MOST_REMEMBERED = 100
HAPPENINGS_SHOWN = 10
MICROSECONDS = 1_000_000
MONTHS_SHOWN = 24
# What stands at the top of a history, over all time.
FIGURES = (
    "requests_received", "first_response_time", "average_resolution_time", "recontact_rate",
    "customer_rating", "complaints", "sales_after_contact",
)  # fmt: skip
ALL_STATS: tuple[Stat, ...] = ("p50", "mean")

NONE_CALLED_SO: dict[By, str] = {
    "customer": marked("no customer of the data that you may see is called so"),
    "organisation": marked("no organisation of the data that you may see is called so"),
}


@dataclass(frozen=True)
class Listed:
    """A customer or an organisation with how many requests it has that may be read.

    `organisation` is null of one without, and of organisations; `last_at` is null where it has no request.
    """

    name: str
    organisation: str | None
    known_at: int | None
    requests: int
    customers: int
    last_at: int | None
    open: int


@dataclass(frozen=True)
class CustomersListed:
    """A page of customers or organisations, that with the latest request first, and how many there are."""

    as_of: int
    zone: str
    total: int
    rows: tuple[Listed, ...]


@dataclass(frozen=True)
class PastRequest:
    """A request of a history. Durations are in seconds, null while they last or where no schedule applies.

    `wait_outcome` is of the first response, null where there was nothing to wait for. `recontact` says that
    the customer came back after its first resolution, null where that cannot be told yet; `again` that it is
    itself such a return. `rating` is the last that counts, on its scale.
    """

    source: str
    ticket: str
    request: int
    raised_at: int
    customer: str | None
    channel: str | None
    category: str | None
    team: str | None
    agent: str | None
    wait_elapsed_seconds: float | None
    wait_working_seconds: float | None
    wait_outcome: str | None
    resolved_at: int | None
    state: str
    contacts: int
    reopenings: int
    recontact: bool | None
    again: bool
    escalated: bool
    complained: bool
    rating_scale: str | None
    rating: Decimal | None


@dataclass(frozen=True)
class Happening:
    """Something else that is known: a rating, a complaint, a sale, a problem or a stage.

    `word` is the rating's scale, the sale's currency, the problem's ticket or the stage; `amount` how much.
    """

    at: int
    source: str
    ticket: str | None
    word: str
    amount: str


@dataclass(frozen=True)
class Happenings:
    """The latest of one kind, and how many there are."""

    total: int = 0
    rows: tuple[Happening, ...] = ()


@dataclass(frozen=True)
class History:
    """What is known of a customer or an organisation, as far as it may be read.

    `whole` says whether all of it may be. `where` is what the figures are of. `requests` are a page of them,
    the latest first, of `total`.
    """

    as_of: int
    zone: str
    clock: Clock
    by: By
    name: str
    organisation: str | None
    known_at: int | None
    customers: int
    whole: bool
    where: Where
    figures: tuple[Reading, ...]
    months: tuple[Reading, ...]
    total: int
    requests: tuple[PastRequest, ...]
    happenings: Mapping[str, Happenings] = field(default_factory=dict)

    def of(self, kind: str) -> Happenings:
        """What happened of one kind."""
        return self.happenings.get(kind, Happenings())


def list_customers(
    workspace: Workspace, by: By, whose: Whose, *, find: str = "", skip: int = 0, most: int = PAGE_SIZE
) -> CustomersListed:
    """Customers or organisations in whose name (or organisation) a text is; all of them for an empty one.

    Raises `WorkspaceError` where nothing was imported.
    """
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        inputs = {"reach": reach_input(whose), "page": page_input(skip, most, find)}
        rows = remembered(
            facts,
            "customers listed",
            (by, whose, find, skip, most),
            lambda: facts.engine.rows(listed(by), inputs),
            MOST_REMEMBERED,
        )
    return _listed(facts, rows)


def _listed(facts: Facts, rows: Sequence[tuple[Any, ...]]) -> CustomersListed:
    return CustomersListed(
        facts.horizon.as_of,
        facts.rules.zone,
        int(rows[0][0]) if rows else 0,
        tuple(
            Listed(
                name, organisation, _whole(known), int(requests), int(customers), _whole(last), int(is_open)
            )
            for _, name, organisation, known, requests, customers, _, last, is_open in rows
        ),
    )


def show_history(
    workspace: Workspace, by: By, name: str, whose: Whose, *, skip: int = 0, most: int = PAGE_SIZE
) -> History:
    """The history of one, a page of its requests.

    Raises `UnknownNameError` for one there is not in what may be read: whoever may not see it is told no more
    than of one there is not.
    """
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        return remembered(
            facts,
            "history",
            (by, name, whose, skip, most),
            lambda: _history(facts, by, name, whose, skip, most),
            MOST_REMEMBERED,
        )


def _history(facts: Facts, by: By, name: str, whose: Whose, skip: int, most: int) -> History:
    inputs = {"chosen": chosen_input(name), "reach": reach_input(whose)}
    (known,) = facts.engine.rows(known_as(by), inputs)
    organisation, known_at, customers, requests, whole = known
    if not requests and not (whole and customers):
        raise UnknownNameError(
            say(NONE_CALLED_SO[by]),
            do=say("look for it in the list"),
        )
    clock: Clock = "working" if facts.rules.schedules else "elapsed"
    where = _where(by, name, whose)
    figures, months = _figures(facts, clock, where)
    total, rows = _requests(facts, by, inputs, skip, most)
    return History(
        facts.horizon.as_of,
        facts.rules.zone,
        clock,
        by,
        name,
        organisation,
        _whole(known_at),
        int(customers),
        bool(whole),
        where,
        figures,
        months,
        total,
        rows,
        _happenings(facts, by, inputs),
    )


def page_of_customers(
    workspace: Workspace, by: By, whose: Whose, *, find: str = "", behind: str | None = None, most: int
) -> CustomersListed:
    """Customers or organisations by name, those behind a name; `total` is of all. See `list_customers`."""
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        inputs = {
            "reach": reach_input(whose),
            "page": page_input(0, most, find),
            "behind": behind_name_input(behind),
        }
        rows = facts.engine.rows(listed_by_name(by), inputs)
    return _listed(facts, rows)


def requests_behind(
    workspace: Workspace, by: By, name: str, whose: Whose, place: tuple[int, str, str, int] | None, most: int
) -> tuple[PastRequest, ...]:
    """The requests of one behind a place in its history, the latest first."""
    with workspace.facts() as facts:
        inputs = {
            "chosen": chosen_input(name),
            "reach": reach_input(whose),
            "behind": behind_request_input(place),
            "page": page_input(0, most),
        }
        rows = facts.engine.rows(requests_of(by, behind=True), inputs)
    return tuple(_request(row[1:]) for row in rows)


def all_requests(workspace: Workspace, by: By, name: str, whose: Whose) -> tuple[PastRequest, ...]:
    """All requests of one that may be read, the latest first."""
    with workspace.facts() as facts:
        inputs = {"chosen": chosen_input(name), "reach": reach_input(whose)}
        _, rows = _requests(facts, by, inputs, 0, None)
    return rows


def _where(by: By, name: str, whose: Whose) -> Where:
    """What the figures are of: as far as somebody reaches, their teams' part of it, or their own."""
    where: dict[str, tuple[str | None, ...]] = {by: (name,)}
    if whose.teams:
        where["team"] = tuple(sorted(whose.teams))
    elif whose.actors:
        where["agent"] = tuple(sorted(whose.actors))
    return where


def _figures(facts: Facts, clock: Clock, where: Where) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    read = PeriodReader(facts, FIGURES, ALL_STATS, clock, where).over(None).readings
    found = tuple(reading for name in FIGURES for reading in only(read, name, usual_stat(metric(name)))[:1])
    months = PeriodReader(facts, FIGURES[:1], (), clock, where).series("month", MONTHS_SHOWN)
    return found, months.readings


def _requests(
    facts: Facts, by: By, inputs: Mapping[str, InputTable], skip: int, most: int | None
) -> tuple[int, tuple[PastRequest, ...]]:
    page = page_input(skip) if most is None else page_input(skip, most)
    rows = facts.engine.rows(requests_of(by), {**inputs, "page": page})
    return int(rows[0][0]) if rows else 0, tuple(_request(row[1:]) for row in rows)


def _request(row: tuple[Any, ...]) -> PastRequest:
    source, ticket, request, raised_at, customer, channel, category, team, agent, *rest = row
    elapsed, working, outcome, resolved_at, ended_at, merged_at, contacts, reopenings, *flags = rest
    recontact, again, escalated, problem, complained, scale, rating = flags
    return PastRequest(
        source,
        ticket,
        int(request),
        int(raised_at),
        customer,
        channel,
        category,
        team,
        agent,
        _seconds(elapsed),
        _seconds(working),
        outcome,
        _whole(resolved_at),
        _state(resolved_at, ended_at, merged_at, problem=bool(problem)),
        int(contacts or 0),
        int(reopenings or 0),
        # Before a first resolution there is nothing to come back after.
        None if recontact is None or resolved_at is None else bool(recontact),
        bool(again),
        bool(escalated),
        bool(complained),
        scale,
        rating,
    )


def _state(resolved_at: int | None, ended_at: int | None, merged_at: int | None, *, problem: bool) -> str:
    if problem:
        return "a problem"
    if merged_at is not None:
        return "merged away"
    if resolved_at is not None:
        return "solved"
    return "open" if ended_at is None else "ended"


def _happenings(facts: Facts, by: By, inputs: Mapping[str, InputTable]) -> dict[str, Happenings]:
    rows = facts.engine.rows(happenings_of(by), {**inputs, "page": page_input(0, HAPPENINGS_SHOWN)})
    found: dict[str, list[Happening]] = {}
    totals: dict[str, int] = {}
    for kind, total, at, source, ticket, word, amount in rows:
        totals[kind] = int(total)
        found.setdefault(kind, []).append(Happening(int(at), source, ticket, word or "", amount or ""))
    return {kind: Happenings(totals[kind], tuple(each)) for kind, each in found.items()}


def _whole(instant: Any) -> int | None:
    return None if instant is None else int(instant)


def _seconds(microseconds: Any) -> float | None:
    return None if microseconds is None else int(microseconds) / MICROSECONDS

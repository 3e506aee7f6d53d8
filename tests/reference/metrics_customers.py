"""Metrics of what customers say and buy: complaints, ratings, surveys, sales, stages, their number."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from . import intervals
from .cases import ANY, Answer, Metric, Question, Row
from .forms import rate_of, total
from .instants import DAY
from .metrics_requests import acts, raised
from .rows import Event
from .tickets import Step
from .waits import ends_like_a_reply

if TYPE_CHECKING:
    from .world import World

CREDITED = 14 * DAY
SEASON = 90 * DAY
STAGES = ("lead", "prospect", "customer", "retention", "upsell")


# Complaints


def complaints(world: World, question: Question) -> list[Row]:
    rows = []
    for event in world.of_kind("complaint"):
        dismissed = id(event) in world.rulings.no_complaint
        agent = event.agent or world.holder_then(event)
        rows.append(
            Row(
                event.at,
                world.dims_of_event(event, agent),
                part="complaint",
                left="dismissed" if dismissed else None,
                ruled=dismissed,
            )
        )
    return rows


def complaints_and_handled(world: World, question: Question) -> list[Row]:
    rows = complaints(world, question)
    for _, _, row in acts(world):
        row.part, row.ruled = "handled", False
        rows.append(row)
    return rows


def complaint_rate(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    filed = sum(row.part == "complaint" for row in rows)
    return rate_of(filed, len({row.key for row in rows if row.part == "handled"}))


# Ratings and surveys


def rating_agents(world: World, event: Event) -> tuple[str | None, ...]:
    """Whose a rating or survey is: the agent's named on it, or by the workspace's choice."""
    step = world.step(event)
    if event.agent is not None:
        return (event.agent,)
    if step is None:
        return (None,)
    assert step.request is not None
    choice = world.settings.rating_attribution
    earlier = [one for one in step.request.steps if one.place < step.place]
    if choice == "resolver":
        resolutions = [one for one in earlier if one.resolution]
        return (resolutions[-1].resolver() if resolutions else step.before.holder,)
    repliers = [one.event.actor for one in earlier if ends_like_a_reply(one)]
    if not repliers:
        return (step.before.holder,)
    return (repliers[-1],) if choice == "last_replier" else tuple(dict.fromkeys(repliers))


def rated_row(world: World, event: Event) -> Row:
    agents = rating_agents(world, event)
    row = Row(event.at, world.dims_of_event(event, agents[0]))
    row.agents = agents if len(agents) > 1 else None
    return row


def request_ratings(world: World) -> dict[Any, dict[str | None, Event]]:
    """The last rating of every request on each scale."""
    if "ratings" not in world.kept:
        last: dict[Any, dict[str | None, Event]] = {}
        for event in sorted(world.of_kind("rated"), key=lambda one: one.order):
            step = world.step(event)
            if step is not None and step.request is not None:
                last.setdefault(step.request.key, {})[event.scale] = event
        world.kept["ratings"] = last
    kept: dict[Any, dict[str | None, Event]] = world.kept["ratings"]
    return kept


def ratings(*scales: str, good: Callable[[Event], bool] | None = None) -> Callable[..., list[Row]]:
    def rows(world: World, question: Question) -> list[Row]:
        found = []
        for event in world.of_kind("rated"):
            if event.scale not in scales:
                continue
            row = rated_row(world, event)
            row.value = event.value
            row.good = good is not None and good(event)
            step = world.step(event)
            last = event
            if step is not None and step.request is not None:
                last = request_ratings(world)[step.request.key][event.scale]
            row.left = None if last is event else "superseded"
            found.append(row)
        return found

    return rows


def satisfied(event: Event) -> bool:
    assert event.value is not None
    return event.value >= 4 if event.scale == "1-5" else event.value == 1


def promoter_score(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    values = [row.value for row in rows if row.value is not None]
    if not values:
        return Answer(None, 0)
    n = len(values)
    promoters, detractors = sum(value >= 9 for value in values), sum(value <= 6 for value in values)
    return Answer(
        Fraction(100 * (promoters - detractors), n),
        n,
        interval=intervals.nps_interval(promoters, detractors, n),
    )


def surveys(world: World, question: Question) -> list[Row]:
    sent, given = world.of_kind("survey_sent"), world.of_kind("rated")
    rows = []
    for survey in sent:
        row, step = rated_row(world, survey), world.step(survey)
        if step is None:
            later = [one.at for one in sent if one.at > survey.at and same_customer(world, one, survey)]
            until = min(later, default=None)
            row.good = any(
                one.at > survey.at and (until is None or one.at < until)
                for one in given
                if same_customer(world, one, survey)
            )
        else:
            assert step.request is not None
            places = [
                one.place
                for one in step.request.steps
                if one.event.kind == "survey_sent" and one.place > step.place
            ]
            until_place = min(places, default=None)
            row.good = any(
                one.event.kind == "rated"
                and one.place > step.place
                and (until_place is None or one.place < until_place)
                for one in step.request.steps
            )
        rows.append(row)
    return rows


def same_customer(world: World, one: Event, other: Event) -> bool:
    """Both without a ticket, and of one known customer."""
    return world.step(one) is None and one.customer is not None and one.customer == other.customer


# Sales


def credited(world: World) -> list[tuple[Event, Step]]:
    """Every sale and refund with the reply it is credited to."""
    if "sales" not in world.kept:
        replies: list[Step] = [
            step for request in world.requests for step in request.steps if ends_like_a_reply(step)
        ]
        found = []
        for sale in world.of_kind("sale"):
            best: tuple[Any, Step] | None = None
            for step in replies:
                request = step.request
                assert request is not None
                if sale.customer is None or request.ticket.customer != sale.customer:
                    continue
                if not 0 < sale.at - step.at <= CREDITED:
                    continue
                rank = (-step.at, request.key, -step.index)
                if best is None or rank < best[0]:
                    best = (rank, step)
            if best is not None:
                found.append((sale, best[1]))
        world.kept["sales"] = found
    kept: list[tuple[Event, Step]] = world.kept["sales"]
    return kept


def sales(world: World, question: Question) -> list[Row]:
    rows = []
    for sale, reply in credited(world):
        assert sale.value is not None
        row = Row(sale.at, {**world.dims_of_act(reply), "currency": sale.scale}, value=sale.value)
        row.left = "refund" if sale.value < 0 else None
        rows.append(row)
    return rows


def money(world: World, question: Question) -> list[Row]:
    rows = sales(world, question)
    for row in rows:
        row.part, row.left = ("refund" if row.left else "sale"), None
    return rows


def revenue(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    wanted = "refund" if stat == "refunds" else "sale"
    values = [row.value for row in rows if row.part == wanted and row.value is not None]
    return Answer(total(values) if values else None, len(values))


def conversions(world: World, question: Question) -> list[Row]:
    bought = {
        reply.request.key
        for sale, reply in credited(world)
        if reply.request is not None and sale.value is not None and sale.value >= 0
    }
    rows = []
    for request, _, row in acts(world):
        row.good = request.key in bought
        rows.append(row)
    return rows


def returning(world: World, question: Question) -> list[Row]:
    rows = []
    bought = [sale for sale in world.of_kind("sale") if sale.value is not None and sale.value >= 0]
    for request in world.requests:
        step, customer = request.first_resolution, request.ticket.customer
        if step is None or customer is None:
            continue
        young = step.at + SEASON > request.ticket.as_of
        row = Row(step.at, world.dims_of_resolution(step), key=customer, immature=young)
        row.ruled = request.boundary_ruled
        row.good = any(sale.customer == customer and 0 < sale.at - step.at <= SEASON for sale in bought)
        rows.append(row)
    return rows


def stages(world: World, question: Question) -> list[Row]:
    rows = []
    moves = world.of_kind("stage_changed")
    for move in moves:
        stage = move.extra.get("stage")
        if stage not in STAGES[:-1] or move.customer is None:
            continue
        following = STAGES[STAGES.index(stage) + 1]
        row = Row(move.at, {**world.dims_without_ticket(move, move.agent), "stage": stage}, key=move.customer)
        row.immature = move.at + SEASON > world.source_as_of[move.source]
        row.good = any(
            one.customer == move.customer
            and one.extra.get("stage") == following
            and 0 < one.at - move.at <= SEASON
            for one in moves
        )
        rows.append(row)
    return rows


def contacts_of_customers(world: World, question: Question) -> list[Row]:
    rows = []
    for _, row in raised(world):
        row.part = "request"
        rows.append(row)
    seen: dict[str, int] = {}
    organisation: dict[str, str | None] = {}
    for event in world.events:
        # Seen on any event: a problem's and those after a merge too, a removed ticket's not.
        ticket = world.ticket_of(event)
        if event.customer is not None and not (ticket is not None and ticket.removed):
            seen.setdefault(event.customer, event.at)
            known = organisation.get(event.customer)
            organisation[event.customer] = event.organisation or known
    for customer, since in seen.items():
        dims = AnyDims({"customer": customer, "organisation": organisation[customer], "extra": ANY})
        rows.append(Row(since, dims, part="customer", key=customer, makes_group=False))
    return rows


class AnyDims(dict[str, Any]):
    """Fits every slice of a dimension it does not name."""

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name, ANY)


def asked_then(rows: list[Row], question: Question, world: World) -> list[Row]:
    return [row for row in rows if row.part == "customer" or question.period.holds(row.at)]


def contact_rate(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    known = sum(row.part == "customer" and row.at < question.period.end for row in rows)
    asked = sum(row.part == "request" and question.period.holds(row.at) for row in rows)
    return rate_of(asked, known)


CUSTOMER_METRICS = (
    Metric("complaints", "count", complaints),
    Metric(
        "complaints_per_100_requests",
        "rate",
        complaints_and_handled,
        unit="per 100",
        aggregate=complaint_rate,
    ),
    Metric("customer_rating", "mean", ratings("1-5"), unit="score"),
    Metric("csat", "share", ratings("1-5", "good_bad", good=satisfied)),
    Metric("nps", "nps", ratings("0-10"), unit="points", aggregate=promoter_score),
    Metric("ces", "mean", ratings("ces_1-7"), unit="score"),
    Metric("fcr_by_survey", "share", ratings("solved", good=satisfied)),
    Metric("survey_response_rate", "share", surveys),
    Metric("sales_after_contact", "count", sales),
    Metric("sales_revenue", "money", money, automatic=("currency",), aggregate=revenue),
    Metric("sales_conversion", "share", conversions, population="requests"),
    Metric("customer_return_rate", "share", returning),
    Metric("stage_conversion", "share", stages, automatic=("stage",)),
    Metric(
        "contacts_per_100_customers",
        "rate",
        contacts_of_customers,
        unit="per 100",
        population="requests",
        aggregate=contact_rate,
        standing=asked_then,
        stock=True,
    ),
)

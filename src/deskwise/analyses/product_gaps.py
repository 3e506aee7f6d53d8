"""What a product gap concerns: whose requests, of which revenue, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskwise.analyses.change_points import FEWEST, SEED, SURE, Floats, clearest_break
from deskwise.analyses.escalation_pattern import Kind
from deskwise.analyses.finding import Cell, NumberColumn, NumberTable
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Escalated, Groups
from deskwise.kernel.language import marked
from deskwise.kernel.periods import local_time, zone_info

# One in twenty that did not change seems to have risen: a fall is not asked for, so it is half of these.
RISE_LEVEL = 0.1
ROSE, FIRST_EVIDENCE, NOT_KNOWN = marked("its rate rose"), marked("first evidence"), marked("not known")


@dataclass(frozen=True)
class ProductGap:
    """A kind of request that looks like a gap, with what it concerns.

    Of `escalated` requests `told` are told to be of it, of so many customers and organisations. `revenue`
    pairs a currency with what these bought, less refunds, in the year up to the period's end; null where
    whoever asks may not see it. `since_at` begins the month in which its rate rose, that of `low_at` to
    `high_at` with 95 %; else it is the first evidence, and null where there is none.
    """

    kind: Kind
    escalated: int
    told: int
    customers: int
    organisations: int
    revenue: tuple[tuple[str, float], ...] | None
    since_at: int | None
    low_at: int | None
    high_at: int | None
    by: str


def product_gaps(
    ground: Ground, of: Mapping[Kind, Sequence[Escalated]], escalated: Mapping[Kind, int]
) -> tuple[ProductGap, ...]:
    """The records of gaps, each from the requests told to be of it, of so many that were escalated."""
    if not of:
        return ()
    months = ground.months("escalation_rate", "share", ("product", "category"))
    return tuple(_gap(ground, months, kind, told, escalated[kind]) for kind, told in of.items())


def rose(months: Sequence[Groups], kind: Kind) -> tuple[int, int, int] | None:
    """When a kind's rate rose: the month's beginning and those between which it lies with 95 %, or null.

    That it rose at all is told from the arc sines of shares, whose noise is alike however large they are.
    """
    import numpy as np

    course = []
    for month in months:
        each = month.readings.get(kind)
        if each is not None and each.denominator and each.period is not None:
            course.append((each.period.start_at or 0, float(each.numerator or 0), float(each.denominator)))
    if len(course) < FEWEST:
        return None
    hits, cases = (np.array([each[place] for each in course]) for place in (1, 2))
    values = np.arcsin(np.sqrt((hits + 3 / 8) / (cases + 3 / 4)))
    _, chance = clearest_break(values, np.random.default_rng(SEED))
    at, low, high = _placed(hits, cases)
    if chance > RISE_LEVEL or hits[at:].sum() / cases[at:].sum() <= hits[:at].sum() / cases[:at].sum():
        return None
    return course[at][0], course[low][0], course[high][0]


def _placed(hits: Floats, cases: Floats) -> tuple[int, int, int]:
    """The likeliest place of a change of a share, and the places between which it lies with 95 %.

    Each is weighed by how likely it makes the hits, whatever the two shares are (flat priors of places and
    shares); the fewest places that hold 95 % of the weight are kept.
    """
    import numpy as np
    from scipy.special import betaln

    above, below = np.cumsum(hits), np.cumsum(cases)
    logs = betaln(above[:-1] + 1, below[:-1] - above[:-1] + 1)
    logs = logs + betaln(above[-1] - above[:-1] + 1, (below[-1] - below[:-1]) - (above[-1] - above[:-1]) + 1)
    weights = np.exp(logs - logs.max())
    order = np.argsort(-weights)
    held = order[: int(np.searchsorted(np.cumsum(weights[order]) / weights.sum(), SURE)) + 1] + 1
    return int(order[0]) + 1, int(held.min()), int(held.max())


def _gap(
    ground: Ground, months: Sequence[Groups], kind: Kind, told: Sequence[Escalated], escalated: int
) -> ProductGap:
    customers = frozenset(each.customer for each in told if each.customer is not None)
    since = rose(months, kind)
    first = min((each.escalated_at for each in told), default=None)
    by = ROSE if since else NOT_KNOWN if first is None else FIRST_EVIDENCE
    at, low, high = since or (first, None, None)
    return ProductGap(
        kind, escalated, len(told), len(customers), len({each.organisation for each in told} - {None}),
        ground.revenue(customers), at, low, high, by,
    )  # fmt: skip


def gap_table(gaps: Sequence[ProductGap], zone: str) -> NumberTable:
    """The records; where whoever asks may not see revenue, there is none in it."""
    currencies = sorted({currency for each in gaps for currency, _ in each.revenue or ()})
    return NumberTable(
        "gaps",
        marked("Product gaps: whom they concern, and since when"),
        (
            NumberColumn("product", marked("product"), None, dimension="product"),
            NumberColumn("category", marked("category"), None, dimension="category"),
            NumberColumn("since", marked("since"), None),
            NumberColumn("escalated", marked("requests escalated"), "count", opens="requests_escalated"),
            NumberColumn("told", marked("told to be of it"), "count"),
            NumberColumn("customers", marked("their customers"), "count"),
            NumberColumn("organisations", marked("organisations"), "count"),
            *(
                NumberColumn(f"revenue_{each}", marked("their revenue in a year"), each)
                for each in currencies
            ),
            NumberColumn("since_low", marked("from"), None),
            NumberColumn("since_high", marked("to"), None),
            NumberColumn("by", marked("by what"), None, said=True),
        ),
        tuple(_row(each, currencies, zone) for each in gaps),
    )


def _row(gap: ProductGap, currencies: Iterable[str], zone: str) -> tuple[Cell, ...]:
    revenue = dict(gap.revenue or ())
    since, low, high = (
        None if at is None else local_time(at, zone_info(zone)).date().isoformat()
        for at in (gap.since_at, gap.low_at, gap.high_at)
    )
    return (
        *gap.kind, since, gap.escalated, gap.told, gap.customers, gap.organisations,
        *(revenue.get(each) for each in currencies), low, high, gap.by,
    )  # fmt: skip

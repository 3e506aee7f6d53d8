"""The true figures of a sample company: computed from the plan of its tickets, never from its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from deskwise.sample.block import Shape, plan_block
from deskwise.sample.customers import customers_for
from deskwise.sample.span import LAST
from deskwise.sample.staff import agent_names
from deskwise.sample.tally import WHOLE, Figure, Key, Tally
from deskwise.sample.truth_figures import tell_block
from deskwise.sample.truth_of_company import tell_company


@dataclass(frozen=True)
class Truth:
    """All true figures of a company, by metric (the catalogue's name); many of them by month or agent too.

    Money has a figure for each currency: `sales_revenue gross EUR`, `sales_revenue refunds EUR` (negative).
    `service_level` is within 20 seconds. `time_by_task` is by `task`, `uptime` by `month`, `escalation_rate`
    also by `product,category`.

    >>> from fractions import Fraction
    >>> truth = Truth(0, 0, {("backlog", "", ""): Figure(Fraction(12))})
    >>> int(truth.figure("backlog").numerator), sorted(truth.by("backlog", "month"))
    (12, [])
    """

    tickets: int
    customers: int
    figures: Mapping[Key, Figure]
    as_of: datetime = field(default=datetime.fromtimestamp(LAST // 1_000_000, UTC))

    def figure(self, metric: str, **member: str) -> Figure:
        """A metric's figure: of everything, or of one member (`month="2025-03"`, `agent="ann"`).

        Raises:
            KeyError: the plan does not tell.
        """
        dimension, name = next(iter(member.items()), (WHOLE, WHOLE))
        return self.figures[metric, dimension, name]

    def by(self, metric: str, dimension: str) -> dict[str, Figure]:
        """A metric's figures by the members of a dimension; members without a case are not there."""
        return {
            member: figure
            for (name, within, member), figure in self.figures.items()
            if name == metric and within == dimension
        }

    def metrics(self) -> list[str]:
        """The metrics there is a figure of."""
        return sorted({name for name, _, _ in self.figures})


def truth_of(shape: Shape) -> Truth:
    """The true figures of a company, block by block."""
    tally = Tally(agent_names(shape.crews))
    linked: set[int] = set()
    for number in range(shape.blocks):
        block = plan_block(shape, number)
        linked |= tell_block(block, tally)
        if number == 0:
            tell_company(block, tally)
    customers = sum(customers_for(shape.tickets_of(number)) for number in range(shape.blocks))
    received = tally.total("requests_received")
    # Rates that are of sums over all blocks.
    tally.put(("contacts_per_100_customers", WHOLE, WHOLE), 100 * received, customers)
    complaints = 100 * tally.total("complaints")
    tally.put(("complaints_per_100_requests", WHOLE, WHOLE), complaints, tally.total("requests_handled"))
    tally.put(("incidents_per_problem", WHOLE, WHOLE), 0, len(linked))
    return Truth(shape.tickets, customers, tally.figures())

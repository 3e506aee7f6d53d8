"""Customers made by hand, with what became of their request and what they did then."""

from __future__ import annotations

from analyses.ground import DAY
from deskwise.metrics.customer_courses import Alike, Course

LEAD = Alike(None, "lead", 0)
RESOLVED = Course(
    alike=LEAD, known_before=True, channel="email", since_at=10 * DAY, met_at=10 * DAY,
    waited_microseconds=DAY, gave_up=False, resolved=True, first_contact=True, reopened=False,
    badly_rated=False, escalated=False, bought_at=None, bought_after_met_at=None, wrote_again_at=None,
)  # fmt: skip


def customer(*, bought: bool = False, again: bool = False, **told: object) -> Course:
    """One who was helped on day 10, and bought or wrote on day 20."""
    at = 20 * DAY if bought else None
    made = RESOLVED._replace(bought_at=at, bought_after_met_at=at, wrote_again_at=20 * DAY if again else None)
    return made._replace(**told)  # type: ignore[arg-type]  # by name

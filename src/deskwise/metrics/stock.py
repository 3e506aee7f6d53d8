"""What is still to do: the open requests and how old they are."""

from __future__ import annotations

from deskwise.metrics.definition import Metric
from deskwise.metrics.resolution import AS_SUCH, SERVICE_DESK

BACKLOG = Metric(
    name="backlog",
    label="Backlog",
    tells="How many requests are open.",
    formula="requests open just before the period's end, at as-of if that is earlier",
    unit="count",
    better="lower",
    population="requests raised before the period's end and not resolved or merged away by then",
    null_when="never: no open request is 0",
    anchor="the period's end",
    attribution=AS_SUCH,
    source=SERVICE_DESK,
    example="7-backlog-just_before_the_periods_end",
    kind="stock",
    open_of="requests",
)
BACKLOG_AGE = Metric(
    name="backlog_age",
    label="Backlog age",
    tells="How old the open requests are.",
    formula="the period's end (as-of if that is earlier) - raised_at, of the requests of the backlog",
    unit="seconds",
    better="lower",
    population="the requests of the backlog",
    null_when="no request is open; in working time, no schedule applies",
    anchor="the period's end",
    attribution=AS_SUCH,
    source=SERVICE_DESK,
    example="7-backlog_age-since_raised_at",
    kind="age",
    open_of="requests",
    per_unit=1_000_000,
)
METRICS = (BACKLOG, BACKLOG_AGE)

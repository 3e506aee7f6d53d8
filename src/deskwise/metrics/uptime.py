"""How much of the time a service was up."""

from __future__ import annotations

from deskwise.metrics.definition import Metric
from deskwise.metrics.resolution import SERVICE_DESK

UPTIME = Metric(
    name="uptime",
    label="Uptime",
    tells="How much of the time the service was up, maintenance apart.",
    formula="1 - union of unplanned outage spans / length of the period up to as-of",
    unit="share",
    better="higher",
    population="unplanned outages, of all products together unless split or filtered by product",
    null_when="nothing of the period is known",
    anchor="the period",
    attribution="Nobody: outages have no agent and no team.",
    source=SERVICE_DESK,
    example="7-uptime-overlapping_outages",
    kind="uptime",
    only_dimensions=("source", "product"),
)
METRICS = (UPTIME,)

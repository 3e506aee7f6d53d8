"""Live contacts: how many were picked up in time, and how many given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.metrics.case_rows import COUNTED, EXCLUDED, OPEN, case_rows
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.resolution import SERVICE_DESK
from deskwise.metrics.tables import fact, moment

if TYPE_CHECKING:
    import ibis.expr.types as ir

NOBODY = (
    "Nobody: by agent it is null, for unanswered contacts have no agent. The team that held the ticket then."
)


def _first_waits(asked: Asked) -> ir.Table:
    import ibis

    rows = fact("waits")
    rows = rows.filter((rows.wait == 1) & (rows.outcome != "merged"))
    rows = rows.cross_join(moment().select("within_microseconds", "off_hours_excluded"))
    length = rows[f"{asked.clock}_microseconds"]
    young = ((rows.outcome == "open") & (length <= rows.within_microseconds)).fill_null(False)
    off_hours = (rows.off_hours & (rows.off_hours_excluded == 1)).fill_null(False) & ~young
    hit = (rows.outcome == "answered") & (length <= rows.within_microseconds)
    return case_rows(
        rows,
        anchor_at=rows.started_at,
        team=rows.team,
        state=ibis.cases((off_hours, EXCLUDED), (young, OPEN), else_=COUNTED),
        left_out_for=ibis.ifelse(off_hours, ibis.literal("off_hours"), ibis.null("string")),
        ruled=rows.ruled,
        hit=ibis.ifelse(length.isnull(), ibis.null("boolean"), hit.fill_null(False)),
    )


def _live_contacts(_asked: Asked) -> ir.Table:
    rows = fact("live_contacts")
    return case_rows(rows, anchor_at=rows.happened_at, team=rows.team, hit=rows.outcome == "abandoned")


SERVICE_LEVEL = Metric(
    name="service_level",
    label="Service level",
    tells="How many customers are answered within a threshold: 80/20 means 80 % within 20 seconds.",
    formula="first waits answered within the threshold / first waits",
    unit="share",
    better="higher",
    population="first waits; an open one not older than the threshold is left out and counted as open",
    null_when="no first wait began; in working time, no schedule applies; by agent always",
    anchor="the wait's beginning",
    attribution=NOBODY,
    source=SERVICE_DESK,
    example="7-service_level-threshold_edge",
    kind="share",
    cases=_first_waits,
    open_of="first_waits_within",
    excluded=("off_hours",),
    needs_clock=True,
    nobodys=True,
)
ABANDONMENT_RATE = Metric(
    name="abandonment_rate",
    label="Abandonment rate",
    tells="How many live contacts the customer gave up before anybody picked up.",
    formula="abandoned / (answered + abandoned)",
    unit="share",
    better="lower",
    population="live contacts picked up or given up",
    null_when="there was no live contact; by agent always",
    anchor="the picking up or giving up",
    attribution=NOBODY,
    source=SERVICE_DESK,
    example="7-abandonment_rate-abandoned_of_live",
    kind="share",
    cases=_live_contacts,
    nobodys=True,
)
METRICS = (SERVICE_LEVEL, ABANDONMENT_RATE)

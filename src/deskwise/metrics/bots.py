"""What bots resolve by themselves, and what they hand on to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.metrics.case_rows import case_rows, provisional_unless
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.resolution import AS_SUCH, SERVICE_DESK
from deskwise.metrics.tables import requests

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _with_bot() -> ir.Table:
    found = requests()
    return found.filter(found.bot_message)


def _resolved_by_bot(_asked: Asked) -> ir.Table:
    rows = _with_bot()
    rows = rows.filter(rows.first_resolved_at.notnull())
    return case_rows(
        rows,
        anchor_at=rows.raised_at,
        agent=rows.agent,
        team=rows.team,
        state=provisional_unless(rows.first_mature),
        ruled=rows.boundary_ruled | rows.first_recontact_ruled,
        unjudged=rows.first_recontact_unjudged,
        hit=~rows.human_act_before_first_resolution & ~rows.first_recontact,
    )


def _handed_off(_asked: Asked) -> ir.Table:
    rows = _with_bot()
    return case_rows(
        rows,
        anchor_at=rows.raised_at,
        agent=rows.agent,
        team=rows.team,
        ruled=rows.boundary_ruled,
        hit=rows.human_act_after_bot,
    )


BOT_RESOLUTION_RATE = Metric(
    name="bot_resolution_rate",
    label="Bot resolution rate",
    tells="How many of the requests a bot spoke in were resolved without a person, for good.",
    formula=(
        "first resolution mature, no human act strictly before it, no re-contact after it / those with a "
        "mature first resolution, of the requests with a bot's public message"
    ),
    unit="share",
    better="higher",
    population="requests with a bot's public message and a mature first resolution",
    null_when="no such first resolution is mature, as none is with window none",
    anchor="raised_at",
    attribution=AS_SUCH,
    source=SERVICE_DESK,
    example="7-bot_resolution_rate-no_human_before_no_recontact_after",
    kind="share",
    cases=_resolved_by_bot,
    open_of="requests",
)
BOT_HANDOFF_RATE = Metric(
    name="bot_handoff_rate",
    label="Bot handoff rate",
    tells="How many of the requests a bot spoke in went on to a person.",
    formula="with a human act after the bot's first message / requests with a bot's public message",
    unit="share",
    better="lower",
    population="requests with a bot's public message",
    null_when="no bot wrote in any request",
    anchor="raised_at",
    attribution=AS_SUCH,
    source=SERVICE_DESK,
    example="7-bot_handoff_rate-human_act_after_the_bot",
    kind="share",
    cases=_handed_off,
    open_of="requests",
)
METRICS = (BOT_RESOLUTION_RATE, BOT_HANDOFF_RATE)

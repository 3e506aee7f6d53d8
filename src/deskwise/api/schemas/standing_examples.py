"""Examples of the overview and of how it stands now, made by what makes the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deskwise.analyses.change import Change
from deskwise.analyses.own_limits import OwnLimits
from deskwise.api.caller import Caller
from deskwise.api.schemas.examples import AS_OF, DAY, MADE_AT, METRIC
from deskwise.app.access.holders import Scope, Token
from deskwise.app.compared_periods import ComparedPeriods
from deskwise.app.followed_metric import Followed
from deskwise.app.plain_json import plain_values
from deskwise.app.seen_now import seen_now
from deskwise.app.seen_overview import SeenOverview
from deskwise.app.show_now import Now, NowCounts, OpenRequest, OpenWait, RunningClock
from deskwise.app.show_overview import Overview
from deskwise.kernel.periods import Period
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod

READER = Caller(Token("3f9c0d52a1b4e678", "dashboard", "dw_", frozenset({Scope.READ}), "terminal", MADE_AT))
PERIODS = ComparedPeriods(
    "4_weeks", None, Period(AS_OF - 30 * DAY, AS_OF - 2 * DAY), Period(AS_OF - 58 * DAY, AS_OF - 30 * DAY)
)
OPEN = OpenRequest("desk", "4711", 1, AS_OF - DAY, "support", None, "email", "high", "billing")


def followed() -> Followed:
    """First responses that came sooner."""
    now = Reading(
        METRIC.name, "p50", "working", METRIC.unit,
        ReadPeriod(PERIODS.now.start_at, PERIODS.now.end_at, False), (), 2_400, 214, None, None,
        (("no_answer_needed", 6),), 3, 0, 0, 0, (2_280, 2_640), METRIC.definition,
    )  # fmt: skip
    before = replace(
        now,
        period=ReadPeriod(PERIODS.before.start_at, PERIODS.before.end_at, False),
        value=3_000,
        interval=(2_820, 3_240),
    )
    change = Change(-600.0, (-890.0, -300.0), "better", "interval")
    start_at = AS_OF - 365 * DAY
    limits = OwnLimits(
        "xmr", "xmr", (2_900.0,), 333.3, 16, start_at, start_at + 16 * 7 * DAY, lowest=0.0, grain="week"
    )
    return Followed(METRIC, "p50", now, before, change, (), limits)


def overview() -> Any:
    """One in which the first response came sooner."""
    found = Overview(
        AS_OF, AS_OF - 400 * DAY, "UTC", "working", PERIODS, (followed(),), 41, 7, (("desk", AS_OF),)
    )
    return plain_values(SeenOverview(found, found.figures, open_seen=True, data_seen=True).to_json())


def now() -> Any:
    """One customer who waits, whose service level is about to be missed."""
    wait = OpenWait(OPEN, True, AS_OF - DAY, 86_400.0, 27_000.0)
    counts = NowCounts(None, 1, 1, 1, 1, wait, 0)
    clock = RunningClock(OPEN, "first_response", "gold", 1_800.0, True)
    found = Now(
        AS_OF, "UTC", (), True, counts, (replace(counts, name="support"),), (replace(counts, name="email"),),
        (wait,), (clock,),
    )  # fmt: skip
    return plain_values(seen_now(READER, found).to_json(most=100))

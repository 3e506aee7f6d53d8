"""What the overview, and how it stands now, look like."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from deskwise.analyses.change import JudgedBy, Verdict
from deskwise.api.schemas.figures import AS_OF, METRIC_NAMES, Answer, Number, Reading
from deskwise.metrics.definition import Clock, Stat


class Span(Answer):
    """A period, its end not included."""

    start: str
    end: str


class FigureChange(Answer):
    """What became of a figure against the period before."""

    verdict: Verdict = Field(description="`moved` is beyond noise where no side is better.")
    beyond_noise: bool = Field(description="Whether chance alone would hardly do it.")
    judged_by: JudgedBy | None = Field(
        description="The metric's own limits, or the interval of the difference; null where nothing could."
    )
    difference: Number | None
    interval: list[Number | None] | None = Field(description="The 95 % interval of the difference.")
    says: str | None = Field(description="By how much it rose or fell, in words; null within noise.")


class Limits(Answer):
    """Between what a metric's readings lie while nothing but chance moves them."""

    low: Number
    centre: Number
    high: Number
    periods: int = Field(description="How many periods they rest on.")


class FollowedFigure(Answer):
    """A figure now and before, and what became of it."""

    metric: str = Field(json_schema_extra=METRIC_NAMES)
    stat: Stat
    now: Reading
    before: Reading
    change: FigureChange
    limits: Limits | None = Field(description="Of its weeks; null with too few.")
    weeks: list[Reading] | None = Field(description="Its last weeks; null where they were not asked.")


class SourceUntil(Answer):
    """Until when a source is known."""

    source: str
    as_of: str


class Overview(Answer):
    """How it is going."""

    as_of: str = Field(description=AS_OF)
    zone: str
    clock: Clock
    period: Span
    period_before: Span
    begins_within: bool = Field(description="Whether the data begins within the two periods.")
    beyond_noise: list[str] = Field(description="The metrics that changed beyond noise.")
    within_noise: int = Field(description="How many did not.")
    unsure: int = Field(description="Of how many that cannot be told.")
    figures: list[FollowedFigure] = Field(description="The ten that are looked at first.")
    open: int | None = Field(description="Requests that are open at as-of; null where that may not be seen.")
    waiting: int | None = Field(description="First answers that are waited for; null as above.")
    sources: list[SourceUntil] | None = Field(description="Null where they may not be seen.")


class StandingCounts(Answer):
    """How many requests are open, wait, are held by nobody, and are about to breach."""

    open: int | None
    waiting: int | None
    unassigned: int | None
    breaching: int | None
    longest_elapsed_seconds: Number | None = Field(description="The longest wait; null where nobody waits.")
    longest_working_seconds: Number | None
    withheld: bool = Field(description="True where too few people are behind it to be seen: all is null.")


class TeamCounts(StandingCounts):
    """Those of a team."""

    team: str | None = Field(description="Null for requests without one.")


class ChannelCounts(StandingCounts):
    """Those of a channel."""

    channel: str | None = Field(description="Null for requests without one.")


class OpenRequest(Answer):
    """A request that is open at as-of."""

    source: str
    ticket: str
    request: int
    raised_at: str
    team: str | None
    agent: str | None = Field(description="Who holds it; null where nobody does.")
    channel: str | None
    priority: str | None
    category: str | None


class OpenWait(OpenRequest):
    """A customer who waits for an answer."""

    is_first: bool = Field(description="Whether nobody has answered the request yet.")
    started_at: str
    elapsed_seconds: Number
    working_seconds: Number | None = Field(description="Null where no schedule applies.")


class RunningClock(OpenRequest):
    """A service level that is about to be missed."""

    clock: Literal["first_response", "next_reply", "resolution"]
    policy: str
    left_seconds: Number = Field(description="Below 0 where it is missed already.")
    is_working: bool = Field(description="Whether that is of working time.")


class Now(Answer):
    """How it stands at as-of."""

    as_of: str = Field(description=AS_OF)
    zone: str
    behind: list[str] = Field(description="The sources that are known for less long.")
    total: StandingCounts
    by_team: list[TeamCounts]
    by_channel: list[ChannelCounts]
    waits: list[OpenWait] = Field(description="Of tickets that may be opened, the longest first.")
    waits_in_all: int = Field(description="How many of these there are.")
    clocks: list[RunningClock] | None = Field(
        description="Those about to breach, the next first; null where the settings have no service levels."
    )
    clocks_in_all: int | None

"""What an analysis is made of: it asks, and whoever makes the ground has seen to what may be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from deskwise.analyses.articles_used import ArticlesUsed
from deskwise.analyses.change import Change
from deskwise.analyses.customer_outcomes import CustomerOutcome
from deskwise.analyses.ground_values import (
    Compared,
    Escalated,
    Groups,
    HeldCell,
    Lasting,
    LimitsAnew,
    LowRating,
    Note,
    Windows,
)
from deskwise.analyses.half_hours import LiveLoad
from deskwise.analyses.raised_by_day import Group, OutageContacts, RaisedByDay, RaisedRequest
from deskwise.analyses.rated import Rated, RatedQuarter
from deskwise.analyses.stated_waits import StatedWaits
from deskwise.kernel.periods import Grain
from deskwise.metrics.call_hours import CallHour
from deskwise.metrics.changed_channel import Returns
from deskwise.metrics.customer_courses import Courses
from deskwise.metrics.definition import Clock, Metric, Stat
from deskwise.metrics.readings import Reading
from deskwise.metrics.recommendations import Recommendations

Where = Mapping[str, Sequence[str | None]]


class Ground(Protocol):
    """What an analysis is made of: readings of one metric in two periods, of others, and what happened.

    Whoever makes it has seen to it that these may be read.
    """

    @property
    def metric(self) -> Metric:
        """The metric that is asked about."""
        ...

    @property
    def stat(self) -> Stat:
        """The statistic of it."""
        ...

    @property
    def clock(self) -> Clock:
        """The clock its durations are on."""
        ...

    @property
    def within_seconds(self) -> float | None:
        """The threshold of a share within it, null where none was given."""
        ...

    @property
    def where(self) -> Where:
        """What the cases are narrowed to."""
        ...

    @property
    def as_of(self) -> int:
        """Until when the data is known."""
        ...

    @property
    def first_at(self) -> int | None:
        """Since when there is data; null where nothing is known of it."""
        ...

    @property
    def zone(self) -> str:
        """The zone of the periods."""
        ...

    @property
    def options(self) -> Mapping[str, str]:
        """The analysis' own options that were given, by name."""
        ...

    def tiers(self) -> Mapping[str, int]:
        """The tier of each team that has one declared; 1 is the first line."""
        ...

    def whole(self) -> tuple[Reading, Reading]:
        """The figure of all cases, in the period and in the one before."""
        ...

    def change(self) -> Change:
        """What became of the whole figure, judged as everywhere."""
        ...

    def split(self, dimension: str) -> Compared:
        """The figure by a dimension, in both periods.

        Raises `UsageError` where the metric has no such dimension, `NotAllowedError` where whoever asks may
        not split by it.
        """
        ...

    def figures(
        self,
        name: str,
        stat: Stat,
        by: Sequence[str] = (),
        *,
        before: bool = False,
        within_seconds: float | Decimal | None = None,
    ) -> Groups:
        """Readings of any metric in the period, or in the one before, narrowed as the question is.

        Without `by` there is one group, `()`. `within_seconds` is the threshold of a share within it.
        Raises `UsageError` where the metric has no such statistic or dimension, `NotAllowedError` where
        whoever asks may not split by it.
        """
        ...

    def months(self, name: str, stat: Stat, by: Sequence[str]) -> tuple[Groups, ...]:
        """Readings of any metric in each of the last ended months, two years of them at most, in order.

        Raises as `figures` does.
        """
        ...

    def lasting(self, by: Sequence[str] = ()) -> Lasting:
        """How long the requests raised in the period last, open ones too; of metrics of such durations alone.

        Without `by` there is one group, `()`, or none where there is no case. Raises as `figures` does.
        """
        ...

    @property
    def window(self) -> int | None:
        """The window of re-contact that is set, in microseconds; null where it is none."""
        ...

    def windows(self, unit: int, most: int) -> Windows:
        """The period's first resolutions, by windows of up to `most` units of so many microseconds."""
        ...

    def call_hours(self, channel: str) -> tuple[CallHour, ...]:
        """The live contacts of a channel in the period by the hour, in order; empty where there were none."""
        ...

    def recommendations(self, by: Sequence[str] = ()) -> Mapping[tuple[str | None, ...], Recommendations]:
        """The period's promoters, passives and detractors of the figure, by dimensions.

        Of groups that `figures` hides nothing may be told.
        """
        ...

    def open_ages(self) -> tuple[int, ...]:
        """The ages of the figure's open requests, in microseconds on its clock, those that have one.

        What is made of them may be told where `figures` does not hide the whole.
        """
        ...

    @property
    def lacking(self) -> frozenset[str]:
        """The facts that the version which made them did not know: of these nothing is known yet."""
        ...

    def returns(self) -> Returns:
        """Customers of the period who came back with the same matter by a new ticket, by both channels."""
        ...

    def settled(self, within: int) -> Ground:
        """The same over a period after whose end so many microseconds are known.

        It is the period moved back, or where its edges were given, the part of it. Raises `UsageError` where
        nothing is left of it.
        """
        ...

    @property
    def return_microseconds(self) -> int:
        """Within how long a customer who buys again returned, by the settings."""
        ...

    def courses(self) -> Courses:
        """The customers who wrote in the period with what they did then, and those who did not write."""
        ...

    def course(self, grain: Grain, count: int, stat: Stat | None = None) -> tuple[Reading, ...]:
        """The figure in the last so many ended periods of a grain and in the one under way, in order.

        It is that of another statistic where one is named.

        Raises `NotAllowedError` where one of them may not be seen.
        """
        ...

    def rated(
        self, outcome: CustomerOutcome, driver: str, by: Sequence[str] = (), *, together: bool = False
    ) -> Rated:
        """The period's cases of an outcome by what their requests had come to.

        If `together`, with them by all drivers at once and, of ratings, those who were asked. Raises as
        `figures` does.
        """
        ...

    def rated_quarters(self, outcome: CustomerOutcome, driver: str) -> tuple[RatedQuarter, ...]:
        """The cases of an outcome in each of the last ended quarters, in order, by the value of a driver.

        Quarters whose figure whoever asks may not see are left out.
        """
        ...

    def stated_waits(self, field: str) -> StatedWaits | None:
        """How long customers say they expected to wait, in a further field of the period's ratings.

        Null where whoever asks may not see how they rated.
        """
        ...

    def limits_anew(self) -> LimitsAnew | None:
        """Since when the figure's limits are drawn anew; null where they are those of its beginning."""
        ...

    def notes(self, start_at: int, end_at: int) -> tuple[Note, ...]:
        """What was noted on a stretch of time, in order."""
        ...

    def low_ratings(self) -> tuple[LowRating, ...] | None:
        """The period's bad ratings with words and without a complaint that whoever asks may read, in order.

        Null where texts are not kept, or where ratings cannot be narrowed as the question is.
        """
        ...

    def seen(self, name: str, stat: Stat, by: Sequence[str]) -> frozenset[tuple[str | None, ...]] | None:
        """The groups of a metric whose figures whoever asks may see; null where they may see all.

        Raises as `figures` does.
        """
        ...

    @property
    def subjects(self) -> int | None:
        """How many requests that are known have a subject; null where texts are not kept."""
        ...

    def escalated(self) -> tuple[Escalated, ...]:
        """The period's handled requests that were escalated, to be counted in groups that may be seen."""
        ...

    def revenue(self, customers: frozenset[str]) -> tuple[tuple[str, float], ...] | None:
        """What these customers bought, less refunds, in the year up to the period's end, by currency.

        Null where whoever asks may not see all customers.
        """
        ...

    def held(self) -> tuple[HeldCell, ...]:
        """Who had how many of the period's handled requests and escalated them, of all who are asked about.

        What is made of it may be told of those alone whom `seen` names.
        """
        ...

    def articles_used(self, by: Sequence[str]) -> ArticlesUsed:
        """The articles used in what was resolved in the period, by dimensions, narrowed as the question is.

        Raises `NotAllowedError` where whoever asks may not split by them.
        """
        ...

    def live_load(self, channel: str, within_seconds: float, weeks: int) -> LiveLoad:
        """The live contacts of a channel by half hour, in so many weeks before as-of.

        Where the question is narrowed to channels, those stand instead.
        """
        ...

    def raised_by_day(self, by: Sequence[str]) -> RaisedByDay:
        """Requests by day and dimensions, in the period and the weeks before it, narrowed as the question is.

        Raises `NotAllowedError` where whoever asks may not split by them.
        """
        ...

    def unlinked_requests(
        self, by: Sequence[str], spans: Sequence[tuple[Group, int, int]], most: int
    ) -> tuple[RaisedRequest, ...]:
        """The first requests of groups of dimensions, each raised in a span, that are linked to no problem.

        Those alone that whoever asks may list.
        """
        ...

    def around_outages(self) -> tuple[OutageContacts, ...]:
        """The latest outages that are known, each with the requests during and after it, in order."""
        ...

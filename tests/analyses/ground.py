"""A ground of an analysis made by hand: readings of shares, means and counts in two periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from deskwise.analyses.articles_used import ArticlesUsed
from deskwise.analyses.change import Change, judge
from deskwise.analyses.customer_outcomes import CustomerOutcome
from deskwise.analyses.finding import Finding
from deskwise.analyses.ground import Where
from deskwise.analyses.ground_values import (
    Compared,
    Escalated,
    HeldCell,
    Lasting,
    LimitsAnew,
    LowRating,
    Note,
    Windows,
)
from deskwise.analyses.ground_values import Groups as Split
from deskwise.analyses.half_hours import LiveLoad
from deskwise.analyses.raised_by_day import Group, OutageContacts, RaisedByDay, RaisedRequest
from deskwise.analyses.rated import Rated, RatedQuarter
from deskwise.analyses.stated_waits import StatedWaits
from deskwise.analyses.what_changed import what_changed
from deskwise.kernel.errors import UsageError
from deskwise.kernel.periods import Grain
from deskwise.metrics.call_hours import CallHour
from deskwise.metrics.catalogue import metric
from deskwise.metrics.changed_channel import Returns
from deskwise.metrics.customer_courses import Courses
from deskwise.metrics.definition import Clock, Metric, Stat
from deskwise.metrics.figures import Figure, number, share
from deskwise.metrics.intervals import count_interval, mean_interval
from deskwise.metrics.readings import Reading
from deskwise.metrics.recommendations import Recommendations
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.sentence_words import plain_sentence

DAY = 86_400_000_000
NOW, BEFORE = ReadPeriod(28 * DAY, 56 * DAY, False), ReadPeriod(0, 28 * DAY, False)
Groups = Mapping[str | None, Reading]
Hits = Mapping[str | None, tuple[int, int]] | Mapping[str, tuple[int, int]]


def made(name: str, figure: Figure, period: ReadPeriod, stat: Stat) -> Reading:
    found = metric(name)
    return Reading(
        metric=name, stat=stat, clock=None, unit=found.unit, period=period, by=(), value=figure.value,
        n=figure.n, numerator=figure.numerator, denominator=figure.denominator, excluded=(), open=0,
        provisional=0, ruled=0, unjudged=0, interval=figure.interval, definition=found.definition,
    )  # fmt: skip


def shares(counts: Hits, period: ReadPeriod, name: str = "csat") -> Groups:
    """Groups of a share, each by its hits and its cases; those without a case are not there."""
    return {value: made(name, share(hits, n), period, "share") for value, (hits, n) in counts.items() if n}


def means(
    cases: Mapping[str | None, Sequence[int]] | Mapping[str, Sequence[int]],
    period: ReadPeriod,
    name: str = "customer_rating",
) -> Groups:
    """Groups of a mean, each by its cases."""
    return {value: mean_of(found, period, name) for value, found in cases.items() if found}


def mean_of(cases: Sequence[int], period: ReadPeriod, name: str = "customer_rating") -> Reading:
    """The mean of cases."""
    total, squares = Fraction(sum(cases)), Fraction(sum(case * case for case in cases))
    figure = Figure(
        number(total / len(cases)) if cases else None,
        len(cases),
        interval=mean_interval(total, squares, len(cases)),
    )
    return made(name, figure, period, "mean")


def counts(
    given: Mapping[str | None, int] | Mapping[str, int], period: ReadPeriod, name: str = "complaints"
) -> Groups:
    """Groups of a count."""
    return {
        value: made(name, Figure(n, n, interval=count_interval(n)), period, "count")
        for value, n in given.items()
        if n
    }


@dataclass(frozen=True)
class HandMade:
    """What an analysis is made of, of one metric and by some dimensions."""

    metric: Metric
    all_now: Reading
    all_before: Reading
    splits: Mapping[str, Compared]
    options: Mapping[str, str] = field(default_factory=dict)
    noted: tuple[Note, ...] = ()
    read: Mapping[tuple[str, Stat, tuple[str, ...], bool], Split] = field(default_factory=dict)
    over_time: Mapping[Grain, Sequence[Reading]] = field(default_factory=dict)
    low: tuple[LowRating, ...] | None = None
    let_go: tuple[Escalated, ...] = ()
    may_see: Mapping[tuple[str, ...], frozenset[tuple[str | None, ...]]] = field(default_factory=dict)
    had: tuple[HeldCell, ...] = ()
    sold: Mapping[str, float] | None = None
    by_month: tuple[Split, ...] = ()
    at_windows: Mapping[int, Windows] = field(default_factory=dict)
    window: int | None = 7 * DAY
    lasted: Mapping[tuple[str, ...], Lasting] = field(default_factory=dict)
    clock: Clock = "elapsed"
    within_seconds: float | None = None
    where: Where = field(default_factory=dict)
    as_of: int = 60 * DAY
    zone: str = "UTC"
    first_at: int | None = None
    anew: LimitsAnew | None = None
    tier_of: Mapping[str, int] = field(default_factory=dict)
    subjects: int | None = None
    raised: RaisedByDay = field(default_factory=lambda: RaisedByDay((), 0, {}))
    outages: tuple[OutageContacts, ...] = ()
    unlinked: tuple[RaisedRequest, ...] = ()
    articles: ArticlesUsed = field(default_factory=lambda: ArticlesUsed({}, ()))
    called: tuple[CallHour, ...] = ()
    came_back: Returns = field(default_factory=dict)
    recommended: Mapping[tuple[str, ...], Mapping[tuple[str | None, ...], Recommendations]] = field(
        default_factory=dict
    )
    ages: tuple[int, ...] = ()
    lacking: frozenset[str] = frozenset()
    live: LiveLoad | None = None
    ratings: Mapping[tuple[str, ...], Rated] = field(default_factory=dict)
    lived: Courses = field(default_factory=lambda: Courses((), {}, any_sale=False))
    return_microseconds: int = 90 * DAY
    quarters: tuple[RatedQuarter, ...] = ()
    stated: StatedWaits | None = None

    @property
    def stat(self) -> Stat:
        return self.all_now.stat

    def tiers(self) -> Mapping[str, int]:
        return self.tier_of

    def whole(self) -> tuple[Reading, Reading]:
        return self.all_now, self.all_before

    def change(self) -> Change:
        return judge(self.all_now, self.all_before, self.metric.better, None)

    def split(self, dimension: str) -> Compared:
        if dimension not in self.splits:
            raise UsageError("there is no such split", do="ask for one that there is")
        return self.splits[dimension]

    def figures(
        self,
        name: str,
        stat: Stat,
        by: Sequence[str] = (),
        *,
        before: bool = False,
        within_seconds: float | Decimal | None = None,
    ) -> Split:
        return self.read[(name, stat, tuple(by), before)]

    def months(self, name: str, stat: Stat, by: Sequence[str]) -> tuple[Split, ...]:
        return self.by_month

    def lasting(self, by: Sequence[str] = ()) -> Lasting:
        return self.lasted[tuple(by)]

    def windows(self, unit: int, most: int) -> Windows:
        return self.at_windows[unit]

    def call_hours(self, channel: str) -> tuple[CallHour, ...]:
        return self.called

    def recommendations(self, by: Sequence[str] = ()) -> Mapping[tuple[str | None, ...], Recommendations]:
        return self.recommended[tuple(by)]

    def open_ages(self) -> tuple[int, ...]:
        return self.ages

    def returns(self) -> Returns:
        return self.came_back

    def settled(self, within: int) -> HandMade:
        return self

    def courses(self) -> Courses:
        return self.lived

    def course(self, grain: Grain, count: int, stat: Stat | None = None) -> tuple[Reading, ...]:
        return tuple(self.over_time[grain])[-count - 1 :]

    def rated(
        self, outcome: CustomerOutcome, driver: str, by: Sequence[str] = (), *, together: bool = False
    ) -> Rated:
        return self.ratings[tuple(by)]

    def rated_quarters(self, outcome: CustomerOutcome, driver: str) -> tuple[RatedQuarter, ...]:
        return self.quarters

    def stated_waits(self, field: str) -> StatedWaits | None:
        return self.stated if field or self.stated is None else replace(self.stated, answers=())

    def limits_anew(self) -> LimitsAnew | None:
        return self.anew

    def notes(self, start_at: int, end_at: int) -> tuple[Note, ...]:
        return tuple(each for each in self.noted if start_at <= each.at < end_at)

    def articles_used(self, by: Sequence[str]) -> ArticlesUsed:
        return self.articles

    def live_load(self, channel: str, within_seconds: float, weeks: int) -> LiveLoad:
        assert self.live is not None
        return self.live

    def raised_by_day(self, by: Sequence[str]) -> RaisedByDay:
        return self.raised

    def unlinked_requests(
        self, by: Sequence[str], spans: Sequence[tuple[Group, int, int]], most: int
    ) -> tuple[RaisedRequest, ...]:
        return self.unlinked[:most]

    def around_outages(self) -> tuple[OutageContacts, ...]:
        return self.outages

    def low_ratings(self) -> tuple[LowRating, ...] | None:
        return self.low

    def seen(self, name: str, stat: Stat, by: Sequence[str]) -> frozenset[tuple[str | None, ...]] | None:
        return self.may_see.get(tuple(by))

    def escalated(self) -> tuple[Escalated, ...]:
        return self.let_go

    def revenue(self, customers: frozenset[str]) -> tuple[tuple[str, float], ...] | None:
        return None if self.sold is None else tuple(sorted(self.sold.items()))

    def held(self) -> tuple[HeldCell, ...]:
        return self.had


def ground_of(name: str, compared: Compared, now: Reading, before: Reading) -> HandMade:
    """The ground of a metric that is split by channel, which is asked for."""
    return HandMade(metric(name), now, before, {"channel": compared}, {"by": "channel"})


def shares_changed(
    before: Hits,
    now: Hits,
    name: str = "csat",
) -> HandMade:
    """The ground of a share by channel."""
    wholes = [
        made(
            name,
            share(sum(hits for hits, _ in each.values()), sum(n for _, n in each.values())),
            period,
            "share",
        )
        for each, period in ((now, NOW), (before, BEFORE))
    ]
    return ground_of(name, Compared(shares(now, NOW, name), shares(before, BEFORE, name)), *wholes)


def turned(ground: HandMade) -> HandMade:
    """The same with the periods exchanged."""
    return replace(
        ground,
        all_now=ground.all_before,
        all_before=ground.all_now,
        splits={name: Compared(each.before, each.now, each.hidden) for name, each in ground.splits.items()},
    )


def said(finding: Finding) -> list[str]:
    """The sentences of a finding, with plain spaces."""
    return [plain_sentence(each, "UTC") for each in finding.sentences]


def found(ground: HandMade) -> Finding:
    """What changed on a ground."""
    return what_changed(ground)

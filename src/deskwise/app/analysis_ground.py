"""What an analysis is made of: the figures of a workspace, as far as whoever asks may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from deskwise.analyses.articles_used import ArticlesUsed
from deskwise.analyses.change import Change
from deskwise.analyses.ground import Where
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
from deskwise.app.access.holders import Holder
from deskwise.app.access.things import Act, Thing
from deskwise.app.access.things import Kind as AccessKind
from deskwise.app.asked_once import AskedOnce
from deskwise.app.chart_metric import noted_between
from deskwise.app.comments import CommentStore
from deskwise.app.compared_periods import ComparedPeriods, settled_periods
from deskwise.app.escalated_requests import escalated_requests, held_cells, revenue_of
from deskwise.app.follow_metric import COURSE
from deskwise.app.followed_metric import judged, only
from deskwise.app.limits_anew import anew_of
from deskwise.app.live_load import live_load
from deskwise.app.low_ratings import low_ratings
from deskwise.app.metric_limits import metric_limits
from deskwise.app.period_reader import PeriodReader
from deskwise.app.raised_by_day import RaisedRequests
from deskwise.app.read_rated import read_asked, read_quarters, read_ratings
from deskwise.app.seen_figures import Looker, require_split, seen_figures, sees_all, shows_window
from deskwise.app.state import State
from deskwise.app.used_articles import used_articles
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import say
from deskwise.kernel.periods import Grain
from deskwise.metrics.call_hours import CallHour, read_call_hours
from deskwise.metrics.changed_channel import Returns, read_returns
from deskwise.metrics.customer_courses import Courses, read_courses
from deskwise.metrics.definition import Clock, Metric, Stat
from deskwise.metrics.lifetimes import read_lifetimes
from deskwise.metrics.readings import Reading
from deskwise.metrics.recontact_windows import FCR, at_window, read_windows
from deskwise.metrics.selection import select

RAISED = "requests_received"


@dataclass(frozen=True)
class Asking:
    """Who asks, with what is needed to say what they may see.

    `who` is null of whoever has the folder, who may see all. `comments` is where customers' words are read,
    null where they are not.
    """

    workspace: Workspace
    state: State
    holder: Holder
    who: Looker | None = None
    comments: CommentStore | None = None


@dataclass(frozen=True)
class WorkspaceGround:
    """The figures of one metric in two periods. It is good while the facts behind its reader are open."""

    asking: Asking
    reader: PeriodReader
    metric: Metric
    periods: ComparedPeriods
    options: Mapping[str, str]

    @property
    def stat(self) -> Stat:
        """The statistic of the metric."""
        return self.reader.stats[0]

    @property
    def clock(self) -> Clock:
        """The clock its durations are on."""
        return self.reader.clock

    @property
    def within_seconds(self) -> float | None:
        """The threshold of a share within it."""
        within = self.reader.within_seconds
        return None if within is None else float(within)

    @property
    def where(self) -> Where:
        """What the cases are narrowed to."""
        return self.reader.where

    @property
    def as_of(self) -> int:
        """Until when the data is known."""
        return self.reader.facts.horizon.as_of

    @property
    def first_at(self) -> int | None:
        """Since when there is data."""
        return self.reader.facts.horizon.first_at

    @property
    def zone(self) -> str:
        """The zone of the periods."""
        return self.reader.facts.rules.zone

    def tiers(self) -> Mapping[str, int]:
        """The tier of each team that has one declared."""
        return {each.name: each.tier for each in self.reader.facts.rules.teams if each.tier is not None}

    def whole(self) -> tuple[Reading, Reading]:
        """The figure of all cases, later and earlier; raises `NotAllowedError` where one may not be seen."""
        return self._whole

    @cached_property
    def _whole(self) -> tuple[Reading, Reading]:
        found = tuple(
            self._one(self.reader.over(each).readings) for each in (self.periods.now, self.periods.before)
        )
        who = self.asking.who
        if who is not None:
            seen = seen_figures(who, self.asking.workspace, found, self.where, self.clock)
            if not all(map(seen.shows, found)):
                raise NotAllowedError(
                    say("this figure is of too few people to be shown"),
                    do=say("ask for more time or fewer filters"),
                )
        return found[0], found[1]

    def change(self) -> Change:
        """What became of the whole figure: by its own limits where its period is one of a grain's."""
        grain, (now, before) = self.periods.grain, self.whole()
        own = None if grain is None else metric_limits(self.reader, grain).of(*self._figure, now.by)
        return judged(self.metric, now, before, own)

    @property
    def _figure(self) -> tuple[str, Stat]:
        return self.metric.name, self.stat

    def split(self, dimension: str) -> Compared:
        """The figure by a dimension; the groups that whoever asks may not see are hidden."""
        who = self.asking.who
        if who is not None:
            require_split(who, self.where, dimension)
        by = replace(self.reader, by=(dimension,))
        now, before = (by.over(each).readings for each in (self.periods.now, self.periods.before))
        found = Compared(_by_value(now, dimension), _by_value(before, dimension))
        if who is None:
            return found
        seen = seen_figures(who, self.asking.workspace, (*now, *before), self.where, self.clock, (dimension,))
        hidden = {dict(each.by)[dimension] for each in (*now, *before) if each.n and not seen.shows(each)}
        return replace(found, hidden=frozenset(hidden))

    def figures(
        self,
        name: str,
        stat: Stat,
        by: Sequence[str] = (),
        *,
        before: bool = False,
        within_seconds: float | Decimal | None = None,
    ) -> Groups:
        """Readings of any metric in one of the periods; those that whoever asks may not see are hidden."""
        who, dimensions = self.asking.who, tuple(by)
        if who is not None:
            require_split(who, self.where, *dimensions)
        within = None if within_seconds is None else Decimal(str(within_seconds))
        reader = replace(self._sharing, metrics=(name,), stats=(stat,), by=dimensions, within_seconds=within)
        readings = reader.over(self.periods.before if before else self.periods.now).readings
        found = {tuple(value for _, value in each.by): each for each in readings}
        if who is None:
            return Groups(found)
        seen = seen_figures(who, self.asking.workspace, readings, self.where, self.clock, dimensions)
        return Groups(
            found, frozenset(value for value, each in found.items() if each.n and not seen.shows(each))
        )

    @cached_property
    def _sharing(self) -> PeriodReader:
        """The reader, asking once what several figures have in common."""
        facts = self.reader.facts
        return replace(self.reader, facts=replace(facts, engine=AskedOnce(facts.engine)))

    def months(self, name: str, stat: Stat, by: Sequence[str]) -> tuple[Groups, ...]:
        """Readings of any metric in each of the last ended months; hidden are those that may not be seen."""
        who, dimensions = self.asking.who, tuple(by)
        if who is not None:
            require_split(who, self.where, *dimensions)
        reader = replace(self.reader, metrics=(name,), stats=(stat,), by=dimensions, within_seconds=None)
        readings = [
            each
            for each in reader.series("month", COURSE["month"]).readings
            if each.period is not None and not each.period.partial
        ]
        seen = None
        if who is not None:
            seen = seen_figures(who, self.asking.workspace, readings, self.where, self.clock, dimensions)
        found: dict[int, dict[tuple[str | None, ...], Reading]] = {}
        hidden: dict[int, set[tuple[str | None, ...]]] = {}
        for each in readings:
            assert each.period is not None
            start, group = each.period.start_at or 0, tuple(value for _, value in each.by)
            found.setdefault(start, {})[group] = each
            if seen is not None and each.n and not seen.shows(each):
                hidden.setdefault(start, set()).add(group)
        return tuple(Groups(found[start], frozenset(hidden.get(start, ()))) for start in sorted(found))

    def lasting(self, by: Sequence[str] = ()) -> Lasting:
        """How long the cases begun in the period last; hidden are the groups that may not be seen."""
        # They are seen as the number of requests is, open ones too, that they are made of.
        seen = None if self.asking.who is None else self.figures(RAISED, "count", by)
        facts, now = self.reader.facts, self.periods.now
        asked = select(
            (self.metric.name,), stats=("km50",), by=by, where=self.where, since_at=now.start_at,
            until_at=now.end_at, clock=self.clock,
        )  # fmt: skip
        found = read_lifetimes(
            asked, rules=facts.rules, horizon=facts.horizon, engine=facts.engine, compiled=facts.compiled
        )
        return Lasting(found, frozenset() if seen is None else seen.hidden)

    @property
    def window(self) -> int | None:
        """The window of re-contact that is set."""
        return self.reader.facts.rules.window_microseconds

    def windows(self, unit: int, most: int) -> Windows:
        """The period's first resolutions by windows; hidden are those of too few people's work."""
        who, facts, now = self.asking.who, self.reader.facts, self.periods.now
        # Longer windows leave fewer of them mature, and perhaps those of one agent alone.
        asked = select(
            (FCR,), by=() if who is None else ("agent",), where=self.where, since_at=now.start_at,
            until_at=now.end_at,
        )  # fmt: skip
        cases = read_windows(
            asked, unit, most, rules=facts.rules, horizon=facts.horizon, engine=facts.engine,
            compiled=facts.compiled,
        )  # fmt: skip
        if who is None:
            return Windows(cases)
        every = [at_window(cases, units) for units in range(1, most + 1)]
        return Windows(
            cases, frozenset(each.units for each in every if not shows_window(who, self.where, each))
        )

    def call_hours(self, channel: str) -> tuple[CallHour, ...]:
        """The live contacts of a channel in the period by the hour, without anybody's name."""
        facts = self.reader.facts
        return read_call_hours(
            channel, self._narrowed, self._span,
            rules=facts.rules, horizon=facts.horizon, engine=facts.engine, compiled=facts.compiled,
        )  # fmt: skip

    def returns(self) -> Returns:
        """Customers of the period who came back with the same matter by a new ticket, by both channels."""
        facts = self.reader.facts
        return read_returns(
            self._narrowed, self._span,
            rules=facts.rules, horizon=facts.horizon, engine=facts.engine, compiled=facts.compiled,
        )  # fmt: skip

    def settled(self, within: int) -> WorkspaceGround:
        """The same over a period after whose end so many microseconds are known."""
        return replace(self, periods=settled_periods(self.periods, within, self.as_of))

    @property
    def return_microseconds(self) -> int:
        """Within how long a customer who buys again returned."""
        return self.reader.facts.rules.return_microseconds

    def courses(self) -> Courses:
        """The customers who wrote in the period with what they did then, and those who did not write."""
        facts, now = self.reader.facts, self.periods.now
        return read_courses(
            self._narrowed, (now.start_at, now.end_at), self.clock,
            rules=facts.rules, horizon=facts.horizon, engine=facts.engine, compiled=facts.compiled,
        )  # fmt: skip

    @property
    def _narrowed(self) -> dict[str, tuple[str | None, ...]]:
        return {name: tuple(values) for name, values in self.where.items()}

    @property
    def _span(self) -> tuple[int | None, int | None]:
        return self.periods.now.start_at, self.periods.now.end_at

    def course(self, grain: Grain, count: int, stat: Stat | None = None) -> tuple[Reading, ...]:
        """The figure over the last ended periods of a grain and the one under way."""
        reader = self.reader if stat is None else replace(self.reader, stats=(stat,))
        readings = reader.series(grain, count).readings
        who = self.asking.who
        if who is not None:
            seen = seen_figures(who, self.asking.workspace, readings, self.where, self.clock)
            if not all(map(seen.shows, readings)):
                raise NotAllowedError(
                    say("this figure is of too few people to be shown"),
                    do=say("ask for more time or fewer filters"),
                )
        return tuple(readings)

    def rated(self, drivers: Sequence[str], by: Sequence[str] = (), *, asked: bool = False) -> Rated:
        """The period's ratings by what their requests had come to, without the groups that are hidden."""
        hidden = self.figures("csat", "share", by).hidden
        found = read_ratings(replace(self.reader, by=tuple(by)), self.periods.now, drivers, hidden)
        if not asked or self.figures("survey_response_rate", "share").hidden:
            return found
        return read_asked(found, self.reader, self.periods.now, drivers)

    def rated_quarters(self, driver: str) -> tuple[RatedQuarter, ...]:
        """The ratings of the last ended quarters by the value of a driver, without those that are hidden."""
        reader = replace(self.reader, metrics=("csat",), stats=("share",), within_seconds=None)
        readings = reader.series("quarter", COURSE["quarter"]).readings
        hidden: set[int | None] = set()
        if self.asking.who is not None:
            seen = seen_figures(self.asking.who, self.asking.workspace, readings, self.where, self.clock)
            hidden = {each.period.start_at for each in readings if each.period and not seen.shows(each)}
        return tuple(each for each in read_quarters(reader, readings, driver) if each.start_at not in hidden)

    def limits_anew(self) -> LimitsAnew | None:
        """Since when the figure's limits are drawn anew."""
        return anew_of(self.reader.anew, self.metric.name, self.where, self.as_of)

    def notes(self, start_at: int, end_at: int) -> tuple[Note, ...]:
        """What was noted on a stretch of time, on the metric or on all; of the team if there is but one."""
        team = self.where.get("team", ())
        found = noted_between(
            self.asking.state,
            self.asking.holder,
            start_at,
            end_at,
            self.metric.name,
            team[0] if len(team) == 1 else None,
        )
        return tuple(Note(each.at, each.words, each.end_at) for each in found)

    def low_ratings(self) -> tuple[LowRating, ...] | None:
        """The bad ratings with words of the period, without a complaint and within reach of whoever asks."""
        if self.asking.comments is None or not self.asking.workspace.keeps_text():
            return None
        return low_ratings(
            self.asking.comments, self.asking.holder, self.asking.who, self.where, self.periods.now
        )

    def seen(self, name: str, stat: Stat, by: Sequence[str]) -> frozenset[tuple[str | None, ...]] | None:
        """The groups whose figures whoever asks may see; null, without a look, where they may see all."""
        who = self.asking.who
        if who is None or sees_all(who, self.where, by):
            return None
        found = self.figures(name, stat, by)
        return frozenset(key for key, each in found.readings.items() if each.n) - found.hidden

    def escalated(self) -> tuple[Escalated, ...]:
        """The handled requests of the period that were escalated, with what tells why."""
        return escalated_requests(self.asking.workspace, self.reader.facts, self.where, self.periods.now)

    def revenue(self, customers: frozenset[str]) -> tuple[tuple[str, float], ...] | None:
        """What these customers bought, less refunds, in the year up to the period's end, by currency."""
        who = self.asking.who
        if who is not None and not who.may(Act.READ, Thing(AccessKind.CUSTOMER)):
            return None
        return revenue_of(self.reader.facts, customers, min(self.periods.now.end_at, self.as_of))

    def held(self) -> tuple[HeldCell, ...]:
        """Who had how many of the period's handled requests and escalated them."""
        return held_cells(self.reader.facts, self.where, self.periods.now)

    def articles_used(self, by: Sequence[str]) -> ArticlesUsed:
        """The articles used in what was resolved in the period, as far as whoever asks may see them."""
        return used_articles(self.asking.workspace, self.asking.who, self.where, by, self.periods.now)

    def live_load(self, channel: str, within_seconds: float, weeks: int) -> LiveLoad:
        """The live contacts of a channel by half hour."""
        return live_load(self.reader, channel, within_seconds, weeks)

    def raised_by_day(self, by: Sequence[str]) -> RaisedByDay:
        """Requests by day and dimensions, in the period and the weeks before it."""
        return self._raised().by_day(by, self.periods.now)

    def unlinked_requests(
        self, by: Sequence[str], spans: Sequence[tuple[Group, int, int]], most: int
    ) -> tuple[RaisedRequest, ...]:
        """The first requests of groups and spans that are linked to no problem and may be listed."""
        return self._raised().unlinked(by, spans, most)

    def around_outages(self) -> tuple[OutageContacts, ...]:
        """The latest outages with the requests around them."""
        return self._raised().around_outages()

    def _raised(self) -> RaisedRequests:
        return RaisedRequests(self.reader.facts, self.asking.who, self.where)

    def _one(self, readings: Sequence[Reading]) -> Reading:
        (found,) = only(readings, self.metric.name, self.stat)
        return found


def _by_value(readings: Sequence[Reading], dimension: str) -> Mapping[str | None, Reading]:
    return {dict(each.by)[dimension]: each for each in readings}

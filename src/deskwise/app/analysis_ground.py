"""What an analysis is made of: the figures of a workspace, and the cases behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deskwise.analyses.articles_used import ArticlesUsed
from deskwise.analyses.customer_outcomes import CustomerOutcome
from deskwise.analyses.ground_values import (
    Escalated,
    HeldCell,
    Lasting,
    LowRating,
    Windows,
)
from deskwise.analyses.half_hours import LiveLoad
from deskwise.analyses.raised_by_day import Group, OutageContacts, RaisedByDay, RaisedRequest
from deskwise.analyses.rated import BESIDE, Rated, RatedQuarter
from deskwise.analyses.stated_waits import StatedWaits
from deskwise.app.access.things import Act, Thing
from deskwise.app.access.things import Kind as AccessKind
from deskwise.app.compared_periods import settled_periods
from deskwise.app.escalated_requests import escalated_requests, held_cells, revenue_of
from deskwise.app.follow_metric import COURSE
from deskwise.app.live_load import live_load
from deskwise.app.low_ratings import low_ratings
from deskwise.app.raised_by_day import RaisedRequests
from deskwise.app.read_rated import read_asked, read_cases, read_quarters, read_together
from deskwise.app.readings_ground import ReadingsGround
from deskwise.app.seen_figures import seen_figures, shows_window
from deskwise.app.used_articles import used_articles
from deskwise.metrics.call_hours import CallHour, read_call_hours
from deskwise.metrics.changed_channel import Returns, read_returns
from deskwise.metrics.customer_courses import Courses, read_courses
from deskwise.metrics.definition import Stat
from deskwise.metrics.drill import list_cases
from deskwise.metrics.lifetimes import read_lifetimes
from deskwise.metrics.plan import ALL_ROWS
from deskwise.metrics.readings import Reading
from deskwise.metrics.recommendations import Recommendations, read_recommendations
from deskwise.metrics.recontact_windows import FCR, at_window, read_windows
from deskwise.metrics.selection import Selection, select

RAISED = "requests_received"
MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class WorkspaceGround(ReadingsGround):
    """The same with a look at cases, where no figure of the catalogue tells what an analysis has to know."""

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

    def recommendations(self, by: Sequence[str] = ()) -> Mapping[tuple[str | None, ...], Recommendations]:
        """The period's promoters, passives and detractors by dimensions."""
        # What figures are made of answers this as well.
        facts = self._sharing.facts
        return read_recommendations(
            self._asked(by), rules=facts.rules, horizon=facts.horizon, engine=facts.engine,
            compiled=facts.compiled,
        )  # fmt: skip

    def open_ages(self) -> tuple[int, ...]:
        """The ages of the open requests at the period's end, in microseconds."""
        facts = self.reader.facts
        found = list_cases(
            self._asked(()), rules=facts.rules, horizon=facts.horizon, engine=facts.engine,
            compiled=facts.compiled, limit=ALL_ROWS, state="counted",
        )  # fmt: skip
        return tuple(round(each.gave * MICROSECONDS) for each in found.rows if each.gave is not None)

    def _asked(self, by: Sequence[str]) -> Selection:
        now = self.periods.now
        return select(
            (self.metric.name,), by=by, where=self.where, since_at=now.start_at, until_at=now.end_at,
            clock=self.clock,
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

    def rated(
        self, outcome: CustomerOutcome, driver: str, by: Sequence[str] = (), *, together: bool = False
    ) -> Rated:
        """The period's cases by what their requests had come to, without the groups that are hidden."""
        now, hidden = self.periods.now, frozenset[tuple[str | None, ...]]()
        if self.asking.who is not None:
            hidden = hidden.union(*(self.figures(name, stat, by).hidden for name, stat in outcome.seen_by))
        found = read_cases(replace(self.reader, by=tuple(by)), now, outcome.metric, driver, hidden)
        if not together:
            return found
        found = read_together(found, self.reader, now, outcome.metric)
        if not outcome.asks or self.figures("survey_response_rate", "share").hidden:
            return found
        return read_asked(found, self.reader, now, tuple({driver: None, **dict.fromkeys(BESIDE)}))

    def rated_quarters(self, outcome: CustomerOutcome, driver: str) -> tuple[RatedQuarter, ...]:
        """The cases of the last ended quarters by the value of a driver, without those that are hidden."""
        who, hidden = self.asking.who, set[int | None]()
        if who is not None:
            for name, stat in outcome.seen_by:
                readings = self._quarters(name, stat)
                seen = seen_figures(who, self.asking.workspace, readings, self.where, self.clock)
                hidden |= {each.period.start_at for each in readings if each.period and not seen.shows(each)}
        # Of the quarters their edges are asked, and what was received is read soonest.
        found = read_quarters(self.reader, self._quarters(RAISED, "count"), outcome.metric, driver)
        return tuple(each for each in found if each.start_at not in hidden)

    def _quarters(self, name: str, stat: Stat) -> tuple[Reading, ...]:
        reader = replace(self.reader, metrics=(name,), stats=(stat,), within_seconds=None)
        return tuple(reader.series("quarter", COURSE["quarter"]).readings)

    def stated_waits(self, field: str) -> StatedWaits | None:
        """How long customers say they expected to wait; null where their ratings may not be seen."""
        if self.figures("csat", "share").hidden:
            return None
        now = self.periods.now
        return self.asking.workspace.stated_waits(field, now.start_at, now.end_at, self.where)

    def low_ratings(self) -> tuple[LowRating, ...] | None:
        """The bad ratings with words of the period, without a complaint and within reach of whoever asks."""
        if self.asking.comments is None or not self.asking.workspace.keeps_text():
            return None
        return low_ratings(
            self.asking.comments, self.asking.holder, self.asking.who, self.where, self.periods.now
        )

    @property
    def subjects(self) -> int | None:
        """How many requests that are known have a subject; null where texts are not kept."""
        reasons = self.reader.facts.reasons
        return None if reasons is None else reasons.subjects()

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

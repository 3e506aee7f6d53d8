"""Follow an agent in a team: six measures against their own past, over the team's unnamed spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.own_limits import OwnLimits
from deskwise.analyses.peer_spread import FEWEST_PEERS, PeerSpread, peer_spread
from deskwise.app.annotations import Annotation
from deskwise.app.compared_periods import ComparedPeriods, last_full
from deskwise.app.followed_metric import Followed, follow, only
from deskwise.app.headlines import Headline
from deskwise.app.list_agents import HANDLED, USUAL_OF_AGENTS
from deskwise.app.metric_limits import metric_limits
from deskwise.app.period_reader import PeriodReader, Where
from deskwise.app.read_metrics import raise_if_nothing_yet
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.periods import Grain
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Clock, Stat
from deskwise.metrics.readings import Reading

MEASURES = (
    Headline("first_response_time", "p50"),
    Headline("reply_time", "p50"),
    Headline("average_resolution_time", "p50"),
    Headline("first_contact_resolution"),
    Headline("escalation_rate"),
    Headline("customer_rating"),
)
STATS: tuple[Stat, ...] = ("p50",)
# How many periods a course has, by its grain.
COURSE: dict[Grain, int] = {"week": 26, "month": 24}
CATEGORIES_SHOWN = 8


@dataclass(frozen=True)
class Measure:
    """One measure of an agent.

    `spread` and `team` stand beside each period of the course, null where fewer than three others have a
    figure there. `team_now` is the whole team's reading in the period, null in the same case.
    """

    followed: Followed
    spread: tuple[PeerSpread | None, ...]
    team: tuple[Reading | None, ...]
    team_now: Reading | None


@dataclass(frozen=True)
class MixLine:
    """A category of the agent's requests: how many, their share of the agent's, and of the team's.

    `team_share` is null with fewer than three others; `category` is null for requests without one.
    """

    category: str | None
    requests: int
    own_share: float
    team_share: float | None


@dataclass(frozen=True)
class AgentFollowed:
    """An agent's work in a team. `peers` is how many others handled requests there in the period."""

    as_of: int
    zone: str
    clock: Clock
    agent: str
    team: str | None
    periods: ComparedPeriods
    grain: Grain
    handled: Reading
    peers: int
    measures: tuple[Measure, ...]
    mix: tuple[MixLine, ...]
    more_mix: int

    @property
    def enough_peers(self) -> bool:
        """Whether there is a spread that names nobody."""
        return self.peers >= FEWEST_PEERS


def follow_agent(
    workspace: Workspace,
    agent: str,
    team: str | None,
    period: str = USUAL_OF_AGENTS,
    anew: tuple[Annotation, ...] = (),
) -> AgentFollowed:
    """Follow what an agent did in a team (null: what was in none) over the last full period of a name.

    The queries are as many for a team of three as for one of three hundred. Raises `UsageError` for a period
    there is not, `WorkspaceError` where nothing was imported.
    """
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        periods = last_full(period, facts.rules, facts.horizon.as_of)
        return _Follower(facts, agent, team, periods, anew).followed()


class _Follower:
    def __init__(
        self,
        facts: Facts,
        agent: str,
        team: str | None,
        periods: ComparedPeriods,
        anew: tuple[Annotation, ...],
    ) -> None:
        self._anew = anew
        self._facts = facts
        self._agent = agent
        self._team = team
        self._periods = periods
        # Courses are of weeks where the period is of weeks.
        self._grain: Grain = "week" if periods.grain in {None, "week"} else "month"
        self._clock: Clock = "working" if facts.rules.schedules else "elapsed"
        self._of_team: Where = {"team": (team,)}
        self._own: Where = {"agent": (agent,), **self._of_team}

    def followed(self) -> AgentFollowed:
        mix, more = self._mix()
        handled = self._reader(self._own, names=(HANDLED,)).over(self._periods.now).readings[0]
        return AgentFollowed(
            self._facts.horizon.as_of,
            self._facts.rules.zone,
            self._clock,
            self._agent,
            self._team,
            self._periods,
            self._grain,
            handled,
            self._peers(),
            self._measures(),
            mix,
            more,
        )

    def _reader(
        self, where: Where, by: tuple[str, ...] = (), names: tuple[str, ...] | None = None
    ) -> PeriodReader:
        asked = tuple(each.metric for each in MEASURES) if names is None else names
        return PeriodReader(
            self._facts, asked, STATS if names is None else (), self._clock, where, by, anew=self._anew
        )

    def _measures(self) -> tuple[Measure, ...]:
        own, whole = self._reader(self._own), self._reader(self._of_team)
        now, before = own.over(self._periods.now).readings, own.over(self._periods.before).readings
        course = own.series(self._grain, COURSE[self._grain]).readings
        limits = metric_limits(own, self._grain)
        team_now = whole.over(self._periods.now).readings
        team = whole.series(self._grain, COURSE[self._grain]).readings
        split = self._reader(self._of_team, by=("agent",))
        others_now = self._others(split.over(self._periods.now).readings)
        others = self._others(split.series(self._grain, COURSE[self._grain]).readings)
        found = []
        for each in MEASURES:
            name, stat = each.metric, each.stat or metric(each.metric).default_stats[0]
            (later,), (earlier,) = only(now, name, stat), only(before, name, stat)
            own_course = only(course, name, stat)
            followed = self._followed(name, stat, later, earlier, own_course, limits.of(name, stat))
            spread = _spreads(followed.course, only(others, name, stat))
            whole_course = zip(only(team, name, stat), spread, strict=True)
            known = sum(one.n > 0 for one in only(others_now, name, stat)) >= FEWEST_PEERS
            found.append(
                Measure(
                    followed,
                    spread,
                    tuple(reading if beside is not None else None for reading, beside in whole_course),
                    only(team_now, name, stat)[0] if known else None,
                )
            )
        return tuple(found)

    def _followed(
        self,
        name: str,
        stat: Stat,
        now: Reading,
        before: Reading,
        course: Sequence[Reading],
        limits: OwnLimits | None,
    ) -> Followed:
        same = self._periods.grain == self._grain
        return follow(metric(name), stat, now, before, course, limits, same_grain=same)

    def _others(self, readings: Sequence[Reading]) -> list[Reading]:
        """Those of everybody else who has a name."""
        return [each for each in readings if dict(each.by)["agent"] not in {None, self._agent}]

    def _peers(self) -> int:
        readings = self._reader(self._of_team, by=("agent",), names=(HANDLED,)).over(self._periods.now)
        return sum(each.n > 0 for each in self._others(readings.readings))

    def _mix(self) -> tuple[tuple[MixLine, ...], int]:
        own = self._by_category(self._own)
        team = self._by_category(self._of_team) if self._peers() >= FEWEST_PEERS else None
        in_all, of_team = sum(own.values()), 0 if team is None else sum(team.values())
        largest = sorted(own, key=lambda name: (-own[name], name is None, name or ""))
        lines = tuple(
            MixLine(name, own[name], own[name] / in_all, None if team is None else team[name] / of_team)
            for name in largest[:CATEGORIES_SHOWN]
        )
        return lines, len(largest) - len(lines)

    def _by_category(self, where: Where) -> dict[str | None, int]:
        readings = self._reader(where, by=("category",), names=(HANDLED,)).over(self._periods.now).readings
        return {dict(each.by)["category"]: each.n for each in readings if each.n}


def _spreads(course: Sequence[Reading], others: Sequence[Reading]) -> tuple[PeerSpread | None, ...]:
    """The spread of everybody else in each period of a course."""
    found: dict[int | None, list[Reading]] = {}
    for each in others:
        found.setdefault(None if each.period is None else each.period.start_at, []).append(each)
    return tuple(
        peer_spread(found.get(None if each.period is None else each.period.start_at, ())) for each in course
    )

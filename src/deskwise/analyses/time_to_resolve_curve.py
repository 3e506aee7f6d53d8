"""How long requests take with the open ones kept, by groups, and how wrong the plain average is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deskwise.analyses.cells import Group
from deskwise.analyses.curve_tables import curve_table, quantile_table
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.finding import Cell as TableCell
from deskwise.analyses.finding import Finding, Number, NumberColumn, Outcome
from deskwise.analyses.funnel import discoveries
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Lasting
from deskwise.analyses.kaplan_meier import Curve, Estimate, error_of_average, kaplan_meier, plain_average
from deskwise.analyses.log_rank import GroupTest, LogRank, log_rank
from deskwise.analyses.of_whom import others_only_where, whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.time_to_resolve_words import doubts, sentences
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.lifetimes import Lifetimes, together
from deskwise.metrics.readings import Reading

METRIC, RAISED = "average_resolution_time", "requests_received"
# Of fewer nothing is said: neither of all together nor of a group.
FEWEST, FEWEST_RESOLVED = 30, 10
DAY = 86_400.0
# Means are taken as far as the first of these by which so many are resolved: periods then compare.
HORIZONS, MOST = (7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY), 0.9

LONGER, SHORTER, ALIKE = marked("longer"), marked("shorter"), marked("within chance")
OTHERWISE = marked("otherwise, no longer on average")


@dataclass(frozen=True)
class Lasted:
    """How long the requests of a group take: their curve, and means as far as the horizon.

    `mean` keeps the open ones, `plain` is that of the resolved alone, `wrong` by how much it differs.
    """

    curve: Curve
    mean: Estimate
    plain: Estimate
    wrong: Estimate

    @property
    def n_open(self) -> int:
        """How many are not resolved."""
        return self.curve.n - self.curve.n_ended


@dataclass(frozen=True)
class GroupLasted:
    """A group against all others: `named` is whether it is told apart from them beyond noise."""

    group: Group
    lasted: Lasted
    test: GroupTest
    named: bool

    @property
    def side(self) -> int:
        """1 where its requests take longer beyond noise, -1 where shorter, 0 where neither is known."""
        low, high = self.test.longer.low, self.test.longer.high
        if not self.named or low is None or high is None or low <= 0 <= high:
            return 0
        return 1 if low > 0 else -1

    @property
    def verdict(self) -> str:
        """What is said of it."""
        if not self.named:
            return ALIKE
        return {1: LONGER, -1: SHORTER, 0: OTHERWISE}[self.side]


@dataclass(frozen=True)
class ResolveCurves:
    """What sentences are made of.

    `by` is the dimension of the groups, empty without any; `hidden` are those whose figures whoever asks may
    not see, `small` how many have too few requests. `cut` is whether a longer horizon was asked for than
    anything is known of.
    """

    by: str
    whole: Lasted
    groups: tuple[GroupLasted, ...]
    hidden: frozenset[Group]
    small: int
    test: LogRank | None
    horizon: float
    cut: bool

    @property
    def shown(self) -> tuple[GroupLasted, ...]:
        """The groups that may be told, by name."""
        found = [each for each in self.groups if each.group not in self.hidden]
        return tuple(sorted(found, key=lambda each: (each.group is None, str(each.group))))

    @property
    def named(self) -> tuple[GroupLasted, ...]:
        """Those of them that are told apart, the clearest first."""
        found = [each for each in self.shown if each.named]
        return tuple(sorted(found, key=lambda each: (each.test.chance, str(each.group))))


def time_to_resolve_curve(ground: Ground) -> Finding:
    """How long requests take, the open ones kept.

    Raises `UsageError` for a horizon that is none or where the filters leave one group only, and
    `NotAllowedError` where whoever asks may see no group's figure.
    """
    by, asked = ground.options.get("by", ""), _horizon(ground.options.get("horizon", ""))
    if by:
        others_only_where(ground, by)
    whole = _whole(ground)
    lasting = ground.lasting((by,) if by else ())
    everything = together(lasting.groups.values()) if lasting.groups else None
    if everything is None or not _enough(everything):
        return _too_few(ground, whole, everything)
    groups, hidden, small = _groups(lasting) if by else ({}, frozenset(), 0)
    curve, reach = kaplan_meier(everything), _reach([everything, *groups.values()])
    horizon = min(_usual(curve) if asked is None else asked, reach)
    test = log_rank(tuple(groups.values()), horizon) if len(groups) > 1 else None
    told = ResolveCurves(
        by=by,
        whole=_lasted(everything, horizon),
        groups=_tested(groups, test, horizon),
        hidden=hidden,
        small=small,
        test=test,
        horizon=horizon,
        cut=asked is not None and asked > reach,
    )
    return _finding(ground, whole, told)


def _horizon(words: str) -> float | None:
    if not words:
        return None
    try:
        days = float(words)
    except ValueError:
        days = math.nan
    if not 0 < days < math.inf:
        raise UsageError(
            say("%(words)s is no number of days", words=repr(words)),
            do=say("write --horizon 30 for thirty days"),
        )
    return days * DAY


def _enough(lifetimes: Lifetimes) -> bool:
    return lifetimes.n >= FEWEST and lifetimes.n_ended >= FEWEST_RESOLVED


def _whole(ground: Ground) -> Reading:
    """What figure it is, where whoever asks may see that of all its requests; that takes no median."""
    raised = whole_of(ground, RAISED, "count")
    metric = ground.metric
    return replace(
        raised, metric=metric.name, stat="km50", clock=ground.clock, unit=metric.unit,
        definition=metric.definition,
    )  # fmt: skip


def _groups(lasting: Lasting) -> tuple[dict[Group, Lifetimes], frozenset[Group], int]:
    """The groups of which there are enough, those that are hidden, and how many are too small."""
    hidden = frozenset(key[0] for key in lasting.hidden)
    every = {key[0]: each for key, each in lasting.groups.items()}
    if every and not set(every) - hidden:
        raise NotAllowedError(
            say("nobody's figure of this analysis is for you to see"), do=say("ask an admin of the workspace")
        )
    found = {group: each for group, each in every.items() if _enough(each)}
    return found, hidden, len(every) - len(found)


def _usual(curve: Curve) -> float:
    most = curve.done_after(MOST).value
    return next((each for each in HORIZONS if most is not None and most <= each), HORIZONS[-1])


def _reach(groups: Sequence[Lifetimes]) -> float:
    """As far as something is known of every group: to the shortest of their longest cases that is open."""
    return min(kaplan_meier(each).reach for each in groups)


def _lasted(found: Lifetimes, horizon: float) -> Lasted:
    curve = kaplan_meier(found)
    return Lasted(
        curve,
        curve.mean_until(horizon),
        plain_average(found, horizon),
        error_of_average(found, curve, horizon),
    )


def _tested(
    groups: Mapping[Group, Lifetimes], test: LogRank | None, horizon: float
) -> tuple[GroupLasted, ...]:
    if test is None:
        return ()
    named = discoveries([each.chance for each in test.groups])
    return tuple(
        GroupLasted(group, _lasted(found, horizon), each, is_named)
        for (group, found), each, is_named in zip(groups.items(), test.groups, named, strict=True)
    )


def _too_few(ground: Ground, whole: Reading, found: Lifetimes | None) -> Finding:
    n, n_ended = (0, 0) if found is None else (found.n, found.n_ended)
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome="too few",
        sentences=sentences(None, "too few", n, n_ended),
        doubts=(),
        numbers=(
            Number("requests", marked("requests raised"), n, "count"),
            Number("open", marked("of them still open"), n - n_ended, "count"),
        ),
        columns=(),
        rows=(),
        rests_on=rests_on_period(ground, whole, None, n),
    )


def _finding(ground: Ground, whole: Reading, told: ResolveCurves) -> Finding:
    outcome = _outcome(told)
    curve = told.whole.curve
    drawn = [(each.group, each.lasted.curve) for each in told.shown]
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome, curve.n, curve.n_ended),
        doubts=doubts(told),
        numbers=_numbers(told),
        columns=_columns(told.by),
        rows=tuple(_row(each) for each in told.shown),
        rests_on=rests_on_period(ground, whole, told.by or None, curve.n),
        label=marked("How long requests take, those still open kept"),
        more=(quantile_table(told.by, curve, drawn), curve_table(told.by, curve, drawn, told.horizon)),
    )


def _outcome(told: ResolveCurves) -> Outcome:
    if told.by:
        if told.test is None:
            return "too few"
        return "found" if told.named else "nothing"
    # Of nobody open nothing is left out, and what little differs is rounding.
    wrong = told.whole.wrong if told.whole.n_open else Estimate(0.0)
    return "found" if (wrong.low or 0.0) > 0 or (wrong.high or 0.0) < 0 else "nothing"


def _numbers(told: ResolveCurves) -> tuple[Number, ...]:
    whole = told.whole
    median, most = whole.curve.done_after(0.5), whole.curve.done_after(0.9)
    found = (
        Number("requests", marked("requests raised"), whole.curve.n, "count"),
        Number("open", marked("of them still open"), whole.n_open, "count"),
        _number("median", marked("half are resolved within"), median),
        _number("p90", marked("nine in ten are resolved within"), most),
        Number("horizon", marked("means are taken as far as"), told.horizon, "seconds"),
        _number("mean", marked("mean with the open ones kept"), whole.mean),
        _number("plain_mean", marked("plain average of the resolved"), whole.plain),
        _number("plain_error", marked("how wrong the plain average is"), whole.wrong, signed=True),
    )
    if told.test is None:
        return found
    return (
        *found,
        Number("log_rank", marked("log-rank chi-square of all groups"), told.test.square, "score"),
        Number("freedom", marked("its degrees of freedom"), told.test.freedom, "count"),
        Number("chance", marked("chance of as much where none differs"), told.test.chance, "share"),
    )


def _number(name: str, label: str, estimate: Estimate, *, signed: bool = False) -> Number:
    return Number(name, label, estimate.value, "seconds", estimate.low, estimate.high, signed)


def _columns(by: str) -> tuple[NumberColumn, ...]:
    if not by:
        return ()
    return (
        NumberColumn(by, dimension(by).label, None, dimension=by),
        NumberColumn("requests", marked("requests raised"), "count", opens=RAISED),
        NumberColumn("open", marked("still open"), "count"),
        NumberColumn("median", marked("half within"), "seconds"),
        NumberColumn("median_low", marked("from"), "seconds"),
        NumberColumn("median_high", marked("to"), "seconds"),
        NumberColumn("mean", marked("mean, open ones kept"), "seconds"),
        NumberColumn("longer", marked("longer than the others"), "seconds", signed=True),
        NumberColumn("longer_low", marked("from"), "seconds", signed=True),
        NumberColumn("longer_high", marked("to"), "seconds", signed=True),
        NumberColumn("chance", marked("log-rank chance"), "share"),
        NumberColumn("verdict", marked("verdict"), None, said=True),
        NumberColumn("plain_mean", marked("plain average"), "seconds"),
        NumberColumn("plain_error", marked("how wrong it is"), "seconds", signed=True),
    )


def _row(each: GroupLasted) -> tuple[TableCell, ...]:
    lasted, longer = each.lasted, each.test.longer
    median = lasted.curve.done_after(0.5)
    return (
        each.group, lasted.curve.n, lasted.n_open, median.value, median.low, median.high, lasted.mean.value,
        longer.value, longer.low, longer.high, each.test.chance, each.verdict, lasted.plain.value,
        lasted.wrong.value,
    )  # fmt: skip


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "km50"


ENTRY = AnalysisEntry(
    name="time_to_resolve_curve",
    label="Time to resolve, open requests kept",
    tells="How long requests take with those kept that are still open, and how wrong the plain average is.",
    answers="How long does a customer really wait for a resolution, and whose requests take longer?",
    assumes=(
        "A request that is still open will take as long as others that were open for as long.",
        "Requests are independent: where one outage makes many, intervals are too narrow.",
        "A group is the one known at as-of; with `team` or `agent` it is whoever has the request now.",
    ),
    distrust=(
        "A request that was handed on counts with the team that has it now: hard ones make that team slow.",
        "Where curves cross, the log-rank test sees little: look at the picture.",
        "Long before the horizon few may be left, and the curve's end rests on those few.",
        "A resolution can be undone: what is reopened after as-of will have taken longer than it did here.",
        "Requests that nobody closes, though they are done, keep the curve up.",
    ),
    method=(
        "The requests raised in the period, each until its last resolution; one that is not resolved counts"
        " as open for at least as long as it has been, up to as-of or its merge (right-censored). The curve"
        " is Kaplan and Meier's, its band made of the logarithm of its logarithm with Greenwood's variance."
        " A quantile is the smallest duration after which at most the rest is open, as the book of"
        " definitions has the median, its interval Brookmeyer and Crowley's. The mean is the area under the"
        " curve (restricted mean), as far as a horizon: the days asked for, else the first of 7, 30, 90 and"
        " 365 days by which nine in ten are resolved, and never beyond the shortest of the groups' longest"
        " durations. How wrong the plain average is: the mean of the resolved alone, each taken as far as"
        " the same horizon, less that area; its interval is made of each request's influence on both. Groups"
        " are compared by the log-rank test, all at once, and each with all others together, where of those"
        " that are told apart one in twenty is expected to be so by chance (Benjamini and Hochberg); by how"
        " much is the difference of the two areas. Of more than 5,000 different durations the test takes"
        f" neighbours together. Nothing is said of fewer than {FEWEST} requests or {FEWEST_RESOLVED}"
        " resolutions."
    ),
    reference=(
        "E. L. Kaplan, P. Meier, Nonparametric Estimation from Incomplete Observations, Journal of the"
        " American Statistical Association 53 (1958); R. Brookmeyer, J. Crowley, A Confidence Interval for"
        " the Median Survival Time, Biometrics 38 (1982); L. Tian et al., On the empirical choice of the"
        " time window for restricted mean survival time, Biometrics 76 (2020); worked example: E. A."
        " Freireich et al., Blood 21 (1963)"
    ),
    libraries=(
        "numpy for the sums, scipy for the chi-square; scipy's curve and log-rank test take two samples and"
        " every case singly, and are what the tests hold this against."
    ),
    example="time_to_resolve_curve-ten_of_forty_are_still_open",
    options=(
        Option(
            "by",
            "DIM",
            marked("Compare the groups of this dimension: channel, category, team, agent or another."),
            marked("all requests together"),
            label=marked("All together"),
        ),
        Option(
            "horizon",
            "DAYS",
            marked("Means are taken as far as so many days."),
            marked("7, 30, 90 or 365: the first by which nine in ten are resolved"),
            label=marked("horizon in days"),
        ),
    ),
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=time_to_resolve_curve,
)

"""People and teams held against each other fairly: with the same requests, as far as noise allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deskwise.analyses.adjusted import Adjusted
from deskwise.analyses.adjusted_by_mix import adjusted_by_mix
from deskwise.analyses.cells import Group
from deskwise.analyses.coaching_hints import (
    LOOKED_AT,
    READY_BY,
    READY_REQUESTS,
    READY_USUAL,
    hint_table,
    hints_of,
    looked_at,
    ready_table,
    seen_agents,
)
from deskwise.analyses.coaching_words import hint_doubts, hint_sentences
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.fair_comparison_words import CELLS as VERDICT_CELLS
from deskwise.analyses.fair_comparison_words import doubts, sentences
from deskwise.analyses.finding import Cell as TableCell
from deskwise.analyses.finding import Finding, Number, NumberColumn, NumberTable, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.joiners import joiner_table
from deskwise.analyses.of_whom import OF_WHOM, asked_of, others_only_where, whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.same_tier import of_one_tier
from deskwise.analyses.shrinkage import FEWEST_TO_SHRINK, Shrunken, shrink
from deskwise.analyses.told_apart import DRAWS, alike, chances_above_median, from_the_rest
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

FEWEST_CASES = 20
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Compared:
    """One of those who are compared.

    `raw` is the figure as it is, `figure` the one with everybody's mix, drawn to all by how little it rests
    on, in the metric's unit with its 95 % interval. `side` is 1 above the rest beyond doubt, -1 below it.
    `better` is the chance of a better figure than the median (of a higher one, where neither is better).
    `groups` are the letters of the groups of those that cannot be told apart in which it is.
    """

    group: Group
    n: int
    raw: float | None
    figure: float
    low: float
    high: float
    side: int
    better: float
    groups: str
    shrunken: Shrunken


@dataclass(frozen=True)
class Comparison:
    """What sentences are made of; `hidden` are those whose figures whoever asks may not see.

    `alike` is how many groups there are of those that cannot be told apart, `between` the part of the spread
    of what is observed that is no noise, 0 to 1; `small` how many have too few cases. `other_tiers` are the
    teams that are of another tier than those compared.
    """

    metric: Metric
    of_whom: str
    whole: Reading
    compared: tuple[Compared, ...]
    hidden: frozenset[Group]
    alike: int
    between: float
    small: int
    other_tiers: tuple[Group, ...] = ()

    @property
    def shown(self) -> tuple[Compared, ...]:
        """Those whose figures may be told, by name: there is no order between them but what is told."""
        found = [each for each in self.compared if each.group not in self.hidden]
        return tuple(sorted(found, key=lambda each: (each.group is None, str(each.group))))

    @property
    def told(self) -> tuple[Compared, ...]:
        """Those of them who differ from the rest."""
        return tuple(each for each in self.shown if each.side)


def fair_comparison(ground: Ground) -> Finding:
    """How agents or teams compare in a figure, with the same requests.

    Raises `UsageError` for a figure that nobody can be compared in or where the question leaves nobody to
    compare with, and `NotAllowedError` where whoever asks may see nobody's figure.
    """
    of_whom = asked_of(ground)
    others_only_where(ground, of_whom)
    metric, stat = ground.metric, ground.stat
    if not _supports(metric, stat) or not metric.has_dimension(of_whom):
        raise UsageError(
            say("nobody can be compared in %(stat)s of %(metric)s", stat=stat, metric=metric.name),
            do=say("choose a share, a mean or a rate, such as csat or average_resolution_time"),
        )
    whole = whole_of(ground, metric.name, stat)
    alone = ground.figures(metric.name, stat, (of_whom,))
    raw: dict[Group, Reading] = {
        key[0]: each for key, each in alone.readings.items() if each.n and key[0] is not None
    }
    hidden = frozenset(key[0] for key in alone.hidden)
    if raw and not set(raw) - hidden:
        raise NotAllowedError(
            say("nobody's figure of this analysis is for you to see"), do=say("ask an admin of the workspace")
        )
    of_tier = of_one_tier(ground, of_whom, raw)
    found = adjusted_by_mix(ground, metric, stat, of_whom, FEWEST_CASES, of_tier.peers)
    own = {group: each for group, each in raw.items() if group in of_tier.peers}
    told = _compared(metric, of_whom, whole, own, hidden, found)
    told = replace(told, other_tiers=tuple(each for each in of_tier.others if each not in hidden))
    return _finding(ground, told, _more(ground, told))


def _more(ground: Ground, told: Comparison) -> tuple[NumberTable, ...]:
    """Hints of those who may be seen, and who is ready for the second tier, where they were asked for."""
    asked = ground.options.get("hints", "") or "no"
    if asked not in {"yes", "no"} or (asked == "yes" and told.of_whom != "agent"):
        raise UsageError(
            say("hints are given of agents, or they are not"),
            do=say("choose from %(names)s", names="yes, no"),
        )
    if asked == "no":
        return ()
    handled = seen_agents(ground)
    hints = [each for each in hints_of(looked_at(ground, LOOKED_AT, FEWEST_CASES)) if each.group in handled]
    return (
        hint_table(hints),
        joiner_table(ground, ground.metric, ground.stat, handled),
        ready_table(looked_at(ground, READY_BY, FEWEST_CASES), handled),
    )


def _compared(
    metric: Metric,
    of_whom: str,
    whole: Reading,
    raw: Mapping[Group, Reading],
    hidden: frozenset[Group],
    found: Adjusted | None,
) -> Comparison:
    if found is None:
        return Comparison(metric, of_whom, whole, (), hidden, 0, 0.0, len(raw))
    shrinkage = shrink([each.effect for each in found.effects], [each.variance for each in found.effects])
    figures = shrinkage.figures
    sides = from_the_rest(figures)
    above = chances_above_median(figures)
    sets = alike(figures)
    letters = {
        place: "".join(
            LETTERS[number % len(LETTERS)] for number, members in enumerate(sets) if place in members
        )
        for place in range(len(figures))
    }
    unit = 100.0 if whole.stat == "rate" else 1.0
    usual = sum(each.variance for each in found.effects) / len(found.effects)
    compared = tuple(
        Compared(
            group=effect.group,
            n=effect.n,
            raw=None if raw.get(effect.group) is None else _value(raw[effect.group]),
            figure=unit * found.figure(each.mean),
            low=unit * found.figure(each.low),
            high=unit * found.figure(each.high),
            side=sides[place],
            better=1 - above[place] if metric.better == "lower" else above[place],
            groups=letters[place] if len(sets) > 1 else "",
            shrunken=each,
        )
        for place, (effect, each) in enumerate(zip(found.effects, figures, strict=True))
    )
    between = shrinkage.between / (shrinkage.between + usual)
    return Comparison(metric, of_whom, whole, compared, hidden, len(sets), between, len(raw) - len(compared))


def _finding(ground: Ground, told: Comparison, more: tuple[NumberTable, ...]) -> Finding:
    whole = told.whole
    outcome: Outcome = "found" if told.told else "nothing"
    if not told.compared:
        outcome = "too few"
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=(*sentences(told), *hint_sentences(more)),
        doubts=(*doubts(told), *hint_doubts(more)),
        numbers=_numbers(told),
        columns=_columns(told),
        rows=tuple(_row(told, each) for each in told.shown),
        rests_on=rests_on_period(ground, whole, told.of_whom, whole.n),
        label=marked("As it would be with the same requests"),
        more=more,
    )


def _numbers(told: Comparison) -> tuple[Number, ...]:
    low, high = told.whole.interval or (None, None)
    return (
        Number("value", marked("all together"), _value(told.whole), told.whole.unit, low, high),
        Number("compared", marked("compared"), len(told.compared), "count"),
        Number("too_few", marked("too few cases to be compared"), told.small, "count"),
        Number("between", marked("of the spread no noise"), told.between, "share"),
        Number("alike", marked("groups that can be told apart"), told.alike, "count"),
    )


def _columns(told: Comparison) -> tuple[NumberColumn, ...]:
    unit = told.whole.unit
    better = marked("better than median")
    if told.metric.better == "neutral":
        better = marked("above median")
    return (
        NumberColumn(told.of_whom, OF_WHOM[told.of_whom], None, dimension=told.of_whom),
        NumberColumn("n", "n", "count", opens=_opens(told.metric)),
        NumberColumn("raw", marked("as it is"), unit),
        NumberColumn("figure", marked("same requests"), unit),
        NumberColumn("low", marked("from"), unit),
        NumberColumn("high", marked("to"), unit),
        NumberColumn("better", better, "share"),
        *((NumberColumn("alike", marked("alike"), None),) if told.alike > 1 else ()),
        NumberColumn("verdict", marked("verdict"), None, said=True),
    )


def _row(told: Comparison, each: Compared) -> tuple[TableCell, ...]:
    verdict = VERDICT_CELLS[told.metric.better][each.side]
    alike = (each.groups,) if told.alike > 1 else ()
    return (
        each.group, each.n, each.raw, each.figure, each.low, each.high, each.better, *alike,
        verdict,
    )  # fmt: skip


def _value(reading: Reading) -> float | None:
    return None if reading.value is None else float(reading.value)


def _supports(metric: Metric, stat: Stat) -> bool:
    """Whether cases are one by one, so that their noise is known: no stocks, sums, or shares of time."""
    kinds = {"share": {"share"}, "mean": {"duration", "mean"}, "rate": {"rate"}}
    # What is below the line has to be somebody's as well.
    everybodys = metric.below is not None and (metric.below.stock or bool(metric.below.ignores))
    return metric.kind in kinds.get(stat, set()) and not (metric.nobodys or metric.ratio or everybodys)


def _opens(metric: Metric) -> str:
    """The metric whose cases are counted: of a rate those below its line."""
    if metric.kind != "rate":
        return metric.name
    return "requests_handled" if metric.name == "complaints_per_100_requests" else ""


ENTRY = AnalysisEntry(
    name="fair_comparison",
    label="Fair comparison",
    tells="How agents or teams compare in a figure, had they the same requests, as far as noise allows.",
    answers="Who differs from the rest when the work is the same, and who cannot be told apart?",
    assumes=(
        "Requests of one channel, category and priority are alike, whoever handles them.",
        "Cases are independent: where one customer or one outage makes many, intervals are too narrow.",
        "What somebody does better or worse they do in all kinds of requests about alike.",
    ),
    distrust=(
        "What the cells do not know is not adjusted for: hard cases go to the most experienced.",
        "Teams of which no tier is declared are held against each other as if all got alike requests.",
        "Those who work together have figures together: who is slow may wait for another team.",
        "Chances and intervals are those of one figure; who looks at twenty finds one by chance.",
        "It is a reason to look at requests, and none to pay or to dismiss anybody.",
    ),
    method=(
        "In each cell of channel, category and priority, of agents of their own team as well, the mean"
        " of all is taken, times the cases of the one who is compared (indirect standardisation); cells"
        " of fewer than 30 cases are taken together with those that differ in priority alone, then in"
        " channel, then in category. Teams are compared with those of their own tier. What they have"
        " against that is the effect: of shares the difference"
        " of log odds, of durations and rates that of logarithms, of scores the plain one. Effects are"
        " drawn to all of them by empirical Bayes: the variance between them is Paule and Mandel's, and"
        " with Morris's corrections for having estimated it the weights are smaller and the intervals"
        f" wider; with fewer than {FEWEST_TO_SHRINK} nothing is drawn. The figure shown is that effect on"
        f" the figure of all together. The chance of being better than the median is that of {DRAWS}"
        " draws of what the figures may be, always the same. Who differs from the median of all, and"
        " which pairs differ from each other, is what Benjamini and Hochberg's procedure leaves at one"
        " in twenty; those between whom no pair is left are one group, with a letter from the lowest"
        " figures up. Rows are in the order of names, for no other is known. Nothing is said of who has"
        f" fewer than {FEWEST_CASES} cases. Hints are the figures in which somebody is worse than the"
        " median by the same procedure over all figures and people together, as a multiple of the usual"
        " one. Progress since joining is the slope, by weighted least squares, of what somebody has"
        " against all in each of their first six months, not adjusted for their mix, of those who came"
        " two months after the log began or later; it is held against nought and against other joiners."
        f" Ready for the second tier is, by a rule and no more, who handled {READY_REQUESTS} requests,"
        f" has a chance of {READY_USUAL:.0%} at least to be better than the median in resolution time, in"
        " successful resolutions and in escalating little, and is better in one of them beyond doubt."
    ),
    reference=(
        "C. N. Morris, Parametric Empirical Bayes Inference: Theory and Applications, Journal of the"
        " American Statistical Association 78 (1983); B. Efron, C. Morris, Data Analysis Using Stein's"
        " Estimator and its Generalizations, the same 70 (1975); R. C. Paule, J. Mandel, Consensus"
        " Values and Weighting Factors, Journal of Research of the National Bureau of Standards 87"
        " (1982); H. Goldstein, D. J. Spiegelhalter, League Tables and Their Limitations, Journal of the"
        " Royal Statistical Society A 159 (1996)"
    ),
    libraries="numpy for the draws, scipy for Student's t; the shrinkage is a few lines of sums.",
    example="fair_comparison-harder_requests_and_no_worse",
    options=(
        Option(
            "of_whom",
            "WHOM",
            marked("Who is compared: agent or team."),
            "agent",
            label=marked("of whom (agent, team)"),
        ),
        Option(
            "tier",
            "TIER",
            marked("Of teams: those of which tier are compared; none for those without one."),
            marked("the one that most teams are of"),
            label=marked("of tier (of teams)"),
        ),
        Option(
            "hints",
            "YES",
            marked(
                "Of agents: where to talk (slower, more reopened or escalated than peers with the same"
                " requests), progress since joining, and who is ready for the second tier."
            ),
            "no",
            label=marked("hints (yes, no)"),
        ),
    ),
    compares=False,
    period="quarter",
    supports=_supports,
    run=fair_comparison,
)

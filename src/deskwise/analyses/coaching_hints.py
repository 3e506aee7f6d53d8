"""Hints for a talk: where somebody is slower, or has more reopened or escalated, than peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from deskwise.analyses.adjusted import Adjusted, Effect
from deskwise.analyses.adjusted_by_mix import adjusted_by_mix, category_of
from deskwise.analyses.cells import Group
from deskwise.analyses.finding import NumberColumn, NumberTable
from deskwise.analyses.funnel import discoveries
from deskwise.analyses.ground import Ground
from deskwise.analyses.shrinkage import Shrunken, shrink
from deskwise.analyses.told_apart import chances_above_median, two_sided
from deskwise.kernel.language import marked
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric, Stat

LOOKED_AT: tuple[tuple[str, Stat], ...] = (
    ("first_response_time", "mean"), ("reply_time", "mean"), ("average_resolution_time", "mean"),
    ("reopen_rate", "share"), ("escalation_rate", "share"),
)  # fmt: skip
# The rule of who is ready for the second tier: so many requests, in each of these figures so likely to be no
# worse than the median, and in one of them better beyond doubt.
READY_BY: tuple[tuple[str, Stat], ...] = (
    ("average_resolution_time", "mean"),
    ("successful_resolution_rate", "share"),
    ("escalation_rate", "share"),
)
READY_REQUESTS, READY_USUAL = 100, 0.4


@dataclass(frozen=True)
class Looked:
    """One figure of everybody with the same requests."""

    metric: Metric
    adjusted: Adjusted
    figures: tuple[Shrunken, ...]

    @property
    def better(self) -> dict[Group, float]:
        """The chance of each to be better than the median."""
        above = chances_above_median(self.figures)
        lower = self.metric.better == "lower"
        return {
            effect.group: 1 - chance if lower else chance
            for effect, chance in zip(self.adjusted.effects, above, strict=True)
        }


@dataclass(frozen=True)
class Hint:
    """Somebody's figure that is worse than that of peers with the same requests, beyond doubt.

    `times` is the figure as a multiple of the usual one, with its 95 % interval; `most_in` the category in
    which most of it lies, null where it is spread over small ones.
    """

    group: Group
    metric: Metric
    n: int
    times: float
    low: float
    high: float
    most_in: str | None


def looked_at(ground: Ground, names: Sequence[tuple[str, Stat]], fewest: int) -> list[Looked]:
    """The figures by agent with the same requests, those of which there are enough."""
    found = []
    for name, stat in names:
        adjusted = adjusted_by_mix(ground, metric(name), stat, "agent", fewest)
        if adjusted is not None:
            effects = adjusted.effects
            drawn = shrink([each.effect for each in effects], [each.variance for each in effects])
            found.append(Looked(metric(name), adjusted, drawn.figures))
    return found


@dataclass(frozen=True)
class Apart:
    """Somebody's figure that differs from the median of all beyond doubt."""

    looked: Looked
    effect: Effect
    drawn: Shrunken
    middle: float

    @property
    def worse(self) -> bool:
        """Whether it is the worse side of the median."""
        return (self.drawn.mean > self.middle) == (self.looked.metric.better == "lower")


def told_apart(looked: Sequence[Looked]) -> list[Apart]:
    """All that differs beyond doubt: of all figures of all people one in twenty is expected to be chance."""
    each_one = [
        Apart(figure, effect, drawn, median(each.mean for each in figure.figures))
        for figure in looked
        for effect, drawn in zip(figure.adjusted.effects, figure.figures, strict=True)
    ]
    named = discoveries([two_sided((each.drawn.mean - each.middle) / each.drawn.error) for each in each_one])
    return [each for each, stands_out in zip(each_one, named, strict=True) if stands_out]


def hints_of(looked: Sequence[Looked]) -> list[Hint]:
    """A hint for each figure of somebody that is worse than that of peers beyond doubt."""
    return [_hint(each) for each in told_apart(looked) if each.worse]


def hint_table(hints: Sequence[Hint]) -> NumberTable:
    """The hints in the order of names."""
    ordered = sorted(hints, key=lambda each: (str(each.group), each.metric.name))
    return NumberTable(
        "hints",
        marked("Worth a talk: worse than peers with the same requests"),
        (
            NumberColumn("agent", marked("agent"), None, dimension="agent"),
            NumberColumn("figure", marked("figure"), None, said=True),
            NumberColumn("n", "n", "count"),
            NumberColumn("times", marked("times the usual"), "score"),
            NumberColumn("low", marked("from"), "score"),
            NumberColumn("high", marked("to"), "score"),
            NumberColumn("most_in", marked("most in"), None),
        ),
        tuple(
            (each.group, each.metric.label, each.n, each.times, each.low, each.high, each.most_in)
            for each in ordered
        ),
    )


def seen_agents(ground: Ground) -> dict[Group, int]:
    """The agents whose figures whoever asks may see, with how many requests they handled."""
    handled = ground.figures("requests_handled", "count", ("agent",))
    return {
        key[0]: each.n
        for key, each in handled.readings.items()
        if each.n and key[0] is not None and key not in handled.hidden
    }


def ready_table(looked: Sequence[Looked], handled: Mapping[Group, int]) -> NumberTable:
    """Who is ready for the second tier by the rule, with the chances it asks for, in the order of names."""
    chances = [each.better for each in looked]
    better = {each.effect.group for each in told_apart(looked) if not each.worse}
    rows = []
    for group in sorted(handled, key=str) if len(looked) == len(READY_BY) else ():
        own = [each.get(group) for each in chances]
        usual = all(each is not None and each >= READY_USUAL for each in own)
        ready = handled[group] >= READY_REQUESTS and usual and group in better
        rows.append((group, handled[group], *own, ready))
    return NumberTable(
        "second_tier",
        marked("Ready for the second tier, by the rule"),
        (
            NumberColumn("agent", marked("agent"), None, dimension="agent"),
            NumberColumn("requests", marked("requests handled"), "count", opens="requests_handled"),
            NumberColumn("faster", marked("faster than median"), "share"),
            NumberColumn("successful", marked("more successful"), "share"),
            NumberColumn("escalates_less", marked("escalates less"), "share"),
            NumberColumn("ready", marked("ready"), None),
        ),
        tuple(rows),
    )


def _hint(apart: Apart) -> Hint:
    figure = apart.looked.adjusted.figure
    usual, drawn, effect = figure(apart.middle), apart.drawn, apart.effect
    return Hint(
        effect.group, apart.looked.metric, effect.n, figure(drawn.mean) / usual, figure(drawn.low) / usual,
        figure(drawn.high) / usual, category_of(effect.most_in),
    )  # fmt: skip

"""What it takes for a figure to reach a value: how many cases have to go better, which, and of the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.expected_cases import DAYS, ExpectedCases, expected_cases
from deskwise.analyses.finding import Cell, Finding, Number, NumberColumn, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.measured_period import bounds_of
from deskwise.analyses.missed_groups import MissedGroup, met_of, parted, seconds_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.target_value import Form, form_of_target, target_value
from deskwise.analyses.to_reach import Standing, needed_of_quantile, needed_of_share
from deskwise.analyses.what_if_words import doubts, sentences
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import QUANTILES, Metric, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading

# Without a value that was asked for it is as much better: of ten missed one, or a tenth of the mean.
TENTH = Fraction(1, 10)


@dataclass(frozen=True)
class ToCome:
    """What is still to come of a period; `expected` has no interval, its sides being null, where `paced`."""

    end_at: int
    n: int
    low: int | None
    high: int | None
    paced: bool


@dataclass(frozen=True)
class WhatIf:
    """All that sentences are made of.

    `standing` is null of a mean. `reached` says that the figure has the value already. `hidden` are so many
    groups whose figures whoever asks may not see, or that would tell theirs. `next_mean` is what the mean of
    the cases to come may be, null where none come.
    """

    metric: Metric
    form: Form
    reading: Reading
    target: Fraction
    lower: bool
    standing: Standing | None
    reached: bool
    by: str
    looked_through: tuple[str, ...]
    groups: tuple[MissedGroup, ...]
    hidden: int
    to_come: ToCome | None
    next_mean: float | None
    within_seconds: float | None

    @property
    def missed(self) -> int:
        """How many of the cases are missed; 0 of a mean."""
        return 0 if self.standing is None else self.standing.n - self.standing.met

    @property
    def short(self) -> int:
        """How many have to go from missed to met."""
        return 0 if self.standing is None or self.reached else self.standing.short

    @property
    def each(self) -> float:
        """By how much the mean is on the worse side of the value: below nought where it has reached it."""
        gap = float(self.reading.value or 0) - float(self.target)
        return gap if self.lower else -gap

    @property
    def best(self) -> float | None:
        """The best that a case to come can be; null where there is no end."""
        low, high = bounds_of(self.metric, self.reading.stat)
        return low if self.lower else high


def what_if(ground: Ground) -> Finding:
    """What it takes for the figure of the period to reach a value.

    Raises `UsageError` for a value that it cannot have or a figure that cannot be brought to one, and
    `NotAllowedError` where whoever asks may not see it.
    """
    form = form_of_target(ground.metric, ground.stat)
    if form is None:
        raise UsageError(
            say(
                "%(stat)s of %(metric)s is no share and no mean", stat=ground.stat, metric=ground.metric.name
            ),
            do=say("ask for a share, a mean or a percentile that has a better side"),
        )
    reading = _one(ground, ground.stat, ground.within_seconds)
    asked = ground.options.get("value", "")
    target = target_value(asked, ground.metric, ground.stat) if asked else _better(ground, reading)
    told = _told(ground, form, reading, target)
    outcome: Outcome = "too few" if reading.value is None else "nothing" if told.reached else "found"
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(told, outcome, asked=bool(asked)),
        numbers=tuple(_numbers(told, outcome)),
        columns=_columns(told),
        rows=tuple(_row(told, each) for each in told.groups),
        rests_on=rests_on_period(ground, reading, told.by or None, reading.n),
        label=marked("Where the missed are"),
    )


def _told(ground: Ground, form: Form, reading: Reading, target: Fraction) -> WhatIf:
    metric, lower = ground.metric, ground.metric.better == "lower"
    counted = reading
    if form == "quantile":
        counted = _one(ground, "within", seconds_of(target))
    standing = None
    if form != "mean":
        needed = needed_of_share(1 - target if lower and form == "share" else target)
        if form == "quantile":
            needed = needed_of_quantile(ground.stat)
        standing = Standing(met_of(counted, form, lower=lower), counted.n, needed)
    reached = _reached(reading, target, standing, form, lower=lower)
    by, looked_through, groups, hidden = parted(ground, form, target, lower=lower)
    to_come = _to_come(ground, reading)
    return WhatIf(
        metric, form, reading, target, lower, standing, reached, by, looked_through, groups, hidden,
        to_come, _next_mean(reading, target, to_come) if form == "mean" else None,
        ground.within_seconds if ground.stat == "within" else None,
    )  # fmt: skip


def _better(ground: Ground, reading: Reading) -> Fraction:
    """A value a tenth better than the figure."""
    if reading.value is None:
        return Fraction(0)
    value, (_, top) = _exact(reading), bounds_of(ground.metric, ground.stat)
    if ground.metric.better == "lower":
        return value * (1 - TENTH)
    return value + (Fraction(top) - value) * TENTH if top is not None else value * (1 + TENTH)


def _exact(reading: Reading) -> Fraction:
    if reading.numerator is not None and reading.denominator:
        return Fraction(str(reading.numerator)) / Fraction(str(reading.denominator))
    return Fraction(str(reading.value))


def _one(ground: Ground, stat: Stat, within: float | Decimal | None) -> Reading:
    found = ground.figures(ground.metric.name, stat, within_seconds=within)
    if found.hidden:
        raise NotAllowedError(
            say("this figure is of too few people to be shown"), do=say("ask for more time or fewer filters")
        )
    (reading,) = found.readings.values()
    return reading


def _reached(
    reading: Reading, target: Fraction, standing: Standing | None, form: Form, *, lower: bool
) -> bool:
    if reading.value is None:
        return False
    if form == "share" and standing is not None:
        return standing.short == 0
    value, aim = float(reading.value), float(target)
    return value <= aim if lower else value >= aim


def _to_come(ground: Ground, reading: Reading) -> ToCome | None:
    period, as_of = reading.period, ground.as_of
    if period is None or period.start_at is None or period.end_at is None or period.end_at <= as_of:
        return None
    expected: ExpectedCases | None = None
    try:
        # Only how many cases there are matters, which a mean is asked for sooner than a percentile.
        stat: Stat | None = "mean" if ground.stat in QUANTILES else None
        expected = expected_cases(ground.course("day", DAYS, stat), as_of, period, ground.zone)
    except NotAllowedError:
        # A single day may be of too few people where the period is not.
        expected = None
    if expected is not None:
        return ToCome(period.end_at, expected.n, expected.low, expected.high, paced=False)
    over = as_of - period.start_at
    if over <= 0:
        return None
    return ToCome(period.end_at, round(reading.n * (period.end_at - as_of) / over), None, None, paced=True)


def _next_mean(reading: Reading, target: Fraction, to_come: ToCome | None) -> float | None:
    if to_come is None or not to_come.n or reading.value is None:
        return None
    more = to_come.n
    return float((target * (reading.n + more) - _exact(reading) * reading.n) / more)


def _numbers(told: WhatIf, outcome: Outcome) -> Iterator[Number]:
    unit, standing = told.reading.unit, told.standing
    low, high = told.reading.interval or (None, None)
    value = None if told.reading.value is None else float(told.reading.value)
    yield Number("value", marked("the figure"), value, unit, _side(low), _side(high))
    if outcome == "too few":
        return
    yield Number("target", marked("the value to reach"), float(told.target), unit)
    yield Number("cases", marked("cases"), told.reading.n, "count")
    if standing is not None:
        yield Number("met", marked("met"), standing.met, "count")
        yield Number("missed", marked("missed"), told.missed, "count")
        yield Number("short", marked("have to go from missed to met"), told.short, "count")
        yield Number("spare", marked("could be missed besides"), standing.spare, "count")
    else:
        yield Number("each", marked("each is on the worse side by, on average"), told.each, unit, signed=True)
        yield Number("total", marked("all together"), told.each * told.reading.n, unit, signed=True)
    come = told.to_come
    if come is None:
        return
    yield Number("expected", marked("cases still to come"), come.n, "count", come.low, come.high)
    if standing is not None and come.n:
        required = standing.of_next(come.n)
        yield Number("required", marked("of them have to be met"), required, "count")
        if required <= come.n:
            yield Number("required_share", marked("as a share of these"), required / come.n, "share")
        yield Number("so_far", marked("met so far"), standing.met / standing.n, "share")
    elif told.next_mean is not None:
        yield Number("required_mean", marked("their mean may be"), told.next_mean, unit)


def _side(side: float | None) -> float | None:
    return None if side is None else float(side)


def _columns(told: WhatIf) -> tuple[NumberColumn, ...]:
    if not told.by:
        return ()
    unit = told.reading.unit
    front = (
        NumberColumn(told.by, dimension(told.by).label, None, dimension=told.by),
        NumberColumn("n", marked("cases"), "count", opens=told.metric.name),
    )
    if told.form == "mean":
        return (
            *front,
            NumberColumn("value", marked("mean"), unit),
            NumberColumn("missed", marked("on the worse side together"), unit, signed=True),
        )
    return (
        *front,
        NumberColumn("missed", marked("missed"), "count"),
        NumberColumn("of_missed", marked("of all missed"), "share"),
        NumberColumn("met_share", marked("met"), "share"),
    )


def _row(told: WhatIf, group: MissedGroup) -> tuple[Cell, ...]:
    if told.form == "mean":
        return group.value, group.n, group.figure, group.missed
    missed = int(group.missed)
    of_missed = missed / told.missed if told.missed else None
    return group.value, group.n, missed, of_missed, 1 - missed / group.n


def _supports(metric: Metric, stat: Stat) -> bool:
    return form_of_target(metric, stat) is not None


ENTRY = AnalysisEntry(
    name="what_if",
    label="What it takes",
    tells="How many requests must go better, and which, for a figure to reach a value, and at what rate.",
    answers="How many requests must go better, and which, for this figure to reach a value?",
    assumes=(
        "All other cases stay as they are: those that go better do not make others go worse.",
        "A case that goes better is still a case: none is added and none falls out.",
        "What is still to come of a period comes as in the eight weeks before, by weekday.",
    ),
    distrust=(
        "It is arithmetic and no plan: it says how many, not whether they can be met, nor by what.",
        "Where most are missed is where most could be met, which need not be where it is easiest.",
        "A value that is within the noise of the figure is reached and lost by chance.",
        "What is decided late, such as a reopening or a sale, can still change cases of the period.",
        "A holiday or a campaign in the rest of the period is not foreseen.",
    ),
    method=(
        "Of a share of n cases a value v takes the least whole number of met cases that is v times n or more;"
        " those that lack have to go from missed to met. Where low is good, met is what did not happen. A"
        " percentile is linear between order statistics (type 7), so it lies at v for certain once the order"
        " statistic above it does: the least whole number that is (n - 1) p or more, and one. That many cases"
        " have to lie within v; what lacks are the slowest that have to come down to it. Of a mean it is by"
        " how much each has to change on average. Counts are exact: no rounding, and never below what it"
        " takes. Cases are those that the definition counts: what is undecided, provisional or left out is"
        " neither met nor missed, and is told beside. Groups are ordered by how many of the missed they"
        " have; without a dimension it is the one of channel, category, team, product and priority in whose"
        " groups they gather most, above what each would have, were all alike. In a period that has not"
        " ended, cases to come are the means of the weekdays of the last eight weeks, with the normal"
        " interval of the days' spread, and with less than a fortnight of days the pace of the period itself."
        " How many of them have to be met is exact for that number; whether it can still be reached is said"
        " by the least number of cases that would do if all of them were met."
    ),
    reference=(
        "R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, The American Statistician 50"
        " (1996), for the percentile"
    ),
    libraries="None: whole numbers and exact fractions.",
    example="what_if-four_of_five_within_the_hour",
    options=(
        Option(
            "value",
            "VALUE",
            marked("The value to reach: 0.9 or 90% of a share, 1800, 30m or 4h of a duration."),
            marked("a tenth better: a tenth of the missed, or of the mean"),
            label=marked("value to reach"),
        ),
        Option(
            "by",
            "DIM",
            marked("Where the missed are, by this dimension: channel, category, team, agent or another."),
            "the one in which they gather most of channel, category, team, product and priority",
        ),
    ),
    compares=False,
    supports=_supports,
    run=what_if,
)

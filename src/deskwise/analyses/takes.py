"""What a figure takes to reach a value: what is asked of it, and what each form of figures answers with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from deskwise.analyses.expected_cases import DAYS, ExpectedCases, expected_cases
from deskwise.analyses.finding import Cell, Number, NumberColumn, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.measured_period import bounds_of
from deskwise.analyses.sentence import Amount, Sentence
from deskwise.analyses.target_value import Form
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import QUANTILES, Metric, Stat
from deskwise.metrics.readings import Reading

# Without a value that was asked for it is as much better: of ten missed one, or a tenth of the mean.
TENTH = Fraction(1, 10)


@dataclass(frozen=True)
class Aim:
    """A figure of a period and the value that it is to reach; `asked` says that somebody named that.

    `lower` says that less of it is better.
    """

    metric: Metric
    form: Form
    reading: Reading
    target: Fraction
    lower: bool
    asked: bool

    @property
    def outcome(self) -> Outcome:
        """What is found where nothing else is to be said of it than whether the value is reached."""
        if self.reading.value is None:
            return "too few"
        return "nothing" if self.is_at_least_as_good else "found"

    @property
    def is_at_least_as_good(self) -> bool:
        """Whether the figure is as good as the value, or better."""
        if self.reading.value is None:
            return False
        value = exact_value(self.reading)
        return value <= self.target if self.lower else value >= self.target

    def amount(self, value: float | None) -> Amount:
        """A value in the figure's unit."""
        return Amount(None if value is None else float(value), self.reading.unit)

    def value_and_target(self) -> tuple[Number, Number]:
        """The figure and the value to reach, as numbers of a finding."""
        low, high = self.reading.interval or (None, None)
        value = None if self.reading.value is None else float(self.reading.value)
        low, high = (None if side is None else float(side) for side in (low, high))
        return (
            Number("value", marked("the figure"), value, self.reading.unit, low, high),
            Number("target", marked("the value to reach"), float(self.target), self.reading.unit),
        )


@dataclass(frozen=True)
class Takes:
    """What a form of figures answers with: the parts of a finding.

    `by` is the dimension of the rows, empty of none; `n` are the figure's cases.
    """

    outcome: Outcome
    sentences: tuple[Sentence, ...]
    doubts: tuple[Sentence, ...]
    numbers: tuple[Number, ...]
    columns: tuple[NumberColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    by: str
    label: str


@dataclass(frozen=True)
class ToCome:
    """What is still to come of a period; `expected` has no interval, its sides being null, where `paced`."""

    end_at: int
    n: int
    low: int | None
    high: int | None
    paced: bool


def one_reading(ground: Ground, stat: Stat, within: float | Decimal | None = None) -> Reading:
    """The figure of the period; raises `NotAllowedError` where whoever asks may not see it."""
    found = ground.figures(ground.metric.name, stat, within_seconds=within)
    if found.hidden:
        raise NotAllowedError(
            say("this figure is of too few people to be shown"), do=say("ask for more time or fewer filters")
        )
    (reading,) = found.readings.values()
    return reading


def better_value(metric: Metric, reading: Reading) -> Fraction:
    """A value a tenth better than a figure."""
    if reading.value is None:
        return Fraction(0)
    value, (_, top) = exact_value(reading), bounds_of(metric, reading.stat)
    if metric.better_of(reading.stat) == "lower":
        return value * (1 - TENTH)
    return value + (Fraction(top) - value) * TENTH if top is not None else value * (1 + TENTH)


def exact_value(reading: Reading) -> Fraction:
    """The value of a figure that has one, as exact as it is known."""
    if reading.numerator is not None and reading.denominator and reading.unit != "per 100":
        return Fraction(str(reading.numerator)) / Fraction(str(reading.denominator))
    return Fraction(str(reading.value))


def cases_to_come(ground: Ground, reading: Reading) -> ToCome | None:
    """What is still to come of a period that has not ended; null of one that has, or of nothing known."""
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

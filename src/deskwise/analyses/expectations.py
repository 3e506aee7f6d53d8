"""What customers expect, by what they said: how long they wait, and are still satisfied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deskwise.analyses.drift import Drift, drift
from deskwise.analyses.drivers import Importances, importances
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.expectation_tables import columns, numbers, row, tables
from deskwise.analyses.expectations_words import doubts, sentences
from deskwise.analyses.falling_curve import (
    CHANCE,
    Crossing,
    CurveCell,
    band,
    cells_of,
    chance_of_flat,
    crossing,
    falling,
)
from deskwise.analyses.finding import Finding, Outcome
from deskwise.analyses.funnel import discoveries
from deskwise.analyses.ground import Ground
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.rated import DRIVERS, DURATIONS, Rated, RatedQuarter
from deskwise.analyses.response_bias import ResponseBias, response_bias
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.dimensions import dimension

METRIC, SURVEYS = "csat", "survey_response_rate"
LEVEL = 0.8
# Of fewer ratings a curve says nothing; and so many of each sort.
FEWEST, FEWEST_OF_SORT = 100, 5
MOST_BINS, FEWEST_IN_BIN = 10, 30


@dataclass(frozen=True)
class Bin:
    """Ratings of neighbouring values, and the curve with its 95 % band in the middle of them."""

    cell: CurveCell
    curve: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """How satisfaction falls along a driver; `chance` is that of falling so where it does not at all."""

    bins: tuple[Bin, ...]
    chance: float
    crossing: Crossing


@dataclass(frozen=True)
class GroupCurve:
    """The ratings of one group; `crossing` is null of too few."""

    group: str | None
    n: int
    hits: int
    crossing: Crossing | None


@dataclass(frozen=True)
class QuarterCurve:
    """The ratings of the quarter that begins at an instant; `crossing` is null of too few."""

    start_at: int
    n: int
    hits: int
    crossing: Crossing | None


@dataclass(frozen=True)
class Expectations:
    """What sentences are made of. `curve` is null of too few ratings; `without` had no value by then.

    `drift` is null of too few quarters, `drivers` of too few drivers that vary.
    """

    driver: str
    level: float
    by: str
    n: int
    hits: int
    without: int
    curve: Curve | None
    groups: tuple[GroupCurve, ...]
    hidden: int
    bias: ResponseBias | None
    of_surveys: bool
    quarters: tuple[QuarterCurve, ...]
    drift: Drift | None
    drivers: Importances | None

    @property
    def unit(self) -> str:
        """The unit of the driver's values."""
        return metric(self.driver).unit

    @property
    def falls(self) -> bool:
        """Whether satisfaction falls along the driver beyond chance."""
        return self.curve is not None and self.curve.chance <= CHANCE


def expectations(ground: Ground) -> Finding:
    """From which wait, or how many touches or handoffs on, customers are satisfied less than a level.

    Raises `UsageError` for a driver, level or dimension that cannot be, and `NotAllowedError` where whoever
    asks may not see how satisfied customers are.
    """
    driver, level, by = _asked(ground)
    whole = whole_of(ground, METRIC, "share")
    rated = ground.rated(DRIVERS, asked=True)
    known = rated.known(driver)
    groups: tuple[GroupCurve, ...] = ()
    hidden = 0
    if by:
        split = ground.rated((driver,), (by,))
        groups, hidden = _groups(split, driver, level), len(split.hidden)
    curve = _curve(known, level)
    quarters = () if curve is None else ground.rated_quarters(driver)
    told = Expectations(
        driver=driver,
        level=level,
        by=by,
        n=sum(n for _, n, _ in known),
        hits=sum(hits for _, _, hits in known),
        without=rated.without(driver),
        curve=curve,
        groups=groups,
        hidden=hidden,
        bias=None if curve is None else response_bias(_cells(curve), rated.known_asked(driver)),
        of_surveys=rated.of_surveys,
        quarters=tuple(_quarter(each, level) for each in quarters if each.known()),
        drift=None if curve is None else drift([each.known() for each in quarters], _cells(curve)),
        drivers=None if curve is None else importances(DRIVERS, rated.together),
    )
    outcome: Outcome = "too few" if curve is None else "found" if told.falls else "nothing"
    beside = (metric(driver).definition, *((metric(SURVEYS).definition,) if rated.of_surveys else ()))
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told),
        doubts=doubts(told),
        numbers=numbers(told),
        columns=columns(told),
        rows=() if curve is None else tuple(row(each) for each in curve.bins),
        rests_on=replace(
            rests_on_period(ground, whole, by or None, told.n),
            beside=beside,
            clock=ground.clock if driver in DURATIONS else None,
        ),
        label=marked("Satisfied customers by what they had to bear"),
        more=tables(told, rated, ground.zone),
    )


def _cells(curve: Curve) -> list[CurveCell]:
    return [each.cell for each in curve.bins]


def _asked(ground: Ground) -> tuple[str, float, str]:
    driver = ground.options.get("against", "") or DRIVERS[0]
    if driver not in DRIVERS:
        raise UsageError(
            say("satisfaction is not held against %(name)s", name=repr(driver)),
            do=say("choose from %(names)s", names=", ".join(DRIVERS)),
        )
    text = ground.options.get("level", "") or str(LEVEL)
    try:
        level = float(text)
    except ValueError:
        level = 0.0
    if not 0 < level < 1:
        raise UsageError(
            say("%(text)s is no share of satisfied customers", text=repr(text)),
            do=say("give one between 0 and 1, such as 0.8"),
        )
    by = ground.options.get("by", "")
    return driver, level, dimension(by).name if by else ""


def _curve(known: Sequence[tuple[float, int, int]], level: float) -> Curve | None:
    if not _enough(known):
        return None
    cells = cells_of(known)
    fitted = falling(cells)
    bins = []
    for each in _bins(known):
        place = _middle_place(cells, each)
        bins.append(Bin(each, fitted[place], *band(cells, place)))
    return Curve(tuple(bins), chance_of_flat(cells), crossing(cells, level))


def _enough(known: Sequence[tuple[float, int, int]]) -> bool:
    n, hits = sum(n for _, n, _ in known), sum(hits for _, _, hits in known)
    return n >= FEWEST and min(hits, n - hits) >= FEWEST_OF_SORT


def _bins(known: Sequence[tuple[float, int, int]]) -> list[CurveCell]:
    """About ten bins of as many ratings, of a count its values; the last of few ratings are one."""
    found = list(cells_of(known, MOST_BINS))
    while len(found) > 1 and found[-1].n < FEWEST_IN_BIN:
        last, before = found.pop(), found.pop()
        found.append(CurveCell(before.low, last.high, before.n + last.n, before.hits + last.hits))
    return found


def _middle_place(cells: Sequence[CurveCell], inside: CurveCell) -> int:
    """The cell that holds the middle case of a bin."""
    places = [
        place for place, each in enumerate(cells) if inside.low <= each.high and each.low <= inside.high
    ]
    total, so_far = sum(cells[place].n for place in places), 0
    for place in places:
        so_far += cells[place].n
        if 2 * so_far >= total:
            return place
    return places[-1]


def _quarter(quarter: RatedQuarter, level: float) -> QuarterCurve:
    known = quarter.known()
    n, hits = sum(n for _, n, _ in known), sum(hits for _, _, hits in known)
    found = crossing(cells_of(known), level) if _enough(known) else None
    return QuarterCurve(quarter.start_at, n, hits, found)


def _groups(split: Rated, driver: str, level: float) -> tuple[GroupCurve, ...]:
    """The groups in the order of where they fall below, beyond chance in all of them together."""
    found = []
    for name, group in split.ratings:
        known = split.known(driver, group)
        if name == driver and known:
            n, hits = sum(n for _, n, _ in known), sum(hits for _, _, hits in known)
            found.append(
                GroupCurve(group[0], n, hits, crossing(cells_of(known), level) if _enough(known) else None)
            )
    chances = [each.crossing.chance for each in found if each.crossing is not None]
    told = iter(discoveries(chances))
    corrected = [
        each
        if each.crossing is None or next(told)
        else replace(each, crossing=replace(each.crossing, at=None, high=None))
        for each in found
    ]
    return tuple(sorted(corrected, key=_order))


def _order(each: GroupCurve) -> tuple[bool, bool, float, str]:
    at = None if each.crossing is None else each.crossing.at
    return each.crossing is None, at is None, at or 0.0, str(each.group)


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "share"


ENTRY = AnalysisEntry(
    name="expectations",
    label="Expectations",
    tells="How long customers wait, and how much else they bear, while they are still satisfied.",
    answers="From which wait on are our customers dissatisfied?",
    assumes=(
        "Waiting longer, or more touches or handoffs, satisfies nobody better: the curve falls or stays.",
        "Ratings are given one by one: what one customer rates says nothing of another's.",
        "Of those who waited as long, who does not answer is as satisfied as who does (for the weighting).",
    ),
    distrust=(
        "It says with what satisfaction goes, never why: hard requests take long and satisfy few.",
        "Where few were asked after long waits, the far end of the curve rests on few ratings: see its band.",
        "Who does not answer may be less satisfied than who waited as long and does: nothing here shows it.",
        "Who rates before the resolution is left out where satisfaction is held against the resolution time.",
        "Where satisfaction rises with the wait, the curve is flat: a curve that falls cannot show it.",
    ),
    method=(
        "Ratings are the cases of csat that have a request: 4 and 5 of 5, or good, are satisfied. Each is"
        " held against what its request had come to when it was given: the first response and the last"
        " resolution if they were before it, the touches and the handoffs until then. Seconds are taken to"
        " three digits. The curve is the isotonic regression that falls (pool adjacent violators); of many"
        " values a hundred cells of about as many ratings are made. Whether it falls at all is"
        " Bartholomew's test against a share that stays. The wait at which it falls below the level is the"
        " first cell below it, told where the curve that lies on the level all along dips so far in one of"
        " twenty samples at most; by groups, what Benjamini and Hochberg's procedure leaves. Band and"
        " interval are those of the likelihood ratio of monotone curves: values it does not speak against"
        " beyond 2.27 (Banerjee and Wellner's 95 % point), of counts with few values 3.84 (of the chi"
        " square); the interval of a wait reaches to the far ends of the cells beside it. A null says that"
        " it never falls below, or not within the interval. Response: who was asked are the surveys sent,"
        " each by what its request had come to then; of none on record, the requests received, as they"
        " stand now. Satisfaction had all answered alike counts each rating as often as there were asked in"
        " its bin for each who answered (the inverse of its response), with the interval of a stratified"
        " share; whether the response depends on the bin is Pearson's chi square. Drift: the slope of"
        " satisfaction over the last ended quarters, within the bins of the driver (Mantel's extension"
        " test), beside where each quarter's curve falls below the level. Relative importance: a model that"
        " is linear in the chance to be satisfied, of durations by their logarithm; each driver's share is"
        " what it adds to R squared on average over all orders (Lindeman, Merenda and Gold), its interval"
        " the middle 95 % of a thousand draws of the moments within their noise (a parametric bootstrap),"
        f" told where R squared is beyond chance. Fewer than {FEWEST} ratings, or {FEWEST_OF_SORT} of a"
        " sort, are too few."
    ),
    reference=(
        "R. E. Barlow, D. J. Bartholomew, J. M. Bremner, H. D. Brunk, Statistical Inference under Order"
        " Restrictions (1972); T. Robertson, F. T. Wright, R. L. Dykstra, Order Restricted Statistical"
        " Inference (1988); M. Banerjee, J. A. Wellner, Likelihood ratio tests for monotone functions,"
        " Annals of Statistics 29 (2001); R. H. Lindeman, P. F. Merenda, R. Z. Gold, Introduction to"
        " Bivariate and Multivariate Analysis (1980); N. Mantel, Journal of the American Statistical"
        " Association 58 (1963), for the trend"
    ),
    libraries="scipy for distributions, numpy for the model; the curve is made in one pass.",
    example="expectations-satisfied_up_to_an_hour",
    options=(
        Option(
            "against",
            "DRIVER",
            marked(
                "What satisfaction is held against: first_response_time, average_resolution_time, touches or"
                " handoffs."
            ),
            DRIVERS[0],
            label=marked("against"),
            choices=DRIVERS,
        ),
        Option(
            "level",
            "SHARE",
            marked("The share of satisfied customers it should not fall below."),
            "0.8",
            label=marked("level (0.8)"),
        ),
        Option(
            "by",
            "DIM",
            marked("The same for each group of a dimension, such as channel, type or organisation."),
            marked("not split"),
            label=marked("All together"),
        ),
    ),
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=expectations,
)

"""What customers expect, by what they said and did: how much they bear before it shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskwise.analyses.customer_outcomes import OUTCOMES, CustomerOutcome
from deskwise.analyses.direct_question import DirectQuestion, direct_question
from deskwise.analyses.drift import Drift, drift
from deskwise.analyses.drivers import Importances, importances
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.expectation_curve import (
    Curve,
    Known,
    cells_in,
    curve_of,
    is_enough,
)
from deskwise.analyses.expectation_tables import columns, numbers, row, tables
from deskwise.analyses.expectations_words import doubts, sentences
from deskwise.analyses.falling_curve import (
    CHANCE,
    Crossing,
    cells_of,
    crossing,
)
from deskwise.analyses.finding import Finding, Outcome
from deskwise.analyses.funnel import discoveries
from deskwise.analyses.ground import Ground
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.rated import (
    DRIVERS,
    DURATIONS,
    TOGETHER,
    Rated,
    RatedQuarter,
    definitions_of,
    unit_of,
)
from deskwise.analyses.response_bias import ResponseBias, response_bias
from deskwise.analyses.stated_waits import UNITS
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Clock, Metric, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.rated_requests import RATINGS, RESOLUTION_TIME, RETURNS, SURVEYS


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
    """What sentences are made of. `curve` is null of too few cases; `without` had no value by then.

    `drift` is null of too few quarters, `drivers` of too few drivers that vary; those are told of the cases
    of one ticket in `one_in`. `other_clock` says that the clock that was asked for could not be had.
    """

    outcome: CustomerOutcome
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
    one_in: int
    other_clock: bool
    question: DirectQuestion

    @property
    def unit(self) -> str:
        """The unit of the driver's values."""
        return unit_of(self.driver)

    @property
    def moves(self) -> bool:
        """Whether the share falls, or rises, along the driver beyond chance."""
        return self.curve is not None and self.curve.chance <= CHANCE

    def share(self, share: float) -> float:
        """The share of hits where the curve's is so."""
        return 1 - share if self.outcome.rises else share


def expectations(ground: Ground) -> Finding:
    """From which wait, or how many contacts or handoffs on, customers are satisfied less than a level.

    Or buy again less, come back more or complain more. Raises `UsageError` for an outcome, driver, level or
    dimension that cannot be, and `NotAllowedError` where whoever asks may not see what it would be made of.
    """
    outcome, driver, level, by = _asked(ground)
    if outcome.metric == RETURNS:
        ground = ground.settled(ground.return_microseconds)
    whole, *_ = [whole_of(ground, name, stat) for name, stat in outcome.seen_by]
    rated = ground.rated(outcome, driver, together=True)
    known = rated.known(driver)
    groups: tuple[GroupCurve, ...] = ()
    hidden = 0
    if by:
        split = ground.rated(outcome, driver, (by,))
        groups, hidden = _groups(split, driver, level, outcome), len(split.hidden)
    curve = curve_of(_turned(known, outcome), _level_of(level, outcome))
    quarters = () if curve is None else ground.rated_quarters(outcome, driver)
    clock = _clock(ground, outcome, driver)
    told = Expectations(
        outcome=outcome,
        driver=driver,
        level=level,
        by=by,
        n=sum(n for _, n, _ in known),
        hits=sum(hits for _, _, hits in known),
        without=rated.without(driver),
        curve=curve,
        groups=groups,
        hidden=hidden,
        bias=None
        if curve is None or not outcome.asks
        else response_bias(cells_in(curve), rated.known_asked(driver)),
        of_surveys=rated.of_surveys,
        quarters=tuple(_quarter(each, level, outcome) for each in quarters if each.known()),
        drift=None if curve is None else drift([each.known() for each in quarters], cells_in(curve)),
        drivers=None if curve is None else importances(TOGETHER, rated.together),
        one_in=rated.one_in,
        other_clock=clock is not None and clock != ground.clock,
        question=direct_question(ground, level if outcome.asks else OUTCOMES["satisfaction"].level),
    )
    found: Outcome = "too few" if curve is None else "found" if told.moves else "nothing"
    of_surveys = (metric(SURVEYS).definition,) if outcome.asks and rated.of_surveys else ()
    more_seen = tuple(metric(name).definition for name, _ in outcome.seen_by[1:])
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=found,
        sentences=sentences(told),
        doubts=doubts(told),
        numbers=numbers(told),
        columns=columns(told),
        rows=() if curve is None else tuple(row(told, each) for each in curve.bins),
        rests_on=replace(
            rests_on_period(ground, whole, by or None, told.n),
            metric=outcome.metric,
            beside=(*definitions_of(driver), *more_seen, *of_surveys),
            clock=clock,
        ),
        label=outcome.label,
        more=tables(told, rated, ground.zone),
    )


def _clock(ground: Ground, outcome: CustomerOutcome, driver: str) -> Clock | None:
    """The clock of a driver: up to a first resolution only elapsed time is known."""
    if driver not in DURATIONS:
        return None
    return "elapsed" if driver == RESOLUTION_TIME and outcome.metric != RATINGS else ground.clock


def _turned(known: Known, outcome: CustomerOutcome) -> Known:
    """The cases with those of them whose share falls: of what rises, those who are no hits."""
    return [(value, n, n - hits) for value, n, hits in known] if outcome.rises else list(known)


def _level_of(level: float, outcome: CustomerOutcome) -> float:
    return 1 - level if outcome.rises else level


def _asked(ground: Ground) -> tuple[CustomerOutcome, str, float, str]:
    name = ground.options.get("outcome", "") or next(iter(OUTCOMES))
    if name not in OUTCOMES:
        raise UsageError(
            say("%(name)s is no outcome", name=repr(name)),
            do=say("choose from %(names)s", names=", ".join(OUTCOMES)),
        )
    driver = ground.options.get("against", "") or DRIVERS[0]
    if driver not in DRIVERS:
        raise UsageError(
            say("satisfaction is not held against %(name)s", name=repr(driver)),
            do=say("choose from %(names)s", names=", ".join(DRIVERS)),
        )
    text = ground.options.get("level", "") or str(OUTCOMES[name].level)
    try:
        level = float(text)
    except ValueError:
        level = 0.0
    if not 0 < level < 1:
        raise UsageError(
            say("%(text)s is no share of customers", text=repr(text)),
            do=say("give one between 0 and 1, such as 0.8"),
        )
    by = ground.options.get("by", "")
    return OUTCOMES[name], driver, level, dimension(by).name if by else ""


def _quarter(quarter: RatedQuarter, level: float, outcome: CustomerOutcome) -> QuarterCurve:
    known = quarter.known()
    n, hits = sum(n for _, n, _ in known), sum(hits for _, _, hits in known)
    return QuarterCurve(quarter.start_at, n, hits, _crossing(known, level, outcome))


def _crossing(known: Known, level: float, outcome: CustomerOutcome) -> Crossing | None:
    if not is_enough(known):
        return None
    return crossing(cells_of(_turned(known, outcome)), _level_of(level, outcome))


def _groups(split: Rated, driver: str, level: float, outcome: CustomerOutcome) -> tuple[GroupCurve, ...]:
    """The groups in the order of where they fall below, beyond chance in all of them together."""
    found = []
    for name, group in split.ratings:
        known = split.known(driver, group)
        if name == driver and known:
            n, hits = sum(n for _, n, _ in known), sum(hits for _, _, hits in known)
            found.append(GroupCurve(group[0], n, hits, _crossing(known, level, outcome)))
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
    tells="How long customers wait, and how much else they bear, before they are dissatisfied or leave.",
    answers="From which wait on are our customers dissatisfied?",
    assumes=(
        "Longer waits or more contacts, replies or handoffs make nobody better off: the curve goes one way.",
        "Ratings are given one by one: what one customer rates or does says nothing of another's.",
        "Of those who waited as long, who does not answer is as satisfied as who does (for the weighting).",
    ),
    distrust=(
        "It says with what satisfaction goes, never why: hard requests take long and satisfy few.",
        "Where few were asked after long waits, the far end of the curve rests on few ratings: see its band.",
        "Who does not answer may be less satisfied than who waited as long and does: nothing here shows it.",
        "Who rates before the resolution is left out where satisfaction is held against the resolution time.",
        "Where satisfaction rises with the wait, the curve is flat: a curve that falls cannot show it.",
        "A complaint can come first, and itself make for more contacts, replies and handoffs.",
        "Requests that were never resolved are in no curve of return, re-contact or complaint.",
    ),
    method=(
        "Ratings are the cases of csat that have a request: 4 and 5 of 5, or good, are satisfied. Each is"
        " held against what its request had come to when it was given: the first response and the last"
        " resolution if they were before it, the mean wait for the later replies, the contacts (the"
        " customer's turns), the replies (public human messages), the touches and the handoffs until then."
        " Other outcomes are of mature first resolutions, looked at when they came: a re-contact within the"
        " window, or a complaint that stands on the request by the window's end. Return is of customers: of"
        " each the first resolution of the period, and whether they bought within the days of"
        " customer_return_rate after it. Of these the resolution time is elapsed time to the first"
        " resolution. What rises (re-contact, complaint) is judged as the share that does not, which falls."
        " Seconds are taken to three digits. The curve is the isotonic regression that falls (pool adjacent"
        " violators); of many values a hundred cells of about as many ratings are made. Whether it falls at"
        " all is Bartholomew's test against a share that stays. The wait at which it falls below the"
        " level is the first cell below it, told where the curve that lies on it all along dips so far in one"
        " of twenty samples at most; by groups, what Benjamini and Hochberg's procedure leaves. Band and"
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
        " what it adds to R squared on average over all orders (Lindeman, Merenda and Gold), touches left out"
        " for they are replies and calls, of more than 50,000 cases in a sample of tickets; its interval is"
        " the middle 95 % of a thousand draws of the moments within their noise (a parametric bootstrap),"
        " told where R squared is beyond chance. A direct"
        " question: of the last answer of each request the median, and the wait that the level of them expect"
        " or longer (quantiles of type 7 between order statistics), and how many had their first response"
        " within it, in elapsed time (Wilson). Fewer than {FEWEST} ratings, or {FEWEST_OF_SORT} of a"
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
            "outcome",
            "OUTCOME",
            marked(
                "What customers did: satisfaction (rated well), return (bought again), recontact (came back"
                " with the same matter) or complaint."
            ),
            "satisfaction",
            label=marked("outcome"),
            choices=tuple(OUTCOMES),
        ),
        Option(
            "against",
            "DRIVER",
            marked(
                "What it is held against: first_response_time, reply_time, average_resolution_time, contacts,"
                " replies, touches or handoffs."
            ),
            DRIVERS[0],
            label=marked("against"),
            choices=DRIVERS,
        ),
        Option(
            "level",
            "SHARE",
            marked("The share of customers it should not fall below, or of what rises not rise above."),
            marked("0.8 of satisfaction, 0.1 of return, 0.2 of recontact, 0.05 of complaint"),
            label=marked("level"),
        ),
        Option(
            "by",
            "DIM",
            marked("The same for each group of a dimension, such as channel, type or organisation."),
            marked("not split"),
            label=marked("All together"),
        ),
        Option(
            "question",
            "FIELD",
            marked("The further field of ratings in which customers say how long they expected to wait."),
            marked("no direct question"),
            label=marked("field of the direct question"),
        ),
        Option(
            "question_unit",
            "UNIT",
            marked("What its answers are in: hours, minutes, seconds or days."),
            next(iter(UNITS)),
            label=marked("answered in"),
            choices=tuple(UNITS),
        ),
    ),
    of=RATINGS,
    compares=False,
    period="quarter",
    version=2,
    supports=_supports,
    run=expectations,
)

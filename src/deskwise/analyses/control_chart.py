"""Control chart: whether anything but chance moves a metric, since when, and by which rule."""

from __future__ import annotations

from typing import Literal, get_args

from deskwise.analyses.charted_course import ChartedCourse, ChartedPeriod, charted_gaps, charted_periods
from deskwise.analyses.control_chart_words import GAPS_LABEL, Told, doubts, sentences
from deskwise.analyses.control_limits import FEWEST_PERIODS
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.finding import Cell, Finding, Number, NumberColumn, NumberTable, Outcome, RestsOn
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Note
from deskwise.analyses.measured_period import Family, bounds_of, family_of, measured_periods
from deskwise.analyses.own_limits import first_periods, limits_from
from deskwise.analyses.rare_events import GapLimits, gap_limits, gaps
from deskwise.analyses.run_rules import RULES, rule
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.kernel.periods import local_time, zone_info
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod

Every = Literal["day", "week", "month", "quarter"]
Asked = Literal["auto", "xmr", "p", "u", "g"]
# As many periods as are looked through, and as many of them as are shown, the last ones.
LOOKED_THROUGH: dict[str, int] = {"day": 1_100, "week": 520, "month": 240, "quarter": 80}
SHOWN = 120
EVERY = ("week", "day", "month", "quarter")
NEAR = 7 * 86_400_000_000


def control_chart(ground: Ground) -> Finding:
    """Whether a metric is in control.

    Raises `UsageError` for a grain there is not, or a chart that does not fit the metric.
    """
    grain, chart = _grain(ground.options.get("every", "")), _chart(ground)
    family: Family = "xmr" if chart == "xmr" else family_of(ground.metric, ground.stat)
    readings = ground.course(grain, LOOKED_THROUGH[grain])
    ended = [each for each in readings if each.period is not None and not each.period.partial]
    periods = measured_periods(ended, family, grain, ground.zone)
    anew = ground.limits_anew()
    first = first_periods(
        periods, grain, first_at=ground.first_at, anew_at=None if anew is None else anew.since_at
    )
    limits = limits_from(first, family, bounds_of(ground.metric, ground.stat))
    gap_chart, course = _gaps(ground, limits is not None and limits.rare, chart, family)
    if course is None and limits is not None:
        course = charted_periods(limits, periods, first, [each.n for each in ended])
    known = sum(each.value is not None for each in periods)
    told = Told(
        metric=ground.metric,
        stat=ground.stat,
        unit=ended[-1].unit if ended else ground.metric.unit,
        grain=grain,
        limits=limits,
        gap_limits=gap_chart,
        course=course,
        outcome=_outcome(course),
        known=known,
        fewest=FEWEST_PERIODS,
        anew=anew,
        notes=_notes(ground, course),
        shown=SHOWN,
    )
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=told.outcome,
        sentences=sentences(told),
        doubts=doubts(told),
        numbers=_numbers(told),
        columns=_columns(told) if course is not None else (),
        rows=tuple(_row(each, ground.zone) for each in course.periods[-SHOWN:]) if course is not None else (),
        rests_on=_rests_on(ground, readings, ended, told),
        label=GAPS_LABEL if gap_chart is not None else marked("Periods on their chart"),
        more=_more(told, ground.zone),
    )


def _grain(asked: str) -> Every:
    found: Every | None = next((each for each in get_args(Every) if each == (asked or "week")), None)
    if found is None:
        raise UsageError(
            say("no control chart is drawn by %(asked)s", asked=asked),
            do=say("choose from %(names)s", names=", ".join(get_args(Every))),
        )
    return found


def _chart(ground: Ground) -> Asked:
    """The chart that is asked for; raises `UsageError` for one that does not fit what the figure is."""
    asked = ground.options.get("kind", "") or "auto"
    family = family_of(ground.metric, ground.stat)
    fitting: dict[Family, tuple[Asked, ...]] = {
        "xmr": ("auto", "xmr"),
        "p": ("auto", "xmr", "p", "g"),
        "u": ("auto", "xmr", "u", "g"),
        "c": ("auto", "xmr", "u", "g"),
    }
    found = next((each for each in fitting[family] if each == asked), None)
    if found is None:
        raise UsageError(
            say("%(metric)s is not drawn on a chart %(asked)s", metric=ground.metric.name, asked=repr(asked)),
            do=say("choose from %(names)s", names=", ".join(fitting[family])),
        )
    return found


def _gaps(
    ground: Ground, rare: bool, chart: Asked, family: Family
) -> tuple[GapLimits | None, ChartedCourse | None]:
    """The g chart where it is asked for or events are rare; null where there are too few of them."""
    if family == "xmr" or chart not in {"auto", "g"} or not (rare or chart == "g"):
        return None, None
    days = measured_periods(ground.course("day", LOOKED_THROUGH["day"]), family, "day", ground.zone)
    anew = ground.limits_anew()
    found = [each for each in gaps(days) if anew is None or each.start_at >= anew.since_at]
    limits = gap_limits(found)
    return (None, None) if limits is None else (limits, charted_gaps(limits, found))


def _outcome(course: ChartedCourse | None) -> Outcome:
    if course is None or not (course.judged or course.changes):
        return "too few"
    return "found" if course.changes or course.striking else "nothing"


def _notes(ground: Ground, course: ChartedCourse | None) -> tuple[tuple[int, tuple[Note, ...]], ...]:
    """What was noted near each change, by its instant."""
    if course is None:
        return ()
    found = []
    for each in course.changes:
        noted = ground.notes(each.low_at - NEAR, each.high_at)
        if noted:
            found.append((each.at, noted))
    return tuple(found)


def _numbers(told: Told) -> tuple[Number, ...]:
    course = told.course
    if course is None:
        return ()
    known = [each for each in course.periods if each.value is not None and each.limits is not None]
    last, unit = known[-1], "count" if told.gap_limits is not None else told.unit
    assert last.limits is not None
    found = [
        Number("value", marked("the last that ended"), last.value, unit),
        Number("centre", marked("centre"), last.limits.centre, unit),
        Number("low", marked("lower limit"), last.limits.low, unit),
        Number("high", marked("upper limit"), last.limits.high, unit),
        Number("marked", marked("marked"), len(course.marked), "count"),
        Number("judged", marked("judged"), len(course.judged), "count"),
    ]
    if course.alarms is not None:
        found += [
            Number("any_mark", marked("charts with a mark by chance"), course.alarms.any_mark, "share"),
            Number("as_striking", marked("charts as striking by chance"), course.alarms.as_striking, "share"),
        ]
    if told.limits is not None and told.gap_limits is None and told.limits.family != "xmr":
        found.append(Number("spread", marked("spread of counts, by chance 1"), told.limits.spread, "score"))
    return tuple(found)


def _columns(told: Told) -> tuple[NumberColumn, ...]:
    unit = "count" if told.gap_limits is not None else told.unit
    value = marked("value")
    if told.gap_limits is not None:
        value = marked("days between") if told.by_days else marked("cases between")
    return (
        NumberColumn("start", marked("from"), None),
        NumberColumn("end", marked("up to, not included"), None),
        NumberColumn("value", value, unit),
        NumberColumn("low", marked("lower limit"), unit),
        NumberColumn("centre", marked("centre"), unit),
        NumberColumn("high", marked("upper limit"), unit),
        NumberColumn("n", "n", "count"),
        NumberColumn("base", marked("limits drawn of it"), None),
        NumberColumn("mark", marked("mark"), None, said=True),
    )


def _row(each: ChartedPeriod, zone: str) -> tuple[Cell, ...]:
    limits = each.limits
    mark = rule(each.marks[0]).label if each.marks else None
    return (
        _day(each.start_at, zone),
        _day(each.end_at, zone),
        each.value,
        *((None, None, None) if limits is None else (limits.low, limits.centre, limits.high)),
        each.n,
        each.place == "base",
        mark,
    )


def _more(told: Told, zone: str) -> tuple[NumberTable, ...]:
    course = told.course
    if course is None:
        return ()
    unit = "count" if told.gap_limits is not None else told.unit
    alarms = course.alarms
    rules = [
        (
            each.label,
            sum(each.name in period.marks for period in course.periods),
            each.chance,
            None if alarms is None else alarms.per_period[each.name],
            None if alarms is None else alarms.per_chart[each.name],
        )
        for each in RULES
    ]
    changes = [
        (_day(each.at, zone), _day(each.low_at, zone), _day(each.high_at, zone), each.before, each.after,
         each.chance)
        for each in course.changes
    ]  # fmt: skip
    return (
        NumberTable(
            "changes",
            marked("Dated changes"),
            (
                NumberColumn("at", marked("since"), None),
                NumberColumn("low", marked("earliest"), None),
                NumberColumn("high", marked("up to, not included"), None),
                NumberColumn("value_before", marked("level before"), unit),
                NumberColumn("value", marked("level after"), unit),
                NumberColumn("chance", marked("by chance"), "share"),
            ),
            tuple(changes),
        ),
        NumberTable(
            "rules",
            marked("Rules and their false alarms"),
            (
                NumberColumn("rule", marked("rule"), None, said=True),
                NumberColumn("marked", marked("marked"), "count"),
                NumberColumn("by_the_book", marked("a period, limits known"), "share"),
                NumberColumn("per_period", marked("a period, these limits"), "share"),
                NumberColumn("per_chart", marked("a chart like this"), "share"),
            ),
            tuple(rules),
        ),
    )


def _day(instant: int, zone: str) -> str:
    return f"{local_time(instant, zone_info(zone)):%Y-%m-%d}"


def _rests_on(ground: Ground, readings: tuple[Reading, ...], ended: list[Reading], told: Told) -> RestsOn:
    edges = [each.period for each in (ended or list(readings)) if each.period is not None]
    return RestsOn(
        metric=ground.metric.name,
        definition=readings[-1].definition,
        stat=ground.stat,
        clock=readings[-1].clock,
        within_seconds=ground.within_seconds,
        unit="count" if told.gap_limits is not None else told.unit,
        by=None,
        where=tuple((name, tuple(values)) for name, values in ground.where.items()),
        period=ReadPeriod(edges[0].start_at, edges[-1].end_at, edges[-1].partial),
        before=None,
        as_of=ground.as_of,
        zone=ground.zone,
        n=sum(each.n for each in ended),
        n_before=None,
    )


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat not in {"gross", "refunds"}


ENTRY = AnalysisEntry(
    name="control_chart",
    label="Control chart",
    tells="Whether anything but chance moves a figure, since when, and by which rule.",
    answers="Is this figure in control, or did something change it, and when?",
    assumes=(
        "The first periods were ordinary ones: whatever moved the figure then is taken for chance.",
        "Periods are independent: what is open or waited for long goes on from one to the next.",
        "Around its level a mean or a score lies about as far above as below; counts are drawn by chance.",
    ),
    distrust=(
        "Limits drawn of sixteen periods are uncertain: more is marked by chance than the rules' book says.",
        "Of many charts looked at some are out of control by chance alone.",
        "A season of the year, a growing team or a trend moves a figure too, and is no signal of quality.",
        "A date is when the level changed, not why: what was noted near it need not be the cause.",
    ),
    method=(
        "Limits are drawn once of the first sixteen ended periods (of days, of eight weeks), or since they"
        " were set anew, and do not move. Shares get a p chart, counts and counts per case a u chart, whose"
        " limits follow how much there was to count in; where counts lie farther apart than chance draws them"
        " (chi-square of dispersion at 5 %), Laney's p' and u' with the moving range of their scores. Limits"
        " are three sigma, of fewer than five expected events exact. Means, quantiles and scores get an XmR"
        " chart (2.66 mean moving ranges). Events of which there is less than one a period get a g chart of"
        " the cases, or days, between them, with limits of the geometric distribution. Days are held against"
        " the level of their weekday. Three rules mark: beyond the limits, two of three beyond two sigma,"
        " eight on one side; what they mark by chance is found by drawing 2,000 charts in which nothing"
        " changes. Out of control is what fewer than 2.5 % of these do as strikingly, or a change of level:"
        " binary segmentation, a permutation test at 2.5 %, and for the date the places that hold 95 % of the"
        " likelihood."
    ),
    reference=(
        "D. J. Wheeler and D. S. Chambers, Understanding Statistical Process Control (1992); D. B. Laney,"
        " Improved Control Charts for Attributes, Quality Engineering 14 (2002); J. C. Benneyan,"
        " Number-between g-type statistical quality control charts, Health Care Management Science 4 (2001);"
        " R. B. Davis and W. H. Woodall, Performance of the Control Chart Trend Rule, Journal of Quality"
        " Technology 20 (1988)"
    ),
    libraries=(
        "numpy for the drawn charts and the permutations, scipy for the distributions; the charts themselves"
        " are a few lines, and no kept library has Laney's."
    ),
    example="control_chart-counts_that_follow_their_cases",
    compares=False,
    over_time=True,
    options=(
        Option(
            "every",
            "GRAIN",
            marked("By day, week, month or quarter."),
            "week",
            label=marked("Every"),
            choices=EVERY,
        ),
        Option(
            "kind",
            "KIND",
            marked("The chart: auto, xmr, p, u or g."),
            marked("auto: the one that fits the figure"),
            label=marked("Kind of chart"),
            choices=get_args(Asked),
        ),
    ),
    supports=_supports,
    run=control_chart,
)

"""How many agents the coming week's calls take, half hour by half hour, and whether the past bears it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from deskwise.analyses.call_forecast import BackTest, Day, Forecast, back_test, forecast, grown, next_week
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.erlang import Load
from deskwise.analyses.finding import Cell, Finding, Number, NumberColumn, NumberTable, RestsOn
from deskwise.analyses.ground import Ground
from deskwise.analyses.half_hours import LiveLoad
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.staffing_plan import (
    Aim,
    Beside,
    PlannedHalfHour,
    Seen,
    beside,
    patience_seconds,
    planned,
    seen,
    whole_days,
)
from deskwise.analyses.staffing_words import FEWEST_A_WEEK, doubts, sentences
from deskwise.analyses.target_value import decimal_of
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.kernel.periods import local_instant, zone_info
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.timeline import ReadPeriod

METRIC, HANDLED, CHANNEL = "service_level", "handle_time", "phone"
WEEKS = 12
SHARE, SECONDS = 0.8, 20.0


@dataclass(frozen=True)
class Staffing:
    """What sentences are made of.

    `days` are the whole ones that are known; the rest is null or empty where they are too few, or where how
    long a call takes is not known. `handle_given` says that somebody said how long.
    """

    channel: str
    aim: Aim
    volume: float
    zone: str
    days: tuple[Day, ...]
    calls: int
    handle_seconds: float | None
    handle_given: bool
    patience_seconds: float | None
    week: Forecast | None
    tested: BackTest | None
    plan: tuple[PlannedHalfHour, ...] = ()
    beside: tuple[Beside, ...] = ()
    whole: Seen | None = None
    by_place: tuple[Seen, ...] = ()

    @property
    def most(self) -> PlannedHalfHour | None:
        """The half hour that takes most agents, the first of several."""
        return max(self.plan, key=lambda each: (each.agents, each.calls.n), default=None)

    @property
    def agent_hours(self) -> float:
        """The hours that all planned agents are there."""
        return sum(each.agents for each in self.plan) / 2

    @property
    def scheduled_hours(self) -> float:
        """The hours that have to be scheduled, with those off the phone."""
        return sum(each.scheduled for each in self.plan) / 2

    def instant_of(self, planned_at: PlannedHalfHour) -> int:
        """When a half hour begins."""
        at = datetime.combine(planned_at.day, time(planned_at.place // 2, planned_at.place % 2 * 30))
        return local_instant(at, zone_info(self.zone))


def staffing(ground: Ground) -> Finding:
    """How many agents the coming week takes for a service level.

    Raises `UsageError` for an option that is none, or a question narrowed to agents, and `NotAllowedError`
    where whoever asks may not see the service level.
    """
    if "agent" in ground.where:
        raise UsageError(
            say("calls wait for whoever is free, and for no agent of their own"),
            do=say("leave agent out of the filters"),
        )
    whole = whole_of(ground, METRIC, "share")
    aim = Aim(
        _number(ground, "share", SHARE, 0.01, 0.999),
        _number(
            ground, "seconds", SECONDS if ground.within_seconds is None else ground.within_seconds, 0, 86_400
        ),
        _number(ground, "shrinkage", 0.0, 0, 0.9),
    )
    load = ground.live_load(CHANNEL, aim.seconds, WEEKS)
    told = _told(ground, load, aim)
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome="found" if told.plan else "too few",
        sentences=sentences(told),
        doubts=doubts(told),
        numbers=tuple(_numbers(told)),
        columns=_day_columns() if told.plan else (),
        rows=tuple(_day_rows(told)),
        rests_on=RestsOn(
            metric=METRIC, definition=whole.definition, stat="share", clock="elapsed",
            within_seconds=aim.seconds, unit="share", by=None,
            where=tuple((name, tuple(values)) for name, values in ground.where.items()),
            period=ReadPeriod(load.since_at, ground.as_of, partial=False), before=None, as_of=ground.as_of,
            zone=ground.zone, n=told.calls, n_before=None,
            beside=() if told.handle_given else (metric(HANDLED).definition,),
        ),
        label=marked("The days to come"),
        more=tuple(each for each in _tables(told) if each.rows),
    )  # fmt: skip


def _number(ground: Ground, name: str, usual: float, low: float, high: float) -> float:
    asked = ground.options.get(name, "")
    return usual if not asked else decimal_of(asked, name, low, high)


def _told(ground: Ground, load: LiveLoad, aim: Aim) -> Staffing:
    days = whole_days(load, ground.as_of, ground.zone)
    given = bool(ground.options.get("handle", ""))
    handle = _number(ground, "handle", 0.0, 1, 86_400) if given else _handle_seconds(ground)
    patience = patience_seconds(load.half_hours)
    volume = _number(ground, "volume", 0.0, -0.9, 10)
    week = None
    if days:
        week = forecast(days, [(day, day in load.closed) for day in next_week(days[-1].day)])
    channels = ground.where.get("channel", (CHANNEL,))
    told = Staffing(
        ", ".join(each or "" for each in channels), aim, volume, ground.zone, days,
        sum(each.offered for each in load.half_hours), handle, given, patience,
        None if week is None else grown(week, volume), back_test(days),
    )  # fmt: skip
    if told.week is None or handle is None or told.week.whole.n < FEWEST_A_WEEK:
        return told
    of = Load(0.0, handle, patience)
    plan = planned(told.week, of, aim)
    if not plan:
        return told
    all_seen, by_place = seen(load.half_hours, of, aim, ground.zone)
    most = max(plan, key=lambda each: (each.agents, each.calls.n))
    return Staffing(
        told.channel, aim, volume, told.zone, days, told.calls, handle, given, patience, told.week,
        told.tested, plan, beside(most, of, aim), all_seen if all_seen.half_hours else None, by_place,
    )  # fmt: skip


def _handle_seconds(ground: Ground) -> float | None:
    """How long a call takes its agent on average, over all of the channels; null where no work is known."""
    channels = ground.where.get("channel", (CHANNEL,))
    readings = ground.figures(HANDLED, "mean", ("channel",)).readings
    found = [
        each for key, each in readings.items() if key[0] in channels and each.n and each.value is not None
    ]
    cases = sum(each.n for each in found)
    return sum(float(each.value or 0) * each.n for each in found) / cases if cases else None


def _numbers(told: Staffing) -> Iterator[Number]:
    yield Number("calls", marked("calls seen"), told.calls, "count")
    yield Number("handle", marked("a call takes its agent"), told.handle_seconds, "seconds")
    yield Number("patience", marked("patience, on average"), told.patience_seconds, "seconds")
    if told.week is not None:
        whole = told.week.whole
        yield Number("expected", marked("calls expected"), whole.n, "count", whole.low, whole.high)
        yield Number("trend", marked("trend a week"), told.week.trend, "share", signed=True)
    if told.most is not None:
        yield Number("most", marked("agents at most at a time"), told.most.agents, "count")
        yield Number("agent_hours", marked("agent hours"), told.agent_hours, "count")
        yield Number("scheduled_hours", marked("hours to be scheduled"), told.scheduled_hours, "count")
    if told.tested is not None:
        tested = told.tested
        yield Number("error", marked("forecast off by half hour"), tested.error, "share")
        yield Number("naive_error", marked("the week before off by half hour"), tested.naive_error, "share")
        yield Number("day_error", marked("forecast off by day"), tested.day_error, "share")
        yield Number("naive_day_error", marked("the week before off by day"), tested.naive_day_error, "share")
        yield Number("covered", marked("half hours in their intervals"), tested.covered, "share")
        yield Number("covered_days", marked("days in their intervals"), tested.covered_days, "share")
    if told.whole is not None:
        yield Number("observed", marked("answered in time, as it was"), told.whole.observed, "share")
        yield Number("by_a", marked("as Erlang A foresees it"), told.whole.by_a, "share")
        yield Number("by_c", marked("as Erlang C foresees it"), told.whole.by_c, "share")


def _day_columns() -> tuple[NumberColumn, ...]:
    return (
        NumberColumn("day", marked("day"), None),
        NumberColumn("closed", marked("closed"), None),
        NumberColumn("calls", marked("calls"), "count"),
        NumberColumn("low", marked("from"), "count"),
        NumberColumn("high", marked("to"), "count"),
        NumberColumn("most", marked("agents at most"), "count"),
        NumberColumn("agent_hours", marked("agent hours"), "count"),
        NumberColumn("scheduled_hours", marked("hours to be scheduled"), "count"),
    )


def _day_rows(told: Staffing) -> Iterator[tuple[Cell, ...]]:
    if told.week is None or not told.plan:
        return
    for each in told.week.days:
        of_day = [one for one in told.plan if one.day == each.day]
        yield (
            each.day.isoformat(), each.closed, round(each.whole.n, 1), each.whole.low, each.whole.high,
            max((one.agents for one in of_day), default=0), sum(one.agents for one in of_day) / 2,
            sum(one.scheduled for one in of_day) / 2,
        )  # fmt: skip


def _tables(told: Staffing) -> Iterator[NumberTable]:
    yield NumberTable(
        "beside",
        marked("The half hour that takes most, with other numbers of agents"),
        (
            NumberColumn("agents", marked("agents"), "count"),
            NumberColumn("by_a", marked("in time by Erlang A"), "share"),
            NumberColumn("by_c", marked("in time by Erlang C"), "share"),
            NumberColumn("given_up", marked("give up"), "share"),
            NumberColumn("occupancy", marked("occupancy"), "share"),
        ),
        tuple(
            (
                each.agents, None if each.by_a is None else each.by_a.within_share, each.by_c.within_share,
                None if each.by_a is None else each.by_a.abandoned_share,
                (each.by_c if each.by_a is None else each.by_a).occupancy_share,
            )
            for each in told.beside
        ),
    )  # fmt: skip
    yield NumberTable(
        "half_hours",
        marked("The half hours to come"),
        (
            NumberColumn("day", marked("day"), None),
            NumberColumn("at", marked("at"), None),
            NumberColumn("calls", marked("calls"), "count"),
            NumberColumn("low", marked("from"), "count"),
            NumberColumn("high", marked("to"), "count"),
            NumberColumn("agents", marked("agents"), "count"),
            NumberColumn("by_erlang_c", marked("by Erlang C"), "count"),
            NumberColumn("at_high", marked("at the most calls"), "count"),
            NumberColumn("scheduled", marked("to be scheduled"), "count"),
        ),
        tuple(
            (
                each.day.isoformat(), clock_words(each.place), round(each.calls.n, 1), each.calls.low,
                each.calls.high, each.agents, each.by_erlang_c, each.at_high, each.scheduled,
            )
            for each in told.plan
        ),
    )  # fmt: skip
    yield NumberTable(
        "seen",
        marked("What the calls show, against what queues foresee of as many agents"),
        (
            NumberColumn("at", marked("at"), None),
            NumberColumn("half_hours", marked("half hours"), "count"),
            NumberColumn("calls", marked("calls"), "count"),
            NumberColumn("people", marked("people who answered"), "count"),
            NumberColumn("agents", marked("on the phone"), "count"),
            NumberColumn("observed", marked("answered in time"), "share"),
            NumberColumn("by_a", marked("by Erlang A"), "share"),
            NumberColumn("by_c", marked("by Erlang C"), "share"),
        ),
        tuple(
            (
                clock_words(each.place or 0), each.half_hours, each.offered, round(each.people, 2),
                round(each.agents, 2), each.observed, each.by_a, each.by_c,
            )
            for each in told.by_place
        ),
    )  # fmt: skip


def clock_words(place: int) -> str:
    """When a half hour of the day begins.

    >>> clock_words(0), clock_words(19)
    ('00:00', '09:30')
    """
    return f"{place // 2:02}:{place % 2 * 30:02}"


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "share"


ENTRY = AnalysisEntry(
    name="staffing",
    label="Staffing",
    tells="How many calls the coming week brings, half hour by half hour, and how many agents they take.",
    answers="How many agents does the coming week take for a service level, and do the calls bear it out?",
    assumes=(
        "The coming week is as the weeks before, by weekday and half hour, with their trend if it is clear.",
        "Within a half hour calls come by chance at one rate, and each takes about as long as any other.",
        "All agents take all calls, of one line, and are on the phone the whole half hour.",
        "Callers give up after a patience of their own, whatever they are told while they wait.",
    ),
    distrust=(
        "A campaign, an outage or a price rise in the coming week is not foreseen.",
        "Erlang C lets nobody give up: of busy half hours it asks for too many agents.",
        "Where one half hour leaves a line to the next, both queues promise more than there is.",
        "Who was on the phone is guessed from calls: who waits a quarter of an hour for one seems away.",
        "Who gave up and calls again is another call of the forecast.",
    ),
    method=(
        "Calls are the first waits of a live channel that were answered or given up, by the half hour in"
        " which they began. The forecast is the mean of the same half hour of the same weekday of the last"
        " eight weeks, without closed dates, grown by a straight trend of the weeks where there are six and"
        " its slope is three errors from nought. A closed date to come has the share of an ordinary one that"
        " closed dates had, and none where none was seen. Intervals are those of a negative binomial, whose"
        " dispersion the weeks themselves show, by half hour and by day, and allow for the mean of so many"
        " weeks. A quarter of the weeks, four at most, is forecast a week at a time of those before it alone:"
        " the error is the sum of what each half hour was off by, of all calls, beside that of taking the"
        " week before as it was. Agents are the fewest with whom a queue answers the share in time: Erlang A"
        " where twenty callers gave up, else Erlang C. Patience is all that was waited by those who gave up"
        " (the likelihood's maximum, who was answered being censored). Erlang C goes by the stable recursion"
        " of Erlang B; Erlang A by the exact sums over the states of the line, in which the wait of who finds"
        " j waiting has a beta distribution. Agents to be scheduled are those by one less shrinkage. What the"
        " calls show: in each half hour of the past, with its calls and the agents on the phone, both queues'"
        " share in time, against the share that was; all weighted by calls. On the phone somebody is from one"
        " pick-up to the next where it comes within a quarter of an hour, and as long as a call takes where"
        " it does not."
    ),
    reference=(
        "N. Gans, G. Koole, A. Mandelbaum, Telephone Call Centers, Manufacturing & Service Operations"
        " Management 5 (2003); A. Mandelbaum, S. Zeltyn, Service Engineering in Action: The Palm/Erlang-A"
        " Queue (2007); R. J. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice (2021), for"
        " the seasonal-naive forecast and errors on weeks held out"
    ),
    libraries="scipy for the beta function and the distributions, numpy for the sums; the queues are short.",
    example="staffing-two_hundred_calls_of_three_minutes",
    options=(
        Option(
            "share",
            "SHARE",
            marked("The share to be answered in time: 0.8 or 80%."),
            "80 %",
            label=marked("share in time"),
        ),
        Option(
            "seconds",
            "SECONDS",
            marked("In time is within so many seconds."),
            "20",
            label=marked("within seconds"),
        ),
        Option(
            "handle",
            "SECONDS",
            marked("How long a call takes its agent, with what is to be done after it."),
            marked("the mean handle time of the channel in the last four weeks"),
            label=marked("seconds a call"),
        ),
        Option(
            "shrinkage",
            "SHARE",
            marked("So much of paid time is off the phone: 0.3 or 30%."),
            marked("none"),
            label=marked("off the phone"),
        ),
        Option(
            "volume",
            "SHARE",
            marked("What if there were so many more calls: 0.1 or 10%, or -10%."),
            marked("as many as are forecast"),
            label=marked("more calls"),
        ),
    ),
    of=METRIC,
    compares=False,
    over_time=True,
    supports=_supports,
    run=staffing,
)

"""What `staffing` says: the agents the coming week takes, its forecast's errors, and what the calls show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.call_forecast import FEWEST_WEEKS
from deskwise.analyses.sentence import Amount, Moment, Sentence, Value, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.staffing import Staffing

# Beyond what queues and calls differ by of themselves.
FAR = 0.1
FEW_WEEKS = 6
# With fewer calls a week a half hour has hardly one.
FEWEST_A_WEEK = 100


def sentences(told: Staffing) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if not told.plan:
        return (_too_few(told),)
    return (*_answer(told), *_trend(told), *_tested(told), *_patience(told), *_seen(told))


def doubts(told: Staffing) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told)) if told.plan else ()


def _too_few(told: Staffing) -> Sentence:
    if not told.calls:
        return sentence(
            marked("There are no live contacts of %(channel)s in the last weeks: there is nothing to staff."),
            channel=told.channel,
        )
    if told.week is not None and told.handle_seconds is None:
        return sentence(
            marked("How long a call takes is not known: no work on these calls is. Say it with handle."),
        )
    if told.week is not None and told.week.whole.n < FEWEST_A_WEEK:
        return sentence(
            marked(
                "There are too few calls to say how many come in a half hour: about %(calls)s a week; it"
                " takes %(fewest)s."
            ),
            calls=round(told.week.whole.n),
            fewest=FEWEST_A_WEEK,
        )
    return sentence(
        marked(
            "There is too little for a forecast: %(calls)s calls on %(days)s whole days; it takes %(weeks)s"
            " weeks in which each weekday was open."
        ),
        calls=told.calls,
        days=len(told.days),
        weeks=FEWEST_WEEKS,
    )


def _answer(told: Staffing) -> Iterator[Sentence]:
    week, most = told.week, told.most
    assert week is not None
    assert most is not None
    yield sentence(
        marked(
            "For %(share)s within %(seconds)s, the week from %(day)s takes up to %(most)s agents at a time"
            " (%(at)s) and %(hours)s agent hours; about %(calls)s calls are expected (95 %% interval %(low)s"
            " to %(high)s)."
        ),
        share=Amount(told.aim.share, "share"),
        seconds=Amount(told.aim.seconds, "seconds"),
        day=Moment(told.instant_of(told.plan[0]), day=True),
        most=most.agents,
        at=Moment(told.instant_of(most)),
        hours=Amount(told.agent_hours, "count"),
        calls=round(week.whole.n),
        low=week.whole.low,
        high=week.whole.high,
    )
    if told.aim.shrinkage:
        yield sentence(
            marked("With %(share)s of paid time off the phone, %(hours)s hours have to be scheduled."),
            share=Amount(told.aim.shrinkage, "share"),
            hours=Amount(told.scheduled_hours, "count"),
        )
    if told.volume:
        words = marked("This is with %(share)s more calls than are forecast.")
        if told.volume < 0:
            words = marked("This is with %(share)s fewer calls than are forecast.")
        yield sentence(words, share=Amount(abs(told.volume), "share"))


def _trend(told: Staffing) -> Iterator[Sentence]:
    trend = 0.0 if told.week is None else told.week.trend
    if trend:
        words = (
            marked("Calls fall by %(by)s a week.") if trend < 0 else marked("Calls rise by %(by)s a week.")
        )
        yield sentence(words, by=Amount(abs(trend), "share"))


def _tested(told: Staffing) -> Iterator[Sentence]:
    tested = told.tested
    if tested is None:
        return
    yield sentence(
        marked(
            "Weeks held out and forecast without them: %(weeks)s. The forecast was off by %(error)s of the"
            " calls by half hour and %(day)s by day, the week before as it was by %(naive)s and"
            " %(naive_day)s. %(covered)s of the half hours and %(covered_days)s of the days lay in their 95"
            " %% intervals."
        ),
        weeks=tested.weeks,
        error=Amount(tested.error, "share"),
        day=Amount(tested.day_error, "share"),
        naive=Amount(tested.naive_error, "share"),
        naive_day=Amount(tested.naive_day_error, "share"),
        covered=Amount(tested.covered, "share"),
        covered_days=Amount(tested.covered_days, "share"),
    )


def _patience(told: Staffing) -> Iterator[Sentence]:
    named: dict[str, Value] = {"handle": Amount(told.handle_seconds, "seconds")}
    if told.patience_seconds is None:
        yield sentence(
            marked("A call takes its agent %(handle)s; too few gave up to know patience, so it is Erlang C."),
            **named,
        )
        return
    yield sentence(
        marked(
            "A call takes its agent %(handle)s, and callers wait %(patience)s on average before they give up,"
            " so it is Erlang A."
        ),
        patience=Amount(told.patience_seconds, "seconds"),
        **named,
    )


def _seen(told: Staffing) -> Iterator[Sentence]:
    whole = told.whole
    if whole is None:
        return
    named: dict[str, Value] = {
        "observed": Amount(whole.observed, "share"), "by_c": Amount(whole.by_c, "share"),
        "agents": Amount(whole.agents, "count"), "half_hours": whole.half_hours,
    }  # fmt: skip
    if whole.by_a is None:
        words = marked(
            "The calls of %(half_hours)s half hours show %(observed)s answered in time, with %(agents)s"
            " agents on the phone on average; Erlang C foresees %(by_c)s with as many."
        )
    else:
        named["by_a"] = Amount(whole.by_a, "share")
        words = marked(
            "The calls of %(half_hours)s half hours show %(observed)s answered in time, with %(agents)s"
            " agents on the phone on average; with as many, Erlang A foresees %(by_a)s and Erlang C %(by_c)s."
        )
    yield sentence(words, **named)


def _doubts(told: Staffing) -> Iterator[Sentence]:
    tested, whole, week = told.tested, told.whole, told.week
    assert week is not None
    if len(told.days) < FEW_WEEKS * 7:
        yield sentence(
            marked("The forecast rests on %(days)s days alone: seasons of the year are not known to it."),
            days=len(told.days),
        )
    if tested is None:
        yield sentence(marked("There are too few weeks to hold the forecast against any."))
    elif tested.error >= tested.naive_error:
        yield sentence(marked("The forecast was no better than taking the week before as it was."))
    elif tested.day_error >= tested.naive_day_error:
        yield sentence(marked("By day the forecast was no better than taking the week before as it was."))
    if tested is not None and tested.covered_days < 0.8:
        yield sentence(
            marked("Fewer days than should lay in their intervals: count on more than these say."),
        )
    closed = sum(each.closed for each in week.days)
    if closed and week.closed_share is None:
        yield sentence(
            marked("%(n)s of the days are closed, and none was seen yet: no calls are planned on them."),
            n=closed,
        )
    foreseen = None if whole is None else whole.by_c if whole.by_a is None else whole.by_a
    if whole is not None and foreseen is not None and abs(foreseen - whole.observed) > FAR:
        words = (
            marked(
                "Fewer calls were answered in time than the queue foresees (%(by)s): agents were not on the"
                " phone all the time, or a line was carried on. Plan more than it says."
            )
            if foreseen > whole.observed
            else marked(
                "More calls were answered in time than the queue foresees (%(by)s): more agents were there"
                " than were seen, or calls went to some of them first."
            )
        )
        yield sentence(words, by=Amount(abs(foreseen - whole.observed), "share", "extent"))

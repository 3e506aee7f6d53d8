"""The parts of an objective's page that are of one key result: its tab, where it stands, its value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskwise.app.objectives.moment import micros
from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding
from deskwise.kernel.language import date_words, number, say, say_many
from deskwise.kernel.value_words import MINUS, NARROW
from deskwise.metrics.catalogue import metric
from deskwise.okr.baseline import Baseline
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.check_in import TypedValue
from deskwise.okr.keep import kept_and_lost
from deskwise.okr.key_result import KeyResultKind
from deskwise.okr.milestones import is_done
from deskwise.reports.key_result_words import binding_words, bounds_words, window_words
from deskwise.reports.number_words import count_words, interval_words, value_words
from deskwise.reports.time_words import DATE, instant_words, period_title
from deskwise.web.figure_words import interval_of, value_of
from deskwise.web.key_result_lines import KeyResultLine, asked_behind
from deskwise.web.templating import Links

TERMINAL_ID = "terminal"


@dataclass(frozen=True)
class Tab:
    """A key result among those of its objective."""

    line: KeyResultLine
    link: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One thing that is said of where it stands; `link` leads to the requests it is of, empty without."""

    label: str
    words: str
    link: str = ""
    note: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Week:
    """A week or day of one that keeps, in words; `state` is how its square looks."""

    name: str
    value: str
    n: str
    state: str
    words: str


@dataclass(frozen=True)
class TypedLine:
    """A value somebody typed, and what it read by itself at that moment, which stays beside it."""

    value: str
    automatic: str
    by: str
    at: str
    why: str
    ended: str
    counts: bool


@dataclass(frozen=True)
class Step:
    """A milestone in words."""

    name: str
    weight: str
    due: str
    done: str
    is_done: bool
    late: bool


def stand_rows(
    found: CycleStanding, standing: KeyResultStanding, line: KeyResultLine, links: Links, *, lists: bool
) -> tuple[Row, ...]:
    """Where a key result stands, row by row; nothing of figures that may not be seen."""
    key_result, unit = standing.key_result, unit_of(standing.key_result)
    rows = []
    if not line.withheld:
        rows += _figures(found, standing, line)
    if standing.target is not None and not line.withheld:
        rows.append(Row(say("Target"), value_words(standing.target, unit)))
    if key_result.bounds is not None:
        rows.append(Row(say("Target"), bounds_words(key_result.bounds, unit)))
    if key_result.kind is KeyResultKind.MILESTONES:
        rows.append(Row(say("Now"), line.value, strong=True))
    told = say("not shown") if line.withheld else percent_words(standing.progress)
    way = say("Of the way / of the time")
    if key_result.kind is KeyResultKind.KEEP:
        way = say("In bounds / of the time")
    rows.append(Row(way, f"{told} / {percent_words(_of_the_time(found))}"))
    if not line.withheld:
        rows += _beside(found, standing, links, lists=lists)
    return tuple(rows)


def percent_words(share: float | None) -> str:
    r"""A share of the way, which may lie below 0 or above 100.

    >>> percent_words(0.484).replace(NARROW, "_"), percent_words(-0.2).replace(NARROW, "_")
    ('48_%', '−20_%')
    """
    if share is None:
        return say("no data")
    told = number(abs(share) * 100)
    return f"{MINUS if share < 0 and told != '0' else ''}{told}{NARROW}%"


def person_words(person: str, names: Mapping[str, str]) -> str:
    """Who somebody is, by what they were kept as."""
    if person == TERMINAL_ID:
        return say("the terminal")
    return names.get(person) or say("somebody who is not here any more")


def weeks_of(found: CycleStanding, standing: KeyResultStanding) -> tuple[Week, ...]:
    """The weeks or days of a key result that keeps, with their values; none of others, or not to be seen."""
    bounds, unit = standing.key_result.bounds, unit_of(standing.key_result)
    if bounds is None or standing.read.withheld:
        return ()
    states = {
        "kept": say("in bounds"),
        "lost": say("out of bounds"),
        "partial": say("not ended"),
        "silent": say("no figure"),
    }
    weeks = []
    for reading, period in zip(standing.read.course, standing.measured.periods, strict=True):
        if period.partial:
            state = "partial"
        elif period.value is None:
            state = "silent"
        else:
            state = "kept" if bounds.hold(period.value) else "lost"
        name = period_title(reading.period, bounds.every, found.moment.zone)
        weeks.append(
            Week(name, value_words(period.value, unit), count_words(reading.n), state, states[state])
        )
    return tuple(weeks)


def typed_lines(
    typed: Sequence[TypedValue], unit: str, zone: str, names: Mapping[str, str], seen: frozenset[str]
) -> tuple[TypedLine, ...]:
    """The values that were typed, the latest first; `seen` are the ids of those whose readings may be."""
    return tuple(
        TypedLine(
            value_words(each.value, unit) if each.id in seen else say("not shown"),
            ""
            if each.known is None
            else (value_words(each.known.value, unit) if each.id in seen else say("not shown")),
            person_words(each.by, names),
            instant_words(micros(each.at), zone),
            each.why,
            ""
            if each.resumed_at is None
            else say(
                "withdrawn %(at)s by %(name)s",
                at=instant_words(micros(each.resumed_at), zone),
                name=person_words(each.resumed_by or "", names),
            ),
            each.resumed_at is None,
        )
        for each in reversed(typed)
    )


def steps_of(standing: KeyResultStanding, zone: str) -> tuple[Step, ...]:
    """The milestones of a key result, in their order."""
    at, today = standing.measured.at, standing.measured.today
    return tuple(
        Step(
            each.name,
            number(each.weight, 0 if each.weight == round(each.weight) else 1),
            "" if each.due is None else date_words(each.due, DATE),
            "" if each.done_at is None else instant_words(micros(each.done_at), zone),
            is_done(each, at),
            each.due is not None and each.due < today and not is_done(each, at),
        )
        for each in standing.key_result.milestones
    )


def baseline_words(frozen: Baseline, unit: str, zone: str) -> str:
    """What a frozen baseline rests on: its days, its cases, its interval, and when it was read."""
    parts = []
    if frozen.first_day is not None and frozen.last_day is not None:
        parts.append(f"{date_words(frozen.first_day, DATE)} – {date_words(frozen.last_day, DATE)}")
    if frozen.n is not None:
        parts.append(f"n {count_words(frozen.n)}")
    if frozen.interval is not None:
        parts.append(say("95 % interval") + " " + interval_words(*frozen.interval, unit))
    if frozen.as_of is not None:
        parts.append(say("frozen as of %(at)s", at=instant_words(frozen.as_of, zone)))
    return " · ".join(parts) or say("a fixed number")


def reads_words(standing: KeyResultStanding) -> str:
    """What a key result reads by itself: the figure, how it is filtered, and over which time."""
    binding = standing.key_result.binding
    return "" if binding is None else f"{binding_words(binding)} · {window_words(binding.window)}"


def definition_now(standing: KeyResultStanding) -> str:
    """The definition its metric has today; empty of one that reads none."""
    binding = standing.key_result.binding
    return "" if binding is None else metric(binding.metric).definition


def _of_the_time(found: CycleStanding) -> float:
    cycle = found.cycle
    passed = (found.moment.today - cycle.first_day).days
    return min(max(passed / cycle.days(), 0.0), 1.0)


def _figures(found: CycleStanding, standing: KeyResultStanding, line: KeyResultLine) -> list[Row]:
    key_result, unit, zone = standing.key_result, unit_of(standing.key_result), found.moment.zone
    rows = []
    frozen = key_result.baseline
    if frozen is not None:
        rows.append(
            Row(say("Baseline"), value_words(frozen.value, unit), note=baseline_words(frozen, unit, zone))
        )
    elif standing.baseline is not None:
        note = say("as it reads now; frozen when the objective becomes active")
        rows.append(Row(say("Baseline"), value_words(standing.baseline, unit), note=note))
    if standing.pace_value is not None:
        rows.append(Row(say("Pace expects today"), value_words(standing.pace_value, unit)))
    elif key_result.kind is not KeyResultKind.KEEP:
        rows.append(Row(say("Pace expects today"), percent_words(standing.expected)))
    if key_result.kind is KeyResultKind.MILESTONES:
        return rows
    rows.append(Row(say("Now"), line.value, line.cases, " · ".join(line.beside), strong=True))
    reading = standing.read.reading
    if reading is not None and standing.typed is None and reading.interval is not None:
        rows.append(Row(say("95 % interval"), interval_of(reading) or ""))
    if standing.typed is not None and reading is not None:
        interval = interval_of(reading)
        note = f"n {count_words(reading.n)}" + (f" · {say('95 % interval')} {interval}" if interval else "")
        rows.append(Row(say("By itself"), value_of(reading), note=note))
    if key_result.bounds is not None:
        kept, lost = kept_and_lost(key_result.bounds, standing.measured.periods)
        rows.append(Row(say("In bounds"), say("%(n)s of %(whole)s", n=kept, whole=kept + lost)))
    return rows


def _beside(found: CycleStanding, standing: KeyResultStanding, links: Links, *, lists: bool) -> list[Row]:
    """What is not decided of the figure it reads by itself."""
    reading, binding = standing.read.reading, standing.key_result.binding
    if reading is None or binding is None:
        return []
    page = links.page("requests", asked_behind(binding, reading, found.moment.zone).query()) if lists else ""
    rows = []
    if reading.open:
        link = f"{page}&state=open" if page else ""
        rows.append(Row(say("Still open, not in it"), count_words(reading.open), link))
    if reading.provisional:
        link = f"{page}&state=provisional" if page else ""
        note = say("may still change")
        rows.append(Row(say("Provisional"), count_words(reading.provisional), link, note))
    if reading.ruled:
        rows.append(Row(say("Ruled on by people"), count_words(reading.ruled)))
    silent = int(found.moment.silent_days)
    if silent:
        words = say_many("%(num)s day ago", "%(num)s days ago", silent)
        rows.append(Row(say("The data end"), words))
    return rows

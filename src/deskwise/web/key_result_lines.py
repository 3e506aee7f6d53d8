"""Key results as rows of a table: what they promise, what they read, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskwise.app.access.table import SMALLEST_GROUP
from deskwise.app.objectives.standings import KeyResultStanding
from deskwise.app.seen_figures import Where
from deskwise.kernel.language import date_words, say, say_many
from deskwise.metrics.readings import Reading
from deskwise.okr.binding import Binding
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.keep import kept_and_lost
from deskwise.okr.key_result import KeyResultKind
from deskwise.okr.milestones import is_done
from deskwise.okr.pace import points_ahead
from deskwise.okr.status import Verdict
from deskwise.reports.key_result_words import binding_words, from_to, kind_words, pace_words, window_words
from deskwise.reports.number_words import count_words, value_words
from deskwise.reports.time_words import DAY, edge_text
from deskwise.web.asked import Asked
from deskwise.web.charts.pace_bar import way_words
from deskwise.web.templating import Links


@dataclass(frozen=True)
class KeyResultLine:
    """A key result in a row.

    `value` is the figure that counts, `cases` the address of the requests behind it, empty where there are
    none to be seen. `beside` is what stands with it: how many cases, what it read by itself where somebody
    typed another. `withheld` says why nothing is shown, empty where it is.
    """

    standing: KeyResultStanding
    title: str
    kind: str
    reads: str
    promise: str
    value: str
    has_value: bool
    cases: str
    beside: tuple[str, ...]
    way: str
    pace: str
    verdict: Verdict
    withheld: str
    moved: bool


@dataclass(frozen=True)
class LineMaker:
    """Rows of one page; `opens` says whether a list of requests of these filters may be seen."""

    links: Links
    zone: str
    opens: Callable[[Where], bool]

    def line(self, standing: KeyResultStanding) -> KeyResultLine:
        """The row of a key result."""
        key_result, binding = standing.key_result, standing.key_result.binding
        withheld = standing.read.withheld
        is_steps = key_result.kind is KeyResultKind.MILESTONES
        value = _steps_done(standing) if is_steps else value_words(_counts(standing), unit_of(key_result))
        return KeyResultLine(
            standing=standing,
            title=key_result.title,
            kind=kind_words(key_result),
            reads="" if binding is None else f"{binding_words(binding)} · {window_words(binding.window)}",
            promise=_hidden_promise(standing) if withheld else _promise(standing),
            value=value,
            has_value=is_steps or _counts(standing) is not None,
            cases=self.cases(standing),
            beside=_beside(standing),
            way="" if is_steps or key_result.kind is KeyResultKind.KEEP else way_words(standing.progress),
            pace=pace_words(points_ahead(standing.progress, standing.expected)),
            verdict=standing.verdict,
            withheld=say("not shown: fewer than %(num)s people", num=SMALLEST_GROUP) if withheld else "",
            moved=standing.definition_moved,
        )

    def cases(self, standing: KeyResultStanding) -> str:
        """The requests behind what a key result reads; empty of a typed value, and where not to be seen."""
        binding, reading = standing.key_result.binding, standing.read.reading
        if binding is None or reading is None or standing.typed is not None:
            return ""
        where = {name: tuple(values) for name, values in binding.where}
        if not self.opens(where):
            return ""
        return self.links.page("requests", asked_behind(binding, reading, self.zone).query())


def asked_behind(binding: Binding, reading: Reading, zone: str) -> Asked:
    """The requests behind what a binding read, as the page that lists them is asked."""
    period = reading.period
    return Asked(
        metric=binding.metric,
        stat=binding.stat,
        clock=binding.clock,
        within="" if binding.within_seconds is None else str(binding.within_seconds),
        since="" if period is None else edge_text(period.start_at, zone),
        until="" if period is None else edge_text(period.end_at, zone),
        where={name: tuple(values) for name, values in binding.where},
    )


def _read_value(standing: KeyResultStanding) -> float | None:
    reading = standing.read.reading
    return None if reading is None or reading.value is None else float(reading.value)


def _counts(standing: KeyResultStanding) -> float | None:
    """The figure that counts, at the length it was read over."""
    return _read_value(standing) if standing.typed is None else standing.typed.value


def _steps_done(standing: KeyResultStanding) -> str:
    steps, at = standing.key_result.milestones, standing.measured.at
    return say("%(n)s of %(whole)s", n=sum(is_done(each, at) for each in steps), whole=len(steps))


def _promise(standing: KeyResultStanding) -> str:
    key_result = standing.key_result
    if key_result.bounds is None:
        return from_to(key_result, standing.baseline, standing.target)
    kept, lost = kept_and_lost(key_result.bounds, standing.measured.periods)
    of_days = key_result.bounds.every == "day"
    if not kept + lost:
        return say("no day has ended yet") if of_days else say("no week has ended yet")
    if of_days:
        return say_many(
            "%(kept)s of %(num)s day kept", "%(kept)s of %(num)s days kept", kept + lost, kept=kept
        )
    return say_many("%(kept)s of %(num)s week kept", "%(kept)s of %(num)s weeks kept", kept + lost, kept=kept)


def _hidden_promise(standing: KeyResultStanding) -> str:
    """What may be told of a promise whose figures may not: the target that was written, and no baseline."""
    key_result = standing.key_result
    return "" if key_result.bounds is not None else from_to(key_result, None, key_result.target)


def _beside(standing: KeyResultStanding) -> tuple[str, ...]:
    key_result, reading = standing.key_result, standing.read.reading
    unit, parts = unit_of(key_result), []
    if key_result.kind is KeyResultKind.MILESTONES:
        due = [each.due for each in key_result.milestones if each.due is not None and each.done_at is None]
        return (say("next due %(day)s", day=date_words(min(due), DAY)),) if due else ()
    if standing.typed is not None:
        if key_result.binding is None:
            return (say("typed"),)
        return (say("typed; by itself it reads %(value)s", value=value_words(_read_value(standing), unit)),)
    if reading is not None:
        parts.append(f"n {count_words(reading.n)}")
        if reading.provisional:
            parts.append(say("%(n)s provisional", n=count_words(reading.provisional)))
    found = [" · ".join(parts)] if parts else []
    now = standing.measured.now
    if now is not None and now != _read_value(standing):
        found.append(say("%(value)s at the baseline's length", value=value_words(now, unit)))
    if standing.definition_moved:
        found.append(say("the metric's definition has moved"))
    return tuple(found)

"""What a key result that is being written would read today, and what would be refused of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskwise.app.objectives.moment import moment_of
from deskwise.app.objectives.read_key_results import KeyResultRead, read_key_results
from deskwise.app.seen_figures import WithheldReading
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import date_words, say
from deskwise.metrics.readings import Reading
from deskwise.okr.between import progress_between
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult
from deskwise.okr.kinds import KINDS, check_fields, target_of
from deskwise.okr.refusals import raise_if_refused
from deskwise.reports.key_result_words import binding_words, window_words
from deskwise.reports.number_words import count_words, value_words
from deskwise.reports.time_words import DATE
from deskwise.web.charts.pace_bar import way_words
from deskwise.web.figure_words import value_of, withheld_words
from deskwise.web.served import Served
from deskwise.web.visitor import Visitor

# What one that is not kept yet is called.
NEW = "new"


@dataclass(frozen=True)
class Preview:
    """A key result in the making: pairs of what and the words of it, and what stands against it.

    `against` is what would be refused as it stands, with what to do, null where nothing is. One that lacks
    what its kind needs is not `complete`.
    """

    reads: str
    figures: tuple[tuple[str, str], ...]
    against: UsageError | None
    complete: bool


def preview_of(here: Served, who: Visitor, cycle: Cycle, key_result: KeyResult) -> Preview | None:
    """What it reads now and before the cycle; null of one that is bound to nothing."""
    binding = key_result.binding
    if binding is None:
        return None
    asked = key_result if key_result.id else replace(key_result, id=NEW, key=NEW)
    with here.workspace.facts() as facts:
        moment = moment_of(cycle, here.clock.now(), facts.horizon.as_of, facts.rules.zone)
        found = read_key_results(here.workspace, who, facts, cycle, [asked], moment, before_of_all=True)[
            asked.id
        ]
    complete = all(getattr(asked, name) not in (None, ()) for name in KINDS[asked.kind].needs)
    hidden = found.withheld or isinstance(found.before, WithheldReading)
    return Preview(
        f"{binding_words(binding)} · {window_words(binding.window)}",
        _figures(asked, cycle, found),
        _against(asked, found) if complete and not hidden else None,
        complete,
    )


def _figures(key_result: KeyResult, cycle: Cycle, found: KeyResultRead) -> tuple[tuple[str, str], ...]:
    unit = unit_of(key_result)
    figures = [(say("Now"), _reading_words(found.reading))]
    days = key_result.baseline_rule.days(cycle)
    has_baseline = KINDS[key_result.kind].has_baseline
    if days is not None:
        span = f"{date_words(days[0], DATE)} – {date_words(days[1], DATE)}"
        label = say("Baseline, %(days)s", days=span) if has_baseline else say("Before, %(days)s", days=span)
        figures.append((label, _reading_words(found.before)))
    elif key_result.baseline_rule.number is not None:
        figures.append((say("Baseline"), value_words(key_result.baseline_rule.number, unit)))
    baseline = _baseline(key_result, found)
    target = target_of(key_result, baseline)
    if target is not None:
        figures.append((say("Target"), value_words(target, unit)))
    now = None if found.reading is None or found.reading.value is None else float(found.reading.value)
    if has_baseline and baseline is not None and target is not None:
        figures.append((say("Would be at"), way_words(progress_between(now, baseline, target))))
    return tuple(figures)


def _reading_words(reading: Reading | None) -> str:
    if reading is None:
        return say("nothing of it has been yet")
    withheld = withheld_words(reading)
    return withheld or f"{value_of(reading)} · n {count_words(reading.n)}"


def _baseline(key_result: KeyResult, found: KeyResultRead) -> float | None:
    if key_result.baseline_rule.number is not None:
        return key_result.baseline_rule.number
    before = found.before
    return None if before is None or before.value is None or not before.n else float(before.value)


def _against(key_result: KeyResult, found: KeyResultRead) -> UsageError | None:
    try:
        check_fields(key_result)
        raise_if_refused(key_result, _baseline(key_result, found))
    except UsageError as error:
        return error
    return None

"""Read key results: what each is bound to, at a moment, as far as whoever looks may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from deskwise.app.objectives.moment import Moment
from deskwise.app.objectives.read_bindings import BoundQuestion, read_bindings
from deskwise.app.seen_figures import Looker, WithheldReading, seen_figures
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.periods import Period, day_start
from deskwise.metrics.readings import Reading
from deskwise.metrics.selection import Where
from deskwise.okr.check_in import Known
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kinds import kind_of


@dataclass(frozen=True)
class KeyResultRead:
    """What a key result reads at a moment.

    `reading` is null of one that is bound to nothing, and where nothing of its window has been. `course`
    are the weeks or days of one that keeps within bounds, of the cycle so far. `before` is the figure its
    baseline would have now, null of a fixed number and where the baseline is not asked.
    """

    reading: Reading | None = None
    course: tuple[Reading, ...] = ()
    before: Reading | None = None

    @property
    def withheld(self) -> bool:
        """Whether there is a figure that whoever looks may not see."""
        return any(isinstance(each, WithheldReading) for each in (self.reading, *self.course))


NOTHING_READ = KeyResultRead()


def read_key_results(
    workspace: Workspace,
    who: Looker | None,
    facts: Facts,
    cycle: Cycle,
    key_results: Sequence[KeyResult],
    moment: Moment,
    *,
    before_of_all: bool = False,
) -> Mapping[str, KeyResultRead]:
    """What key results of a cycle read at a moment, by their ids; `who` is null of whoever has the folder.

    Baselines are read of those that have none frozen, and with `before_of_all` of kinds that have none too.
    Raises `UsageError` where a binding asks for what there is not.
    """
    asked: dict[tuple[str, str], BoundQuestion] = {}
    span = cycle.period(moment.zone)
    for each in key_results:
        asked.update(_questions(each, cycle, span, moment, before_of_all=before_of_all))
    found = dict(read_bindings(facts, asked.values()))
    if who is not None:
        found = as_seen(workspace, who, found)
    answers: dict[tuple[str, str], tuple[Reading, ...]] = {
        at: found[question] for at, question in asked.items()
    }
    return {each.id: _read(each.id, answers, moment.read_at) for each in key_results}


def known_of(read: KeyResultRead, progress: float | None, as_of: int, settings: str) -> Known:
    """What is known of a key result, to be kept; `settings` is the fingerprint of the rules."""
    reading = read.reading
    if reading is None:
        return Known(None, progress, as_of=as_of, settings=settings)
    period = reading.period
    return Known(
        value=None if reading.value is None else float(reading.value),
        progress=progress,
        n=reading.n,
        interval=reading.interval,
        provisional=reading.provisional,
        rulings=reading.ruled,
        definition=reading.definition,
        start_at=None if period is None else period.start_at,
        end_at=None if period is None else period.end_at,
        as_of=as_of,
        settings=settings,
    )


def _questions(
    key_result: KeyResult, cycle: Cycle, span: Period, moment: Moment, *, before_of_all: bool
) -> dict[tuple[str, str], BoundQuestion]:
    binding = key_result.binding
    if binding is None:
        return {}
    found: dict[tuple[str, str], BoundQuestion] = {}
    period = binding.window.period(span, moment.read_at, moment.zone)
    if period is not None:
        found[key_result.id, "now"] = BoundQuestion(binding, period)
    if key_result.kind is KeyResultKind.KEEP and key_result.bounds is not None:
        # To the cycle's end, so that a week that has not ended is not cut to what there is of it.
        found[key_result.id, "course"] = BoundQuestion(binding, span, key_result.bounds.every)
    days = key_result.baseline_rule.days(cycle)
    asks_before = before_of_all or (key_result.baseline is None and kind_of(key_result).has_baseline)
    if asks_before and days is not None:
        first, last = days
        before = Period(day_start(first, moment.zone), day_start(last + timedelta(days=1), moment.zone))
        found[key_result.id, "before"] = BoundQuestion(binding, before)
    return found


def as_seen(
    workspace: Workspace, who: Looker, found: Mapping[BoundQuestion, tuple[Reading, ...]]
) -> dict[BoundQuestion, tuple[Reading, ...]]:
    """The readings without the figures of too few people, counted once for all that are filtered alike."""
    alike: dict[tuple[Where, str], list[BoundQuestion]] = defaultdict(list)
    for question in found:
        alike[question.binding.where, question.binding.clock].append(question)
    shown: dict[BoundQuestion, tuple[Reading, ...]] = {}
    for (where, _), questions in alike.items():
        clock = questions[0].binding.clock
        readings = _unsplit(found[question] for question in questions)
        seen = seen_figures(who, workspace, readings, dict(where), clock)
        for question in questions:
            shown[question] = tuple(seen.seen(each) for each in _unsplit([found[question]]))
    return shown


def _unsplit(found: Iterable[tuple[Reading, ...]]) -> list[Reading]:
    return [each for readings in found for each in readings]


def _read(
    key_result: str, answers: Mapping[tuple[str, str], tuple[Reading, ...]], read_at: int
) -> KeyResultRead:
    now, before = answers.get((key_result, "now"), ()), answers.get((key_result, "before"), ())
    course = answers.get((key_result, "course"), ())
    return KeyResultRead(
        now[0] if now else None,
        tuple(each for each in course if _has_begun(each, read_at)),
        before[0] if before else None,
    )


def _has_begun(reading: Reading, read_at: int) -> bool:
    return reading.period is not None and (reading.period.start_at or 0) < read_at

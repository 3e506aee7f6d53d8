"""Where objectives stand: each key result's figure, progress, pace and verdict at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from deskwise.app.objectives.baseline_length import BaselineLength
from deskwise.app.objectives.cycle_record import CycleRecord
from deskwise.app.objectives.moment import Moment, micros, moment_of, working_days
from deskwise.app.objectives.read_key_results import (
    NOTHING_READ,
    KeyResultRead,
    known_of,
    read_key_results,
)
from deskwise.app.seen_figures import Looker
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.periods import local_time, period_series, zone_info
from deskwise.metrics.catalogue import metric
from deskwise.metrics.readings import Reading
from deskwise.okr.check_in import CheckIn, Known, TypedValue
from deskwise.okr.close_out import CloseOut
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult
from deskwise.okr.kinds import kind_of, progress, target_of
from deskwise.okr.measured import KeptPeriod, Measured
from deskwise.okr.objective import Objective
from deskwise.okr.pace import expected_of, pace_value
from deskwise.okr.score import objective_score, score
from deskwise.okr.status import Status, Verdict, status_counts, verdict


@dataclass(frozen=True)
class KeyResultStanding:
    """Where a key result stands.

    `read` is what it reads by itself, `known` that as a check-in keeps it, with the progress it makes.
    `typed` is the value that counts instead, null where none does; `measured` is what counts, of a figure
    that adds up at the length of its baseline. `baseline` is the frozen one, or what it would be now, null
    of a kind without one and where there is no figure. `definition_moved` says that the metric has another
    definition than the one it was bound to.
    """

    key_result: KeyResult
    read: KeyResultRead
    known: Known
    typed: TypedValue | None
    measured: Measured
    baseline: float | None
    target: float | None
    progress: float | None
    expected: float
    pace_value: float | None
    verdict: Verdict
    check_ins: tuple[CheckIn, ...]
    definition_moved: bool

    @property
    def score(self) -> float | None:
        """Progress between 0 and 1; null without a figure."""
        return score(self.progress)


@dataclass(frozen=True)
class ObjectiveStanding:
    """Where an objective stands: its key results, and how it ended where it has."""

    objective: Objective
    key_results: tuple[KeyResultStanding, ...]
    close_out: CloseOut | None

    def counts(self) -> dict[Status, int]:
        """How many of its key results are met, on track and so on."""
        return status_counts(each.verdict.status for each in self.key_results)

    def score(self) -> float | None:
        """The weighted mean of its key results' scores; null where none has a figure."""
        return objective_score((each.key_result.weight, each.score) for each in self.key_results)


@dataclass(frozen=True)
class CycleStanding:
    """Where all objectives of a cycle stand at a moment. `open_days` are its working days."""

    record: CycleRecord
    moment: Moment
    open_days: tuple[date, ...]
    objectives: tuple[ObjectiveStanding, ...]

    @property
    def cycle(self) -> Cycle:
        """The cycle."""
        return self.record.cycle

    def find(self, objective: str) -> ObjectiveStanding | None:
        """The objective of an id."""
        return next((each for each in self.objectives if each.objective.id == objective), None)


def read_standings(
    workspace: Workspace, who: Looker | None, clock: Clock, record: CycleRecord
) -> CycleStanding:
    """Where the objectives of a record stand now; `who` is null of whoever has the folder.

    Raises `WorkspaceError` where nothing was imported.
    """
    with workspace.facts() as facts:
        return standings_of(workspace, who, clock, record, facts)


def standings_of(
    workspace: Workspace, who: Looker | None, clock: Clock, record: CycleRecord, facts: Facts
) -> CycleStanding:
    """As `read_standings`, of facts that are open."""
    moment = moment_of(record.cycle, clock.now(), facts.horizon.as_of, facts.rules.zone)
    kept = [each for each in record.key_results if each.kept]
    found = read_key_results(workspace, who, facts, record.cycle, kept, moment)
    days = working_days(record.cycle.first_day, record.cycle.last_day, facts.rules)
    standing = _Standing(
        record,
        moment,
        clock.now(),
        days,
        facts,
        facts.rules.fingerprint(),
        BaselineLength(record.cycle, facts.rules),
    )
    return CycleStanding(
        record,
        moment,
        days,
        tuple(
            ObjectiveStanding(
                each,
                tuple(
                    standing.of(each, key_result, found.get(key_result.id, NOTHING_READ))
                    for key_result in record.kept_of(each.id)
                ),
                record.close_outs.get(each.id),
            )
            for each in record.objectives
        ),
    )


@dataclass(frozen=True)
class _Standing:
    """What the standings of a cycle's key results have in common."""

    record: CycleRecord
    moment: Moment
    now: datetime
    days: Sequence[date]
    facts: Facts
    settings: str
    lengths: BaselineLength
    to_come: dict[str, int] = field(default_factory=dict)

    def of(self, objective: Objective, key_result: KeyResult, read: KeyResultRead) -> KeyResultStanding:
        baseline = _baseline(key_result, read)
        typed = self.record.stands_typed(key_result)
        automatic = self._measured(key_result, read, baseline)
        counting = automatic if typed is None else self._typed(key_result, read, automatic, typed)
        come = progress(key_result, counting)
        expected = expected_of(key_result, self.record.cycle, self.moment.today, self.days)
        judged = verdict(key_result, self.record.cycle, counting, expected, ambition=objective.ambition)
        binding = key_result.binding
        return KeyResultStanding(
            key_result=key_result,
            read=read,
            known=known_of(read, progress(key_result, automatic), self.facts.horizon.as_of, self.settings),
            typed=typed,
            measured=counting,
            baseline=baseline,
            target=target_of(key_result, baseline),
            progress=come,
            expected=expected,
            pace_value=pace_value(key_result, baseline, expected),
            verdict=judged,
            check_ins=self.record.check_ins.get(key_result.id, ()),
            definition_moved=binding is not None and binding.definition != metric(binding.metric).definition,
        )

    def _measured(self, key_result: KeyResult, read: KeyResultRead, baseline: float | None) -> Measured:
        reading = read.reading
        value = None if reading is None or reading.value is None else float(reading.value)
        has_facts = key_result.binding is not None
        return Measured(
            today=self.moment.today,
            now=self.lengths.held(key_result, value, None if reading is None else reading.period),
            baseline=baseline,
            periods=tuple(_kept_period(each, self.moment.read_at) for each in read.course),
            n=None if reading is None else reading.n,
            data_until=self._day(self.moment.read_at) if has_facts else None,
            at=self.now,
            to_come=self._to_come(key_result),
        )

    def _typed(
        self, key_result: KeyResult, read: KeyResultRead, automatic: Measured, typed: TypedValue
    ) -> Measured:
        """What counts with a typed value: of a `keep`, the week it was typed in and those after it."""
        day = local_time(micros(typed.at), zone_info(self.moment.zone)).date()
        periods = tuple(
            KeptPeriod(each.start_at, each.end_at, typed.value, each.partial)
            if each.end_at > micros(typed.at)
            else each
            for each in automatic.periods
        )
        return Measured(
            today=automatic.today,
            now=self.lengths.held(
                key_result, typed.value, None if read.reading is None else read.reading.period
            ),
            baseline=automatic.baseline,
            periods=periods,
            n=None,
            data_until=max(day, automatic.data_until) if automatic.data_until else day,
            at=automatic.at,
            to_come=automatic.to_come,
        )

    def _to_come(self, key_result: KeyResult) -> int | None:
        """How many weeks or days of a `keep` have not ended."""
        if key_result.bounds is None:
            return None
        every = key_result.bounds.every
        if every not in self.to_come:
            span, rules = self.record.cycle.period(self.moment.zone), self.facts.rules
            periods = period_series(every, rules.zone, rules.fiscal_year_starts, span.start_at, span.end_at)
            self.to_come[every] = sum(each.end_at > self.moment.read_at for each in periods)
        return self.to_come[every]

    def _day(self, at: int) -> date:
        return local_time(at, zone_info(self.moment.zone)).date()


def _baseline(key_result: KeyResult, read: KeyResultRead) -> float | None:
    if key_result.baseline is not None:
        return key_result.baseline.value
    if not kind_of(key_result).has_baseline:
        return None
    if key_result.baseline_rule.number is not None:
        return key_result.baseline_rule.number
    return None if read.before is None or read.before.value is None else float(read.before.value)


def _kept_period(reading: Reading, read_at: int) -> KeptPeriod:
    period = reading.period
    assert period is not None
    assert period.start_at is not None
    assert period.end_at is not None
    value = None if reading.value is None else float(reading.value)
    return KeptPeriod(period.start_at, period.end_at, value, period.end_at > read_at)

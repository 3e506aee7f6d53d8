"""Restate check-ins: what the same instant reads now, and why it differs from what was known then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from deskwise.app.objectives.cycle_record import CycleRecord
from deskwise.app.objectives.read_bindings import BoundQuestion, read_bindings
from deskwise.app.objectives.read_key_results import KeyResultRead, known_of
from deskwise.app.objectives.standings import standings_of
from deskwise.app.remembered import remembered
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.periods import Period
from deskwise.okr.check_in import CheckIn, Known
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Objective
from deskwise.okr.restated import Reason, why_differs


@dataclass(frozen=True)
class Restated:
    """What the instant of a check-in reads now, of the same time and up to the same as-of.

    `now` is null where that cannot be told any more: nothing was read then, or the data no longer reach that
    far. The reasons are in the language that is spoken, none where it reads as it did.
    """

    check_in: str
    now: Known | None
    reasons: tuple[Reason, ...]


def restate(
    workspace: Workspace,
    cycle: Cycle,
    objective: Objective,
    key_result: KeyResult,
    check_ins: Iterable[CheckIn],
) -> Mapping[str, Restated]:
    """What each check-in of a key result reads now, by the ids of the check-ins.

    Facts are folded once for each as-of they were made at, from the log, the rules and the rulings of today,
    and what was found out is remembered until one of them changes. What the check-ins say was known stays as
    it is. Raises `WorkspaceError` where nothing was imported, and `UsageError` where the binding asks for
    what there is not.
    """
    together: dict[int, list[CheckIn]] = defaultdict(list)
    known: dict[str, Known | None] = {}
    given = tuple(check_ins)
    for each in given:
        if _can_be_read(key_result, each.known):
            together[each.known.as_of or 0].append(each)
    with workspace.facts() as today:
        of_now = _OfNow(workspace, cycle, objective, replace(key_result, kept=True))
        for as_of, of_it in together.items():
            if as_of > today.horizon.as_of:
                continue
            # What somebody said of it makes no difference to what it reads.
            asked = (of_now.asked, tuple((each.at, each.known) for each in of_it))
            read = remembered(today, "restated", asked, partial(of_now.read, as_of, of_it))
            known.update(zip((each.id for each in of_it), read, strict=True))
        as_of_today = today.horizon.as_of
    return {each.id: _restated(each, known.get(each.id), as_of_today) for each in given}


def _restated(check_in: CheckIn, now: Known | None, as_of_today: int) -> Restated:
    then = check_in.known
    if now is None or then.as_of is None:
        return Restated(check_in.id, now, ())
    # It is read up to the same as-of, out of what is known today.
    reasons = why_differs(then, replace(now, as_of=as_of_today))
    if not reasons:
        # Nothing else has changed: the log of that time has, though it reaches no further.
        reasons = why_differs(then, replace(now, as_of=then.as_of + 1))
    return Restated(check_in.id, now, reasons)


def _can_be_read(key_result: KeyResult, then: Known) -> bool:
    return key_result.binding is not None and None not in {then.as_of, then.start_at, then.end_at}


@dataclass(frozen=True)
class _OfNow:
    """What a key result reads by the log, the rules and the rulings of today."""

    workspace: Workspace
    cycle: Cycle
    objective: Objective
    key_result: KeyResult

    @property
    def asked(self) -> tuple[Cycle, Objective, KeyResult]:
        """What of it the readings depend on."""
        return self.cycle, self.objective, self.key_result

    def read(self, as_of: int, check_ins: Sequence[CheckIn]) -> tuple[Known, ...]:
        """What is read at the instants of check-ins, all made at one as-of."""
        with self.workspace.facts(as_of) as facts:
            return tuple(self._at(facts, each) for each in check_ins)

    def _at(self, facts: Facts, check_in: CheckIn) -> Known:
        record = CycleRecord(self.cycle, (self.objective,), (self.key_result,), {}, {}, {})
        found = standings_of(self.workspace, None, FixedClock(check_in.at), record, facts)
        known, then = found.objectives[0].key_results[0].known, check_in.known
        if (known.start_at, known.end_at) == (then.start_at, then.end_at):
            return known
        # The cycle was moved since: it is the time of then that is compared.
        binding = self.key_result.binding
        assert binding is not None
        assert then.start_at is not None
        assert then.end_at is not None
        question = BoundQuestion(binding, Period(then.start_at, then.end_at))
        readings = read_bindings(facts, [question])[question]
        read = KeyResultRead(readings[0] if readings else None)
        return known_of(read, None, facts.horizon.as_of, facts.rules.fingerprint())

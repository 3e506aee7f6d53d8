"""The sample company's objectives, with what they read by themselves on the days it checked in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from deskwise.app.access.holders import TERMINAL, holder_id
from deskwise.app.audit import Deed, entry
from deskwise.app.objectives.activate_objectives import activate_objective
from deskwise.app.objectives.change_cycles import CycleDraft, add_cycle, move_cycle
from deskwise.app.objectives.change_key_results import add_key_result, on
from deskwise.app.objectives.close_objectives import Learnt, close_objective
from deskwise.app.objectives.cycle_record import cycle_record
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective, move_objective
from deskwise.app.objectives.moment import micros
from deskwise.app.objectives.standings import standings_of
from deskwise.app.objectives.values_told import told
from deskwise.app.person_values import new_id
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import UsageError
from deskwise.metrics.definition import Clock, Stat
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Binding
from deskwise.okr.check_in import CheckIn
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import Change, KeyResult, KeyResultKind, Milestone
from deskwise.okr.objective import Ambition, Level, Objective, ObjectiveState, Owner

FIRST_DAY, LAST_DAY = date(2026, 7, 1), date(2026, 12, 31)
# A quarter that is over: the first team got faster in its first days.
LAST_YEAR = CycleDraft("Q4 2025", date(2025, 10, 1), date(2025, 12, 31), 28, "data")
LAST_YEAR_BEGUN = FixedClock(datetime(2025, 10, 1, 6, tzinfo=UTC))
LAST_YEAR_CLOSED = FixedClock(datetime(2026, 1, 8, 9, tzinfo=UTC))
PLANNED = FixedClock(datetime(2026, 6, 22, 8, tzinfo=UTC))
BEGUN = FixedClock(datetime(2026, 7, 1, 6, tzinfo=UTC))
CHECK_IN_DAYS = 28
CHECKED_IN = (datetime(2026, 7, 29, 8, tzinfo=UTC), datetime(2026, 8, 26, 8, tzinfo=UTC))


@dataclass(frozen=True)
class _Wanted:
    """An objective of the sample company with its key results, of which ids are not read."""

    draft: ObjectiveDraft
    key_results: tuple[KeyResult, ...]
    said: tuple[str, ...] = ()
    proposed_only: bool = False


def _bound(metric: str, stat: Stat, clock: Clock = "elapsed") -> Binding:
    return Binding(metric, stat, "", clock)


def _reach(key: str, title: str, binding: Binding, target: float, baseline: float | None = None) -> KeyResult:
    rule = BaselineRule() if baseline is None else BaselineRule("number", number=baseline)
    return KeyResult("", key, "", title, KeyResultKind.REACH, binding, target=target, baseline_rule=rule)


def _change(key: str, title: str, binding: Binding, by: float) -> KeyResult:
    return KeyResult("", key, "", title, KeyResultKind.CHANGE, binding, change=Change(by))


_SUPPORT = Owner(Level.TEAM, "support")
_WANTED = (
    _Wanted(
        ObjectiveDraft(
            "Customers are glad that they asked",
            "Whoever recommends us has had an answer that helped. Ratings fell last spring.",
            _SUPPORT,
            Level.COMPANY,
            expectation="An answer that helps, from somebody who has read the question.",
            key="glad-they-asked",
        ),
        (
            _reach("nps", "Net promoter score of 70", _bound("nps", "nps"), 70),
            _reach("csat", "Satisfied customers, 90 %", _bound("csat", "share"), 0.90),
        ),
        ("Two replies a day are read together now.", "The new words for bad news are in use."),
    ),
    _Wanted(
        ObjectiveDraft(
            "Nobody waits for an answer they need today",
            "A reply that comes the next morning is a morning lost for those who wrote.",
            _SUPPORT,
            expectation="An answer within two hours of a working day.",
            key="answers-today",
        ),
        (
            _reach("reply", "Average reply under 2 h", _bound("reply_time", "mean", "working"), 7200),
            _change(
                "first-response",
                "First response 20 % sooner",
                _bound("first_response_time", "mean", "working"),
                -0.20,
            ),
        ),
        ("Whoever opens the desk looks at the night's requests first.", "Holidays: two of six were away."),
    ),
    _Wanted(
        ObjectiveDraft(
            "Solved, and solved the first time",
            "Whoever has to ask again has waited twice, and the second answer costs as much as the first.",
            _SUPPORT,
            expectation="To ask once.",
            key="solved-first-time",
        ),
        (
            _change(
                "time-to-resolution",
                "Time to resolution down 15 %",
                _bound("average_resolution_time", "mean", "working"),
                -0.15,
            ),
            _change(
                "first-contact",
                "Resolved at first contact up 10 %",
                _bound("first_contact_resolution", "share"),
                0.10,
            ),
            # What was believed before anything read it; the first figure shows how far off that was.
            _reach(
                "fcr", "FCR from 80 % to 85 %", _bound("first_contact_resolution", "share"), 0.85, 0.80
            ),
        ),
        ("FCR was never 80 %: that figure left out whoever wrote again by another channel.",),
    ),
    _Wanted(
        ObjectiveDraft(
            "What only engineers can solve is rare",
            "Escalations of syncing have grown since the summer of last year.",
            Owner(Level.TEAM, "specialists"),
            expectation="To speak with one person, who can solve it.",
            key="fewer-escalations",
        ),
        (
            _change(
                "escalated", "Escalated requests down 25 %", _bound("requests_escalated", "count"), -0.25
            ),
            KeyResult(
                "", "playbook", "", "The first team can solve syncing", KeyResultKind.MILESTONES,
                milestones=(
                    Milestone(
                        "The ten causes are written down",
                        1, date(2026, 7, 31), datetime(2026, 7, 30, 12, tzinfo=UTC),
                    ),
                    Milestone(
                        "The playbook is written",
                        2, date(2026, 9, 15), datetime(2026, 9, 22, 12, tzinfo=UTC),
                    ),
                    Milestone("Everybody has been trained", 2, date(2026, 11, 15)),
                ),
            ),
        ),
        ("Half of them are one product: asked engineering for a date.",),
    ),
    _Wanted(
        ObjectiveDraft(
            "The desk our customers tell others about",
            "What the first half has shown to be possible in its best weeks, every week.",
            _SUPPORT,
            Level.COMPANY,
            Ambition.ASPIRATIONAL,
            key="told-to-others",
        ),
        (
            _reach("csat", "Satisfied customers, 95 %", _bound("csat", "share"), 0.95),
            _change(
                "first-response",
                "First response 30 % sooner",
                _bound("first_response_time", "mean", "working"),
                -0.30,
            ),
        ),
        proposed_only=True,
    ),
)  # fmt: skip


_SOONER = _Wanted(
    ObjectiveDraft(
        "The first answer comes sooner",
        "Whoever has waited long for the first answer rates all that follows worse.",
        _SUPPORT,
        expectation="An answer while the question is still mine.",
        key="answers-sooner",
    ),
    (
        KeyResult(
            "", "first-response", "", "First response 25 % sooner", KeyResultKind.CHANGE,
            Binding("first_response_time", "mean", "", "working", (("team", ("support",)),)),
            change=Change(-0.25),
        ),
        KeyResult(
            "", "resolved", "", "Resolved at first contact up 2 points", KeyResultKind.CHANGE,
            _bound("first_contact_resolution", "share"), change=Change(0.02, relative=False),
        ),
    ),
)  # fmt: skip
_LEARNT = Learnt(
    note="The rota of October did it within two weeks.",
    went_well="One person looks at new requests from eight o'clock on.",
    went_badly="Answers came sooner, and solved no more than before.",
    next_time="Bind what a first answer is for, and not only when it comes.",
)


def add_sample_objectives(workspace: Workspace, state: State) -> None:
    """The sample company's objectives, unless there are any.

    They are of a quarter that is over, and of a half year of which half has passed when its data end.

    Each key result is bound, its baseline read and frozen, and checked in on as it stood on those days.
    """
    with state.reading() as stores:
        if stores.okr.cycles():
            return
    _last_year(workspace, state)
    draft = CycleDraft("Second half of 2026", FIRST_DAY, LAST_DAY, CHECK_IN_DAYS, "data")
    cycle = add_cycle(state, PLANNED, TERMINAL, draft)
    for each in _WANTED:
        proposed = _proposed(state, PLANNED, cycle, each)
        if not each.proposed_only:
            _activate(workspace, state, BEGUN, proposed)
    cycle = move_cycle(state, BEGUN, TERMINAL, cycle.id, cycle.version, CycleState.ACTIVE)
    for number, at in enumerate(CHECKED_IN):
        _check_in(workspace, state, cycle, at, number)


def _last_year(workspace: Workspace, state: State) -> None:
    """The cycle that is over: what was promised, what it came to, and what was learnt."""
    cycle = add_cycle(state, LAST_YEAR_BEGUN, TERMINAL, LAST_YEAR)
    active = _activate(workspace, state, LAST_YEAR_BEGUN, _proposed(state, LAST_YEAR_BEGUN, cycle, _SOONER))
    cycle = move_cycle(state, LAST_YEAR_BEGUN, TERMINAL, cycle.id, cycle.version, CycleState.ACTIVE)
    if active.state is ObjectiveState.ACTIVE:
        at = workspace, state, LAST_YEAR_CLOSED, TERMINAL, active.id
        close_objective(*at, active.version, _LEARNT)
        for to in (CycleState.REVIEW, CycleState.CLOSED):
            cycle = move_cycle(state, LAST_YEAR_CLOSED, TERMINAL, cycle.id, cycle.version, to)


def _proposed(state: State, clock: FixedClock, cycle: Cycle, wanted: _Wanted) -> Objective:
    objective = add_objective(state, clock, TERMINAL, cycle.id, wanted.draft)
    for key_result in wanted.key_results:
        add_key_result(state, clock, TERMINAL, replace(key_result, objective=objective.id))
    return move_objective(state, clock, TERMINAL, objective.id, objective.version, ObjectiveState.PROPOSED)


def _activate(workspace: Workspace, state: State, clock: FixedClock, objective: Objective) -> Objective:
    """The objective made active; in a company of few tickets it stays proposed where it has no baseline."""
    try:
        return activate_objective(workspace, state, clock, TERMINAL, objective.id, objective.version)
    except UsageError:
        return objective


def _check_in(workspace: Workspace, state: State, cycle: Cycle, at: datetime, number: int) -> None:
    """Check in on all that is active as its figures were known on a day that has passed."""
    with state.reading() as stores:
        record = cycle_record(stores, cycle)
    with workspace.facts(micros(at)) as facts:
        found = standings_of(workspace, None, FixedClock(at), record, facts)
    words = {each.draft.key: each.said for each in _WANTED}
    with state.changing() as stores:
        for objective in found.objectives:
            if objective.objective.state is not ObjectiveState.ACTIVE:
                continue
            said = words.get(objective.objective.key, ())
            for each in objective.key_results:
                made = CheckIn(
                    new_id(),
                    each.key_result.id,
                    holder_id(TERMINAL),
                    at,
                    each.known,
                    confidence=_confidence(each.progress, each.expected),
                    moved_by=said[number] if number < len(said) else "",
                )
                stores.okr.add_check_in(made)
                stores.audit.add(entry(at, TERMINAL, Deed.CHECKED_IN, on(each.key_result), None, told(made)))


def _confidence(progress: float | None, expected: float) -> int | None:
    """How sure the sample's people are: they look at the pace, and are never quite sure."""
    return None if progress is None else max(1, min(9, round(6 + 10 * (progress - expected))))

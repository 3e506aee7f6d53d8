"""An objective from its draft to its close: what is read, frozen, kept and refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.objectives.okr_rig import (
    FEBRUARY,
    HALF,
    JANUARY,
    MEAN,
    SUPPORT,
    UNDER_HALF_AN_HOUR,
    OkrRig,
    ticket,
)
from deskwise.app.access.holders import TERMINAL
from deskwise.app.audit import Deed
from deskwise.app.objectives.change_cycles import CycleDraft, change_cycle, move_cycle
from deskwise.app.objectives.change_key_results import (
    add_key_result,
    change_key_result,
    move_definition,
    take_out,
)
from deskwise.app.objectives.check_in import Said, check_in
from deskwise.app.objectives.close_objectives import Learnt, close_objective
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, change_objective, move_objective
from deskwise.app.objectives.override_values import override_value, resume_reading
from deskwise.app.objectives.reach_milestones import reach_milestone
from deskwise.kernel.errors import ChangedMeanwhileError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Binding
from deskwise.okr.cycle import CycleState
from deskwise.okr.key_result import Bounds, Change, KeyResult, KeyResultKind, Milestone
from deskwise.okr.objective import ObjectiveState, Parent
from deskwise.okr.status import Status

COUNT = Binding("requests_received", "count", "")


@pytest.fixture
def rig(tmp_path: Path) -> OkrRig:
    made = OkrRig(tmp_path)
    made.bring_in()
    return made


def test_a_baseline_is_read_over_as_many_days_before_and_frozen_when_it_becomes_active(rig: OkrRig) -> None:
    cycle, objective, _ = rig.active()
    stands = rig.stands(cycle)
    frozen = stands.key_result.baseline
    assert frozen is not None
    assert (frozen.value, frozen.n) == (3600, 28)
    assert (frozen.first_day, frozen.last_day) == (date(2025, 1, 4), date(2025, 1, 31))
    assert frozen.definition == metric("first_response_time").definition
    assert frozen.as_of == int(HALF.timestamp() * 1_000_000)
    assert objective.state is ObjectiveState.ACTIVE
    # Requests of January that come in late change no baseline.
    rig.bring_in(ticket("L1", date(2025, 1, 10), 600), "late")
    assert rig.stands(cycle).baseline == 3600


def test_where_it_stands_half_way(rig: OkrRig) -> None:
    cycle, _, _ = rig.active()
    stands = rig.stands(cycle)
    # 40 minutes of 60, where 30 are wanted: 20 of 30 minutes are done when 14 of 28 days have ended.
    assert stands.read.reading is not None
    assert (stands.read.reading.value, stands.read.reading.n) == (2400, 14)
    assert stands.progress == pytest.approx(2 / 3)
    assert stands.expected == 0.5
    assert stands.pace_value == 2700
    assert stands.verdict.status is Status.ON_TRACK
    assert stands.verdict.from_ == "pace"


def test_what_grows_with_days_is_held_against_as_many_days(rig: OkrRig) -> None:
    wanted = KeyResult(
        "", "fewer", "", "Half the requests", KeyResultKind.CHANGE, COUNT, change=Change(-0.5),
        higher_is_better=False,
    )  # fmt: skip
    cycle, _, _ = rig.active(wanted)
    stands = rig.stands(cycle)
    # 28 in 28 days before, 14 in the 14 days so far: as many as before, so nothing is done.
    assert stands.baseline == 28
    assert stands.read.reading is not None
    assert stands.read.reading.value == 14
    assert stands.measured.now == 28
    assert stands.progress == 0


def test_what_cannot_be_is_refused_with_the_figure(rig: OkrRig) -> None:
    cycle = rig.cycle()
    refused = {
        "the target is what the baseline is already": replace(UNDER_HALF_AN_HOUR, target=3600),
        "is worse than the baseline of 1 h": replace(UNDER_HALF_AN_HOUR, target=4500),
        "has no figure to start from": KeyResult(
            "", "csat", "", "Satisfied", KeyResultKind.REACH, Binding("csat", "share", ""), target=0.9
        ),
        "has no figure": KeyResult(
            "", "keep", "", "Satisfied", KeyResultKind.KEEP, Binding("csat", "share", ""),
            bounds=Bounds(lower=0.9),
        ),
    }  # fmt: skip
    for number, (words, wanted) in enumerate(refused.items()):
        objective = rig.objective(cycle, f"Refused {number}")
        rig.key_result(objective, wanted)
        with pytest.raises(UsageError, match=words):
            rig.activate(objective)
        assert rig.now(objective).state is ObjectiveState.DRAFT


def test_an_objective_without_key_results_cannot_begin(rig: OkrRig) -> None:
    objective = rig.objective(rig.cycle())
    with pytest.raises(UsageError, match="has no key result"):
        rig.activate(objective)


def test_a_key_result_must_fit_its_kind_and_its_metric(rig: OkrRig) -> None:
    objective = rig.objective(rig.cycle())
    for wrong in (
        replace(UNDER_HALF_AN_HOUR, target=None),
        replace(UNDER_HALF_AN_HOUR, binding=Binding("first_response_time", "share", "")),
        replace(UNDER_HALF_AN_HOUR, binding=Binding("no_such_metric", "mean", "")),
        replace(UNDER_HALF_AN_HOUR, binding=replace(MEAN, where=(("weather", ("rain",)),))),
        replace(UNDER_HALF_AN_HOUR, bounds=Bounds(lower=1)),
    ):
        with pytest.raises(UsageError):
            rig.key_result(objective, wrong)


def test_what_was_promised_stays_while_the_rest_may_change(rig: OkrRig) -> None:
    cycle, objective, _ = rig.active()
    kept = rig.stands(cycle).key_result
    with pytest.raises(UsageError, match="what it promised stays"):
        change_key_result(rig.state, rig.clock, TERMINAL, replace(kept, target=3000))
    with pytest.raises(UsageError, match="what it promised stays"):
        add_key_result(
            rig.state, rig.clock, TERMINAL, replace(UNDER_HALF_AN_HOUR, key="other", objective=objective.id)
        )
    renamed = change_key_result(rig.state, rig.clock, TERMINAL, replace(kept, title="Sooner"))
    assert (renamed.title, renamed.baseline) == ("Sooner", kept.baseline)


def test_two_who_change_the_same_are_both_heard(rig: OkrRig) -> None:
    cycle = rig.cycle()
    objective = rig.objective(cycle)
    draft = ObjectiveDraft("Answer soon", "", SUPPORT)
    changed = change_objective(rig.state, rig.clock, TERMINAL, objective.id, objective.version, draft)
    with pytest.raises(ChangedMeanwhileError) as told:
        change_objective(
            rig.state, rig.clock, TERMINAL, objective.id, objective.version, replace(draft, title="Other")
        )
    assert told.value.now == changed
    assert rig.now(objective).title == "Answer soon"
    renamed = CycleDraft("Winter", cycle.first_day, cycle.last_day)
    change_cycle(rig.state, rig.clock, TERMINAL, cycle.id, cycle.version, renamed)
    with pytest.raises(ChangedMeanwhileError):
        change_cycle(rig.state, rig.clock, TERMINAL, cycle.id, cycle.version, renamed)


def test_a_check_in_keeps_what_was_known_whatever_comes_later(rig: OkrRig) -> None:
    cycle, _, key_result = rig.active()
    made = check_in(
        rig.workspace, rig.state, rig.clock, TERMINAL, key_result.id, Said(7, "A new rota.", "Train Bob.")
    )
    assert (made.known.value, made.known.n, made.known.definition) == (
        2400,
        14,
        rig.stands(cycle).known.definition,
    )
    assert made.known.progress == pytest.approx(2 / 3)
    rig.bring_in(ticket("L2", date(2025, 2, 3), 340), "late")
    stands = rig.stands(cycle)
    # 14 of 40 minutes and one of 340 are a mean of an hour: all of the way is lost again.
    assert stands.read.reading is not None
    assert stands.read.reading.value == 3600
    assert stands.progress == 0
    assert stands.check_ins == (made,)


@pytest.mark.parametrize("confidence", [-1, 11])
def test_a_confidence_is_between_0_and_10(rig: OkrRig, confidence: int) -> None:
    _, _, key_result = rig.active()
    with pytest.raises(UsageError, match="from 0 to 10"):
        check_in(rig.workspace, rig.state, rig.clock, TERMINAL, key_result.id, Said(confidence))


def test_an_override_counts_until_it_is_resumed_and_the_reading_stays_beside_it(rig: OkrRig) -> None:
    cycle, _, key_result = rig.active()
    at = rig.workspace, rig.state, rig.clock, TERMINAL, key_result.id
    with pytest.raises(UsageError, match="the reason"):
        override_value(*at, 1800, " ")
    typed = override_value(*at, 1800, "The vendor's report says so.")
    assert typed.known is not None
    assert typed.known.value == 2400
    stands = rig.stands(cycle)
    assert (stands.progress, stands.measured.now) == (1, 1800)
    assert stands.known.value == 2400
    assert check_in(*at, Said()).typed == 1800
    second = override_value(*at, 2100, "It was read wrongly.")
    assert rig.stands(cycle).typed == second
    resume_reading(rig.state, rig.clock, TERMINAL, key_result.id)
    stands = rig.stands(cycle)
    assert (stands.typed, stands.measured.now) == (None, 2400)
    with rig.state.reading() as stores:
        kept = stores.okr.typed_values([key_result.id])
    assert [(each.value, each.resumed_at) for each in kept] == [(1800, HALF), (2100, HALF)]
    with pytest.raises(UsageError, match="is not overridden"):
        resume_reading(rig.state, rig.clock, TERMINAL, key_result.id)


def test_a_typed_number_has_the_value_of_its_last_check_in(rig: OkrRig) -> None:
    wanted = KeyResult(
        "", "articles", "", "Sixty articles", KeyResultKind.NUMBER, target=60,
        baseline_rule=BaselineRule("number", number=40),
    )  # fmt: skip
    cycle, _, key_result = rig.active(wanted)
    assert rig.stands(cycle).verdict.status is Status.NO_DATA
    at = rig.workspace, rig.state, rig.clock, TERMINAL, key_result.id
    with pytest.raises(UsageError, match="has no value yet"):
        check_in(*at, Said(5))
    check_in(*at, Said(5, value=50))
    rig.clock.go_on(days=1)
    check_in(*at, Said(6, value=55))
    stands = rig.stands(cycle)
    assert stands.progress == 0.75
    assert [each.typed for each in stands.check_ins] == [50, 55]


def test_no_value_is_given_for_what_reads_itself(rig: OkrRig) -> None:
    _, _, key_result = rig.active()
    with pytest.raises(UsageError, match="reads its value by itself"):
        check_in(rig.workspace, rig.state, rig.clock, TERMINAL, key_result.id, Said(value=1))


def test_weeks_that_ended_are_kept_or_lost(rig: OkrRig) -> None:
    # 3 February is a Monday: the cycle's first week has two days.
    rig.bring_in(ticket("L3", date(2025, 2, 2), 340), "late")
    wanted = KeyResult(
        "", "keep", "", "Under 45 minutes", KeyResultKind.KEEP, MEAN, bounds=Bounds(upper=2700)
    )
    cycle, _, _ = rig.active(wanted)
    stands = rig.stands(cycle)
    weeks = [(each.value, each.partial) for each in stands.measured.periods]
    # (40 + 40 + 340) / 3 minutes; a week of 40; the third week has not ended.
    assert weeks == [(8400, False), (2400, False), (2400, True)]
    assert stands.progress == 0.5
    assert stands.verdict.status is Status.OFF_TRACK


def test_a_week_of_nothing_is_a_figure_of_what_is_counted(rig: OkrRig) -> None:
    # 1 February is a Saturday; of the week that has not ended nothing has come.
    rig.clock.instant = datetime(2025, 2, 22, tzinfo=UTC)
    rig.bring_in(as_of=rig.clock.instant)
    few = KeyResult("", "few", "", "Few", KeyResultKind.KEEP, COUNT, bounds=Bounds(upper=5))
    cycle, _, _ = rig.active(few)
    weeks = [(each.value, each.partial) for each in rig.stands(cycle).measured.periods]
    assert weeks == [(2, False), (7, False), (5, False), (0, True)]
    assert rig.stands(cycle).progress == pytest.approx(2 / 3)


def test_milestones_are_done_and_opened_again(rig: OkrRig) -> None:
    steps = (Milestone("survey live", 1), Milestone("playbook written", 3))
    wanted = KeyResult("", "steps", "", "Steps", KeyResultKind.MILESTONES, milestones=steps)
    cycle, _, key_result = rig.active(wanted)
    at = rig.state, rig.clock, TERMINAL, key_result.id
    done = reach_milestone(*at, key_result.version, "playbook written", done=True)
    assert rig.stands(cycle).progress == 0.75
    with pytest.raises(ChangedMeanwhileError):
        reach_milestone(*at, key_result.version, "survey live", done=True)
    reach_milestone(*at, done.version, "playbook written", done=False)
    assert rig.stands(cycle).progress == 0


def test_what_is_silent_is_not_green(rig: OkrRig) -> None:
    cycle, _, _ = rig.active()
    rig.clock.instant = HALF + timedelta(days=8)
    stands = rig.stands(cycle)
    assert stands.progress == pytest.approx(2 / 3)
    assert stands.verdict.status is Status.NO_DATA


def test_a_close_freezes_the_score_and_what_goes_on_knows_where_it_is_from(rig: OkrRig) -> None:
    cycle, objective, key_result = rig.active()
    march = rig.cycle("March", date(2025, 3, 1), date(2025, 3, 31))
    rig.clock.instant = datetime(2025, 3, 1, tzinfo=UTC)
    rig.bring_in(JANUARY + FEBRUARY, "again", datetime(2025, 3, 1, tzinfo=UTC))
    learnt = Learnt("Nearly.", "The rota.", "Holidays.", "Begin earlier.", "March")
    at = rig.workspace, rig.state, rig.clock, TERMINAL, objective.id
    made = close_objective(*at, objective.version, learnt)
    assert made.score == pytest.approx(2 / 3)
    assert made.results[0].known.value == 2400
    rig.bring_in(ticket("L4", date(2025, 2, 3), 3400), "late", datetime(2025, 3, 1, tzinfo=UTC))
    (standing,) = rig.standing(cycle).objectives
    assert standing.close_out == made
    assert standing.objective.state is ObjectiveState.CLOSED
    with pytest.raises(UsageError, match="only an active objective"):
        close_objective(*at, standing.objective.version, learnt)
    (carried,) = rig.standing(march).objectives
    assert carried.objective.id == made.carried_to
    assert carried.objective.carried_from == objective.id
    assert carried.objective.state is ObjectiveState.DRAFT
    assert carried.key_results[0].key_result.carried_from == key_result.id
    assert carried.key_results[0].key_result.baseline is None


def test_nobody_serves_themselves(rig: OkrRig) -> None:
    cycle = rig.cycle()
    first, second = rig.objective(cycle, "First"), rig.objective(cycle, "Second")
    key_result = rig.key_result(second)
    under = ObjectiveDraft("First", "", SUPPORT, parent=Parent(True, key_result.id))
    change_objective(rig.state, rig.clock, TERMINAL, first.id, first.version, under)
    for parent in (Parent(False, first.id), Parent(False, second.id)):
        with pytest.raises(UsageError, match="would serve itself"):
            change_objective(
                rig.state, rig.clock, TERMINAL, second.id, second.version, replace(under, parent=parent)
            )


def test_a_cycle_goes_its_way_and_closes_when_nothing_of_it_is_open(rig: OkrRig) -> None:
    cycle, objective, _ = rig.active()
    steps = []
    for to in (CycleState.ACTIVE, CycleState.REVIEW):
        cycle = move_cycle(rig.state, rig.clock, TERMINAL, cycle.id, cycle.version, to)
        steps.append(cycle.state)
    assert steps == [CycleState.ACTIVE, CycleState.REVIEW]
    with pytest.raises(UsageError, match="still active: answer-sooner"):
        move_cycle(rig.state, rig.clock, TERMINAL, cycle.id, cycle.version, CycleState.CLOSED)
    close_objective(rig.workspace, rig.state, rig.clock, TERMINAL, objective.id, objective.version, Learnt())
    closed = move_cycle(rig.state, rig.clock, TERMINAL, cycle.id, cycle.version, CycleState.CLOSED)
    with pytest.raises(UsageError, match="cannot become"):
        move_cycle(rig.state, rig.clock, TERMINAL, cycle.id, closed.version, CycleState.ACTIVE)
    with pytest.raises(UsageError, match="is closed"):
        rig.objective(closed, "Too late")


def test_nothing_is_gone_that_was_withdrawn_or_taken_out(rig: OkrRig) -> None:
    cycle, objective, key_result = rig.active()
    out = take_out(rig.state, rig.clock, TERMINAL, key_result.id, rig.stands(cycle).key_result.version)
    assert rig.standing(cycle).objectives[0].key_results == ()
    gone = move_objective(
        rig.state, rig.clock, TERMINAL, objective.id, objective.version, ObjectiveState.WITHDRAWN
    )
    with rig.state.reading() as stores:
        assert stores.okr.objectives(cycle.id) == (gone,)
        assert stores.okr.key_results([objective.id]) == (out,)


def test_a_moved_definition_is_a_change_of_its_own(rig: OkrRig) -> None:
    objective = rig.objective(rig.cycle())
    old = replace(UNDER_HALF_AN_HOUR, binding=replace(MEAN, definition="first_response_time/0"))
    key_result = rig.key_result(objective, old)
    with rig.state.reading() as stores:
        cycle = stores.okr.cycles()[0]
    assert rig.stands(cycle).definition_moved
    moved = move_definition(rig.state, rig.clock, TERMINAL, key_result.id, key_result.version)
    assert moved.binding is not None
    assert moved.binding.definition != "first_response_time/0"
    assert not rig.stands(cycle).definition_moved


def test_the_audit_tells_of_each_act_with_before_and_after(rig: OkrRig) -> None:
    cycle, objective, key_result = rig.active()
    check_in(rig.workspace, rig.state, rig.clock, TERMINAL, key_result.id, Said(5))
    told = rig.audit()
    assert [each.what for each in told] == [
        Deed.CYCLE_ADDED,
        Deed.OBJECTIVE_ADDED,
        Deed.KEY_RESULT_ADDED,
        Deed.KEY_RESULT_CHANGED,
        Deed.OBJECTIVE_CHANGED,
        Deed.CHECKED_IN,
    ]
    assert told[3].before == {"baseline": None, "version": 1}
    assert told[3].after is not None
    assert told[3].after["baseline"]["value"] == 3600
    assert told[4].before == {"state": "draft", "version": 1}
    assert told[4].after == {"state": "active", "version": 2}
    assert told[4].on == f"objective:{objective.id}"
    assert cycle.version == 1

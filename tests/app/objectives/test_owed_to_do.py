"""What somebody owes: whose it is, since when, and when it is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.objectives.okr_rig import OkrRig
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.objectives.change_cycles import CycleDraft, add_cycle, move_cycle
from deskwise.app.objectives.check_in import Said, check_in
from deskwise.app.objectives.close_objectives import Learnt, close_objective
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective, move_objective
from deskwise.app.objectives.owed_to_do import ToDo, count_owed, what_is_owed
from deskwise.app.objectives.talk_of_objectives import remark, take_part
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.objective import Level, Objective, ObjectiveState, Owner

SUPPORT = frozenset({"support"})
ADMIN = Person("p-admin", "Ada", "ada@example.org", Role.ADMIN)
LEAD = Person("p-lead", "Lea", "lea@example.org", Role.LEAD, teams=SUPPORT)
OTHER_LEAD = Person("p-other", "Oda", "oda@example.org", Role.LEAD, teams=frozenset({"sales"}))
AGENT = Person("p-agent", "Ann", "ann@example.org", Role.AGENT, actor="ann", teams=SUPPORT)
VIEWER = Person("p-viewer", "Vera", "vera@example.org", Role.VIEWER)
EVERYBODY = (ADMIN, LEAD, OTHER_LEAD, AGENT, VIEWER)


@pytest.fixture
def desk(tmp_path: Path) -> OkrRig:
    made = OkrRig(tmp_path)
    made.bring_in()
    with made.state.changing() as stores:
        for each in EVERYBODY:
            stores.people.add(each, made.clock.now())
    return made


def move(desk: OkrRig, cycle: Cycle, to: CycleState) -> Cycle:
    return move_cycle(desk.state, desk.clock, TERMINAL, cycle.id, cycle.version, to)


def running(desk: OkrRig) -> tuple[Cycle, Objective]:
    cycle, objective, _ = desk.active()
    return move(desk, cycle, CycleState.ACTIVE), objective


def owes(desk: OkrRig, by: Person) -> list[str]:
    return [each.what for each in what_is_owed(desk.state, desk.clock, by, "UTC")]


def only(desk: OkrRig, by: Person) -> ToDo:
    (found,) = what_is_owed(desk.state, desk.clock, by, "UTC")
    return found


def owing(desk: OkrRig) -> list[str]:
    return [each.name for each in EVERYBODY if owes(desk, each)]


def proposed(desk: OkrRig, cycle: Cycle, owner: Owner, level: Level = Level.TEAM) -> Objective:
    draft = ObjectiveDraft("Proposed", "", owner, level)
    made = add_objective(desk.state, desk.clock, TERMINAL, cycle.id, draft)
    return move_objective(desk.state, desk.clock, TERMINAL, made.id, made.version, ObjectiveState.PROPOSED)


def test_a_check_in_is_the_leads_of_the_team_on_its_day_and_after(desk: OkrRig) -> None:
    # Of a cycle from 1 February it is due on the 8th, 15th, 22nd and 28th; active since the 15th.
    running(desk)
    assert owing(desk) == ["Lea"]
    assert (only(desk, LEAD).due, only(desk, LEAD).missed) == (date(2025, 2, 15), ())
    desk.clock.instant = datetime(2025, 2, 23, 9, tzinfo=UTC)
    late = only(desk, LEAD)
    assert (late.what, late.due) == ("check_in", date(2025, 2, 22))
    assert late.missed == (date(2025, 2, 15), date(2025, 2, 22))


def test_a_check_in_settles_what_was_missed_before_it(desk: OkrRig) -> None:
    _, objective = running(desk)
    desk.clock.instant = datetime(2025, 2, 23, 9, tzinfo=UTC)
    with desk.state.reading() as stores:
        (key_result,) = stores.okr.key_results([objective.id])
    check_in(desk.workspace, desk.state, desk.clock, TERMINAL, key_result.id, Said(5))
    assert owing(desk) == []
    desk.clock.instant = datetime(2025, 3, 2, 9, tzinfo=UTC)
    # The check-in of the 23rd was the one for the 28th; the cycle is over, and the objective to be closed.
    assert owes(desk, LEAD) == ["close"]


def test_a_persons_own_is_theirs_and_the_companys_the_admins(desk: OkrRig) -> None:
    cycle = move(desk, desk.cycle(), CycleState.ACTIVE)
    for owner, level in (
        (Owner(Level.PERSON, AGENT.id), Level.PERSON),
        (Owner(Level.TEAM, "support"), Level.COMPANY),
    ):
        draft = ObjectiveDraft(f"Of the {level}", "", owner, level)
        made = add_objective(desk.state, desk.clock, TERMINAL, cycle.id, draft)
        desk.key_result(made)
        desk.activate(made)
    assert owing(desk) == ["Ada", "Ann"]
    assert only(desk, AGENT).objective.title == "Of the person"
    assert only(desk, ADMIN).objective.title == "Of the company"


@pytest.mark.parametrize("state", [CycleState.PLANNING, CycleState.CLOSED])
def test_nothing_is_owed_of_a_cycle_that_does_not_run(desk: OkrRig, state: CycleState) -> None:
    cycle, objective, _ = desk.active()
    if state is CycleState.CLOSED:
        close_objective(
            desk.workspace, desk.state, desk.clock, TERMINAL, objective.id, objective.version, Learnt()
        )
        for each in (CycleState.ACTIVE, CycleState.REVIEW, CycleState.CLOSED):
            cycle = move(desk, cycle, each)
    desk.clock.instant = datetime(2025, 3, 2, 9, tzinfo=UTC)
    assert owing(desk) == []


def test_a_cycle_that_follows_its_data_asks_nobody_to_check_in(desk: OkrRig) -> None:
    draft = CycleDraft("February", date(2025, 2, 1), date(2025, 2, 28), 7, "data")
    cycle = add_cycle(desk.state, desk.clock, TERMINAL, draft)
    objective = desk.objective(cycle)
    desk.key_result(objective)
    desk.activate(objective)
    cycle = move(desk, cycle, CycleState.ACTIVE)
    desk.clock.instant = datetime(2025, 3, 20, 9, tzinfo=UTC)
    assert owing(desk) == []
    move(desk, cycle, CycleState.REVIEW)
    assert owes(desk, LEAD) == ["close"], "in review it is to be closed, whenever its data end"


def test_a_proposal_waits_for_a_word_of_the_team_and_for_its_lead(desk: OkrRig) -> None:
    cycle = move(desk, desk.cycle(), CycleState.ACTIVE)
    objective = proposed(desk, cycle, Owner(Level.TEAM, "support"))
    assert owes(desk, LEAD) == ["activate"]
    assert owes(desk, AGENT) == ["comment"]
    assert owing(desk) == ["Lea", "Ann"]
    remark(desk.state, desk.clock, AGENT, objective.id, "Good, if the rota holds.")
    assert owes(desk, AGENT) == []


def test_whoever_takes_a_part_has_said_their_word(desk: OkrRig) -> None:
    cycle = move(desk, desk.cycle(), CycleState.ACTIVE)
    objective = proposed(desk, cycle, Owner(Level.TEAM, "support"), Level.COMPANY)
    # The company's is everybody's to speak of, but of those who may only look.
    assert owing(desk) == ["Ada", "Lea", "Oda", "Ann"]
    take_part(desk.state, desk.clock, OTHER_LEAD, objective.id, 0, "the mornings")
    assert owing(desk) == ["Ada", "Lea", "Ann"]


def test_the_count_is_that_of_the_list(desk: OkrRig) -> None:
    cycle, _ = running(desk)
    proposed(desk, cycle, Owner(Level.TEAM, "support"))
    for each in EVERYBODY:
        found = what_is_owed(desk.state, desk.clock, each, "UTC")
        assert count_owed(desk.state, desk.clock, each, desk.workspace) == len(found)
    assert owes(desk, LEAD) == ["check_in", "activate"]
    gone = replace(LEAD, active=False)
    assert count_owed(desk.state, desk.clock, gone, desk.workspace) == 0

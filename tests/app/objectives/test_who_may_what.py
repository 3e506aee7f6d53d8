"""Who may set, change and look at objectives, and whose figures they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.looking import Looking
from app.objectives.okr_rig import FIRST_DAY, SUPPORT, OkrRig, ticket
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.objectives.change_cycles import CycleDraft, add_cycle
from deskwise.app.objectives.check_in import Said, check_in
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective
from deskwise.app.objectives.override_values import override_value
from deskwise.app.objectives.talk_of_objectives import remark, take_part
from deskwise.kernel.errors import ChangedMeanwhileError, NotAllowedError
from deskwise.okr.objective import Level, Owner

LEAD = Person("lea", "Lea", "lea@example.org", Role.LEAD, teams=frozenset({"support"}))
OTHER_LEAD = Person("leo", "Leo", "leo@example.org", Role.LEAD, teams=frozenset({"field"}))
AGENT = Person("ann", "Ann", "ann@example.org", Role.AGENT, actor="ann", teams=frozenset({"support"}))
VIEWER = Person("vic", "Vic", "vic@example.org", Role.VIEWER)


@pytest.fixture
def rig(tmp_path: Path) -> OkrRig:
    made = OkrRig(tmp_path)
    made.bring_in()
    return made


def test_a_lead_sets_objectives_of_their_team_and_nobody_else_does(rig: OkrRig) -> None:
    cycle = rig.cycle()
    assert rig.objective(cycle, by=LEAD).owner == SUPPORT
    for other in (OTHER_LEAD, AGENT, VIEWER):
        with pytest.raises(NotAllowedError):
            rig.objective(cycle, "Not theirs", by=other)


def test_the_company_s_objectives_and_cycles_are_an_admin_s(rig: OkrRig) -> None:
    cycle = rig.cycle()
    draft = ObjectiveDraft("Of all", "", SUPPORT, Level.COMPANY)
    for other in (LEAD, AGENT, VIEWER):
        with pytest.raises(NotAllowedError):
            add_objective(rig.state, rig.clock, other, cycle.id, draft)
        with pytest.raises(NotAllowedError):
            add_cycle(rig.state, rig.clock, other, CycleDraft("Own", cycle.first_day, cycle.last_day))
    add_objective(rig.state, rig.clock, TERMINAL, cycle.id, draft)


def test_an_agent_s_own_objective_is_theirs_and_their_lead_s(rig: OkrRig) -> None:
    cycle = rig.cycle()
    with rig.state.changing() as stores:
        for person in (AGENT, LEAD, OTHER_LEAD):
            stores.people.add(person, rig.clock.now())
    draft = ObjectiveDraft("Learn to sync", "", Owner(Level.PERSON, AGENT.id), Level.PERSON)
    add_objective(rig.state, rig.clock, AGENT, cycle.id, draft)
    add_objective(rig.state, rig.clock, LEAD, cycle.id, replace(draft, title="Teach it"))
    with pytest.raises(NotAllowedError):
        add_objective(rig.state, rig.clock, OTHER_LEAD, cycle.id, replace(draft, title="Not theirs"))
    of_lead = replace(draft, owner=Owner(Level.PERSON, LEAD.id))
    with pytest.raises(NotAllowedError):
        add_objective(rig.state, rig.clock, AGENT, cycle.id, of_lead)


def test_everybody_but_viewers_talks_of_it(rig: OkrRig) -> None:
    objective = rig.objective(rig.cycle())
    said = remark(rig.state, rig.clock, AGENT, objective.id, " Half an hour is too much. ")
    assert (said.text, said.by) == ("Half an hour is too much.", AGENT.id)
    part = take_part(rig.state, rig.clock, AGENT, objective.id, 0, "The mornings.")
    with pytest.raises(ChangedMeanwhileError):
        take_part(rig.state, rig.clock, AGENT, objective.id, 0, "The evenings.")
    changed = take_part(rig.state, rig.clock, AGENT, objective.id, part.version, "The evenings.")
    with rig.state.reading() as stores:
        assert stores.okr.parts(objective.id) == (changed,)
        assert stores.okr.remarks(objective.id) == (said,)
    with pytest.raises(NotAllowedError):
        remark(rig.state, rig.clock, VIEWER, objective.id, "Well.")


def test_who_does_not_own_it_neither_checks_in_nor_overrides(rig: OkrRig) -> None:
    _, _, key_result = rig.active()
    for other in (OTHER_LEAD, AGENT, VIEWER):
        at = rig.workspace, rig.state, rig.clock, other, key_result.id
        with pytest.raises(NotAllowedError):
            check_in(*at, Said(5))
        with pytest.raises(NotAllowedError):
            override_value(*at, 1800, "I think so.")
    check_in(rig.workspace, rig.state, rig.clock, LEAD, key_result.id, Said(5))


def test_a_figure_of_too_few_people_is_withheld_from_who_may_not_see_it(tmp_path: Path) -> None:
    rig = OkrRig(tmp_path)
    rig.bring_in()
    cycle, _, _ = rig.active()
    # All of it is Ann's work, which a viewer may not see.
    hidden = rig.stands(cycle, Looking(VIEWER))
    assert hidden.read.withheld
    assert (hidden.progress, hidden.measured.now) == (None, None)
    days = [FIRST_DAY + timedelta(days=n) for n in range(3)]
    more = "".join(
        ticket(f"M{agent}{day.day}", day, 40, agent=agent) for agent in ("bob", "cem") for day in days
    )
    rig.bring_in(more, "more")
    shown = rig.stands(cycle, Looking(VIEWER))
    assert not shown.read.withheld
    assert shown.measured.now == 2400


def test_a_day_of_the_baseline_is_read_whoever_makes_it_active(rig: OkrRig) -> None:
    cycle = rig.cycle("Short", date(2025, 2, 1), date(2025, 2, 1))
    objective = rig.objective(cycle, by=LEAD)
    rig.key_result(objective)
    rig.activate(objective)
    frozen = rig.stands(cycle).key_result.baseline
    assert frozen is not None
    assert (frozen.first_day, frozen.last_day, frozen.n) == (date(2025, 1, 31), date(2025, 1, 31), 1)

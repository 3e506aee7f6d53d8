"""The page of an agent says of everybody who signs in what the table of access says."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.access.table import may
from deskwise.app.access.things import Act, Policy
from deskwise.app.change_people import deactivate
from deskwise.app.make_tokens import NewToken, make_token
from deskwise.app.who_sees_agent import SeenBy, agent_figures, who_sees_agent
from deskwise.stores.state.database import SqliteFile
from deskwise.stores.state.sql_state import SqlState
from stores.state.state_rig import Rig


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """Two agents, a lead of each of two teams, an admin and a viewer; ids in tickets are their names."""
    made = Rig(SqlState(SqliteFile(tmp_path)))
    for name, role, *teams in (
        ("anna", Role.AGENT, "support"),
        ("ben", Role.AGENT, "support"),
        ("lea", Role.LEAD, "support"),
        ("leo", Role.LEAD, "billing"),
        ("adam", Role.ADMIN),
        ("vera", Role.VIEWER),
    ):
        made.person(str(name), Role(role), *map(str, teams))
    return made


def seen(rig: Rig, team: str | None = "support", policy: Policy | None = None) -> SeenBy:
    return who_sees_agent(rig.state, policy or Policy(), "anna", team, rig.clock.now())


def test_an_agent_is_seen_by_themself_the_teams_lead_and_admins(rig: Rig) -> None:
    assert seen(rig) == SeenBy(("anna",), ("lea",), ("adam",), 0)
    assert seen(rig, "billing").leads == ("leo",)
    assert seen(rig, None).leads == ()


def test_the_policy_leaves_the_person_or_nobody(rig: Rig) -> None:
    assert seen(rig, policy=Policy("own")) == SeenBy(("anna",), (), (), 0)
    assert seen(rig, policy=Policy("off")) == SeenBy((), (), (), 0)


def test_it_is_the_table_of_access_that_is_asked(rig: Rig) -> None:
    told = seen(rig)
    with rig.state.reading() as stores:
        people = stores.people.all()
    allowed = {each.name for each in people if may(each, Act.READ, agent_figures("anna", "support"))}
    assert {*told.themselves, *told.leads, *told.admins} == allowed


def test_who_is_let_in_no_more_sees_nothing(rig: Rig) -> None:
    with rig.state.reading() as stores:
        (lea,) = [each for each in stores.people.all() if each.name == "lea"]
    deactivate(rig.state, rig.clock, TERMINAL, lea.id)
    assert seen(rig).leads == ()


def test_programs_are_counted_until_their_tokens_end(rig: Rig) -> None:
    make_token(rig.state, rig.clock, TERMINAL, NewToken("dashboard", ("read",), days=2))
    assert seen(rig).programs == 1
    rig.clock.go_on(days=3)
    assert seen(rig).programs == 0

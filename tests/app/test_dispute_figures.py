"""Disputing the figures of a real ticket: who may, and what is no dispute."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.ruling_rig import AGENT, LEAD, RulingRig
from deskwise.app.access.holders import Person, Role
from deskwise.app.audit import Deed
from deskwise.app.dispute_figures import MOST_OPEN_OF_ONE, Complaint, list_disputes, open_dispute
from deskwise.app.disputes import Dispute, DisputeState
from deskwise.kernel.errors import NotAllowedError, UsageError

ON_THANKS = Complaint("T1", "only thanks", event="m3", metric="reply_time")


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> RulingRig:
    made = RulingRig(tmp_path_factory.mktemp("disputes"))
    made.bring_in()
    return made


def dispute(rig: RulingRig, by: Person, complaint: Complaint) -> Dispute:
    return open_dispute(rig.workspace, rig.state, rig.clock, by, complaint)


def test_an_agent_disputes_a_figure_of_a_ticket_of_theirs(rig: RulingRig) -> None:
    made = dispute(rig, AGENT, ON_THANKS)
    assert (made.source, made.ticket, made.event, made.metric) == ("desk", "T1", "m3", "reply_time")
    assert (made.by, made.state, made.teams, made.actors) == (
        "per", DisputeState.OPEN, frozenset({"support"}), frozenset({"ann"}),
    )  # fmt: skip
    assert list_disputes(rig.state, LEAD) == (made,)
    (told,) = rig.audit(Deed.DISPUTED)
    assert (told.who, told.on) == ("per", f"dispute:{made.id}")
    with pytest.raises(UsageError, match="you have disputed this already"):
        dispute(rig, AGENT, replace(ON_THANKS, why="once more"))
    assert dispute(rig, AGENT, Complaint("T1", "as a whole")).event is None
    assert rig.value("reply_time", "mean") == 4200


@pytest.mark.parametrize(
    "by",
    [
        replace(AGENT, actor="bob"),
        replace(AGENT, actor=None),
        replace(AGENT, role=Role.VIEWER),
        replace(LEAD, teams=frozenset({"field"})),
    ],
    ids=["agent of other tickets", "agent of none", "viewer", "lead of another team"],
)
def test_who_may_not_see_a_ticket_disputes_nothing_of_it(rig: RulingRig, by: Person) -> None:
    with pytest.raises(NotAllowedError):
        dispute(rig, by, Complaint("T1", "no", event="m4"))


@pytest.mark.parametrize(
    ("complaint", "told"),
    [
        (Complaint("T9", "no"), "no event names a ticket 'T9'"),
        (Complaint("T1", "no", event="zz"), "no event of the ticket that counts is called so"),
        (Complaint("T1", "no", metric="art"), "no figure is called so"),
        (Complaint("T1", " "), "the reason is empty"),
    ],
)
def test_what_is_no_dispute_is_told(rig: RulingRig, complaint: Complaint, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        dispute(rig, AGENT, complaint)


def test_nobody_keeps_more_open_than_others_can_read(rig: RulingRig) -> None:
    many = replace(AGENT, id="many")
    with rig.state.changing() as stores:
        for number in range(MOST_OPEN_OF_ONE):
            stores.disputes.add(
                Dispute(f"m{number}", "desk", "T1", "no", "many", rig.clock.now(), f"e{number}")
            )
    with pytest.raises(UsageError, match="50 disputes of yours are open"):
        dispute(rig, many, ON_THANKS)

"""Disputes, on both engines: what is kept, who sees and decides, and that each is decided once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.dispute_figures import (
    count_undecided,
    decline_dispute,
    disputes_of_ticket,
    list_disputes,
    may_decide,
    settle_disputes,
)
from deskwise.app.disputes import Dispute, DisputeState
from deskwise.app.rule_on_event import Ruled
from deskwise.app.rulings import Ruling
from deskwise.kernel.errors import ChangedMeanwhileError, NotAllowedError, UsageError
from stores.state.state_rig import Rig


def dispute(rig: Rig, number: int = 1, **given: object) -> Dispute:
    """One that is kept, on ticket T1 of support, which ann worked on."""
    made = Dispute(
        f"d{number}", "desk", "T1", "it was a \N{SNOWMAN}", "per", rig.clock.now(), "m3", "reply_time",
        frozenset({"support", "field, north"}), frozenset({"ann"}),
    )  # fmt: skip
    made = replace(made, **given)  # type: ignore[arg-type]  # fields by their names
    with rig.state.changing() as stores:
        stores.disputes.add(made)
    rig.clock.go_on(minutes=1)
    return made


def ruled(rig: Rig, ticket: str = "T1") -> Ruled:
    ruling = Ruling("ruling-1", "m3", "acknowledgement", "only thanks", "lea", rig.clock.now())
    return Ruled("desk", ticket, ruling, (), is_new=True)


def test_what_was_disputed_is_read_as_it_was_said(rig: Rig) -> None:
    first, second = dispute(rig), dispute(rig, 2, ticket="T2", event=None, metric=None, teams=frozenset())
    assert list_disputes(rig.state, TERMINAL) == (first, second)
    assert disputes_of_ticket(rig.state, TERMINAL, "desk", "T1") == (first,)
    assert disputes_of_ticket(rig.state, TERMINAL, "phone", "T1") == ()


def test_the_open_come_first_and_of_the_decided_the_latest(rig: Rig) -> None:
    for number in (1, 2, 3, 4):
        dispute(rig, number)
    for each in ("d1", "d3"):
        decline_dispute(rig.state, rig.clock, TERMINAL, each, 1, "it stays")
        rig.clock.go_on(minutes=1)
    assert [each.id for each in list_disputes(rig.state, TERMINAL)] == ["d2", "d4", "d3", "d1"]
    assert count_undecided(rig.state, TERMINAL) == 2


def test_a_dispute_is_decided_once_and_audited(rig: Rig) -> None:
    made = dispute(rig)
    lead = rig.person("lea", Role.LEAD, "support")
    after = decline_dispute(rig.state, rig.clock, lead, made.id, made.version, " it was a question ")
    assert (after.state, after.answer, after.decided_by, after.version) == (
        DisputeState.DECLINED, "it was a question", lead.id, 2,
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhileError) as told:
        decline_dispute(rig.state, rig.clock, lead, made.id, made.version, "again")
    assert told.value.now == after
    with pytest.raises(ChangedMeanwhileError):
        decline_dispute(rig.state, rig.clock, lead, made.id, after.version, "again")
    assert settle_disputes(rig.state, rig.clock, lead, ruled(rig), [made.id]) == ()
    entry = rig.audit()[-1]
    assert (str(entry.what), entry.on, entry.who) == ("dispute_declined", "dispute:d1", lead.id)
    assert entry.after == {"state": "declined", "answer": "it was a question"}


def test_a_ruling_settles_the_disputes_of_its_ticket_alone(rig: Rig) -> None:
    dispute(rig)
    dispute(rig, 2, event=None)
    dispute(rig, 3, ticket="T2")
    named = ["d1", "d1", "d2", "d3", "unknown"]
    settled = settle_disputes(rig.state, rig.clock, TERMINAL, ruled(rig), named)
    assert [(each.id, each.state, each.ruling, each.answer) for each in settled] == [
        ("d1", DisputeState.RULED, "ruling-1", "only thanks"),
        ("d2", DisputeState.RULED, "ruling-1", "only thanks"),
    ]
    assert [str(each.what) for each in rig.audit()] == ["dispute_ruled", "dispute_ruled"]


def test_each_sees_what_is_theirs_and_who_may_rule_decides(rig: Rig) -> None:
    made = dispute(rig)
    people = {
        "lead": rig.person("lea", Role.LEAD, "support"),
        "other lead": rig.person("lou", Role.LEAD, "north"),
        "agent": rig.person("ann", Role.AGENT, "support"),
        "other agent": rig.person("bob", Role.AGENT, "support"),
        "viewer": rig.person("vic", Role.VIEWER),
        "admin": rig.person("ada", Role.ADMIN),
    }
    sees = {name for name, each in people.items() if list_disputes(rig.state, each)}
    assert sees == {"lead", "agent", "admin"}
    assert {name for name, each in people.items() if may_decide(each, made)} == {"lead", "admin"}
    assert {name: count_undecided(rig.state, each) for name, each in people.items()} == {
        "lead": 1, "other lead": 0, "agent": 0, "other agent": 0, "viewer": 0, "admin": 1,
    }  # fmt: skip
    for name in ("other lead", "agent", "viewer"):
        with pytest.raises(NotAllowedError):
            decline_dispute(rig.state, rig.clock, people[name], made.id, 1, "no")
        with pytest.raises(NotAllowedError):
            settle_disputes(rig.state, rig.clock, people[name], ruled(rig), [made.id])


def test_what_cannot_be_declined_is_told(rig: Rig) -> None:
    made = dispute(rig)
    for answer in ("", "two\nlines", "x" * 301):
        with pytest.raises(UsageError, match="the reason is empty"):
            decline_dispute(rig.state, rig.clock, TERMINAL, made.id, 1, answer)
    with pytest.raises(UsageError, match="no dispute has this id"):
        decline_dispute(rig.state, rig.clock, TERMINAL, "d9", 1, "no")

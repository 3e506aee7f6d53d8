"""How it stands at as-of, of a log whose every number can be counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.ruling_rig import RulingRig
from deskwise.app.show_now import Now, show_now

# W1 waits for a first answer since 08:00, W2 for a reply since 09:30 and is bob's; W3 is answered and open.
# W4 is resolved; W5 waits by chat and nobody's team has it; W6 is a problem.
LOG = """event_id,at,kind,ticket,role,actor,customer,channel,type,status,team,agent
a1,2025-01-01T08:00:00Z,opened,W1,customer,C1,C1,email,,,,
a2,2025-01-01T08:01:00Z,assigned,W1,system,,,,,,support,
b1,2025-01-01T09:00:00Z,opened,W2,customer,C2,C2,email,,,,
b2,2025-01-01T09:01:00Z,assigned,W2,system,,,,,,support,bob
b3,2025-01-01T09:10:00Z,message,W2,agent,bob,,,,,,
b4,2025-01-01T09:30:00Z,message,W2,customer,C2,,,,,,
b5,2025-01-01T09:40:00Z,message,W2,customer,C2,,,,,,
c1,2025-01-01T07:00:00Z,opened,W3,customer,C3,C3,chat,,,,
c2,2025-01-01T07:05:00Z,assigned,W3,system,,,,,,field,ann
c3,2025-01-01T07:10:00Z,message,W3,agent,ann,,,,,,
d1,2025-01-01T06:00:00Z,opened,W4,customer,C4,C4,chat,,,,
d2,2025-01-01T06:10:00Z,status,W4,agent,ann,,,,solved,,
e1,2025-01-01T10:00:00Z,opened,W5,customer,C5,C5,chat,,,,
f1,2025-01-01T05:00:00Z,opened,W6,customer,C6,C6,email,problem,,,
"""
AS_OF = datetime(2025, 1, 1, 12, tzinfo=UTC)
SLA = """
[[sla]]
name = "usual"
first_response = { elapsed = "4h30m" }
next_reply = { elapsed = "8h" }
resolution = { elapsed = "6h", pauses = ["on_hold"] }
"""


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> RulingRig:
    made = RulingRig(tmp_path_factory.mktemp("now"))
    made.bring_in(LOG, as_of=AS_OF)
    return made


@pytest.fixture(scope="module")
def found(rig: RulingRig) -> Now:
    return show_now(rig.workspace)


def test_who_waits_is_listed_the_oldest_first_up_to_as_of(found: Now) -> None:
    told = [(each.of.ticket, each.is_first, each.elapsed_seconds / 3600) for each in found.waits]
    assert told == [("W1", True, 4.0), ("W2", False, 2.5), ("W5", True, 2.0)]
    assert {each.working_seconds for each in found.waits} == {None}


def test_of_two_sources_each_is_known_up_to_its_own_end(tmp_path: Path) -> None:
    rig = RulingRig(tmp_path)
    rig.bring_in(LOG, as_of=AS_OF)
    later = "event_id,at,kind,ticket,role,customer\nx1,2025-01-01T11:00:00Z,opened,X1,customer,C9\n"
    rig.bring_in(later, source="mail", as_of=AS_OF + timedelta(days=1))
    found = show_now(rig.workspace)
    assert found.behind == ("desk",)
    told = [(each.of.ticket, each.elapsed_seconds / 3600) for each in found.waits]
    assert told == [("X1", 25.0), ("W1", 4.0), ("W2", 2.5), ("W5", 2.0)]
    assert found.total.oldest == found.waits[0]


def test_the_whole_is_counted_without_problems_and_what_is_resolved(found: Now) -> None:
    total = found.total
    assert (total.open, total.waiting, total.unassigned, total.people) == (4, 3, 2, 2)
    assert total.oldest == found.waits[0]
    assert (found.clocks, total.breaching) == (None, 0)


def test_each_team_and_channel_has_its_own_and_what_has_none_stands_last(found: Now) -> None:
    teams = [(each.name, each.waiting, each.unassigned, each.open) for each in found.by_team]
    assert teams == [("support", 2, 1, 2), ("field", 0, 0, 1), (None, 1, 1, 1)]
    channels = [(each.name, each.waiting, each.open, each.oldest) for each in found.by_channel]
    assert channels == [("email", 2, 2, found.waits[0]), ("chat", 1, 2, found.waits[2])]


def test_clocks_are_listed_that_have_less_left_than_asked(tmp_path: Path) -> None:
    timed = RulingRig(tmp_path)
    timed.settings(SLA)
    timed.bring_in(LOG, as_of=AS_OF)
    now = show_now(timed.workspace, 5_400.0)
    assert now.clocks is not None
    told = [(each.of.ticket, each.clock, each.left_seconds, each.is_working) for each in now.clocks]
    assert told == [("W1", "first_response", 1800.0, False), ("W3", "resolution", 3600.0, False)]
    assert (now.total.breaching, [each.breaching for each in now.by_team]) == (2, [1, 1, 0])
    held = "event_id,at,kind,ticket,role,status\nh1,2025-01-01T11:59:00Z,status,W3,agent,on_hold\n"
    timed.bring_in(held, as_of=AS_OF)
    after = show_now(timed.workspace, 5_400.0)
    assert [each.of.ticket for each in after.clocks or ()] == ["W1"]

"""Which requests were escalated by whom, what tells why, and what their customers bought."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from deskwise.analyses.ground_values import Escalated, HeldCell
from deskwise.app.escalated_requests import YEAR, escalated_requests, held_cells, revenue_of
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.periods import Period

CLOCK = FixedClock(datetime(2026, 4, 1, tzinfo=UTC))
ALL = Period(0, 2**60)
ANNA = {"actor": "anna", "role": "agent", "team": "support", "agent": "anna"}
BEN = {"actor": "ben", "role": "agent", "team": "support", "agent": "ben"}
EVE = {"actor": "eve", "role": "agent", "team": "second", "agent": "eve"}
Step = Mapping[str, Any]


def article(who: Step, name: str, *, solved: bool = True) -> Step:
    extra = {"article": name, "solved": "true" if solved else "false"}
    return {"kind": "article_used", **who, "agent": None, "extra": extra}


def up(who: Step, **extra: str) -> Step:
    return {"kind": "escalated", **who, "agent": None, "team": "second", "extra": extra or None}


def given(who: Step) -> Step:
    return {"kind": "assigned", **who}


REPLY_OF_ANNA, REPLY_OF_EVE = {"kind": "message", **ANNA}, {"kind": "message", **EVE}
SOLVED_BY_EVE = {"kind": "status", "status": "solved", **EVE}
# Day by day.
TICKETS: dict[str, Sequence[Step]] = {
    "first use": (given(BEN), article(BEN, "kb-1", solved=False), {"kind": "message", **BEN}),
    "known": (given(ANNA), REPLY_OF_ANNA, up(ANNA), given(EVE), article(EVE, "kb-1"), SOLVED_BY_EVE),
    "written for it": (given(ANNA), REPLY_OF_ANNA, up(ANNA), given(EVE), article(EVE, "kb-2"), SOLVED_BY_EVE),
    "own": (given(ANNA), article(ANNA, "kb-1"), REPLY_OF_ANNA, up(ANNA), given(EVE), SOLVED_BY_EVE),
    "fault": (given(ANNA), up(ANNA, reason="fault"), given(EVE), REPLY_OF_EVE, SOLVED_BY_EVE),
    "linked": (
        given(ANNA), up(ANNA), given(EVE), REPLY_OF_EVE,
        {"kind": "linked", **EVE, "agent": None, "extra": {"problem": "P-1"}},
    ),
    "twice": (given(ANNA), up(ANNA), given(EVE), REPLY_OF_EVE, up(EVE, reason="skill")),
    "nobody acted": (given(ANNA), up(ANNA)),
    "kept": (given(ANNA), REPLY_OF_ANNA),
}  # fmt: skip
SALES = (("c1", "EUR", 100, "2026-03-01"), ("c1", "EUR", -40, "2026-03-09"), ("c1", "CHF", 5, "2026-03-02"),
         ("c1", "EUR", 900, "2024-12-31"), ("c2", "EUR", 7, "2026-03-05"))  # fmt: skip


def _events() -> Iterator[dict[str, Any]]:
    for number, (ticket, steps) in enumerate(TICKETS.items()):
        opened = {
            "kind": "opened",
            "role": "customer",
            "channel": "email",
            "category": "sync",
            "product": "comet",
        }
        more = {
            "customer": f"c{number}",
            "organisation": f"o{number % 2}",
            "extra": {"plan": f"p{number % 2}"},
        }
        for hour, step in enumerate(({**opened, **more}, *steps)):
            at = f"2026-03-{number + 1:02}T{hour + 8:02}:00:00Z"
            yield {"event_id": f"{ticket}-{hour}", "ticket": ticket, "at": at, **step}
    for number, (customer, currency, value, day) in enumerate(SALES):
        yield {
            "event_id": f"sale-{number}", "at": f"{day}T12:00:00Z", "kind": "sale", "customer": customer,
            "value": value, "scale": currency, "role": "customer",
        }  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("escalated") / "workspace"
    made = open_workspace(folder)
    path = folder.parent / "events.jsonl"
    path.write_text("\n".join(map(json.dumps, _events())), encoding="utf-8")
    import_files(made.lake, ImportRequest((path,)), CLOCK, made.fold)
    return made


def found(workspace: Workspace, **where: Sequence[str | None]) -> dict[str, Escalated]:
    with workspace.facts() as facts:
        named = {name.replace("__", "."): values for name, values in where.items()}
        return {each.ticket: each for each in escalated_requests(workspace, facts, named, ALL)}


def test_an_article_was_known_where_it_had_been_used_before_and_another_solved_with_it(
    workspace: Workspace,
) -> None:
    known = {name for name, each in found(workspace).items() if each.known_article}
    assert known == {"known"}


def test_each_request_counts_once_with_its_first_escalation_reason_and_problem(workspace: Workspace) -> None:
    each = found(workspace)
    assert set(each) == {"known", "written for it", "own", "fault", "linked", "twice"}
    assert {(one.agent, one.team) for one in each.values()} == {("anna", "support")}
    assert {name: one.reason for name, one in each.items() if one.reason} == {
        "fault": "fault",
        "twice": "skill",
    }
    assert {name: one.problem for name, one in each.items() if one.problem} == {"linked": "P-1"}
    assert (each["fault"].customer, each["fault"].organisation) == ("c4", "o0")


def test_who_gets_a_request_by_an_escalation_has_not_had_it_to_escalate(workspace: Workspace) -> None:
    with workspace.facts() as facts:
        cells = held_cells(facts, {}, ALL)
        of_second = held_cells(facts, {"team": ["second"]}, ALL)
    assert cells == (
        HeldCell("support", "anna", "comet", "sync", 6, 7),
        HeldCell("support", "ben", "comet", "sync", 0, 1),
    )
    # Asked about the second team alone, what it lets go is what it does.
    assert [(each.agent, each.escalated) for each in of_second] == [("eve", 1)]


def test_they_are_narrowed_as_the_question_is(workspace: Workspace) -> None:
    assert set(found(workspace, reason=["skill"])) == {"twice"}
    assert set(found(workspace, extra__plan=["p1"])) == {"known", "own", "linked"}
    assert set(found(workspace, extra__other=[None], customer=["c1"])) == {"known"}
    assert found(workspace, extra__plan=["p1 or '1' = '1'"]) == {}
    assert found(workspace, team=["second"])["twice"].agent == "eve"


def test_revenue_is_what_they_bought_less_refunds_in_the_year(workspace: Workspace) -> None:
    end_at = int(datetime(2026, 4, 1, tzinfo=UTC).timestamp()) * 1_000_000
    with workspace.facts() as facts:
        assert revenue_of(facts, frozenset({"c1"}), end_at) == (("CHF", 5.0), ("EUR", 60.0))
        assert revenue_of(facts, frozenset({"c1"}), end_at - YEAR) == (("EUR", 900.0),)
        assert revenue_of(facts, frozenset(), end_at) == ()

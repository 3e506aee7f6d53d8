"""A customer's history: the same figures as asked for one by one, and no ticket beyond somebody's reach."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.access.reach import Whose, whose
from deskwise.app.access.things import Kind
from deskwise.app.customer_history import History, all_requests, list_customers, show_history
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.kernel.errors import UnknownNameError
from metrics.duckdb_facts import DAY, SECOND, KeptSql, flow, request, wait

HOUR = 3_600 * SECOND
ALL = Whose(everybody=True)
SUPPORT = Whose(everybody=False, teams=frozenset({"support"}))
BEN = Whose(everybody=False, actors=frozenset({"ben"}))
KEPT = KeptSql()


def company(customers: int = 2) -> InMemoryWorkspace:
    """Two requests of each: the first with anna of support, the second with ben of billing."""
    requests, waits, acts, known = [], [], [], []
    for number in range(customers):
        name = f"cus-{number:03}"
        whom = {"customer": name, "organisation": f"org-{number % 2}", "category": "access"}
        known.append({"customer": name, "organisation": f"org-{number % 2}", "known_at": 0})
        for part, (agent, team) in enumerate((("anna", "support"), ("ben", "billing"))):
            ticket, at = f"{number}-{part}", (number + 1) * DAY + part * HOUR
            who = {"agent": agent, "team": team}
            solved = {"resolved_at": at + 2 * HOUR, "first_resolved_at": at + 2 * HOUR} if part == 0 else {}
            requests.append(request(ticket, at, contacts=part + 1, **whom, **who, **solved))
            waits.append(wait(ticket, 1, at, at + HOUR, "answered", **who))
            acts.append(
                {"source": "desk", "ticket": ticket, "request": 1, "acted_at": at, "act": "message", **who}
            )
    # The first customer's second ticket was answered by anna before.
    acts.append(
        {"source": "desk", "ticket": "0-1", "request": 1, "acted_at": DAY, "act": "message", "agent": "anna",
         "team": "support"}
    )  # fmt: skip
    key = {"source": "desk", "ticket": "0-0", "request": 1}
    made = facts_of(
        requests=requests,
        waits=waits,
        acts=acts,
        customers=[*known, {"customer": "cus-silent", "organisation": None, "known_at": DAY}],
        request_flow=flow(*requests),
        ratings=[
            {**key, "event_id": "r1", "rated_at": 3 * DAY, "scale": "1-5", "value": Decimal(2)},
            {**key, "event_id": "r2", "rated_at": 4 * DAY, "scale": "1-5", "value": Decimal(5),
             "counts": True},
            {"source": "desk", "event_id": "r3", "rated_at": 5 * DAY, "scale": "0-10", "value": Decimal(9),
             "counts": True, "customer": "cus-000"},
        ],
        complaints=[{**key, "event_id": "c1", "complained_at": 4 * DAY, "dismissed": False}],
        sales=[
            {**key, "event_id": "s1", "sold_at": 6 * DAY, "value": Decimal(50), "currency": "EUR",
             "customer": "cus-000", "credited": True},
            {"source": "shop", "event_id": "s2", "sold_at": 7 * DAY, "value": Decimal(-5), "currency": "EUR",
             "customer": "cus-000", "credited": False},
        ],
        links=[{**key, "event_id": "l1", "linked_at": 5 * DAY, "problem_ticket": "P-1"}],
        stages=[{"source": "crm", "customer": "cus-000", "stage": "lead", "entered_at": DAY}],
    )  # fmt: skip
    made.kept = KEPT
    return made


def tickets(history: History) -> list[str]:
    return [each.ticket for each in history.requests]


def test_all_of_a_customers_requests_the_latest_first_with_waits_and_ratings() -> None:
    found = show_history(company(), "customer", "cus-000", ALL)
    assert tickets(found) == ["0-1", "0-0"]
    latest, first = found.requests
    assert (latest.state, first.state) == ("open", "solved")
    assert first.wait_elapsed_seconds == 3_600
    assert (first.rating_scale, first.rating, first.complained) == ("1-5", Decimal(5), True)
    assert latest.rating is None
    assert (found.organisation, found.whole, found.total) == ("org-0", True, 2)


def test_what_else_happened_with_and_without_a_ticket() -> None:
    found = show_history(company(), "customer", "cus-000", ALL)
    told = {kind: [(each.ticket, each.word) for each in found.of(kind).rows] for kind in found.happenings}
    assert told == {
        "rating": [(None, "0-10"), ("0-0", "1-5")],
        "complaint": [("0-0", "")],
        "sale": [(None, "EUR"), ("0-0", "EUR")],
        "problem": [("0-0", "P-1")],
        "stage": [(None, "lead")],
    }
    assert show_history(company(), "customer", "cus-001", ALL).happenings == {}


def test_figures_are_those_asked_one_by_one() -> None:
    workspace = company()
    found = show_history(workspace, "customer", "cus-000", ALL)
    for each in found.figures:
        asked = Question((each.metric,), stats=(each.stat,), where={"customer": ("cus-000",)})
        assert read_metrics(workspace, asked).readings.readings == (each,)


def test_a_lead_finds_the_tickets_their_teams_had_and_nothing_that_has_none() -> None:
    found = show_history(company(), "customer", "cus-000", SUPPORT)
    # The second is with billing now, but support wrote in it, as its own page is seen.
    assert tickets(found) == ["0-1", "0-0"]
    assert tickets(show_history(company(), "customer", "cus-001", SUPPORT)) == ["1-0"]
    assert {each.ticket for kind in found.happenings for each in found.of(kind).rows} == {"0-0"}
    assert (found.whole, found.where) == (False, {"customer": ("cus-000",), "team": ("support",)})
    assert [each.ticket for each in all_requests(company(), "customer", "cus-001", SUPPORT)] == ["1-0"]


def test_an_agent_finds_the_tickets_they_had() -> None:
    found = show_history(company(), "customer", "cus-000", BEN)
    assert tickets(found) == ["0-1"]
    assert found.happenings == {}
    assert found.where["agent"] == ("ben",)


@pytest.mark.parametrize("reach", [SUPPORT, BEN, Whose(everybody=False)])
def test_who_is_out_of_reach_is_nobody(reach: Whose) -> None:
    for name in ("cus-silent", "nobody"):
        with pytest.raises(UnknownNameError):
            show_history(company(), "customer", name, reach)
    with pytest.raises(UnknownNameError):
        show_history(company(), "customer", "nobody", ALL)


def test_an_organisation_has_all_of_its_customers_requests() -> None:
    found = show_history(company(3), "organisation", "org-0", ALL)
    assert tickets(found) == ["2-1", "2-0", "0-1", "0-0"]
    assert found.customers == 2
    assert found.of("sale").total == 2


def test_pages_follow_each_other() -> None:
    workspace = company(3)
    first = show_history(workspace, "organisation", "org-0", ALL, most=3)
    second = show_history(workspace, "organisation", "org-0", ALL, skip=3, most=3)
    assert [*tickets(first), *tickets(second)] == ["2-1", "2-0", "0-1", "0-0"]
    assert first.total == second.total == 4


def test_lists_hold_whom_somebody_may_see_and_look_up_a_part_of_an_id() -> None:
    workspace = company(3)
    names = [each.name for each in list_customers(workspace, "customer", ALL).rows]
    assert names == ["cus-002", "cus-001", "cus-000", "cus-silent"]
    assert [each.name for each in list_customers(workspace, "customer", ALL, find="CUS-00").rows] == names[:3]
    found = list_customers(workspace, "customer", ALL, find="org-1")
    assert [(each.name, each.requests, each.open) for each in found.rows] == [("cus-001", 2, 1)]
    mine = list_customers(workspace, "customer", BEN)
    assert [(each.name, each.requests) for each in mine.rows] == [(name, 1) for name in names[:3]]
    assert list_customers(workspace, "customer", Whose(everybody=False)).rows == ()
    organisations = list_customers(workspace, "organisation", ALL)
    assert [(each.name, each.requests, each.customers) for each in organisations.rows] == [
        ("org-0", 4, 2),
        ("org-1", 2, 1),
    ]
    page = list_customers(workspace, "customer", ALL, skip=1, most=2)
    assert ([each.name for each in page.rows], page.total) == (names[1:3], 4)


def test_three_hundred_customers_ask_no_more_queries_than_one() -> None:
    asked = []
    for customers in (1, 300):
        workspace = company(customers)
        assert workspace.engine is not None
        list_customers(workspace, "customer", ALL)
        show_history(workspace, "organisation", "org-0", ALL)
        asked.append(len(workspace.engine.asked))
    assert asked[0] == asked[1] > 0


def test_reach_is_what_the_table_says() -> None:
    def person(role: Role, *teams: str, actor: str | None = None) -> Person:
        return Person("1", "Somebody", "somebody@example.org", role, actor, frozenset(teams))

    assert whose(TERMINAL, Kind.CUSTOMER).everybody
    assert whose(person(Role.ADMIN), Kind.CUSTOMER).everybody
    lead = whose(person(Role.LEAD, "support", actor="lea"), Kind.CUSTOMER)
    assert lead == Whose(everybody=False, teams=frozenset({"support"}), actors=frozenset({"lea"}))
    agent = whose(person(Role.AGENT, "support", actor="ann"), Kind.CUSTOMER)
    assert agent == Whose(everybody=False, actors=frozenset({"ann"}))
    for nothing in (
        person(Role.AGENT, "support"),
        person(Role.VIEWER, "support", actor="v"),
        person(Role.LEAD),
    ):
        assert whose(nothing, Kind.CUSTOMER).nobody

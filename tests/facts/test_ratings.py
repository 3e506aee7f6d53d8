"""Ratings, surveys, complaints and reviews."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from facts.chosen_rules import AGREED, OTHERWISE
from facts.small_logs import DAY, HOUR, Event, assigned, event, folded, opened, replied, ruled, status

RATINGS = "rated_at scale value agent team counts"


def rated(at: int, value: str, ticket: str | None = "T", **given: Any) -> Event:
    given = {"scale": "1-5", "role": "customer", **given}
    return event(at, "rated", ticket, value=Decimal(value), **given)


def surveyed(at: int, ticket: str | None = "T", **given: Any) -> Event:
    return event(at, "survey_sent", ticket, **given)


def helped(ticket: str = "T") -> list[Event]:
    """Ann holds it first, bob holds it at the resolution, cem writes last, dan holds it afterwards."""
    return [
        opened(0, ticket),
        assigned(1 * HOUR, "ann", "first", ticket),
        replied(2 * HOUR, "ann", ticket),
        replied(3 * HOUR, "ann", ticket),
        assigned(4 * HOUR, "bob", "second", ticket),
        replied(5 * HOUR, "cem", ticket),
        status(6 * HOUR, "solved", "eve", ticket),
        assigned(7 * HOUR, "dan", "third", ticket),
    ]


def test_a_rating_is_the_agents_named_on_it_else_as_the_last_resolution_before_it() -> None:
    log = folded(*helped(), rated(8 * HOUR, "5"), rated(9 * HOUR, "4", agent="zoe", scale="ces_1-7"))
    assert log.rows("ratings", RATINGS) == [
        (8 * HOUR, "1-5", Decimal(5), "bob", "third", True),
        (9 * HOUR, "ces_1-7", Decimal(4), "zoe", "third", True),
    ]


def test_a_resolution_by_nobodys_ticket_is_its_resolvers() -> None:
    log = folded(opened(0), status(1 * HOUR, "solved", "eve"), rated(2 * HOUR, "5"))
    assert log.rows("ratings", RATINGS) == [(2 * HOUR, "1-5", Decimal(5), "eve", None, True)]


def test_a_rating_before_any_resolution_is_the_holders_then() -> None:
    log = folded(
        opened(0),
        assigned(1, "ann", "first"),
        rated(2, "5"),
        assigned(3, "bob", "second"),
        status(4, "solved"),
    )
    assert log.rows("ratings", RATINGS) == [(2, "1-5", Decimal(5), "ann", "first", True)]


def test_after_a_resolution_by_nobody_it_is_nobodys_whoever_holds_the_ticket_then() -> None:
    log = folded(
        opened(0), status(1, "solved", None, role="system"), assigned(2, "ann", "first"), rated(3, "5")
    )
    assert log.rows("ratings", RATINGS) == [(3, "1-5", Decimal(5), None, "first", True)]


def test_the_last_rating_of_a_request_on_each_scale_counts() -> None:
    late = 1 * HOUR + 7 * DAY + 1
    log = folded(
        opened(0),
        rated(1, "2"),
        rated(2, "4"),
        rated(3, "1", scale="good_bad"),
        status(1 * HOUR, "solved"),
        status(late, "open"),
        rated(late + 1, "1"),
    )
    assert log.rows("ratings", "request rated_at scale value counts") == [
        (1, 1, "1-5", Decimal(2), False),
        (1, 2, "1-5", Decimal(4), True),
        (1, 3, "good_bad", Decimal(1), True),
        (2, late + 1, "1-5", Decimal(1), True),
    ]


def test_everyone_who_replied_before_it_shares_a_rating() -> None:
    log = folded(
        *helped(), rated(8 * HOUR, "5"), replied(9 * HOUR, "fay"), rated(10 * HOUR, "3", agent="zoe"),
        opened(0, "U"), rated(1, "4", "U"),
        rules=AGREED,
    )  # fmt: skip
    assert log.rows("ratings", f"ticket {RATINGS}") == [
        ("T", 8 * HOUR, "1-5", Decimal(5), "ann", "third", False),
        ("T", 8 * HOUR, "1-5", Decimal(5), "cem", "third", False),
        ("T", 10 * HOUR, "1-5", Decimal(3), "zoe", "third", True),
        ("U", 1, "1-5", Decimal(4), None, None, True),
    ]


def test_the_last_replier_before_it_has_a_rating_else_the_resolver() -> None:
    log = folded(
        *helped(), rated(8 * HOUR, "5"), surveyed(8 * HOUR), replied(9 * HOUR, "fay"),
        opened(0, "U"), assigned(1, "ann", None, "U"), rated(2, "4", "U"),
        rules=OTHERWISE,
    )  # fmt: skip
    assert log.rows("ratings", "ticket agent") == [("T", "cem"), ("U", "ann")]
    assert log.rows("surveys", "ticket agent") == [("T", "cem")]


def test_the_places_of_credited_agents() -> None:
    log = folded(*helped(), rated(8 * HOUR, "5"), opened(0, "U"), surveyed(1, "U"))
    assert log.rows("credited_agents", "n after_resolution resolver last_replier") == [
        (1, False, None, None),
        (8, True, "bob", "cem"),
    ]


def test_without_a_ticket_each_rating_counts_and_an_unknown_ticket_is_none() -> None:
    log = folded(
        rated(1, "5", None, customer="ada", extra={"about": "company"}, agent="ann", team="first"),
        rated(2, "4", None, customer="ada"),
        rated(3, "3", "nobody knows it", customer="bo"),
    )
    assert log.rows("ratings", "source ticket request rated_at value customer about agent team counts") == [
        ("desk", None, None, 1, Decimal(5), "ada", "company", "ann", "first", True),
        ("desk", None, None, 2, Decimal(4), "ada", None, None, None, True),
        ("desk", None, None, 3, Decimal(3), "bo", None, None, None, True),
    ]
    assert log.rows("ticketless", "at ticket ticket_key request") == [
        (1, None, None, None),
        (2, None, None, None),
        (3, None, None, None),
    ]


def test_bad_is_1_or_2_of_5_bad_and_not_solved_and_only_the_last_on_a_scale() -> None:
    scores = {
        "A": [("1-5", "2")],
        "B": [("1-5", "3")],
        "C": [("good_bad", "0")],
        "D": [("solved", "0")],
        "E": [("0-10", "0"), ("ces_1-7", "1")],
        "F": [("1-5", "1"), ("1-5", "5")],
        "G": [("1-5", "5"), ("solved", "0"), ("solved", "1"), ("good_bad", "0")],
        "H": [("1-5", "2.5"), ("good_bad", "1"), ("solved", "1")],
    }
    events = []
    for ticket, given in scores.items():
        events.append(opened(0, ticket))
        events += [rated(n, value, ticket, scale=scale) for n, (scale, value) in enumerate(given, 1)]
    log = folded(*events)
    assert log.rows("requests", "ticket bad_rating") == [
        ("A", True),
        ("B", False),
        ("C", True),
        ("D", True),
        ("E", False),
        ("F", False),
        ("G", True),
        ("H", False),
    ]


def test_a_survey_is_answered_by_a_rating_of_the_same_request_before_the_next_survey() -> None:
    late = 1 * HOUR + 7 * DAY + 1
    log = folded(
        opened(0),
        assigned(1, "ann", "first"),
        surveyed(2),
        surveyed(3, agent="zoe"),
        rated(4, "5"),
        rated(5, "5"),
        status(1 * HOUR, "solved"),
        surveyed(2 * HOUR),
        status(late, "open"),
        rated(late + 1, "5"),
    )
    assert log.rows("surveys", "request sent_at agent team answered") == [
        (1, 2, "ann", "first", False),
        (1, 3, "zoe", "first", True),
        (1, 2 * HOUR, "ann", "first", False),
    ]


def test_without_a_ticket_a_survey_is_answered_by_the_same_customer_strictly_later() -> None:
    log = folded(
        surveyed(1, None, customer="ada", agent="ann", team="first"),
        rated(1, "5", None, customer="ada"),
        surveyed(1, None, customer="bo"),
        rated(2, "5", None, customer="bo", source="shop"),
        surveyed(1, None, customer=None),
        rated(2, "5", None, customer=None),
    )
    assert log.rows("surveys", "ticket sent_at customer agent team answered") == [
        (None, 1, "ada", "ann", "first", False),
        (None, 1, "bo", None, None, True),
        (None, 1, None, None, None, False),
    ]


def test_a_complaint_is_about_the_agent_named_else_the_holder_at_that_time() -> None:
    log = folded(
        opened(0),
        assigned(1, "ann", "first"),
        event(2, "complaint", role="customer"),
        event(3, "complaint", role="customer", agent="bob"),
        event(4, "complaint", None, role="customer", customer="ada", team="second"),
    )
    assert log.rows("complaints", "ticket complained_at agent team customer dismissed ruled") == [
        ("T", 2, "ann", "first", None, False, False),
        ("T", 3, "bob", "first", None, False, False),
        (None, 4, None, "second", "ada", False, False),
    ]


def test_a_ruling_dismisses_a_complaint_on_a_ticket_or_without_one() -> None:
    log = folded(
        opened(0),
        event(1, "complaint", event_id="c1"),
        event(2, "complaint", event_id="c2"),
        ruled(3, "no_complaint", "c1"),
        event(4, "complaint", None, event_id="c3"),
        event(5, "complaint", None, event_id="c3", source="shop"),
        ruled(6, "no_complaint", "c3", None),
    )
    assert log.rows("complaints", "source event_id dismissed") == [
        ("desk", "c1", True),
        ("desk", "c2", False),
        ("desk", "c3", True),
        ("shop", "c3", False),
    ]


def test_a_review_is_of_the_agent_named_if_none_of_nobody() -> None:
    log = folded(
        opened(0),
        assigned(1, "ann", "first"),
        event(2, "reviewed", actor="lea", agent="bob", value=Decimal(80), scale="0-100"),
        event(3, "reviewed", actor="lea", value=Decimal("70.5"), scale="0-100"),
    )
    assert log.rows("reviews", "reviewed_at value agent team") == [
        (2, Decimal(80), "bob", "first"),
        (3, Decimal("70.5"), None, "first"),
    ]


def test_problems_are_in_no_figure_but_their_own() -> None:
    log = folded(
        opened(0, type="problem"),
        surveyed(1),
        rated(2, "5"),
        event(3, "complaint"),
        event(4, "reviewed", value=Decimal(80)),
    )
    assert [log.rows(name, "request") for name in ("surveys", "ratings", "complaints", "reviews")] == [[]] * 4

"""Resolutions, and the re-contact that came after each."""

from __future__ import annotations

from typing import Any

from facts.chosen_rules import OTHERWISE
from facts.small_logs import DAY, HOUR, Event, assigned, event, folded, opened, ruled, status

WINDOW = 7 * DAY
FOUND = "ticket resolved_at recontact_at recontact_by recontact_ticket recontact_within_window"


def solved_by_ann(ticket: str = "T", **given: Any) -> list[Event]:
    """Opened at 0 by ada, resolved at one o'clock."""
    given = {"customer": "ada", **given}
    return [opened(0, ticket, **given), status(1 * HOUR, "solved", "ann", ticket)]


def test_a_resolution_belongs_to_the_holder_if_nobody_to_the_agent_who_resolved_it_else_to_nobody() -> None:
    log = folded(
        opened(0, "A"),
        assigned(1, "ann", "first", "A"),
        status(2, "solved", "bob", "A"),
        opened(0, "B"),
        status(2, "closed", "bob", "B"),
        opened(0, "C"),
        status(2, "solved", "robo", "C", role="bot"),
        opened(0, "P", type="problem"),
        status(2, "solved", "bob", "P"),
    )
    assert log.rows("resolutions", "ticket agent team by_human") == [
        ("A", "ann", "first", True),
        ("B", "bob", None, True),
        ("C", None, None, False),
    ]


def test_resolutions_are_numbered_within_a_request_and_only_the_last_can_stand() -> None:
    late = 3 * HOUR + WINDOW + 1
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        status(2 * HOUR, "open"),
        status(3 * HOUR, "solved"),
        status(late, "open"),
        status(late + 1 * HOUR, "solved"),
        status(late + 2 * HOUR, "open"),
    )
    assert log.rows("resolutions", "request resolution resolved_at stands") == [
        (1, 1, 1 * HOUR, False),
        (1, 2, 3 * HOUR, True),
        (2, 1, late + 1 * HOUR, False),
    ]


def test_a_resolution_whose_window_ended_at_or_before_as_of_is_mature() -> None:
    for as_of, mature in ((1 * HOUR + WINDOW - 1, False), (1 * HOUR + WINDOW, True)):
        assert folded(*solved_by_ann(), as_of=as_of).rows("resolutions", "mature") == [(mature,)]
    assert folded(*solved_by_ann(), rules=OTHERWISE).rows("resolutions", "mature") == [(False,)]


def test_a_reopening_is_a_recontact_the_windows_edge_included() -> None:
    for at, within in ((1 * HOUR + WINDOW, True), (1 * HOUR + WINDOW + 1, False)):
        log = folded(*solved_by_ann(), status(at, "open"))
        assert log.rows("resolutions", FOUND) == [("T", 1 * HOUR, at, "reopening", "T", within)]


def test_a_new_ticket_of_the_same_customer_in_the_same_category_is_a_recontact() -> None:
    log = folded(
        *solved_by_ann(category="bill"),
        opened(2 * HOUR, "A", customer="ada", category="line"),
        opened(3 * HOUR, "B", customer="bo", category="bill"),
        opened(4 * HOUR, "C", customer="ada"),
        opened(5 * HOUR, "D", customer="ada", category="bill", type="problem"),
        opened(6 * HOUR, "E", customer="ada", category="bill"),
        event(7 * HOUR, "removed", "E"),
        opened(1 * HOUR + WINDOW, "F", customer="ada", category="bill", role="agent"),
        opened(1 * HOUR + WINDOW + 1, "G", customer="ada", category="bill"),
    )
    assert log.rows("resolutions", f"{FOUND} unjudged") == [
        ("T", 1 * HOUR, 1 * HOUR + WINDOW, "ticket", "F", True, False)
    ]


def test_the_category_is_the_last_known_of_the_tickets_first_request() -> None:
    log = folded(
        *solved_by_ann(category="bill"),
        event(2 * HOUR, "changed", category="line"),
        opened(3 * HOUR, "A", customer="ada", category="bill"),
        opened(4 * HOUR, "B", customer="ada", category="other"),
        event(5 * HOUR, "changed", "B", category="line"),
    )
    assert log.rows("resolutions", FOUND) == [("T", 1 * HOUR, 4 * HOUR, "ticket", "B", True)]


def test_two_null_categories_are_equal_and_a_recontact_that_rests_on_them_is_unjudged() -> None:
    log = folded(*solved_by_ann(), opened(2 * HOUR, "A", customer="ada"))
    assert log.rows("resolutions", f"{FOUND} unjudged") == [
        ("T", 1 * HOUR, 2 * HOUR, "ticket", "A", True, True)
    ]


def test_a_null_customer_has_no_recontact_but_reopenings() -> None:
    log = folded(*solved_by_ann(customer=None), opened(2 * HOUR, "A"), opened(3 * HOUR, "B", customer="ada"))
    assert log.rows("resolutions", FOUND) == [("T", 1 * HOUR, None, None, None, False)]


def test_an_opening_at_the_resolutions_own_instant_is_none() -> None:
    """Between tickets by the instant alone: equal instants are neither before nor after."""
    log = folded(
        *solved_by_ann(),
        opened(1 * HOUR, "A", customer="ada"),
        opened(1 * HOUR + 1, "B", customer="ada"),
    )
    assert log.rows("resolutions", FOUND) == [("T", 1 * HOUR, 1 * HOUR + 1, "ticket", "B", True)]


def test_the_first_of_reopening_and_new_ticket_is_the_recontact() -> None:
    log = folded(
        *solved_by_ann(),
        status(3 * HOUR, "open"),
        status(4 * HOUR, "solved"),
        opened(2 * HOUR, "A", customer="ada"),
        status(5 * HOUR, "open"),
        opened(6 * HOUR, "B", customer="ada"),
    )
    assert log.rows("resolutions", FOUND) == [
        ("T", 1 * HOUR, 2 * HOUR, "ticket", "A", True),
        ("T", 4 * HOUR, 5 * HOUR, "reopening", "T", True),
    ]


def test_new_issue_takes_a_reopening_out_of_the_way_and_a_later_one_can_still_be_the_recontact() -> None:
    log = folded(
        *solved_by_ann(),
        status(2 * HOUR, "open", event_id="again"),
        status(3 * HOUR, "solved"),
        status(4 * HOUR, "open"),
        ruled(5 * HOUR, "new_issue", "again"),
    )
    assert log.rows("resolutions", f"request {FOUND} ruled") == [
        (1, "T", 1 * HOUR, 4 * HOUR, "reopening", "T", True, True),
        (2, "T", 3 * HOUR, 4 * HOUR, "reopening", "T", True, False),
    ]


def test_new_issue_takes_an_opening_out_of_the_way() -> None:
    log = folded(
        *solved_by_ann(),
        opened(2 * HOUR, "A", customer="ada", event_id="other"),
        ruled(3 * HOUR, "new_issue", "other", "A"),
    )
    assert log.rows("resolutions", f"{FOUND} ruled") == [("T", 1 * HOUR, None, None, None, False, True)]


def test_what_a_ruling_took_out_of_the_way_counts_only_within_the_window() -> None:
    """Ruling 28."""
    for at, counted in ((1 * HOUR + WINDOW, True), (1 * HOUR + WINDOW + 1, False)):
        log = folded(
            *solved_by_ann(),
            opened(at, "A", customer="ada", event_id="other"),
            ruled(at + 1, "new_issue", "other", "A"),
        )
        assert log.rows("resolutions", "ruled") == [(counted,)]


def test_what_a_ruling_took_out_of_the_way_after_the_recontact_changes_nothing() -> None:
    log = folded(
        *solved_by_ann(),
        opened(2 * HOUR, "A", customer="ada"),
        opened(3 * HOUR, "B", customer="ada", event_id="other"),
        ruled(4 * HOUR, "new_issue", "other", "B"),
    )
    assert log.rows("resolutions", f"{FOUND} ruled") == [
        ("T", 1 * HOUR, 2 * HOUR, "ticket", "A", True, False)
    ]


def test_same_issue_makes_an_opening_a_recontact_whatever_its_category() -> None:
    log = folded(
        *solved_by_ann(category="bill"),
        opened(2 * HOUR, "A", customer="ada", category="line", event_id="same"),
        opened(3 * HOUR, "B", customer="ada", category="bill"),
        ruled(4 * HOUR, "same_issue", "same", "A"),
    )
    assert log.rows("resolutions", f"{FOUND} unjudged ruled") == [
        ("T", 1 * HOUR, 2 * HOUR, "ticket", "A", True, False, True)
    ]


def test_same_issue_on_what_counted_anyway_is_not_what_the_figure_rests_on() -> None:
    log = folded(
        *solved_by_ann(category="login"),
        opened(2 * HOUR, "A", customer="ada", category="login", event_id="same"),
        ruled(4 * HOUR, "same_issue", "same", "A"),
    )
    assert log.rows("resolutions", f"{FOUND} unjudged ruled") == [
        ("T", 1 * HOUR, 2 * HOUR, "ticket", "A", True, False, False)
    ]


def test_same_issue_judges_what_would_rest_on_two_nulls() -> None:
    """Ruling 43."""
    log = folded(
        *solved_by_ann(),
        opened(2 * HOUR, "A", customer="ada", event_id="same"),
        ruled(4 * HOUR, "same_issue", "same", "A"),
    )
    assert log.rows("resolutions", f"{FOUND} unjudged ruled") == [
        ("T", 1 * HOUR, 2 * HOUR, "ticket", "A", True, False, True)
    ]


def test_a_merged_away_ticket_counts_as_a_recontact_and_its_own_resolution_never_matures() -> None:
    log = folded(
        *solved_by_ann(),
        *(
            opened(2 * HOUR, "A", customer="ada"),
            status(3 * HOUR, "solved", "ann", "A"),
            event(4 * HOUR, "merged", "A"),
        ),
    )
    assert log.rows("resolutions", f"{FOUND} mature merged stands") == [
        ("A", 3 * HOUR, None, None, None, False, False, True, False),
        ("T", 1 * HOUR, 2 * HOUR, "ticket", "A", True, True, False, True),
    ]


def test_with_window_none_a_recontact_is_one_whenever_it_came() -> None:
    log = folded(*solved_by_ann(), status(90 * DAY, "open"), rules=OTHERWISE)
    assert log.rows("resolutions", FOUND) == [("T", 1 * HOUR, 90 * DAY, "reopening", "T", True)]

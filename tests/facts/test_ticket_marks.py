"""What is true of whole tickets, and the rulings that stand."""

from __future__ import annotations

from decimal import Decimal

from deskwise.facts.inputs import events
from deskwise.facts.ticket_marks import rulings
from facts.small_logs import Row, SmallFold, event, folded, opened, ruled


def by_ticket(log: SmallFold, step: str, columns: str) -> list[Row]:
    log.make(step)
    picked = f"select ticket, {columns} from {step} join tickets using (ticket_key) order by all"
    return log.connection.execute(picked).fetchall()


def test_a_ticket_is_a_problem_by_the_last_type_known() -> None:
    """Ruling 5."""
    log = folded(
        opened(0, "A", type="problem"),
        opened(0, "B", type="problem"),
        event(1, "changed", "B", type="incident"),
        opened(0, "C"),
        event(1, "changed", "C", type="problem"),
        event(2, "changed", "C", priority="high"),
        event(2, "note", "C", type="question"),
        opened(0, "D", type="question"),
        opened(0, "E", type="problem"),
        event(1, "changed", "E", type="incident", seq=50),
        event(1, "changed", "E", type="problem", seq=51),
        event(2, "removed", "E"),
    )
    assert by_ticket(log, "ticket_marks", "removed, problem, orphan") == [
        ("A", False, True, False),
        ("C", False, True, False),
        ("E", True, True, False),
    ]


def test_ratings_surveys_complaints_sales_and_work_alone_make_no_ticket_known() -> None:
    """Section 2, and ruling 4: it takes an event of a kind that needs a ticket."""
    kinds = ("rated", "survey_sent", "complaint", "sale", "worked")
    one = Decimal(1)
    log = folded(
        *(event(1, kind, kind, value=one, scale="1-5") for kind in kinds),
        event(1, "rated", "known by a note", value=one, scale="1-5"),
        event(2, "note", "known by a note"),
        event(1, "rated", "known by its opening", value=one, scale="1-5"),
        opened(2, "known by its opening"),
        event(1, "rated", None, value=one, scale="1-5"),
        ruled(3, "no_complaint", "e3", "complaint"),
    )
    orphans = sorted(kinds)
    assert by_ticket(log, "orphan_tickets", "true") == [(ticket, True) for ticket in orphans]
    assert by_ticket(log, "ticket_marks", "removed, problem, orphan") == [
        (ticket, False, False, True) for ticket in orphans
    ]


def test_the_last_ruling_on_an_event_counts_by_at_and_seq_and_is_of_the_same_source_and_ticket() -> None:
    log = folded(
        opened(0, "A"),
        ruled(5, "acknowledgement", "m", "A", seq=21),
        ruled(5, "needs_answer", "m", "A", seq=22),
        ruled(4, "acknowledgement", "m", "A", seq=23),
        ruled(3, "new_issue", "m", "B"),
        ruled(3, "same_issue", "m", "A", source="shop"),
        ruled(3, "no_complaint", "m", None),
        event(6, "ruled", "A", extra={"ruling": "no_complaint"}),
    )
    assert log.rows("rulings", "source event_id ruling") == [
        ("desk", "m", "needs_answer"),
        ("desk", "m", "new_issue"),
        ("desk", "m", "no_complaint"),
        ("shop", "m", "same_issue"),
    ]


def test_with_rulings_ignore_the_log_is_read_as_delivered() -> None:
    log = folded(opened(0), ruled(3, "acknowledgement", "e1"))
    assert [len(log.run(rulings(events(), apply))) for apply in (True, False)] == [1, 0]

"""Two weeks at a help desk, Monday, March 3 to Monday, March 17, 2025: what people did, and when.

Each ticket is there to show something; `two_weeks.toml` says which figures follow. Tickets get their numbers
in the order in which they are made here. All instants are UTC; the desk is open from 08:00 to 16:00, which is
09:00 to 17:00 in Berlin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sources.request_tracker.people import Desk

Act = tuple[str, Callable[[Desk], Any]]

# When Deskwise is run: before the merge and the deletion of what it has seen; in the middle; at the end.
FIRST_SYNC = "2025-03-05 08:20:00"
SECOND_SYNC = "2025-03-11 12:00:00"
THIRD_SYNC = "2025-03-17 08:00:00"
TICKETS = 17


def customer(name: str) -> str:
    """The address of a customer."""
    return f"{name}@customer.example"


def writes(name: str, subject: str, **further: str) -> Callable[[Desk], Any]:
    """A customer writes a first letter."""
    return lambda desk: desk.letter(customer(name), subject, **further)


def writes_again(name: str, ticket: int) -> Callable[[Desk], Any]:
    """A customer answers on a ticket."""
    return lambda desk: desk.letter(customer(name), f"Re: [desk.test #{ticket}] as before")


def sets(agent: str, ticket: int, **fields: Any) -> Callable[[Desk], Any]:
    """An agent changes a ticket."""
    return lambda desk: desk.set(agent, ticket, **fields)


def files(agent: str, ticket: int, category: str) -> Callable[[Desk], Any]:
    """An agent says what a ticket is about."""
    return sets(agent, ticket, CustomFields={"Category": category})


def replies(agent: str, ticket: int, **further: Any) -> Callable[[Desk], Any]:
    """An agent answers."""
    return lambda desk: desk.reply(agent, ticket, **further)


def notes(agent: str, ticket: int, **further: Any) -> Callable[[Desk], Any]:
    """An agent writes a note."""
    return lambda desk: desk.note(agent, ticket, **further)


def takes(agent: str, ticket: int) -> Callable[[Desk], Any]:
    """An agent takes a ticket nobody has."""
    return lambda desk: desk.act(agent, "PUT", f"ticket/{ticket}/take")


def makes(agent: str, **fields: Any) -> Callable[[Desk], Any]:
    """An agent makes a ticket."""
    return lambda desk: desk.act(
        agent, "POST", "ticket", {"Content": "-", "ContentType": "text/plain", **fields}
    )


# 1: A thank-you reopens a resolved ticket, as Request Tracker does it: by its system user, in the same
#    second. Nobody said that the letter asks for nothing: it opens a wait, which the second resolution ends
#    unanswered. 10 min of work.
THANKED: tuple[Act, ...] = (
    ("2025-03-03 08:30:00", writes("eva", "Cannot log in")),
    ("2025-03-03 08:40:00", takes("ana", 1)),
    ("2025-03-03 09:00:00", files("ana", 1, "Access")),
    ("2025-03-03 09:00:00", replies("ana", 1, TimeTaken=10)),
    ("2025-03-03 10:00:00", sets("ana", 1, Status="resolved")),
    ("2025-03-03 10:30:00", writes_again("eva", 1)),
    ("2025-03-03 11:00:00", sets("ana", 1, Status="resolved")),
)
# 2: Answered and resolved at once by someone who never took it: solved at the first contact, and hers all the
#    same.
AT_ONCE: tuple[Act, ...] = (
    ("2025-03-03 09:00:00", writes("max", "Second account")),
    ("2025-03-03 09:30:00", files("bea", 2, "Access")),
    ("2025-03-03 09:30:00", replies("bea", 2, Status="resolved")),
)
# 3: Stalled. The customer's answer leaves it stalled, as Request Tracker does; the agent opens it, an hour
#    after.
STALLED: tuple[Act, ...] = (
    ("2025-03-03 10:00:00", writes("ina", "No access to the archive")),
    ("2025-03-03 10:05:00", takes("ana", 3)),
    ("2025-03-03 10:05:00", files("ana", 3, "Access")),
    ("2025-03-03 11:00:00", replies("ana", 3)),
    ("2025-03-03 11:00:00", sets("ana", 3, Status="stalled")),
    ("2025-03-04 09:00:00", writes_again("ina", 3)),
    ("2025-03-04 10:00:00", sets("ana", 3, Status="open")),
    ("2025-03-04 10:00:00", replies("ana", 3)),
    ("2025-03-04 12:00:00", sets("ana", 3, Status="resolved")),
)
# 4: To the second line and to another agent: an escalation, a handoff, a transfer. A note is no reply. 5 + 30
#    min.
ESCALATED: tuple[Act, ...] = (
    ("2025-03-04 08:00:00", writes("leo", "Screen stays black")),
    ("2025-03-04 08:10:00", takes("ana", 4)),
    ("2025-03-04 08:30:00", files("ana", 4, "Hardware")),
    ("2025-03-04 08:30:00", notes("ana", 4, TimeTaken=5)),
    ("2025-03-04 09:00:00", sets("ana", 4, Queue="Second line")),
    ("2025-03-04 09:15:00", sets("ana", 4, Owner="cal")),
    ("2025-03-04 13:00:00", replies("cal", 4, TimeTaken=30)),
    ("2025-03-04 15:00:00", sets("cal", 4, Status="resolved")),
)
# 5: Reopened nine days after its resolution, two after the window: a second request on the same ticket.
REOPENED_LATE: tuple[Act, ...] = (
    ("2025-03-04 10:00:00", writes("kim", "Invoice twice")),
    ("2025-03-04 10:20:00", files("bea", 5, "Billing")),
    ("2025-03-04 10:20:00", replies("bea", 5, Status="resolved")),
    ("2025-03-13 10:00:00", writes_again("kim", 5)),
    ("2025-03-13 10:30:00", replies("bea", 5)),
    ("2025-03-13 11:00:00", sets("bea", 5, Status="resolved")),
)
# 6 and 7: The same matter twice. 7 is merged into 6: its open wait is dropped, it was received all the same.
#    A letter to 7's number lands on 6, as a wait of its own.
MERGED: tuple[Act, ...] = (
    ("2025-03-05 08:00:00", writes("pat", "Printer jams")),
    ("2025-03-05 08:10:00", writes("pat", "Printer jams, urgent")),
    ("2025-03-05 08:30:00", sets("bea", 7, MergeInto=6)),
    ("2025-03-05 09:00:00", files("bea", 6, "Hardware")),
    ("2025-03-05 09:00:00", replies("bea", 6)),
    ("2025-03-05 09:10:00", writes_again("pat", 7)),
    ("2025-03-05 09:20:00", replies("bea", 6)),
    ("2025-03-05 09:30:00", sets("bea", 6, Status="resolved")),
)
# 8: Spam, deleted: in no figure.
DELETED: tuple[Act, ...] = (
    ("2025-03-05 08:15:00", writes("spam", "You have won")),
    ("2025-03-05 09:10:00", sets("ana", 8, Status="deleted")),
)
# 9: Rejected without a word: resolved (closed), its wait unanswered. The rejection is a human act.
REJECTED: tuple[Act, ...] = (
    ("2025-03-05 10:00:00", writes("sam", "Please call my neighbour")),
    ("2025-03-05 10:30:00", sets("bea", 9, Status="rejected")),
)
# 10: An agent made it for a customer, with 15 min of work on it: raised by an agent, its first wait begins
#    when she writes.
FOR_A_CUSTOMER: tuple[Act, ...] = (
    (
        "2025-03-06 09:00:00",
        makes(
            "ana",
            Queue="Support",
            Subject="Your access runs out",
            Requestor=[customer("zoe")],
            Owner="ana",
            Status="open",
            TimeWorked=15,
            CustomFields={"Category": "Access"},
        ),
    ),
    ("2025-03-06 10:00:00", writes_again("zoe", 10)),
    ("2025-03-06 10:40:00", replies("ana", 10)),
    ("2025-03-06 12:00:00", sets("ana", 10, Status="resolved")),
)
# 11: Rated 5. The customer of 2 again, within the window, in another category: no re-contact.
RATED_WELL: tuple[Act, ...] = (
    ("2025-03-06 13:00:00", writes("max", "Invoice to another address")),
    ("2025-03-06 13:30:00", files("ana", 11, "Billing")),
    ("2025-03-06 13:30:00", replies("ana", 11)),
    ("2025-03-06 14:00:00", sets("ana", 11, Status="resolved")),
    ("2025-03-07 09:00:00", sets("ana", 11, CustomFields={"Satisfaction": "5"})),
)
# 12: The customer of 3 again, in its category, within the window: a re-contact of 3. Handed over, rated 2. 10
#    min. Its serial number is a field nobody explained.
RECONTACT: tuple[Act, ...] = (
    ("2025-03-07 09:00:00", writes("ina", "No access again")),
    ("2025-03-07 09:05:00", takes("ana", 12)),
    ("2025-03-07 09:05:00", sets("ana", 12, CustomFields={"Category": "Access", "Serial number": "A-7"})),
    ("2025-03-07 10:00:00", replies("ana", 12)),
    ("2025-03-07 11:00:00", sets("ana", 12, Owner="bea")),
    ("2025-03-07 12:00:00", replies("bea", 12, TimeTaken=10)),
    ("2025-03-07 15:30:00", sets("bea", 12, Status="resolved")),
    ("2025-03-10 09:00:00", sets("bea", 12, CustomFields={"Satisfaction": "2"})),
)
# 13: Written on a Saturday, answered half an hour after Monday's opening. Reopened within the window: the
#    same request.
AT_THE_WEEKEND: tuple[Act, ...] = (
    ("2025-03-08 12:00:00", writes("uma", "Wrong amount")),
    ("2025-03-10 08:30:00", takes("ana", 13)),
    ("2025-03-10 08:30:00", files("ana", 13, "Billing")),
    ("2025-03-10 08:30:00", replies("ana", 13)),
    ("2025-03-10 09:00:00", sets("ana", 13, Status="resolved")),
    ("2025-03-12 10:00:00", writes_again("uma", 13)),
    ("2025-03-12 11:00:00", replies("ana", 13)),
    ("2025-03-12 11:30:00", sets("ana", 13, Status="resolved")),
)
# 14: The customer of 4 in another category. Answered, asked again, never answered: open, with a wait under
#    way.
STILL_OPEN: tuple[Act, ...] = (
    ("2025-03-10 08:00:00", writes("leo", "Cannot log in")),
    ("2025-03-10 09:00:00", takes("bea", 14)),
    ("2025-03-10 09:00:00", files("bea", 14, "Access")),
    ("2025-03-10 09:00:00", replies("bea", 14)),
    ("2025-03-10 14:00:00", writes_again("leo", 14)),
)
# 15: To a queue with statuses of its own: "at the workshop" is said to be on hold, "waiting for parts" nobody
#    explained: it is counted, and the status stays what it was.
REPAIRED: tuple[Act, ...] = (
    ("2025-03-11 09:00:00", writes("vic", "Broken hinge", queue="Repairs")),
    ("2025-03-11 10:00:00", files("bea", 15, "Hardware")),
    ("2025-03-11 10:00:00", replies("bea", 15)),
    ("2025-03-11 10:00:00", sets("bea", 15, Status="at the workshop")),
    ("2025-03-12 10:00:00", sets("bea", 15, Status="waiting for parts")),
    ("2025-03-14 12:00:00", sets("bea", 15, Status="resolved")),
)
# 16: The problem behind 15, in a queue of problems: in no figure but their own.
PROBLEM: tuple[Act, ...] = (
    (
        "2025-03-14 13:00:00",
        makes("cal", Queue="Problems", Subject="Hinges of spring", Owner="cal", Status="open"),
    ),
    ("2025-03-14 13:05:00", sets("cal", 15, RefersTo=16)),
    ("2025-03-14 14:05:00", notes("cal", 16)),
    ("2025-03-14 15:05:00", sets("cal", 16, Status="resolved")),
)
# 17: Half an hour before the weekend, and nobody has seen it.
UNSEEN: tuple[Act, ...] = (("2025-03-14 15:30:00", writes("wes", "Is anybody there?")),)

STORIES = (
    THANKED, AT_ONCE, STALLED, ESCALATED, REOPENED_LATE, MERGED, DELETED, REJECTED, FOR_A_CUSTOMER,
    RATED_WELL, RECONTACT, AT_THE_WEEKEND, STILL_OPEN, REPAIRED, PROBLEM, UNSEEN,
)  # fmt: skip


def acts(after: str, until: str) -> Iterator[Act]:
    """What was done after one instant and up to another, in its order."""
    told = sorted((act for story in STORIES for act in story), key=lambda act: act[0])
    return (act for act in told if after < act[0] <= until)

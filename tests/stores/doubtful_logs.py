"""Small logs made by hand: in one a check of quality finds something, in another it does not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

Row = dict[str, str]
# What is found: subject, count, total, and how many are in figures all the same.
Finds = tuple[str | None, int, int, int | None]
START = datetime(2025, 3, 3, 8, 1)
COLUMNS = (
    "ticket",
    "at",
    "kind",
    "role",
    "actor",
    "agent",
    "customer",
    "category",
    "status",
    "value",
    "scale",
)


def row(kind: str, ticket: str, at: datetime, **cells: str) -> Row:
    """An event at an instant in UTC."""
    return {"kind": kind, "ticket": ticket, "at": f"{at.isoformat()}Z", **cells}


def after(minutes: float = 0, days: float = 0) -> datetime:
    """An instant so long after the first."""
    return START + timedelta(minutes=minutes, days=days)


def opened(ticket: str, at: datetime, **cells: str) -> Row:
    """An opening by a customer of its own, in one of many categories."""
    return row("opened", ticket, at, **{"customer": f"C{ticket}", "category": f"about {ticket}", **cells})


def reply(ticket: str, at: datetime, actor: str = "ann") -> Row:
    """A reply of an agent."""
    return row("message", ticket, at, role="agent", actor=actor)


def solved(ticket: str, at: datetime, actor: str = "ann") -> Row:
    """A resolution by an agent."""
    return row("status", ticket, at, role="agent", actor=actor, status="solved")


def good(tickets: int, every_minutes: int = 47) -> Iterator[Row]:
    """Tickets of which nothing is doubtful, all of them solved."""
    for number in range(tickets):
        name, began = f"G{number}", after(number * every_minutes)
        yield opened(name, began)
        yield reply(name, began + timedelta(minutes=5 + number % 7), actor=f"agent {number % 2}")
        yield solved(name, began + timedelta(minutes=30 + number % 11), actor=f"agent {number % 2}")


def ten_minutes(tickets: int) -> Iterator[Row]:
    """Tickets replied to after ten minutes each."""
    for number in range(tickets):
        yield opened(f"E{number}", after(number))
        yield reply(f"E{number}", after(number + 10))
        yield solved(f"E{number}", after(40))


def days(per_day: int, left_out: int = 9) -> Iterator[Row]:
    """Openings on three weeks of days but one."""
    for day in range(21):
        for number in range(per_day if day != left_out else 0):
            yield opened(f"D{day}.{number}", after(day * 1440 + number * 17))


def at_midnight(number: int) -> Iterator[Row]:
    """Openings of which nobody knows more than the day, in a summer of Berlin."""
    for day in range(number):
        yield {**opened(f"M{day}", START), "at": f"2025-07-{day + 1:02} 00:00"}


def notes(midnight: int, other_hours: int) -> Iterator[Row]:
    """Notes, twenty of them at all times, some at midnight and some at a later full hour of Berlin."""
    yield opened("N", datetime(2025, 6, 30, 8, 1))
    for number in range(20):
        yield row("note", "N", datetime(2025, 7, 1, 8, 1) + timedelta(minutes=61 * number))
    for count, hour in ((midnight, 0), (other_hours, 9)):
        for day in range(count):
            yield {**row("note", "N", START), "at": f"2025-07-{day + 1:02} {hour:02}:00"}


def rated(values: Iterable[int]) -> Iterator[Row]:
    """Scores of a ticket."""
    yield opened("R", START)
    for number, value in enumerate(values):
        yield row("rated", "R", after(10 + number), value=str(value), scale="1-5")


def recontact(category: str) -> list[Row]:
    """A customer who came back with another ticket of the same category."""
    about = {"customer": "ann", "category": category}
    return [opened("A", START, **about), solved("A", after(30)), opened("B", after(days=2), **about)]


@dataclass(frozen=True)
class Case:
    """A log in which a check finds something, and one in which it does not."""

    doubtful: Iterable[Row]
    finds: tuple[Finds, ...]
    sound: Iterable[Row]
    timezone: str | None = None


CASES = {
    "reply_before_opening": Case(
        [*good(3), opened("A", after(9)), reply("A", after(8)), opened("B", after(9)), reply("B", after(7))],
        ((None, 2, 5, 0),),
        [opened("A", after(9)), row("note", "A", after(8), role="agent"), reply("A", after(9))],
    ),
    # A is refused, for it was resolved before it began; B counts, and its first wait as unanswered.
    "resolution_before_reply": Case(
        [
            *good(3), opened("A", after(9)), solved("A", after(8)), reply("A", after(9.5)),
            opened("B", after(9)), solved("B", after(20)), reply("B", after(20.5)),
        ],
        ((None, 2, 5, 1),),
        [
            opened("A", after(9)), solved("A", after(20)), row("status", "A", after(30), status="open"),
            reply("A", after(40)), opened("B", after(9)), solved("B", after(20)),
            row("message", "B", after(30), role="customer"), reply("B", after(40)),
            opened("C", after(9)), solved("C", after(20)),
        ],
    ),
    "refused_rows": Case(
        [*good(2), row("bla", "G0", after(50)), row("bla", "G1", after(60)), row("note", "G1", after(1))],
        (("unknown_kind", 2, 9, 0), ("before_opened", 1, 9, 0)),
        [
            opened("A", after(9)), reply("A", after(8)), row("worked", "A", after(9), value="-5"),
            opened("B", after(9)), solved("B", after(8)), reply("B", after(10)),
        ],
    ),
    # Two lines in a cell that hold as many cells as rows have; in a text of two lines are fewer.
    "swallowed_rows": Case(
        [
            *good(2),
            opened("A", after(9), category="a quote opens" + "," * 7 + "\nB,and closes" + "," * 2),
            opened("C", after(9), category="a" + "," * 6 + "\nB" + "," * 10 + "\nC" + "," * 4),
        ],
        ((None, 3, 11, 0),),
        [*good(2), opened("A", after(9), category="one, two,\nthree" + "," * 7)],
    ),
    "negative_duration": Case(
        [*good(1), *(row("worked", "G0", after(40), value=value) for value in ("60", "-5", "90", "-7"))],
        ((None, 2, 4, 0),),
        [*good(1), row("worked", "G0", after(40), value="0")],
    ),
    "longer_than_a_year": Case(
        [*good(3), opened("A", START), reply("A", after(1, days=365)), solved("A", after(2, days=365))],
        (("replies", 1, 4, 1), ("resolutions", 1, 4, 1)),
        [*good(3), opened("A", START), reply("A", after(days=365)), solved("A", after(days=365))],
    ),
    "equal_durations": Case(
        ten_minutes(20),
        (("first replies", 20, 20, 20),),
        ten_minutes(19),
    ),
    "all_at_midnight": Case(
        at_midnight(20), (("opened", 20, 20, 20),), at_midnight(19), timezone="Europe/Berlin"
    ),
    "many_at_midnight": Case(
        notes(5, 1), (("note", 5, 26, 5),), notes(9, 2), timezone="Europe/Berlin"
    ),
    "one_instant": Case(
        [opened(f"I{n}", START) for n in range(20)],
        ((None, 20, 20, 20),),
        [opened(f"I{n}", START) for n in range(19)],
    ),
    "one_customer": Case(
        [*(opened(f"O{n}", after(n), customer="all") for n in range(20)), opened("O", START, customer="")],
        ((None, 20, 20, 20),),
        [opened(f"O{n}", after(n), customer="all" if n else "one") for n in range(20)],
    ),
    "one_value": Case(
        [*rated([5] * 20), *(opened(f"V{n}", after(n), category="other") for n in range(20))],
        (("rated 1-5", 20, 20, 20),),
        rated([5] * 19 + [4]),
    ),
    "no_opening": Case(
        [*good(3), reply("A", after(3))], ((None, 1, 4, 1),), good(3)
    ),
    "no_customer": Case(
        [*good(3), opened("A", START, customer="")], ((None, 1, 4, 1),), good(3)
    ),
    "unjudged_recontacts": Case(recontact(""), ((None, 1, 1, 1),), recontact("tax")),
    "nobody": Case(
        [*good(3), opened("A", START), reply("A", after(5), actor=""), solved("A", after(9), actor="")],
        (("replies", 1, 4, 1), ("resolutions", 1, 4, 1)),
        good(3),
    ),
    "missing_day": Case(days(10), ((None, 1, 21, None),), days(9)),
}  # fmt: skip


def as_csv(rows: Iterable[Row]) -> str:
    """The rows as a canonical file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()

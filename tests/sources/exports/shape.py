"""What a system's export looks like: its columns, with what fills them from made-up tickets and calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sources.exports.tickets import Call, Ticket

At = Callable[[datetime | None], str]
Number = Callable[[float | None], str]
TicketCell = Callable[[Ticket, At, Number], str]
CallCell = Callable[[Call, At, Number], str]


def state(**words: str) -> TicketCell:
    """A cell with the system's word for the ticket's status."""
    return lambda one, at, number: words[one.state]


def whole(value: float | None) -> str:
    """A whole number, or nothing."""
    return "" if value is None else str(int(value))


def clock(minutes: float | None) -> str:
    """Minutes as 01:02:03, or nothing."""
    if minutes is None:
        return ""
    seconds = round(minutes * 60)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@dataclass(frozen=True)
class Shape:
    """A system's export: its name as the detection says it, its columns with their cells, what they mean.

    `style` is how the system writes instants by itself. `first_reply` and `solved` say whether the export
    tells of them to the minute.
    """

    system: str | None
    style: str
    cells: Mapping[str, TicketCell]
    means: Mapping[str, str]
    first_reply: bool = True
    solved: bool = True
    calls: Mapping[str, CallCell] = field(default_factory=dict)

"""Section 4: the waits of a ticket's requests."""

from __future__ import annotations

from dataclasses import dataclass

from .instants import SECOND
from .tickets import Place, Request, Step, Ticket
from .vocabulary import RESOLVED

CARRIED = 60 * SECOND


@dataclass(eq=False)
class Wait:
    """`outcome`: answered, unanswered, abandoned, open (its end is the as-of) or merged (dropped)."""

    request: Request
    number: int
    message: Step
    end: int = 0
    outcome: str = "open"
    ender: Step | None = None

    @property
    def place(self) -> Place:
        return self.message.place

    @property
    def start(self) -> int:
        return self.message.at

    @property
    def first(self) -> bool:
        return self.number == 1


def asks(step: Step, acknowledged: set[int]) -> bool:
    return step.customer_message and id(step.event) not in acknowledged


def ends_like_a_reply(step: Step) -> bool:
    return step.human_reply or step.event.kind == "answered"


def carried_message(ticket: Ticket, reopening: Step, acknowledged: set[int]) -> Step | None:
    """The earliest customer message at most 60 s before a reopening that opens a wait with it."""
    since = 0
    for step in ticket.steps[: reopening.index]:
        if step.resolution or ends_like_a_reply(step):
            since = step.index + 1
    for step in ticket.steps[since : reopening.index]:
        if asks(step, acknowledged) and reopening.at - step.at <= CARRIED:
            return step
    return None


def find_waits(ticket: Ticket, acknowledged: set[int]) -> None:
    """Give every request of a ticket its waits."""
    for request in ticket.requests:
        current: Wait | None = None

        def begin(message: Step, request: Request = request) -> Wait:
            wait = Wait(request, len(request.waits) + 1, message)
            request.waits.append(wait)
            return wait

        def finish(wait: Wait, step: Step, outcome: str) -> None:
            wait.end, wait.outcome, wait.ender = step.at, outcome, step

        for step in request.steps:
            if step.reopening:
                message = carried_message(ticket, step, acknowledged)
                if message is not None and current is None:
                    current = begin(message)
            elif asks(step, acknowledged):
                if current is None and step.before.status not in RESOLVED:
                    current = begin(step)
            elif current is None:
                continue
            elif ends_like_a_reply(step):
                finish(current, step, "answered")
                current = None
            elif step.resolution:
                finish(current, step, "unanswered")
                current = None
            elif step.event.kind == "abandoned":
                finish(current, step, "abandoned")
                current = None
            elif step.event.kind == "merged":
                finish(current, step, "merged")
                current = None
        if current is not None:
            current.end = ticket.as_of

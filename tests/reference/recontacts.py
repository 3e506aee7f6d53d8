"""After a resolution, the first of: its ticket reopened, a new ticket of that customer and category."""

from __future__ import annotations

from dataclasses import dataclass

from .rulings import Rulings
from .tickets import Request, Step, Ticket


@dataclass
class Recontact:
    """`within`: there is one within the window. `ruled`: a ruling decided. `unjudged`: two nulls did."""

    within: bool = False
    ruled: bool = False
    unjudged: bool = False
    by: Request | None = None


class Recontacts:
    """The re-contacts of every resolution of the tickets that count."""

    def __init__(self, tickets: list[Ticket], window: int | None, rulings: Rulings) -> None:
        self.tickets, self.window, self.rulings = tickets, window, rulings
        self.found: dict[int, Recontact] = {}

    def of(self, resolution: Step) -> Recontact:
        key = id(resolution)
        if key not in self.found:
            self.found[key] = self.search(resolution)
        return self.found[key]

    def search(self, resolution: Step) -> Recontact:
        request = resolution.request
        assert request is not None
        mine = request.last.attributes.get("category")
        candidates: list[tuple[int, int, Step | None, Request | None]] = []
        for step in request.ticket.steps[resolution.index + 1 :]:
            if step.reopening:
                candidates.append((step.at, 0, step, None))
        customer = request.ticket.customer
        if customer is not None:
            for other in self.tickets:
                if other is request.ticket or other.customer != customer:
                    continue
                if other.raised_at > resolution.at:
                    # Of equal instants what counts without a ruling comes first.
                    same = mine == other.requests[0].last.attributes.get("category")
                    candidates.append((other.raised_at, 1 if same else 2, None, other.requests[0]))
        found = Recontact()
        for at, _, reopening, opened in sorted(candidates, key=lambda one: one[:2]):
            if self.window is not None and at - resolution.at > self.window:
                break
            if reopening is not None:
                if id(reopening.event) in self.rulings.new_issue:
                    found.ruled = True
                    continue
                found.within = True
                return found
            assert opened is not None
            event = opened.ticket.opening
            theirs = opened.last.attributes.get("category")
            said_same = id(event) in self.rulings.same_issue
            if mine != theirs and not said_same:
                continue
            if id(event) in self.rulings.new_issue:
                found.ruled = True
                continue
            found.within, found.by = True, opened
            nulls = mine is None and theirs is None
            found.ruled = found.ruled or mine != theirs or (nulls and said_same)
            found.unjudged = nulls and not said_same
            return found
        return found

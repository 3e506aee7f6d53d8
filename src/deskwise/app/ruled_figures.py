"""What a ruling changed: the cases that figures take of a ticket, before it and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deskwise.app.explain_ticket import explain_on_both_clocks
from deskwise.app.headlines import HEADLINES
from deskwise.app.workspace import Workspace

# The figures that are looked at first, and those that rest on what a ruling decides.
WATCHED = (
    *(each.metric for each in HEADLINES),
    "requests_received",
    "recontact_rate",
    "reopen_rate",
    "successful_resolution_rate",
    "complaints",
)
# Of the tickets that the opening of another may be the re-contact of.
MOST_TICKETS = 6


@dataclass(frozen=True)
class GivenCase:
    """What one case gave a figure, in elapsed time: see `CaseRow`."""

    state: str
    reason: str | None
    gave: float | bool | None

    def to_json(self) -> dict[str, Any]:
        """The case as the audit keeps it."""
        return {"state": self.state, "reason": self.reason, "gave": self.gave}


@dataclass(frozen=True)
class ChangedFigure:
    """A metric that took something else of a ticket after a ruling than before it."""

    metric: str
    source: str
    ticket: str
    before: tuple[GivenCase, ...]
    after: tuple[GivenCase, ...]

    def to_json(self) -> dict[str, Any]:
        """The figure as the audit keeps it, and `rule --format json` prints it."""
        return {
            "metric": self.metric,
            "source": self.source,
            "ticket": self.ticket,
            "before": [each.to_json() for each in self.before],
            "after": [each.to_json() for each in self.after],
        }


Taken = Mapping[tuple[str, str, str], tuple[GivenCase, ...]]


def taken_of(workspace: Workspace, tickets: Iterable[tuple[str, str]]) -> Taken:
    """What the watched metrics take of tickets, by metric, source and ticket."""
    found: dict[tuple[str, str, str], tuple[GivenCase, ...]] = {}
    for source, ticket in list(dict.fromkeys(tickets))[:MOST_TICKETS]:
        explained, _ = explain_on_both_clocks(workspace, ticket, source, WATCHED)
        for each in explained.counted:
            gave = each.case.gave
            number = gave if gave is None or isinstance(gave, bool) else float(gave)
            case = GivenCase(each.case.state, each.case.reason, number)
            key = (each.metric.name, source, ticket)
            found[key] = (*found.get(key, ()), case)
    return found


def changed_figures(before: Taken, after: Taken) -> tuple[ChangedFigure, ...]:
    """Where the two differ, the figures that are looked at first before the others."""
    keys = sorted({*before, *after}, key=lambda key: (WATCHED.index(key[0]), key))
    return tuple(
        ChangedFigure(*key, before.get(key, ()), after.get(key, ()))
        for key in keys
        if before.get(key, ()) != after.get(key, ())
    )


def changed_from_json(told: object) -> tuple[ChangedFigure, ...]:
    """What `ChangedFigure.to_json` made of them."""
    if not isinstance(told, list):
        return ()
    return tuple(
        ChangedFigure(
            each["metric"], each["source"], each["ticket"], _cases(each["before"]), _cases(each["after"])
        )
        for each in told
    )


def _cases(told: list[dict[str, Any]]) -> tuple[GivenCase, ...]:
    return tuple(GivenCase(each["state"], each["reason"], each["gave"]) for each in told)

"""Explain a ticket: its events, what each did, the facts made of them, and what each metric counts of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deskwise.app.event_effects import effects
from deskwise.app.remembered import remembered
from deskwise.app.rulings import standing_rulings
from deskwise.app.ticket_facts import Row, TicketEngine, told
from deskwise.app.workspace import Facts, LoggedEvent, Workspace
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import say, spoken
from deskwise.metrics.catalogue import CATALOGUE, metric
from deskwise.metrics.definition import Metric
from deskwise.metrics.drill import CaseRow, list_cases
from deskwise.metrics.plan import ALL_ROWS
from deskwise.metrics.readings import iso
from deskwise.metrics.selection import select

# What no ticket has a part in by itself.
NOT_OF_TICKETS = frozenset({"uptime"})
# Whoever reads tickets goes back and forth between a few.
MOST_REMEMBERED = 50


@dataclass(frozen=True)
class ExplainedEvent:
    """A row of the log and what it did; nothing where it only is."""

    event: LoggedEvent
    did: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The event as `explain --format json` prints it."""
        event = self.event
        return {
            "event_id": event.event_id,
            "revision": event.revision,
            "seq": event.seq,
            "at": event.at.isoformat().replace("+00:00", "Z"),
            "kind": event.kind,
            "actor": event.actor,
            "role": event.role,
            "team": event.team,
            "agent": event.agent,
            "customer": event.customer,
            "status": event.status,
            "channel": event.channel,
            "value": event.value,
            "scale": event.scale,
            "extra": dict(event.fields),
            "superseded": event.superseded,
            "refusal": event.refusal,
            "late": event.late,
            "did": list(self.did),
        }


@dataclass(frozen=True)
class Counted:
    """One case that a ticket gives a metric: counted, or why not."""

    metric: Metric
    clock: str | None
    case: CaseRow

    def to_json(self) -> dict[str, Any]:
        """The case as `explain --format json` prints it."""
        case = self.case
        return {
            "metric": self.metric.name,
            "clock": self.clock,
            "unit": self.metric.unit,
            "request": case.request,
            "at": iso(case.anchor_at),
            "state": case.state,
            "reason": case.reason,
            "gave": case.gave,
            "agent": case.agent,
            "team": case.team,
            "by": dict(case.by),
            "definition": self.metric.definition,
        }


@dataclass(frozen=True)
class ExplainedTicket:
    """A ticket opened: `facts` are its rows by table, `counted` what each metric takes of it.

    `nowhere` says why no figure counts the ticket at all; null if some may.
    """

    source: str
    ticket: str
    as_of: int
    zone: str
    events: tuple[ExplainedEvent, ...]
    facts: Mapping[str, tuple[Row, ...]]
    counted: tuple[Counted, ...]
    nowhere: str | None

    def to_json(self) -> dict[str, Any]:
        """The object `explain --format json` prints."""
        return {
            "as_of": iso(self.as_of),
            "source": self.source,
            "ticket": self.ticket,
            "nowhere": self.nowhere,
            "events": [event.to_json() for event in self.events],
            **{name: [told(row) for row in rows] for name, rows in self.facts.items()},
            "counted": [case.to_json() for case in self.counted],
        }


def explain_ticket(
    workspace: Workspace, ticket: str, source: str | None = None, clock: str = "elapsed"
) -> ExplainedTicket:
    """A ticket with all that was made of it, durations of cases on one clock.

    Raises `UsageError` for a ticket nobody knows, or one that several sources know if none is named.
    """
    source = _source(workspace, ticket, source)
    with workspace.facts() as facts:
        engine = TicketEngine(facts.engine, source, ticket)
        return _explained(workspace, facts, engine, (source, ticket), clock, CATALOGUE.values())


def explain_on_both_clocks(
    workspace: Workspace, ticket: str, source: str | None = None, metrics: Sequence[str] | None = None
) -> tuple[ExplainedTicket, tuple[Counted, ...]]:
    """The same in elapsed time, and the cases of which the clock makes a difference in working time.

    Only what the `metrics` take of it, if they are named. What was explained of the same facts lately is not
    explained again. Raises as `explain_ticket` does.
    """
    source = _source(workspace, ticket, source)
    chosen = tuple(CATALOGUE.values() if metrics is None else (metric(name) for name in metrics))
    with workspace.facts() as facts:

        def explain() -> tuple[ExplainedTicket, tuple[Counted, ...]]:
            engine = TicketEngine(facts.engine, source, ticket)
            explained = _explained(workspace, facts, engine, (source, ticket), "elapsed", chosen)
            clocked = [each for each in chosen if each.clocked]
            return explained, _counted(facts, engine, "working", clocked)

        names = tuple(each.name for each in chosen)
        return remembered(facts, "explained", (source, ticket, names, spoken()), explain, MOST_REMEMBERED)


def _explained(
    workspace: Workspace,
    facts: Facts,
    engine: TicketEngine,
    which: tuple[str, str],
    clock: str,
    metrics: Iterable[Metric],
) -> ExplainedTicket:
    source, ticket = which
    events = workspace.events(source, ticket)
    found = engine.facts()
    counted = _counted(facts, engine, clock, metrics)
    rulings = None if facts.rules.rulings == "ignore" else standing_rulings(events)
    return ExplainedTicket(
        source,
        ticket,
        facts.horizon.as_of,
        facts.rules.zone,
        tuple(ExplainedEvent(event, effects(event, found, rulings)) for event in events),
        found,
        counted,
        _nowhere(events, found),
    )


def _source(workspace: Workspace, ticket: str, source: str | None) -> str:
    known = [name for name, _ in workspace.tickets(ticket)]
    if not known:
        raise UnknownNameError(
            say("no event names a ticket %(ticket)s", ticket=repr(ticket)),
            do=say("deskwise requests METRIC lists tickets"),
        )
    if source is None and len(known) > 1:
        raise UsageError(
            say("%(n)s sources have a ticket %(ticket)s", n=len(known), ticket=repr(ticket)),
            do=say("add --source %(names)s", names=f" {say('or')} ".join(known)),
        )
    if source is not None and source not in known:
        raise UnknownNameError(
            say("%(source)s has no ticket %(ticket)s", source=source, ticket=repr(ticket)),
            do=say("%(names)s has one", names=f" {say('and')} ".join(known)),
        )
    return known[0] if source is None else source


def _counted(
    facts: Facts, engine: TicketEngine, clock: str, metrics: Iterable[Metric]
) -> tuple[Counted, ...]:
    found: list[Counted] = []
    for each in metrics:
        if each.kind in NOT_OF_TICKETS:
            continue
        cases = list_cases(
            select([each.name], clock=clock),
            rules=facts.rules,
            horizon=facts.horizon,
            engine=engine,
            compiled=facts.compiled,
            limit=ALL_ROWS,
        )
        # A case without a request is a customer's: what it gives may rest on other tickets.
        own = (row for row in cases.rows if row.request is not None)
        found += [Counted(each, clock if each.clocked else None, row) for row in own]
    return tuple(found)


def _nowhere(events: tuple[LoggedEvent, ...], facts: Mapping[str, tuple[Row, ...]]) -> str | None:
    if any(event.stands and event.kind == "removed" for event in events):
        return say("it was removed: all of it leaves every figure")
    if not any(event.stands for event in events):
        return say("none of its events counts")
    if any(row["problem"] for row in facts["requests"]):
        return say("it is a problem: it is in no figure but the problems' own")
    return None

"""Rulings in words: what can be ruled on, and what a ruling changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from deskwise.app.disputes import Dispute
from deskwise.app.event_effects import instant
from deskwise.app.offered_rulings import RulableEvent
from deskwise.app.ruled_figures import ChangedFigure, GivenCase
from deskwise.app.tables.period_names import instant_words
from deskwise.app.tables.table import Column, Table
from deskwise.kernel.units import format_value
from deskwise.metrics.catalogue import CATALOGUE


def rulable_table(events: Sequence[RulableEvent], zone: str) -> Table:
    """The events of a ticket on which a ruling would change something, or one stands."""
    titles = ("event", "at", "kind", "rulings to choose from", "ruled", "why", "by", "ruling's id")
    rows = [
        [
            each.event.event_id,
            instant_words(instant(each.event), zone),
            " ".join(word for word in (each.event.kind, each.event.role) if word),
            ", ".join(each.offered),
            *_standing(each),
        ]
        for each in events
    ]
    notes = () if rows else ("There is nothing to rule on.",)
    return Table([Column(title) for title in titles], rows, "What can be ruled on", notes)


def changed_table(changed: Sequence[ChangedFigure]) -> Table:
    """What figures took of tickets before a ruling, and take now."""
    rows = [
        [each.metric, each.ticket, *(given_words(one, each.metric) for one in (each.before, each.after))]
        for each in changed
    ]
    notes = () if rows else ("None of the figures that are watched takes anything else of it.",)
    columns = [Column(title) for title in ("metric", "ticket", "before", "now")]
    return Table(columns, rows, "What it changed", notes)


def disputes_table(disputes: Sequence[Dispute]) -> Table:
    """What people say is not right, and what came of it."""
    titles = ("id", "opened", "by", "ticket", "event", "figure", "why", "", "answer", "decided by")
    rows = [
        [
            each.id,
            f"{each.opened_at.astimezone(UTC):%Y-%m-%d %H:%M}",
            each.by,
            each.ticket,
            each.event or "",
            each.metric or "",
            each.why,
            str(each.state),
            each.answer or "",
            each.decided_by or "",
        ]
        for each in disputes
    ]
    notes = ("Times are of UTC.",) if rows else ("Nothing is disputed that this asks for.",)
    return Table([Column(title) for title in titles], rows, None, notes)


def given_words(cases: Sequence[GivenCase], metric: str) -> str:
    """What cases gave a metric, one after another."""
    return ", ".join(_case_words(each, metric) for each in cases) or "nothing"


def _standing(each: RulableEvent) -> list[str]:
    ruling = each.ruling
    if ruling is None:
        return ["", "", "", ""]
    return [ruling.ruling, ruling.why or "", ruling.by or "", ruling.id if ruling.made_here else ""]


def _case_words(case: GivenCase, metric: str) -> str:
    if isinstance(case.gave, bool):
        gave = "yes" if case.gave else "no"
    else:
        gave = "" if case.gave is None else format_value(case.gave, CATALOGUE[metric].unit)
    if case.state == "counted":
        return gave or "counted"
    state = case.state if case.reason is None else f"{case.state} ({case.reason})"
    return f"{gave}, {state}" if gave and case.state not in {"below", "excluded"} else gave or state

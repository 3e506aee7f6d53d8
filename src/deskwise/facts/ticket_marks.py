"""What is true of a whole ticket: removed, a problem, known only by name; and the rulings that stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.inputs import OPTIONAL_TICKET_KINDS, TICKET_KINDS
from deskwise.facts.joins import TICKET_KEY

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rulings(events: ir.Table, apply: bool) -> ir.Table:
    """The last ruling on each event: source, ticket_key (may be null), event_id, ruling."""
    import ibis

    ruled = events.filter((events.kind == "ruled") & ibis.literal(apply))
    ruled = ruled.select(
        "source",
        "ticket_key",
        "at",
        "seq",
        "event_id",
        ruled=ruled.extra.get("event"),
        ruling=ruled.extra.get("ruling"),
    )
    latest = ibis.row_number().over(
        ibis.window(
            group_by=["source", "ticket_key", "ruled"],
            order_by=[ibis.desc("at"), ibis.desc("seq"), ibis.desc("event_id")],
        )
    )
    ruled = ruled.mutate(place=latest)
    ruled = ruled.filter((ruled.place == 0) & ruled.ruled.notnull())
    return ruled.select("source", "ticket_key", event_id=ruled.ruled, ruling=ruled.ruling)


def orphan_tickets(events: ir.Table) -> ir.Table:
    """Tickets that ratings, sales or work name and no event of a kind that makes one known."""
    named = events.filter(events.kind.isin(OPTIONAL_TICKET_KINDS) & events.ticket_key.notnull())
    named = named.select(*TICKET_KEY).distinct()
    opened = events.filter(events.kind == "opened").select(*TICKET_KEY)
    without_opening = named.anti_join(opened, TICKET_KEY)
    known = (
        events.filter(events.kind.isin(TICKET_KINDS))
        .select(*TICKET_KEY)
        .semi_join(without_opening, TICKET_KEY)
    )
    return without_opening.anti_join(known, TICKET_KEY)


def ticket_marks(events: ir.Table, orphans: ir.Table) -> ir.Table:
    """The tickets that are not plain: `removed`, `problem` (by the last type known), `orphan`."""
    import ibis

    removed = (
        events.filter((events.kind == "removed") & events.ticket_key.notnull()).select(*TICKET_KEY).distinct()
    )
    typed = events.filter(events.kind.isin(["opened", "changed"]) & events["type"].notnull())
    # Only tickets that were a problem at some time can be one at last.
    once = typed.filter(typed["type"] == "problem").select(*TICKET_KEY).distinct()
    typed = typed.semi_join(once, TICKET_KEY)
    last = ibis.row_number().over(
        ibis.window(
            group_by=TICKET_KEY,
            order_by=[ibis.desc(typed["at"]), ibis.desc(typed.seq), ibis.desc(typed.event_id)],
        )
    )
    typed = typed.select(*TICKET_KEY, "type", place=last)
    problem = typed.filter((typed.place == 0) & (typed["type"] == "problem")).select(*TICKET_KEY)
    yes, no = ibis.literal(True), ibis.literal(False)
    marks = ibis.union(
        removed.mutate(removed=yes, problem=no, orphan=no),
        problem.mutate(removed=no, problem=yes, orphan=no),
        orphans.mutate(removed=no, problem=no, orphan=yes),
    )
    return marks.group_by(*TICKET_KEY).aggregate(
        removed=marks.removed.max(), problem=marks.problem.max(), orphan=marks.orphan.max()
    )

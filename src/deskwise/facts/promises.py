"""Promises of an update or a fix, and what came of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.instant_texts import with_instant
from deskwise.facts.joins import EVENT_KEY, REQUEST_KEY, TICKET_KEY, beside
from deskwise.facts.thread import details

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _said(rows: ir.Table, key: str) -> ir.Value:
    import ibis

    return ibis.ifelse(rows.extra.notnull(), rows.extra.get(key), ibis.null("string"))


def promises(thread: ir.Table, events: ir.Table, tickets: ir.Table) -> ir.Table:
    """The facts of promises, problems left out.

    To the customer: kept by a public human reply or a resolution at or before `due`; to agents by anyone's
    note or message as well. A newer promise to the same made before `due` takes the older one's place. One
    still open at a merge is dropped.
    """
    import ibis

    promised = thread.filter((thread.kind == "promised") & ~thread.problem)
    about = promised.select(*TICKET_KEY).distinct()
    rows = thread.filter(thread.kind.isin(["promised", "note", "message", "merged"]) | thread.resolves)
    rows = rows.semi_join(about, TICKET_KEY)
    rows = rows.select(
        *REQUEST_KEY, *EVENT_KEY, "n", "at", "kind", "role", "actor", "team_before", "resolves"
    )
    rows = beside(rows, details(events, "promised"), EVENT_KEY)
    after = ibis.window(group_by=TICKET_KEY, order_by="n", following=(1, None))
    nothing = ibis.null("int64")
    recipient = ibis.ifelse(_said(rows, "to").identical_to("agents"), "agents", "customer")
    told = (rows.kind == "message") & (rows.role == "agent")
    to_customer = told | rows.resolves
    to_agents = to_customer | rows.kind.isin(["note", "message"])
    rows = rows.mutate(
        recipient=recipient,
        customer_told_at=ibis.ifelse(to_customer, rows["at"], nothing).min().over(after),
        agents_told_at=ibis.ifelse(to_agents, rows["at"], nothing).min().over(after),
        merged_at=ibis.ifelse(rows.kind == "merged", rows["at"], nothing).min().over(after),
    )
    rows = rows.filter(rows.kind == "promised")
    same = ibis.window(group_by=[*TICKET_KEY, "recipient"], order_by="n")
    rows = rows.mutate(
        newer_at=rows["at"].lead(1).over(same),
        told_at=ibis.ifelse(rows.recipient == "agents", rows.agents_told_at, rows.customer_told_at),
    )
    rows = with_instant(rows, _said(rows, "due"), "due_at")
    rows = beside(rows, tickets)
    kept = (rows.told_at <= rows.due_at).fill_null(False)
    replaced = (rows.newer_at < rows.due_at).fill_null(False)
    # A promise is open at the merge if nothing had kept it and its time had not come.
    dropped = rows.merged_at.notnull() & ~kept & (rows.merged_at <= rows.due_at)
    newer = ibis.ifelse(replaced, rows.newer_at, nothing)
    away = ibis.ifelse(rows.merged_at <= rows.due_at, rows.merged_at, nothing)
    outcome = ibis.cases(
        (rows.due_at.isnull(), "no_due"),
        (replaced, "replaced"),
        (dropped, "dropped"),
        (rows.due_at > rows.as_of, "open"),
        (kept, "kept"),
        else_="missed",
    )
    return rows.select(
        *REQUEST,
        "event_id",
        "due_at",
        "recipient",
        "as_of",
        promised_at=rows["at"],
        what=_said(rows, "what"),
        agent=rows.actor,
        team=rows.team_before,
        outcome=outcome,
        kept_at=ibis.ifelse(kept, rows.told_at, nothing),
        # Whichever comes first: nothing is asked of it any more from then on.
        dropped_at=ibis.least(ibis.coalesce(newer, away), ibis.coalesce(away, newer)),
    )

"""Which SLA policy counts for a clock: in force at its start, the most specific match, then the later."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deskwise.facts.joins import TICKET_KEY, beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules, SlaPolicy

EPOCH = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))


def in_force_from(policy: SlaPolicy, zone: str) -> int | None:
    """The first instant of the policy's date in the workspace's zone, in microseconds; None for ever."""
    if policy.valid_from is None:
        return None
    begins = datetime.combine(policy.valid_from, time(), ZoneInfo(zone))
    since = begins.astimezone(ZoneInfo("UTC")) - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def with_fields_at_start(
    clocks: ir.Table, openings: ir.Table, changes: ir.Table, team_moves: ir.Table
) -> ir.Table:
    """Add `at_start_` team, channel, organisation, type and priority: as known after the start's instant.

    `clocks` has `clock_n` (its number within the ticket), `started_at` and `team_before`; `changes` has the
    `changed` events in order.
    """
    import ibis

    told = openings.select(
        *TICKET_KEY,
        at_start_channel="channel",
        at_start_organisation="organisation",
        opened_type="type",
        opened_priority="priority",
    )
    rows = beside(clocks, told)
    earlier = beside(clocks.select(*TICKET_KEY, "clock_n", "started_at"), changes, only_matching=True)
    earlier = earlier.filter(earlier.changed_at <= earlier.started_at)
    earlier = earlier.group_by(*TICKET_KEY, "clock_n").aggregate(
        changed_type=earlier["type"].argmax(earlier.n, where=earlier["type"].notnull()),
        changed_priority=earlier.priority.argmax(earlier.n, where=earlier.priority.notnull()),
    )
    rows = beside(rows, earlier, [*TICKET_KEY, "clock_n"])
    rows = beside(rows.mutate(moved_at=rows.started_at), team_moves, [*TICKET_KEY, "moved_at"])
    return rows.mutate(
        at_start_team=ibis.coalesce(rows.moved_team, rows.team_before),
        at_start_type=ibis.coalesce(rows.changed_type, rows.opened_type),
        at_start_priority=ibis.coalesce(rows.changed_priority, rows.opened_priority),
    ).drop("moved_at", "moved_team", "changed_type", "changed_priority", "opened_type", "opened_priority")


def with_policy(clocks: ir.Table, rules: Rules) -> ir.Table:
    """Add `policy` and, for the clock's kind, its target; clocks without either are left out."""
    import ibis

    ranked = sorted(enumerate(rules.sla), key=lambda pair: (-len(pair[1].match), -pair[0]))
    branches = []
    for number, policy in ranked:
        condition: ir.BooleanValue = ibis.literal(True)
        begins = in_force_from(policy, rules.zone)
        if begins is not None:
            condition = condition & (clocks.started_at >= begins)
        for name, value in policy.match:
            condition = condition & clocks[f"at_start_{name}"].identical_to(value)
        branches.append((condition, number))
    rows = clocks.mutate(policy_number=ibis.cases(*branches))
    targets, working, names = [], [], []
    for number, policy in enumerate(rules.sla):
        names.append((rows.policy_number == number, policy.name))
        for kind in ("first_response", "next_reply", "resolution"):
            target = getattr(policy, kind)
            if target is not None:
                mine = (rows.policy_number == number) & (rows.clock == kind)
                targets.append((mine, target.microseconds))
                working.append((mine, target.working))
    if not targets:
        return rows.mutate(
            policy=ibis.null("string"),
            target_microseconds=ibis.null("int64"),
            target_working=ibis.null("boolean"),
        ).filter(ibis.literal(False))
    rows = rows.mutate(
        policy=ibis.cases(*names),
        target_microseconds=ibis.cases(*targets).cast("int64"),
        target_working=ibis.cases(*working),
    )
    return rows.filter(rows.target_microseconds.notnull())


def is_paused(spells: ir.Table, rules: Rules) -> ir.BooleanValue:
    """Whether a spell's status stops the resolution clock of its request's policy."""
    import ibis

    paused: ir.BooleanValue = ibis.literal(False)
    for number, policy in enumerate(rules.sla):
        if policy.resolution is not None and policy.resolution.pauses:
            paused = paused | (
                (spells.policy_number == number) & spells.status.isin(policy.resolution.pauses)
            )
    return paused

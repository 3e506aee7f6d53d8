"""Which schedules count for an interval, and its length inside them (definitions, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import TICKET_KEY, beside
from deskwise.facts.rules import DEFAULT_SCHEDULES

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules

UTC_DAY_MICROSECONDS = 86_400_000_000
YEAR_0_DAYS = 719_528


def team_moves(thread: ir.Table) -> ir.Table:
    """The team a ticket had after all events of an instant at which one named a team."""
    import ibis

    named = thread.filter(thread.kind.isin(["assigned", "escalated"]) & thread.team.notnull())
    last = ibis.row_number().over(ibis.window(group_by=[*TICKET_KEY, "at"], order_by=ibis.desc("n")))
    named = named.select(*TICKET_KEY, "at", "team", place=last)
    named = named.filter(named.place == 0)
    return named.select(*TICKET_KEY, moved_at=named["at"], moved_team=named.team)


class WorkingHours:
    """Puts the calendar of an interval and its working length onto tables of intervals."""

    def __init__(self, rules: Rules, calendar_days: ir.Table, width: int, moves: ir.Table) -> None:
        self._names = tuple(name for name, _ in rules.schedules)
        self._days = calendar_days
        self._width = width
        self._moves = moves

    @property
    def _own(self) -> tuple[str, ...]:
        return tuple(name for name in self._names if name != DEFAULT_SCHEDULES)

    def _fallback(self) -> ir.Value:
        import ibis

        return ibis.literal(DEFAULT_SCHEDULES) if DEFAULT_SCHEDULES in self._names else ibis.null("string")

    def with_calendar(self, intervals: ir.Table, start: str, team: str = "team_before") -> ir.Table:
        """Add `calendar`: the schedules of the team in force after all events of the start's instant.

        `team` is the column of the team just before the interval's first event. Null: no schedule.
        """
        import ibis

        if not self._own:
            return intervals.mutate(calendar=self._fallback().cast("string"))
        joined = beside(intervals.mutate(moved_at=intervals[start]), self._moves, [*TICKET_KEY, "moved_at"])
        in_force = ibis.coalesce(joined.moved_team, joined[team])
        joined = joined.mutate(
            calendar=ibis.ifelse(in_force.isin(self._own).fill_null(False), in_force, self._fallback())
        )
        return joined.drop("moved_at", "moved_team")

    def with_working(self, intervals: ir.Table, start: str, end: str, into: str) -> ir.Table:
        """Add `into`: the working microseconds of [start, end) in the row's `calendar`.

        Null where the calendar or an edge is null.
        """
        import ibis

        if not self._names:
            return intervals.mutate(**{into: ibis.null("int64")})
        kept = list(intervals.columns)
        for edge, column in (("from", start), ("to", end)):
            intervals = self._with_position(intervals, column, f"{into}_{edge}")
        return intervals.select(*kept, **{into: intervals[f"{into}_to"] - intervals[f"{into}_from"]})

    def _with_position(self, intervals: ir.Table, instant: str, into: str) -> ir.Table:
        import ibis

        kept = list(intervals.columns)
        # Counted from year 0, so that the remainder is never negative and the division exact.
        since_year_0 = intervals[instant] + YEAR_0_DAYS * UTC_DAY_MICROSECONDS
        whole_days = (since_year_0 - since_year_0 % UTC_DAY_MICROSECONDS) / UTC_DAY_MICROSECONDS
        joined = intervals.mutate(utc_day=whole_days.cast("int64") - YEAR_0_DAYS)
        joined = beside(joined, self._days, ["calendar", "utc_day"])
        at = joined[instant]
        position = joined.worked_before
        for number in range(1, self._width + 1):
            opens, closes = joined[f"opens_{number}"], joined[f"closes_{number}"]
            position = position + ibis.greatest(ibis.least(at, closes) - opens, ibis.literal(0, "int64"))
        return joined.select(*kept, **{into: position})

    def with_breach(self, rows: ir.Table) -> ir.Table:
        """Add `breached_at`: when a clock that passed its target did so; null if it did not.

        Reads `spell_started_at`, `already_microseconds` (run before that spell), `target_microseconds`,
        `target_working`, `passed` and the spell's `calendar`.
        """
        import ibis

        left = rows.target_microseconds - rows.already_microseconds
        elapsed = rows.spell_started_at + left
        nothing = ibis.null("int64")
        if not self._names:
            return rows.mutate(breached_at=ibis.ifelse(rows.passed & ~rows.target_working, elapsed, nothing))
        kept = list(rows.columns)
        rows = self._with_position(rows, "spell_started_at", "breach_from")
        rows = rows.mutate(
            breach_place=rows.breach_from + rows.target_microseconds - rows.already_microseconds
        )
        rows = rows.mutate(
            breach_calendar=ibis.ifelse(rows.passed & rows.target_working, rows.calendar, ibis.null("string"))
        )
        days = self._days
        open_length = sum(
            (days[f"closes_{number}"] - days[f"opens_{number}"] for number in range(1, self._width + 1)),
            start=ibis.literal(0, "int64"),
        )
        days = days.mutate(worked_after=days.worked_before + open_length).rename(breach_calendar="calendar")
        days = days.filter(days.worked_after > days.worked_before)
        # The target is passed where it is reached: at the end of a span rather than at the next one's start.
        found = beside(
            rows,
            days,
            ["breach_calendar"],
            also=lambda clock, day: [
                day.worked_before < clock.breach_place,
                clock.breach_place <= day.worked_after,
            ],
        )
        before = found.worked_before
        branches = []
        for number in range(1, self._width + 1):
            opens, closes = found[f"opens_{number}"], found[f"closes_{number}"]
            reached = found.breach_place <= before + (closes - opens)
            branches.append((reached, opens + found.breach_place - before))
            before = before + (closes - opens)
        working = ibis.cases(*branches)
        breached = ibis.cases(
            (found.passed & found.target_working, ibis.coalesce(working, found.spell_started_at)),
            (found.passed, found.spell_started_at + found.target_microseconds - found.already_microseconds),
        )
        return found.select(*kept, breached_at=breached)

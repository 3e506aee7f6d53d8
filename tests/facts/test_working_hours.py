"""Working time: whose schedules count, and how much of an interval lies inside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import ibis

from deskwise.facts.inputs import calendar_days
from deskwise.facts.rules import Rules
from deskwise.facts.working_hours import WorkingHours
from deskwise.kernel.schedules import Holidays, Schedule, Span
from facts.small_logs import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    Row,
    SmallFold,
    assigned,
    event,
    folded,
    open_hours,
    opened,
    with_hours,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

TWO_SPANS = Schedule("UTC", ((Span(8 * HOUR, 12 * HOUR), Span(13 * HOUR, 17 * HOUR)),) * 5 + ((), ()))
RULES = with_hours(default=(TWO_SPANS,), night=open_hours(20, 24))


# Three cases of one instant: the last team named there is night.
MOVES = (
    opened(0),
    assigned(MONDAY + 9 * HOUR, None, "night"),
    assigned(MONDAY + 9 * HOUR, None, "own"),
    assigned(MONDAY + 9 * HOUR, None, "night"),
)


def measured(
    rules: Rules, columns: str, rows: list[Row], ask: Callable[[WorkingHours, ir.Table], ir.Table]
) -> list[Row]:
    """What the hours make of intervals with these columns (name:type), in the order given."""
    log = folded(*MOVES, rules=rules)
    # The moves of a team hang on no schedules: they are compiled once for all.
    SmallFold(log.connection, Rules(), 1, set()).make("team_moves")
    named = dict(each.split(":") for each in f"place:int64 ticket_key:int64 {columns}".split())
    kinds = {"int64": "bigint", "string": "varchar", "boolean": "boolean"}
    made = ", ".join(f"{name} {kinds[kind]}" for name, kind in named.items())
    log.connection.execute(f"create temp table intervals ({made})")
    for place, row in enumerate(rows):
        marks = ", ".join("?" for _ in row)
        log.connection.execute(
            f"insert into intervals select ?, ticket_key, {marks} from tickets", [place, *row]
        )
    moves = ibis.table(
        {"ticket_key": "int64", "moved_at": "int64", "moved_team": "string"}, name="team_moves"
    )
    hours = WorkingHours(rules, calendar_days(log.width), log.width, moves)
    asked = ask(hours, ibis.table(named, name="intervals"))
    return [row[1:] for row in log.run(asked)]


def worked(rules: Rules, *rows: Row) -> list[int | None]:
    """The working microseconds of intervals: the calendar, the first instant, the end."""
    found = measured(
        rules,
        "calendar:string from_at:int64 to_at:int64",
        list(rows),
        lambda hours, given: hours.with_working(given, "from_at", "to_at", "worked").select(
            "place", "worked"
        ),
    )
    return [row[0] for row in found]


def test_working_time_is_the_exact_length_of_the_intersection_with_opening_time() -> None:
    cases = [
        (MONDAY, MONDAY + DAY, 8 * HOUR),
        (MONDAY + 8 * HOUR, MONDAY + 8 * HOUR, 0),
        (MONDAY + 8 * HOUR - 1, MONDAY + 8 * HOUR + 1, 1),
        (MONDAY + 11 * HOUR, MONDAY + 14 * HOUR, 2 * HOUR),
        (MONDAY + 12 * HOUR, MONDAY + 13 * HOUR, 0),
        (MONDAY + 17 * HOUR - 1, MONDAY + DAY + 8 * HOUR + 2, 3),
        (MONDAY - 2 * DAY, MONDAY + 9 * HOUR, 1 * HOUR),
        (MONDAY + 4 * DAY + 16 * HOUR, MONDAY + 7 * DAY + 9 * HOUR, 2 * HOUR),
        (MONDAY, MONDAY + 14 * DAY, 80 * HOUR),
    ]
    found = worked(RULES, *(("default", from_at, to_at) for from_at, to_at, _ in cases))
    assert found == [expected for _, _, expected in cases]


def test_without_a_schedule_or_an_end_working_time_is_null_and_never_0() -> None:
    assert worked(RULES, (None, MONDAY, MONDAY + DAY), ("default", MONDAY, None)) == [None, None]
    assert worked(Rules(), ("default", MONDAY, MONDAY + DAY)) == [None]


def test_holidays_exceptions_and_later_schedules_are_in_the_days_the_fold_is_given() -> None:
    week = (Span(8 * HOUR, 16 * HOUR),)
    rules = with_hours(
        default=(
            Schedule(
                "UTC",
                (week,) * 7,
                Holidays(dates=(date(1970, 1, 6),)),
                ((date(1970, 1, 7), (Span(10 * HOUR, 11 * HOUR),)),),
            ),
            Schedule("UTC", ((Span(0, 24 * HOUR),),) * 7, valid_from=date(1970, 1, 8)),
        )
    )
    # Monday 8 h, no Tuesday, one hour of Wednesday, and a Thursday round the clock.
    assert worked(rules, ("default", MONDAY, MONDAY + 4 * DAY)) == [(8 + 0 + 1 + 24) * HOUR]


def calendars(rules: Rules, *rows: Row) -> list[str | None]:
    """The calendars of intervals: their first instant, and the team just before it."""
    found = measured(
        rules,
        "started_at:int64 team_before:string",
        list(rows),
        lambda hours, given: hours.with_calendar(given, "started_at").select("place", "calendar"),
    )
    return [row[0] for row in found]


def test_the_schedules_are_those_of_the_team_in_force_after_all_events_of_the_first_instant() -> None:
    nine = MONDAY + 9 * HOUR
    cases = [
        (nine - 1, None, "default"),
        (nine, None, "night"),  # moved at this very instant, to night at last
        (nine, "own", "night"),
        (nine + 1, "night", "night"),
        (nine + 1, "of no schedule", "default"),
        (nine + 1, "default", "default"),  # the name of a team without a schedule of its own
    ]
    assert calendars(RULES, *(case[:2] for case in cases)) == [case[2] for case in cases]


def test_without_one_of_the_workspace_a_team_of_none_has_no_schedule() -> None:
    rules = with_hours(night=open_hours(20, 24))
    assert calendars(rules, (0, "night"), (0, "other"), (0, None)) == ["night", None, None]
    assert calendars(Rules(), (0, "night")) == [None]


def test_the_team_moves_hold_the_last_team_named_at_each_instant() -> None:
    log = folded(
        opened(0),
        assigned(1, "ann", "first"),
        event(1, "escalated", team="second"),
        assigned(1, "bob"),
        event(2, "note", team="of the writer"),
        assigned(3, "cem", "third"),
    )
    assert log.rows("team_moves", "moved_at moved_team") == [(1, "second"), (3, "third")]


def breaches(*rows: Row) -> list[int | None]:
    """When clocks passed their targets: the spell's start, run before, target, if working, if passed."""
    found = measured(
        RULES,
        "spell_started_at:int64 already_microseconds:int64 target_microseconds:int64 target_working:boolean"
        " passed:boolean calendar:string",
        [(*row, "default") for row in rows],
        lambda hours, given: hours.with_breach(given).select("place", "breached_at"),
    )
    return [row[0] for row in found]


def test_a_clock_passes_its_target_on_its_own_clock() -> None:
    """Ruling 8: at the end of a span it passes there, and not at the next one's start."""
    eleven, friday = MONDAY + 11 * HOUR, MONDAY + 4 * DAY
    cases = [
        ((eleven, 0, 3 * HOUR, False), MONDAY + 14 * HOUR),
        ((eleven, 2 * HOUR, 3 * HOUR, False), MONDAY + 12 * HOUR),
        ((eleven, 0, 90 * MINUTE, True), MONDAY + 13 * HOUR + 30 * MINUTE),
        ((eleven, 3 * HOUR, 10 * HOUR, True), MONDAY + DAY + 10 * HOUR),
        ((friday + 16 * HOUR, 0, 2 * HOUR, True), MONDAY + 7 * DAY + 9 * HOUR),
        ((eleven, 0, 1 * HOUR, True), MONDAY + 12 * HOUR),
        ((eleven, 0, 1 * HOUR + 1, True), MONDAY + 13 * HOUR + 1),
        ((MONDAY + 16 * HOUR, 0, 1 * HOUR, True), MONDAY + 17 * HOUR),
    ]
    assert breaches(*((*clock, True) for clock, _ in cases)) == [passed_at for _, passed_at in cases]


def test_one_that_did_not_pass_its_target_has_no_such_instant() -> None:
    at = MONDAY + 11 * HOUR
    assert breaches((at, 0, 1 * HOUR, True, False), (at, 0, 1 * HOUR, False, False)) == [None, None]

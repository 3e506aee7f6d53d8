"""What differs between settings, and changes of one put on top of another."""

from __future__ import annotations

from typing import Any

import pytest

from deskwise.app.settings_differences import (
    both_changed,
    changes,
    flat_json,
    leaves,
    put_on_top,
    table_of,
)
from deskwise.app.settings_document import parse_settings, settings_from_table

FIRM = """
window_days = 7
[teams.support]
tier = 1
hourly_cost = { EUR = 38.5 }
[teams.field]
[[schedules.default]]
zone = "UTC"
week = { mon = [["09:00", "12:00"], ["13:00", "17:00"]] }
[[schedules.default]]
from = 2025-01-01
zone = "UTC"
week = {}
exceptions = { 2025-12-31 = [["09:00", "12:00"]], 2026-01-02 = [] }
[[sla]]
name = "gold"
first_response = { working = "1h" }
[[sla]]
name = "gold"
from = 2025-01-01
first_response = { elapsed = "2h" }
[connections.desk]
kind = "request_tracker"
url = "https://desk.example"
options = { queue = "support" }
"""
GOLD = '[[sla]]\nname = "gold"\nfirst_response = { working = "1h" }\n'
IRON = '[[sla]]\nname = "iron"\nfirst_response = { working = "9h" }\n'


def table(text: str) -> dict[str, Any]:
    return parse_settings(text).table()


def told(before: str, after: str) -> list[tuple[str, str | None, str | None]]:
    return [(each.label, each.before, each.after) for each in changes(table(before), table(after))]


def test_settings_are_made_again_of_their_leaves() -> None:
    assert settings_from_table(table_of(leaves(table(FIRM)))).table() == table(FIRM)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "window_days = 5", ("Re-contact window", None, "5")),
        ("fiscal_year_starts = 4", "", ("Fiscal year begins in", "April", None)),
        ("[teams.a]\ntier = 1", "[teams.a]\ntier = 2", ("Teams, a: Tier", "1", "2")),
        ("[teams.tier]\ntier = 1", "[teams.tier]\ntier = 2", ("Teams, tier: Tier", "1", "2")),
        (FIRM, FIRM.replace("38.5", "40"), ("Teams, support: Cost of an hour", "38.5 EUR", "40 EUR")),
        (
            FIRM,
            FIRM.replace('"12:00"], ["13:00"', '"12:30"], ["13:00"'),
            (
                "Opening hours, default, the first, Week: Monday",
                "09:00-12:00, 13:00-17:00",
                "09:00-12:30, 13:00-17:00",
            ),
        ),
        (
            FIRM,
            FIRM.replace(", 2026-01-02 = []", ""),
            (
                "Opening hours, default, 2025-01-01: Dates with other hours",
                "2025-12-31 09:00-12:00; 2026-01-02 closed",
                "2025-12-31 09:00-12:00",
            ),
        ),
        (
            FIRM,
            FIRM.replace('"2h"', '"3h"'),
            ("SLA policies, gold from 2025-01-01, First response: By the clock on the wall", "2h", "3h"),
        ),
        (GOLD + IRON, IRON + GOLD, ("SLA policies: order", "gold, then iron", "iron, then gold")),
        ("", "[teams.a]", ("Teams: a", None, "there, with nothing set")),
    ],
)
def test_a_change_is_told_in_words(
    before: str, after: str, expected: tuple[str, str | None, str | None]
) -> None:
    assert told(before, after) == [expected]


def test_nothing_differs_between_the_same() -> None:
    assert told(FIRM, FIRM) == []


def test_the_audit_has_each_key_as_toml() -> None:
    assert flat_json(table(GOLD)) == {"sla.gold.name": '"gold"', "sla.gold.first_response.working": '"1h"'}


def test_changes_of_different_things_stand_side_by_side() -> None:
    base, mine, theirs = table(GOLD), table(GOLD + IRON), table("window_days = 5\n" + GOLD)
    assert both_changed(base, mine, theirs) == frozenset()
    assert put_on_top(base, mine, theirs) == table("window_days = 5\n" + GOLD + IRON)


def test_of_what_both_changed_one_is_chosen() -> None:
    base, mine, theirs = (table(f"window_days = {days}\nzone = \"{zone}\"") for days, zone in (
        (5, "UTC"), (6, "Asia/Tokyo"), (7, "UTC")))  # fmt: skip
    assert both_changed(base, mine, theirs) == {("window_days",)}
    assert put_on_top(base, mine, theirs) == table('window_days = 6\nzone = "Asia/Tokyo"')
    assert put_on_top(base, mine, theirs, mine_first=False) == table('window_days = 7\nzone = "Asia/Tokyo"')


def test_both_may_change_one_thing_to_the_same() -> None:
    base, mine, theirs = table("window_days = 5"), table("window_days = 6"), table("window_days = 6")
    assert both_changed(base, mine, theirs) == frozenset()


def test_what_one_took_away_stays_away() -> None:
    base, mine, theirs = table(GOLD + IRON), table(IRON), table("window_days = 5\n" + GOLD + IRON)
    assert put_on_top(base, mine, theirs) == table("window_days = 5\n" + IRON)

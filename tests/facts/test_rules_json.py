"""Rules survive being written and read, to the last digit."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskwise.facts.rules import Rules, SlaPolicy, SlaTarget, Team
from deskwise.facts.rules_json import rules_from_json, rules_to_json
from deskwise.kernel.errors import WorkspaceError
from deskwise.kernel.schedules import Holidays, Schedule, Span

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)


def every_field(kind: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value with all fields drawn, those with a default too."""
    hints = get_type_hints(kind)
    own: dict[str, st.SearchStrategy[Any]] = {
        field.name: st.from_type(hints[field.name]) for field in fields(kind) if field.name not in given
    }
    return st.builds(kind, **own, **given)


def few(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


SPANS = few(st.builds(Span, st.integers(), st.integers()))
SCHEDULES = every_field(
    Schedule,
    week=st.tuples(*[SPANS] * 7),
    holidays=every_field(Holidays),
    exceptions=few(st.tuples(st.dates(), SPANS)),
)
TARGETS = st.none() | every_field(SlaTarget)
POLICIES = every_field(SlaPolicy, first_response=TARGETS, next_reply=TARGETS, resolution=TARGETS)
TEAMS = every_field(Team, hourly_cost=few(st.tuples(st.text(), DECIMALS)))
RULES = every_field(
    Rules,
    teams=few(TEAMS),
    schedules=few(st.tuples(st.text(), few(SCHEDULES))),
    sla=few(POLICIES),
    service_level_seconds=DECIMALS,
)


@settings(max_examples=50, deadline=None)
@given(RULES)
def test_rules_come_back_exactly(rules: Rules) -> None:
    text = rules_to_json(rules)
    back = rules_from_json(text)
    assert back == rules
    assert repr(back) == repr(rules)  # 1.0 equals 1.00, and is another text
    assert back.fingerprint() == rules.fingerprint()
    assert rules_to_json(back) == text


def test_a_field_that_is_missing_has_its_default() -> None:
    table = json.loads(rules_to_json(replace(Rules(), zone="Asia/Tokyo")))
    del table["sale_microseconds"]
    assert rules_from_json(json.dumps(table)) == Rules(zone="Asia/Tokyo")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"no_such_rule": 1}',
        '{"zone": 1}',
        '{"fiscal_year_starts": true}',
        '{"rulings": "sometimes"}',
        '{"teams": [{"tier": 1}]}',
        '{"teams": [{"name": "a", "hourly_cost": [["EUR"]]}]}',
        '{"service_level_seconds": "much"}',
        '{"schedules": [["a", [{"zone": "UTC", "week": [], "valid_from": "soon"}]]]}',
    ],
)
def test_what_is_no_rules_is_an_error_of_the_workspace(text: str) -> None:
    with pytest.raises(WorkspaceError):
        rules_from_json(text)


def test_reading_rules_imports_nothing_slow() -> None:
    program = (
        "import sys; from deskwise.facts.rules_json import *; rules_from_json('{}'); "
        "print([name for name in ('pydantic', 'holidays', 'ibis', 'duckdb') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_decimals_keep_their_digits() -> None:
    rules = Rules(teams=(Team("support", 1, (("EUR", Decimal("38.50")),)),))
    assert '"38.50"' in rules_to_json(rules)

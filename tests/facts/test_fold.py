"""The fold whole: its steps in order, each from those before it, every table of facts made once."""

from __future__ import annotations

import ibis.expr.operations as ops
import pytest

from deskwise.facts.inputs import EVENTS, SOURCES, TICKETS
from deskwise.facts.rules import Rules
from deskwise.facts.schema import FACT_TABLES
from facts.chosen_rules import AGREED
from facts.small_logs import DAY, HOUR, asked, event, fold_steps, folded, opened, replied, status

INPUTS = {"events", "ticket_events", "tickets", "source_as_of", "calendar_days"}


@pytest.mark.parametrize("rules", [Rules(), AGREED], ids=("plain", "agreed"))
def test_each_step_reads_only_inputs_and_steps_before_it(rules: Rules) -> None:
    made = set(INPUTS)
    for name, step in fold_steps(rules, 1).items():
        read = {table.name for table in step.expression.op().find(ops.UnboundTable)}
        assert read <= made, (name, read - made)
        made.add(name)


@pytest.mark.parametrize("rules", [Rules(), AGREED], ids=("plain", "agreed"))
def test_every_table_of_facts_is_made_once_and_kept_with_exactly_its_columns(rules: Rules) -> None:
    kept = {
        name: {column: str(kind) for column, kind in step.expression.schema().items()}
        for name, step in fold_steps(rules, 1).items()
        if step.kept
    }
    assert kept == {name: table.columns for name, table in FACT_TABLES.items()}


def test_the_inputs_are_read_as_declared() -> None:
    declared = {"events": EVENTS, "ticket_events": EVENTS, "tickets": TICKETS, "source_as_of": SOURCES}
    for step in fold_steps(Rules(), 1).values():
        for table in step.expression.op().find(ops.UnboundTable):
            if table.name in declared:
                assert set(table.schema.names) == set(declared[table.name])


def test_a_log_cut_at_an_earlier_instant_is_the_log_as_it_was_then() -> None:
    log = [
        opened(0),
        replied(1 * HOUR),
        status(2 * HOUR, "solved"),
        asked(3 * HOUR),
        status(4 * HOUR, "open"),
    ]
    columns = "first_resolved_at resolved_at reopenings messages_after_resolution as_of"
    then = folded(*log[:3], as_of=3 * HOUR - 1).rows("requests", columns)
    assert then == [(2 * HOUR, 2 * HOUR, 0, 0, 3 * HOUR - 1)]
    assert folded(*log, as_of=100 * DAY, cut_at=3 * HOUR - 1).rows("requests", columns) == then
    assert folded(*log, as_of=5 * HOUR).rows("requests", columns) == [(2 * HOUR, None, 1, 1, 5 * HOUR)]


def test_events_after_their_own_sources_as_of_are_not_known_yet() -> None:
    log = folded(
        opened(0),
        status(5, "solved"),
        opened(0, "U", source="shop"),
        event(5, "status", "U", source="shop", status="solved"),
        as_of={"desk": 4, "shop": 5},
    )
    assert log.rows("requests", "source resolved_at as_of") == [("desk", None, 4), ("shop", 5, 5)]


def test_an_empty_log_has_empty_facts() -> None:
    log = folded(opened(0), as_of=-1)
    assert {name: log.rows(name, next(iter(table.columns))) for name, table in FACT_TABLES.items()} == {
        name: [] for name in FACT_TABLES
    }

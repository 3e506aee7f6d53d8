from __future__ import annotations

import pytest

from app.test_event_effects import event
from app.test_explain_ticket import desk
from app.test_explain_ticket import few_metrics as few_metrics
from deskwise.app.access.things import Kind, Thing
from deskwise.app.explain_ticket import explain_ticket
from deskwise.app.whose_ticket import whose_ticket
from metrics.duckdb_facts import DAY


@pytest.mark.parametrize(
    ("given", "teams", "actors"),
    [
        ({"kind": "assigned", "team": "field", "agent": "ben"}, {"field"}, {"ben"}),
        ({"kind": "message", "role": "agent", "actor": "anna", "team": "support"}, {"support"}, {"anna"}),
        ({"kind": "message", "role": "customer", "actor": "carl"}, set(), set()),
    ],
)
def test_a_ticket_is_of_whoever_held_it_or_acted_on_it(
    given: dict[str, str], teams: set[str], actors: set[str]
) -> None:
    kind = given.pop("kind")
    found = whose_ticket(explain_ticket(desk(event("opened", DAY), event(kind, DAY + 1, **given)), "1"))
    assert found == Thing(Kind.TICKET, frozenset(teams), frozenset(actors))

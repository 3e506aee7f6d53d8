from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from deskwise.app.plain_json import flattened, plain_values


def test_values_become_what_json_has() -> None:
    told = {"at": datetime(2025, 1, 1, tzinfo=UTC), "day": date(2025, 1, 2), "n": Decimal("7.0"), "all": (1,)}
    assert plain_values(told) == {"at": "2025-01-01T00:00:00Z", "day": "2025-01-02", "n": 7, "all": [1]}


def test_an_object_without_fields_stays_a_cell() -> None:
    assert flattened({"excluded": {}, "by": {"team": "a", "deep": {"er": 1}}}) == {
        "excluded": {},
        "by.team": "a",
        "by.deep.er": 1,
    }

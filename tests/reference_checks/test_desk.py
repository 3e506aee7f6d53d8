"""The reference on small logs whose answers can be worked out by hand."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest

from reference import METRICS, ReferenceDesk

HEAD = "at,kind,ticket,role,customer,category,status,actor,agent,team,value,scale,extra,event_id\n"


def desk_of(lines: str, settings: dict[str, Any] | None = None, as_of: str | None = None) -> ReferenceDesk:
    desk = ReferenceDesk(settings)
    desk.import_csv(HEAD + lines.strip() + "\n", source="desk", as_of=as_of)
    return desk


def only(desk: ReferenceDesk, metric: str, **selection: Any) -> dict[str, Any]:
    (reading,) = desk.readings(metric, **selection)
    return reading


REOPENED = """
2025-01-01T10:00:00Z,opened,T,customer,C,,,,,,,,,
2025-01-01T11:00:00Z,status,T,agent,,,solved,ann,,,,,,
{reopened},status,T,customer,,,open,,,,,,,again
2025-01-20T11:00:00Z,status,T,agent,,,solved,ann,,,,,,
"""


@pytest.mark.parametrize(
    ("reopened", "requests"),
    [("2025-01-08T11:00:00Z", 1), ("2025-01-08T11:00:00.000001Z", 2)],
)
def test_the_window_has_its_edge(reopened: str, requests: int) -> None:
    desk = desk_of(REOPENED.format(reopened=reopened))
    assert only(desk, "requests_received")["value"] == requests


def test_a_ruling_makes_a_boundary_and_is_told() -> None:
    lines = REOPENED.format(reopened="2025-01-02T11:00:00Z")
    ruling = (
        '2025-01-21T00:00:00Z,ruled,T,agent,,,,,,,,,"{""event"": ""again"", ""ruling"": ""new_issue""}",\n'
    )
    with_ruling = only(desk_of(lines + ruling), "requests_received")
    assert (with_ruling["value"], with_ruling["ruled"]) == (2, 2)
    ignored = only(desk_of(lines + ruling, {"rulings": "ignore"}), "requests_received")
    assert (ignored["value"], ignored["ruled"]) == (1, 0)


def test_a_share_is_exact_and_has_its_interval() -> None:
    lines = "".join(
        f"2025-01-0{n}T10:00:00Z,rated,,customer,C{n},,,,,,{score},1-5,,\n"
        for n, score in enumerate((5, 4, 1), start=1)
    )
    reading = only(desk_of(lines), "csat")
    assert reading["exact"] == Fraction(2, 3)
    assert reading["interval"] == pytest.approx([0.2076596, 0.9385081], abs=1e-6)


def test_an_empty_period_counts_nothing_and_knows_no_mean() -> None:
    desk = desk_of(
        """
2025-01-15T10:00:00Z,opened,T,customer,C,,,,,,,,,
2025-03-15T10:00:00Z,opened,U,customer,D,,,,,,,,,
"""
    )
    counts = [one["value"] for one in desk.readings("requests_received", every="month")]
    assert counts == [1, 0, 1]
    means = desk.readings("first_response_time", every="month", stat="mean")
    assert [one["value"] for one in means] == [None, None, None]


def many_events() -> list[dict[str, Any]]:
    kinds = ("opened", "message", "assigned", "status", "rated", "worked", "sale", "message", "status")
    statuses = ("open", "pending", "solved", "open", "closed")
    rows: list[dict[str, Any]] = []
    for n in range(60):
        kind = "opened" if n < 6 else kinds[n % len(kinds)]
        rows.append(
            {
                "at": f"2025-01-{n // 3 + 1:02d}T{n % 24:02d}:00:00Z",
                "kind": kind,
                "ticket": f"T{n % 6}",
                "role": ("customer", "agent", "bot")[n % 3],
                "customer": f"C{n % 4}",
                "status": statuses[n % 5],
                "actor": f"A{n % 3}",
                "agent": f"A{n % 2}",
                "team": f"G{n % 2}",
                "value": "1",
                "scale": {"rated": "1-5", "sale": "EUR"}.get(kind, ""),
            }
        )
    return rows


def test_sixty_events_take_well_under_a_second() -> None:
    began = time.process_time()
    desk = ReferenceDesk()
    desk.import_rows(many_events())
    for metric in METRICS:
        desk.readings(metric, by=("agent",), every="week")
    assert time.process_time() - began < 1


def test_two_halves_give_what_the_whole_gives() -> None:
    rows = [{**row, "seq": str(n)} for n, row in enumerate(many_events())]
    whole, halves = ReferenceDesk(), ReferenceDesk()
    whole.import_rows(rows)
    halves.import_rows(rows[1::2])
    halves.import_rows(rows[::2])
    counts = halves.import_rows(rows)
    assert counts["duplicates"] == counts["read"]
    for metric in METRICS:
        assert whole.readings(metric, by=("team",)) == halves.readings(metric, by=("team",)), metric

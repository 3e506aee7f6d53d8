"""A spread counts each case once, in the step its length lies in, and the cases of the figure alone."""

from __future__ import annotations

import pytest

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.metrics.selection import select
from deskwise.metrics.spread import EDGES, Spread, bin_of, read_spread
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, SECOND, DuckdbFacts, KeptSql, reading, request, wait

LENGTHS = (0, SECOND - 1, SECOND, 59 * SECOND, 60 * SECOND, 3_600 * SECOND, 9 * DAY, 900 * DAY, *EDGES[3:6])
KEPT = KeptSql()


def desk() -> DuckdbFacts:
    """A first answer of each length, one that is open, and one of another team."""
    requests = [request(str(at), at + 1, team="support") for at in range(len(LENGTHS) + 2)]
    whose = {"agent": "ann", "team": "support"}
    waits = [
        wait(str(at), 1, at + 1, at + 1 + length, "answered", **whose) for at, length in enumerate(LENGTHS)
    ]
    waits.append(wait(str(len(LENGTHS)), 1, 5, None, "open", team="support"))
    waits.append(wait(str(len(LENGTHS) + 1), 1, 5, 6, "answered", agent="ben", team="billing"))
    return DuckdbFacts(requests=requests, waits=waits)


def spread(engine: DuckdbFacts, **asked: object) -> Spread:
    chosen = select(("first_response_time",), **asked)  # type: ignore[arg-type]  # words by name
    return read_spread(chosen, rules=Rules(), horizon=Horizon(0, 10_000 * DAY), engine=engine, compiled=KEPT)


def test_each_length_is_in_the_step_it_lies_in() -> None:
    found = spread(desk(), where={"team": ("support",)})
    expected = [0] * (len(EDGES) + 1)
    for length in LENGTHS:
        expected[bin_of(length)] += 1
    assert found.counts == tuple(expected)
    assert (found.counts[0], found.counts[-1]) == (2, 1)


def test_its_cases_are_those_of_the_figure() -> None:
    engine = desk()
    for where in ({}, {"team": ["support"]}, {"team": ["billing"]}, {"team": ["nobody"]}):
        assert spread(engine, where=where).n == reading(
            engine, "first_response_time", stats=("mean",), where=where
        ).n  # fmt: skip


def test_an_edge_belongs_to_the_step_above_it() -> None:
    assert all(bin_of(edge - 1) + 1 == bin_of(edge) for edge in EDGES)
    assert sorted(EDGES) == list(EDGES)


@pytest.mark.parametrize("metrics", [(), ("csat",), ("backlog_age",), ("reply_time", "first_response_time")])
def test_only_the_durations_of_one_figure_have_a_spread(metrics: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="the durations behind one figure"):
        read_spread(
            select(metrics), rules=Rules(), horizon=Horizon(0, DAY), engine=DuckdbFacts(), compiled=KEPT
        )

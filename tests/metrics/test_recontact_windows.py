"""Windows of re-contact: at the one that is set they count what the metrics count, to the microsecond."""

from __future__ import annotations

from typing import Any

import pytest

from deskwise.facts.rules import Rules
from deskwise.metrics.recontact_windows import FCR, AtWindow, WindowCases, at_window, came_on, read_windows
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, DuckdbFacts, KeptSql, reading, request

MOST = 30
AS_OF = 100 * DAY
# Texts of queries are made once: they take far longer than to run.
KEPT = KeptSql()
# Resolved on this day, back so many microseconds after it, by a ticket; one contact; its category.
LIVES: tuple[tuple[int, int | None, bool, int, str | None], ...] = (
    (10, None, False, 1, "login"), (20, 3 * DAY, False, 1, "login"), (20, 3 * DAY + 1, False, 1, "login"),
    (30, 7 * DAY, True, 1, None), (30, 7 * DAY + 1, True, 1, None), (40, 1, True, 2, "sync"),
    (50, None, False, 0, "sync"), (93, None, False, 1, "sync"), (94, None, False, 1, "sync"),
    (95, 2 * DAY, False, 1, "sync"),
)  # fmt: skip


def facts(window: int) -> DuckdbFacts:
    """Requests and their first resolutions, folded at a window."""
    requests: list[dict[str, Any]] = []
    resolutions = []
    for number, (day, took, by_ticket, contacts, category) in enumerate(LIVES):
        at, ticket = day * DAY, f"T-{number}"
        within = took is not None and took <= window
        mature = at + window <= AS_OF
        unjudged = within and by_ticket and category is None
        requests.append(
            request(
                ticket, at - DAY, resolved_at=at, as_of=AS_OF, first_mature=mature, first_recontact=within,
                first_recontact_unjudged=unjudged, category=category, contacts=contacts,
                contacts_before_first_resolution=contacts, human_act_by_first_resolution=True,
                first_resolution_agent=f"agent {number % 2}",
            )
        )  # fmt: skip
        resolutions.append(
            {
                "source": "desk", "ticket": ticket, "request": 1, "resolution": 1, "resolved_at": at,
                "recontact_at": None if took is None else at + took, "merged": False, "mature": mature,
                "recontact_by": None if took is None else "ticket" if by_ticket else "reopening",
                "recontact_within_window": within, "unjudged": unjudged,
            }
        )  # fmt: skip
    ratings = [
        {
            "source": "desk", "ticket": f"T-{value}", "request": 1, "event_id": f"r{value}",
            "scale": "solved", "value": value, "counts": True,
        }
        for value in (0, 1)
    ]  # fmt: skip
    return DuckdbFacts(requests=requests, resolutions=resolutions, ratings=ratings)


def cases(
    engine: DuckdbFacts, unit: int, most: int, *by: str, **where: list[str | None]
) -> tuple[WindowCases, ...]:
    return read_windows(
        select((FCR,), by=by, where=where), unit, most, rules=Rules(), horizon=Horizon(0, AS_OF),
        engine=engine, compiled=KEPT,
    )  # fmt: skip


@pytest.mark.parametrize("window", [3 * DAY, 3 * DAY + 1, 7 * DAY, 7 * DAY + 1, DAY // 2, 29 * DAY])
@pytest.mark.parametrize("where", [{}, {"category": ["sync"]}])
def test_at_the_window_that_is_set_it_is_the_metrics_own(
    window: int, where: dict[str, list[str | None]]
) -> None:
    engine, rules = facts(window), Rules(window_microseconds=window)
    fcr = reading(engine, FCR, rules=rules, as_of=AS_OF, where=where, compiled=KEPT)
    back = reading(engine, "recontact_rate", rules=rules, as_of=AS_OF, where=where, compiled=KEPT)
    found = at_window(cases(engine, window, 1, **where), 1)
    assert (found.resolved, found.n_asked) == (fcr.numerator, fcr.denominator)
    assert (found.recontacts, found.n) == (back.numerator, back.denominator)
    assert (found.provisional, found.unjudged) == (back.provisional, back.unjudged)


def test_every_window_of_whole_days_is_that_of_a_fold_at_it() -> None:
    daily = cases(facts(7 * DAY), DAY, MOST)
    for days in (1, 2, 3, 4, 5, 6, 7, 8, 30):
        window = days * DAY
        engine, rules = facts(window), Rules(window_microseconds=window)
        fcr = reading(engine, FCR, rules=rules, as_of=AS_OF, compiled=KEPT)
        back = reading(engine, "recontact_rate", rules=rules, as_of=AS_OF, compiled=KEPT)
        found = at_window(daily, days)
        assert (found.resolved, found.n_asked) == (fcr.numerator, fcr.denominator)
        assert (found.recontacts, found.n) == (back.numerator, back.denominator)
        assert found.unjudged == back.unjudged


def test_days_tell_who_came_back_on_them_of_those_who_could() -> None:
    found = came_on(cases(facts(7 * DAY), DAY, MOST), MOST)
    assert sum(back for back, _ in found) == 6
    assert found[0] == (1, len(LIVES))
    assert found[2] == (1, 8)
    assert found[6] == (1, 5)
    assert found[7] == (1, 3)


def test_agents_are_counted_where_they_are_asked_for_and_customers_are_heard() -> None:
    found = cases(facts(7 * DAY), DAY, MOST, "agent")
    assert {each.agent for each in found} == {"agent 0", "agent 1"}
    assert at_window(found, 7).people == 2
    assert at_window(cases(facts(7 * DAY), DAY, MOST), 7).people == 0
    assert sorted(each.survey for each in found if each.survey is not None) == [False, True]


def test_nothing_is_counted_where_there_is_nothing() -> None:
    assert at_window(cases(DuckdbFacts(), DAY, MOST), 7) == AtWindow(7, 0, 0, 0, 0, 0, 0, 0)

"""What looks like one problem: bursts where there are some, and of ordinary days nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest, nbinom

from analyses.ground import DAY, HandMade, made, said
from deskwise.analyses.bursts import bursts, chances_of, day_limits, spread_of, usual_of
from deskwise.analyses.downtime_contacts import downtime_contacts
from deskwise.analyses.ground_values import Groups, Note
from deskwise.analyses.problem_candidates import problem_candidates
from deskwise.analyses.raised_by_day import DaysOfGroup, OutageContacts, RaisedByDay
from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import Figure
from deskwise.metrics.timeline import ReadPeriod

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
NAME, RUNS, SIZE, BEFORE = "requests_received", 1000, 84, 56
HOUR = DAY // 24


def days(*counts: int, linked: Mapping[int, int] | None = None, shown: bool = True) -> DaysOfGroup:
    told = linked or {}
    return DaysOfGroup(counts, tuple(told.get(day, 0) for day in range(len(counts))), (shown,) * len(counts))


def raised(groups: Mapping[str, DaysOfGroup], before: int = BEFORE) -> RaisedByDay:
    size = max((len(each.raised) for each in groups.values()), default=0)
    return RaisedByDay(
        tuple(day * DAY for day in range(size + 1)),
        before,
        {(name, "comet"): each for name, each in groups.items()},
    )


def ground(
    found: RaisedByDay, *outages: OutageContacts, notes: tuple[Note, ...] = (), of_what: str = ""
) -> HandMade:
    n = sum(sum(each.raised) for each in found.groups.values())
    whole = made(NAME, Figure(n, n), ReadPeriod(BEFORE * DAY, SIZE * DAY, False), "count")
    return HandMade(
        metric(NAME), whole, whole, {}, {"of_what": of_what} if of_what else {}, noted=notes,
        read={(NAME, "count", (), False): Groups({(): whole})}, raised=found, outages=outages,
        as_of=SIZE * DAY,
    )  # fmt: skip


def outage(began_at: int, during: int = 20, after: int = 10, usual: int = 40, **more: Any) -> OutageContacts:
    return OutageContacts(
        more.get("product", "comet"), more.get("planned", False), began_at, began_at + HOUR, during, after,
        usual // 2, usual - usual // 2, 4,
    )  # fmt: skip


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads(
        (GOLDEN / "problem_candidates-an_outage_and_its_requests.toml").read_text(encoding="utf-8")
    )
    groups = {}
    for each in told["groups"]:
        counts = [each["usual"]] * SIZE
        for day, count in each["days"].items():
            counts[int(day)] = count
        linked = {int(day): count for day, count in each["linked"].items()}
        groups[each["group"][0]] = days(*counts, linked=linked)
    evening = 79 * DAY + 20 * HOUR
    finding = problem_candidates(
        ground(
            raised(groups), outage(10 * DAY), outage(evening), outage(evening - 20 * DAY),
            notes=(Note(5 * DAY, "long ago"), Note(78 * DAY, "release 4.2")),
        )
    )  # fmt: skip
    expect = told["expect"]
    assert finding.outcome == expect["outcome"]
    assert said(finding) == expect["sentences"]
    (row,) = finding.records()
    for name in ("first_day", "last_day", "requests", "usual", "unlinked"):
        assert row[name] == expect[name]
    assert [row["times"], row["times_low"], row["times_high"]] == pytest.approx(expect["times"], abs=1e-3)
    (burst,) = bursts(raised(groups)).found
    assert burst.chance == pytest.approx(expect["chance"], rel=0.02)
    number = finding.number("downtime")
    assert number is not None
    assert [number.value, number.low, number.high] == pytest.approx(expect["downtime"], abs=1e-3)
    (product,) = finding.table("downtime").records()
    assert (product["product"], product["outages"], product["downtime"]) == ("comet", 3, 3 * 3600)
    course = finding.table("course").records()
    assert [each["day"] for each in course if each["in_burst"]] == ["1970-03-22", "1970-03-23"]


def test_of_ordinary_days_nothing_looks_like_a_problem() -> None:
    weekday = [6, 5, 4, 4, 3, 1, 0] * 12
    finding = problem_candidates(ground(raised({"sync": days(*weekday), "login": days(*weekday)})))
    assert finding.outcome == "nothing"
    assert said(finding) == [
        (
            "Nothing looks like one problem: of 2 groups none brought more in 28 days than chance makes of"
            " what is usual for the day of the week."
        )
    ]
    assert finding.more == ()


def test_with_fewer_than_four_weeks_before_nothing_is_said() -> None:
    finding = problem_candidates(ground(raised({"sync": days(*[4] * 20, 40)}, 0)))
    assert finding.outcome == "too few"
    late = bursts(raised({"sync": days(*[4] * 35, 40)}, 0))
    assert (late.days, [each.first for each in late.found]) == (8, [35])


def test_days_with_one_between_them_are_one_burst_and_few_requests_are_none() -> None:
    counts = [2] * SIZE
    counts[60] = counts[62] = counts[70] = 30
    found = bursts(raised({"sync": days(*counts)})).found
    assert [(each.first, each.last, each.requests) for each in found] == [
        (60, 62, 62), (70, 70, 30),
    ]  # fmt: skip
    assert bursts(raised({"new": days(*[0] * 80, 4, 0, 0, 0)})).found == ()
    assert len(bursts(raised({"new": days(*[0] * 80, 6, 0, 0, 0)})).found) == 1


def test_hidden_bursts_are_counted_and_days_on_which_all_rise_are_doubted() -> None:
    many = {name: days(*[4] * 80, 30, 4, 4, 4) for name in "abcd"}
    finding = problem_candidates(ground(raised({**many, "e": days(*[4] * 80, 30, 4, 4, 4, shown=False)})))
    assert len(finding.rows) == 4
    words = [each.words for each in finding.doubts]
    assert any("more than half of all groups" in each for each in words)
    assert any("too few people" in each for each in words)
    assert any("No request is linked" in each for each in words)


def test_an_outage_of_another_product_or_of_later_is_none_before_it() -> None:
    found = raised({"sync": days(*[4] * 80, 30, 4, 4, 4)})
    begins = 80 * DAY
    for each in (outage(begins, product="atlas"), outage(begins + DAY), outage(begins - DAY - 1)):
        assert problem_candidates(ground(found, each)).records()[0]["outage"] is None
    for each in (outage(begins - DAY), outage(begins + HOUR, product=None)):
        assert problem_candidates(ground(found, each)).records()[0]["outage"] is not None
    planned = problem_candidates(ground(found, outage(begins, planned=True)))
    assert said(planned)[1] == "Maintenance of comet began at Sun 22 Mar 1970, 00:00."
    with pytest.raises(UsageError):
        problem_candidates(ground(found, of_what="team"))


def test_chances_and_ends_are_those_of_another_implementation() -> None:
    before, weeks = np.array([[32.0, 5.0, 0.0]]), np.array([8.0, 8.0, 4.0])
    counts = np.array([[20.0, 3.0, 2.0]])
    found = chances_of(counts, before, weeks, np.array([1.0]))[0]
    for place in range(3):
        exact = nbinom.sf(counts[0, place] - 1, before[0, place] + 1, weeks[place] / (weeks[place] + 1))
        assert found[place] == pytest.approx(exact, rel=1e-9)
    (usual, most) = day_limits([4] * 57, 1.0)[56]
    assert usual == 4.0
    assert most is not None
    assert nbinom.cdf(most, 33, 8 / 9) >= 1 - 0.00135 > nbinom.cdf(most - 1, 33, 8 / 9)
    told = downtime_contacts([outage(each, 15, 8, 32) for each in range(3)])
    assert told is not None
    none = downtime_contacts([outage(each, 6, 2, 0) for each in range(3)])
    assert none is not None
    assert (none.times, none.high, none.more) == (None, None, True)
    assert none.low == pytest.approx(0.025 ** (1 / 24) / (1 - 0.025 ** (1 / 24)) * 4)
    assert (
        "none in the same hours"
        in said(problem_candidates(ground(raised({"sync": days(*[4] * SIZE)}), *[outage(0, 6, 2, 0)] * 3)))[1]
    )
    ends = binomtest(69, 69 + 96).proportion_ci(0.95, "exact")
    assert (told.low, told.high) == pytest.approx(
        (ends.low / (1 - ends.low) * 4, ends.high / (1 - ends.high) * 4)
    )


@pytest.mark.parametrize("variance", [1, 2])
def test_by_chance_alone_hardly_any_company_has_a_burst(variance: int) -> None:
    # Ten groups of all sizes, whose days of the week differ; variance is as many times that of chance.
    draws, found = np.random.default_rng(variance), 0
    week = np.tile([1.4, 1.2, 1.1, 1.0, 1.0, 0.4, 0.2], 21)
    for _ in range(RUNS):
        mean = np.exp(draws.normal(0.5, 1.2, (10, 1))) * week
        if variance > 1:
            mean = draws.gamma(mean / (variance - 1), variance - 1)
        counts = draws.poisson(mean).astype(float)
        before, weeks = usual_of(counts)
        spread = spread_of(counts, before, weeks)
        chances = chances_of(counts[:, 56:], before[:, 56:], weeks[56:], spread).ravel()
        ranked = np.sort(chances)
        stands_out = ranked <= 0.05 * np.arange(1, len(ranked) + 1) / len(ranked)
        found += bool(stands_out.any())
    assert found / RUNS <= 0.05 + 2 * (0.05 * 0.95 / RUNS) ** 0.5


def test_the_interval_of_downtime_holds_the_truth_as_often_as_it_says() -> None:
    draws, within, times = np.random.default_rng(7), 0, 1.8
    for _ in range(RUNS):
        mean = draws.uniform(2, 30, 12)
        during, beside = draws.poisson(times * mean), draws.poisson(4 * mean)
        found = downtime_contacts(
            [
                outage(place, int(own), 0, int(rest))
                for place, (own, rest) in enumerate(zip(during, beside, strict=True))
            ]
        )
        assert found is not None
        assert found.high is not None
        within += found.low <= times <= found.high
    noise = (0.95 * 0.05 / RUNS) ** 0.5
    assert within / RUNS >= 0.95 - 0.02 - 2 * noise
    # Exact ends are never narrower than they say, and are widened where outages differ by chance.
    assert within / RUNS <= 0.99

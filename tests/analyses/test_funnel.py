"""Limits, chances and discoveries against published tables and examples, and their errors by simulation."""

from __future__ import annotations

import math

import pytest

from deskwise.analyses.cells import Cell, Group
from deskwise.analyses.expected import Counted, Standing, standings
from deskwise.analyses.funnel import (
    INNER,
    OUTER,
    Funnel,
    Judged,
    chance_of,
    discoveries,
    funnel,
    funnel_limits,
    over_dispersion,
    ratio_interval,
)

CERTAIN = 1e-9


def known(count: int, expected: float) -> Standing:
    """Somebody whose expectation rests on very many."""
    return Standing("anna", count, 1000, expected, CERTAIN * expected, CERTAIN, 0)


def test_limits_are_those_of_the_poisson_table_moved_back_within_their_step() -> None:
    # Of a mean of 10 the table has P(X <= 3, 4, 16, 17) = 0.0103, 0.0293, 0.9730, 0.9857.
    low, high = funnel_limits(10.0, INNER)
    assert low == pytest.approx(4 - (0.02925 - 0.025) / (0.02925 - 0.01034), abs=2e-3)
    assert high == pytest.approx(17 - (0.98572 - 0.975) / (0.98572 - 0.97296), abs=2e-3)
    outer_low, outer_high = funnel_limits(10.0, OUTER)
    assert outer_low < low < 10 < high < outer_high
    assert funnel_limits(0.5, INNER)[0] == 0.0
    assert funnel_limits(0.0, INNER) == (0.0, 0.0)


def test_limits_grow_by_the_root_of_over_dispersion_and_with_an_expectation_of_few() -> None:
    wide = funnel_limits(400.0, INNER, spread=4.0)
    narrow = funnel_limits(400.0, INNER)
    assert (wide[1] - 400) / (narrow[1] - 400) == pytest.approx(2.0, abs=0.1)
    assert funnel_limits(400.0, INNER, of_others=400.0)[1] > narrow[1]
    assert funnel_limits(400.0, INNER, of_others=1e9)[1] == pytest.approx(narrow[1], abs=1e-2)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # The factors of Breslow and Day, table 2.10, by which an observed count is multiplied, are of Poisson's
    # exact limits: of 1, 5, 10 and 20 they are these.
    [(1, 0.0253, 5.57), (5, 0.324, 2.33), (10, 0.480, 1.84), (20, 0.611, 1.54)],
)
def test_of_a_certain_expectation_the_interval_is_the_published_one(
    count: int, low: float, high: float
) -> None:
    found = ratio_interval(known(count, float(count)))
    assert found[0] == pytest.approx(low, abs=1e-3)
    assert found[1] == pytest.approx(high, abs=6e-3)


def test_in_one_cell_interval_and_chance_are_the_exact_binomial_ones() -> None:
    from scipy.stats import binomtest  # noqa: PLC0415 slow

    own, others = standings({"anna": {("email",): (9, 100)}, "ben": {("email",): (12, 400)}})
    test = binomtest(9, 21, 0.2)
    exact = test.proportion_ci(0.95, "exact")
    low, high = ratio_interval(own)
    assert own.expected == pytest.approx(3.0)
    # A share p of the complaints at a quarter of the others' requests is p / (1 - p) x 4 for each expected.
    assert low == pytest.approx(exact.low / (1 - exact.low) * 4)
    assert high == pytest.approx(exact.high / (1 - exact.high) * 4)
    more = float(binomtest(9, 21, 0.2, alternative="greater").pvalue)
    assert chance_of(own) == pytest.approx(2 * more)
    fewer = float(binomtest(12, 21, 0.8, alternative="less").pvalue)
    assert chance_of(others) == pytest.approx(2 * fewer)


def test_where_the_others_have_none_there_is_no_upper_side() -> None:
    own, others = standings({"anna": {("email",): (5, 100)}, "ben": {("email",): (0, 100)}})
    low, high = ratio_interval(own)
    assert own.ratio is None
    assert low > 0
    assert high is None
    # All five at one of two who handled as many: 2 x 1/32.
    assert chance_of(own) == pytest.approx(1 / 16)
    assert ratio_interval(others)[0] == 0.0
    assert ratio_interval(Standing("alone", 3, 100, 0.0, 0.0, 0.0, 100)) == (0.0, None)


def test_discoveries_are_those_of_the_paper() -> None:
    # Benjamini and Hochberg's fifteen, of which their procedure rejects four and Bonferroni's three.
    chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
        0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    assert discoveries(chances) == (*[True] * 4, *[False] * 11)
    assert discoveries([]) == ()
    assert discoveries([0.2, 0.3]) == (False, False)


def test_over_dispersion_is_taken_only_beyond_chance_and_not_from_who_stands_out() -> None:
    even = [known(100 + shift, 100.0) for shift in (-10, 10, -5, 5, 0, 8, -8, 3, -3, 12)]
    assert over_dispersion(even) == 1.0
    assert over_dispersion([*even[1:], known(900, 100.0)]) == 1.0
    wild = [known(100 + shift, 100.0) for shift in (-40, 40, -35, 35, 30, -30, 25, -25, 38, -38)]
    assert over_dispersion(wild) == pytest.approx(12.0, abs=2.5)
    assert over_dispersion(wild[:9]) == 1.0


def test_over_dispersion_widens_the_interval_and_softens_the_chance() -> None:
    standing = known(130, 100.0)
    assert chance_of(standing, 4.0) > chance_of(standing)
    low, high = ratio_interval(standing)
    wide_low, wide_high = ratio_interval(standing, 4.0)
    assert high is not None
    assert wide_high is not None
    assert (wide_high - wide_low) / (high - low) == pytest.approx(2.0, abs=0.1)


def simulated(runs: int, pattern: float, seed: int = 20) -> list[Funnel]:
    """Fourteen agents with mixes of their own over six cells; the first has a multiple of the complaints."""
    import numpy as np  # noqa: PLC0415 slow

    chance = np.random.default_rng(seed)
    rates = np.array([0.005, 0.01, 0.02, 0.03, 0.015, 0.04])
    handled = np.array([chance.multinomial(500, each) for each in chance.dirichlet(np.full(6, 4.0), 14)])
    multiples = np.array([pattern, *[1.0] * 13])
    drawn = chance.poisson(handled * rates * multiples[:, None], (runs, 14, 6))
    cells = [(f"{cell}",) for cell in range(6)]
    return [
        funnel(
            {
                f"{agent}": dict(zip(cells, zip(counts, handled[agent].tolist(), strict=True), strict=True))
                for agent, counts in enumerate(run)
            }
        )
        for run in drawn.tolist()
    ]


RUNS = 1000
ERROR = 2 * math.sqrt(0.05 * 0.95 / RUNS)


def test_where_nothing_is_planted_somebody_is_named_as_rarely_as_is_stated() -> None:
    named = sum(any(each.named for each in run.judged) for run in simulated(RUNS, 1.0))
    assert named / RUNS <= 0.05 + ERROR


def test_intervals_cover_the_truth_and_a_planted_pattern_is_found_and_few_beside_it() -> None:
    covered = usual = found = wrong = 0.0
    for run in simulated(RUNS, 3.5):
        first, *others = run.judged
        covered += covers(first, 3.5)
        usual += sum(covers(each, 1.0) for each in others) / len(others)
        found += first.named
        named = sum(each.named for each in others)
        wrong += named / max(named + first.named, 1)
    # Exact intervals of counts cover rather more than 95 %: a count has no halves.
    assert 0.93 - ERROR <= covered / RUNS <= 0.97 + ERROR
    assert 0.93 - ERROR <= usual / RUNS <= 0.97 + ERROR
    assert found / RUNS > 0.9
    assert wrong / RUNS <= 0.05 + ERROR


def covers(judged: Judged, truth: float) -> bool:
    return judged.low <= truth <= (math.inf if judged.high is None else judged.high)


def test_who_stands_out_makes_nobody_else_look_good() -> None:
    usual: dict[Cell, Counted] = {("email",): (10, 500)}
    bad: dict[Cell, Counted] = {("email",): (200, 500)}
    cells: dict[Group, dict[Cell, Counted]] = dict.fromkeys(("anna", "ben", "cara", "dan"), usual)
    found = funnel({**cells, "eve": bad})
    assert found.outside == {"eve"}
    assert [each.standing.ratio for each in found.judged] == pytest.approx([1.0, 1.0, 1.0, 1.0, 20.0])
    assert [each.named for each in found.judged] == [False, False, False, False, True]
    # Of two one has to be held against the other.
    assert funnel({"anna": usual, "eve": bad}).outside == frozenset()


def test_who_has_nearly_all_requests_of_a_kind_is_not_held_against_the_few_of_the_others() -> None:
    # Of what the specialists do the others have done a little, and by chance without a complaint.
    kinds: dict[Cell, Counted] = {(f"{kind}",): (1, 60) for kind in range(8)}
    a_few: dict[Cell, Counted] = {(f"{kind}",): (0, 7) for kind in range(8)}
    found = funnel({"specialists": kinds, "support": {**a_few, ("usual",): (30, 1800)}})
    (specialists, _) = found.judged
    assert specialists.standing.expected == pytest.approx(480 * 30 / 1856)
    assert not specialists.named
    assert specialists.standing.alone == 480

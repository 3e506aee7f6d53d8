"""How figures are drawn to each other, against published estimates, and that intervals hold what they say."""

from __future__ import annotations

import math

import pytest

from deskwise.analyses.shrinkage import (
    dersimonian_laird,
    paule_mandel,
    shrink,
    squares_at,
)
from deskwise.analyses.told_apart import alike, chances_above_median, from_the_rest

# Hits of 45 at bats of Efron and Morris's eighteen players of 1970.
HITS = (18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7)
# Colditz's thirteen trials of a vaccine: fallen ill and not, with it and without.
TRIALS = (
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232),
    (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
)  # fmt: skip


def test_the_eighteen_players_are_drawn_in_as_efron_and_morris_did() -> None:
    averages = [each / 45 for each in HITS]
    middle = sum(averages) / 18
    found = shrink(averages, [middle * (1 - middle) / 45] * 18)
    # In "Stein's Paradox in Statistics" (1977): 0.265 + 0.212 (average - 0.265).
    assert found.centre == pytest.approx(0.265, abs=5e-4)
    assert [each.weight for each in found.figures] == pytest.approx([0.212] * 18, abs=5e-4)
    assert [each.mean for each in found.figures] == pytest.approx(
        [0.265 + 0.212 * (each - 0.265) for each in averages], abs=6e-4
    )


def test_on_the_scale_on_which_noise_is_even_they_are_those_of_1975() -> None:
    even = [math.sqrt(45) * math.asin(2 * each / 45 - 1) for each in HITS]
    assert [round(each, 2) for each in even[:4]] == [-1.35, -1.66, -1.97, -2.28]
    found = shrink(even, [1.0] * 18)
    back = [(math.sin(each.mean / math.sqrt(45)) + 1) / 2 for each in found.figures]
    published = [
        0.290, 0.286, 0.281, 0.277, 0.273, 0.273, 0.268, 0.264, 0.259, 0.259, 0.254, 0.254, 0.254, 0.254,
        0.254, 0.249, 0.244, 0.239,
    ]  # fmt: skip
    assert back == pytest.approx(published, abs=6e-4)


def test_variances_between_trials_are_the_published_ones() -> None:
    ratios = [math.log(a / (a + b) / (c / (c + d))) for a, b, c, d in TRIALS]
    noise = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in TRIALS]
    # As R's metafor has them of these trials: Q, DerSimonian and Laird's, Paule and Mandel's.
    assert squares_at(0.0, ratios, noise) == pytest.approx(152.2330, abs=5e-5)
    assert dersimonian_laird(ratios, noise) == pytest.approx(0.3088, abs=5e-5)
    assert paule_mandel(ratios, noise) == pytest.approx(0.3181, abs=5e-5)


def test_figures_that_are_alike_have_no_variance_and_those_of_few_stay() -> None:
    assert paule_mandel([1.0, 1.1, 0.9], [1.0, 1.0, 1.0]) == 0.0
    assert paule_mandel([1.0], [1.0]) == 0.0
    three = shrink([1.0, 5.0, 9.0], [1.0, 1.0, 1.0])
    assert [(each.mean, each.error) for each in three.figures] == [(1.0, 1.0), (5.0, 1.0), (9.0, 1.0)]
    assert dersimonian_laird([1.0, 1.1, 0.9], [1.0, 1.0, 1.0]) == 0.0


def test_what_rests_on_little_is_drawn_in_more() -> None:
    little, much, *_ = shrink([3.0, 3.0, 0.0, 0.0, -1.0, 1.0], [4.0, 0.1, 1.0, 1.0, 1.0, 1.0]).figures
    assert little.mean < much.mean
    assert little.weight < much.weight
    assert little.high - little.low > much.high - much.low


def test_who_differs_and_who_cannot_be_told_apart() -> None:
    figures = shrink([0.0, 0.1, -0.1, 0.05, -0.05, 9.0], [0.01] * 6).figures
    assert from_the_rest(figures)[-1] == 1
    sets = alike(figures)
    assert sets[-1] == (5,)
    assert {place for members in sets for place in members} == set(range(6))
    chances = chances_above_median(figures)
    assert chances[-1] == pytest.approx(1.0, abs=1e-3)
    assert sum(chances) == pytest.approx(3.0, abs=1e-9)
    assert chances_above_median(figures) == chances


def test_intervals_cover_the_truth_and_nothing_is_told_of_nothing() -> None:
    import numpy as np  # noqa: PLC0415 slow

    chance = np.random.default_rng(7)
    runs, people = 1000, 12
    noise = chance.uniform(0.2, 1.5, people)
    for between in (0.0, 0.3, 2.0):
        truths = chance.normal(1.0, math.sqrt(between), (runs, people))
        values = chance.normal(truths, np.sqrt(noise))
        covered, told, apart = 0, 0, 0
        for truth, value in zip(truths.tolist(), values.tolist(), strict=True):
            found = shrink(value, noise.tolist())
            covered += sum(
                each.low <= own <= each.high for each, own in zip(found.figures, truth, strict=True)
            )
            if not between:
                told += any(from_the_rest(found.figures))
                apart += len(alike(found.figures)) > 1
        share = covered / (runs * people)
        # Where all are alike in truth, being drawn to all makes intervals cover more than they say.
        assert share >= 0.93 - 2 * math.sqrt(0.05 * 0.95 / runs)
        assert not between or share <= 0.97 + 2 * math.sqrt(0.05 * 0.95 / runs)
        assert told / runs <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / runs)
        assert apart / runs <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / runs)

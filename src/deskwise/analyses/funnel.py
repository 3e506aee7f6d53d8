"""Funnel plots: within which limits a count lies by chance, and which of many lie outside beyond doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskwise.analyses.cells import Cell, Group
from deskwise.analyses.expected import Counted, Standing, standings
from deskwise.metrics.intervals import NORMAL

# One in twenty lies outside of the inner limits by chance, one in five hundred outside of the outer ones.
INNER, OUTER = 0.95, 0.998
# Of all that are named, one in twenty may be named by chance.
FALSE_SHARE = 0.05
# With fewer groups nothing is known of how much they spread by themselves.
FEWEST_TO_SPREAD = 10
WINSORISED = 0.1


@dataclass(frozen=True)
class Judged:
    """A group's standing with its 95 % interval, as a multiple of what is expected, and its chance.

    `chance` is that of a count so far from what is expected, on either side; `named` says that the group
    stands out among all that were judged. `high` is null where the others have none.
    """

    standing: Standing
    low: float
    high: float | None
    chance: float
    named: bool


@dataclass(frozen=True)
class Funnel:
    """All groups that were judged, the factor by which they spread, and who is held against nobody's rate.

    `outside` are those who stand out above: their rate is in nobody's expectation.
    """

    judged: tuple[Judged, ...]
    spread: float
    outside: frozenset[Group]


def funnel(
    counts: Mapping[Group, Mapping[Cell, Counted]], fewest_requests: int = 0, fewest: int = 1
) -> Funnel:
    """Judge all groups with so many requests at least.

    Who stands out above, with so many counts at least, would make all others look good that are held
    against them: the clearest one is left out of what others are held against, and all are judged anew, as
    long as somebody more stands out and three in four are left.
    """
    outside: frozenset[Group] = frozenset()
    while True:
        found = [each for each in standings(counts, outside) if each.requests >= fewest_requests]
        spread = over_dispersion(found)
        judged = judge_all(found, spread)
        above = [
            each
            for each in judged
            if each.named
            and each.standing.observed >= fewest
            and each.standing.observed > each.standing.expected
            and each.standing.group not in outside
        ]
        if not above or len(outside) >= min(max(1, len(found) // 4), len(found) - 2):
            return Funnel(judged, spread, outside)
        outside |= {min(above, key=lambda each: (each.chance, str(each.standing.group))).standing.group}


def judge_all(found: Sequence[Standing], spread: float) -> tuple[Judged, ...]:
    """All groups with their intervals and chances, those named that stand out.

    `spread` is the factor of over-dispersion, 1 where there is none.
    """
    chances = [chance_of(each, spread) for each in found]
    named = discoveries(chances)
    return tuple(
        Judged(each, *ratio_interval(each, spread), chance, stands_out)
        for each, chance, stands_out in zip(found, chances, named, strict=True)
    )


def chance_of(standing: Standing, spread: float = 1.0) -> float:
    """The chance of a count at least so far from what is expected, twice that of the nearer side.

    Given how many the group and the others have together, the group's count is binomial: that is exact in
    one cell, where it is the exact Poisson chance if the others are very many. With over-dispersion the
    normal score of the chance is divided by the root of its factor.
    """
    from scipy.special import ndtr, ndtri

    more, fewer = _tails(standing)
    chance = min(1.0, 2 * min(more, fewer))
    if spread <= 1.0 or chance == 0.0:
        return chance
    return float(2 * ndtr(ndtri(chance / 2) / math.sqrt(spread)))


def ratio_interval(standing: Standing, spread: float = 1.0) -> tuple[float, float | None]:
    """The exact 95 % interval of observed over expected; without an upper side where the others have none.

    >>> low, high = ratio_interval(Standing("anna", 10, 1000, 10.0, 1e-9, 1e-10, 0))
    >>> round(low, 4), round(high, 4)
    (0.4795, 1.839)
    """
    from scipy.special import betaincinv, ndtr

    tail = float(ndtr(-NORMAL * math.sqrt(max(spread, 1.0))))
    count, others, odds = standing.observed, standing.of_others, standing.odds
    if not odds:
        return 0.0, None
    low = float(betaincinv(count, others + 1, tail)) if count else 0.0
    if others <= 0:
        return low / (1 - low) / odds, None
    # From the far end, or nothing would be left of a share next to nothing.
    rest = float(betaincinv(others, count + 1, tail))
    return low / (1 - low) / odds, (1 - rest) / rest / odds


def over_dispersion(found: Sequence[Standing]) -> float:
    """The factor by which the groups' variance is more than chance makes it, 1 where it is not.

    Spiegelhalter's: the mean square of the scores, the outer tenth of them on each side drawn in to the rest,
    taken where it is beyond what chance makes of so many groups, 1 + 2 sqrt(2 / groups). Those who stand out
    must not widen the limits that they are judged by, which is why the outer ones are drawn in.
    """
    scores = sorted(score(each) for each in found if each.expected > 0)
    n = len(scores)
    if n < FEWEST_TO_SPREAD:
        return 1.0
    drawn_in = math.ceil(WINSORISED * n)
    low, high = scores[drawn_in], scores[-drawn_in - 1]
    factor = sum(min(max(each, low), high) ** 2 for each in scores) / n
    return factor if factor > 1 + 2 * math.sqrt(2 / n) else 1.0


def score(standing: Standing) -> float:
    """How many standard errors a count is from what is expected, on the scale of square roots."""
    return 2 * (math.sqrt(standing.observed) - math.sqrt(standing.expected)) / math.sqrt(1 + standing.odds)


def funnel_limits(
    expected: float, inside: float, spread: float = 1.0, of_others: float = math.inf
) -> tuple[float, float]:
    """Between which counts one of this expectation lies with this chance: exact, and smooth between counts.

    Poisson's where the expectation is certain; where it rests on so many of the others' the negative
    binomial's. Between two counts the limit is interpolated, so that lines have no steps.

    >>> tuple(round(limit, 2) for limit in funnel_limits(10.0, 0.95))
    (3.78, 16.16)
    """
    from scipy.special import ndtr, ndtri

    if expected <= 0:
        return 0.0, 0.0
    outside = float(ndtr(ndtri((1 - inside) / 2) * math.sqrt(max(spread, 1.0))))
    low = _smooth_limit(expected, of_others, outside)
    return max(low, 0.0), max(_smooth_limit(expected, of_others, 1 - outside), 0.0)


def discoveries(chances: Sequence[float], share: float = FALSE_SHARE) -> tuple[bool, ...]:
    """Which of many are told, so that of those told this share at most is expected to be chance alone.

    Benjamini and Hochberg's: the largest rank k of the chances, from the least, that is at most k / n times
    the share, and all below it.

    >>> discoveries([0.04, 0.001, 0.6, 0.019])
    (False, True, False, True)
    """
    n = len(chances)
    ranked = sorted(chances)
    last = max((rank for rank, each in enumerate(ranked, 1) if each <= share * rank / n), default=0)
    return tuple(bool(last) and each <= ranked[last - 1] for each in chances)


def _tails(standing: Standing) -> tuple[float, float]:
    """The chances of at least, and of at most, so many."""
    from scipy.special import betainc

    count, others, odds = standing.observed, standing.of_others, standing.odds
    part = odds / (1 + odds)
    more = float(betainc(count, others + 1, part)) if count else 1.0
    fewer = float(betainc(others, count + 1, 1 - part)) if others > 0 else 1.0
    return more, fewer


def _smooth_limit(expected: float, of_others: float, chance: float) -> float:
    """The count up to which this chance lies, moved back within its step as Spiegelhalter does."""
    from scipy.special import betainc, nbdtrik, pdtr, pdtrik

    certain = math.isinf(of_others)
    part = 0.0 if certain else of_others / (of_others + expected)

    def up_to(count: float) -> float:
        if count < 0:
            return 0.0
        return float(pdtr(count, expected) if certain else betainc(of_others, count + 1, part))

    continuous = float(pdtrik(chance, expected) if certain else nbdtrik(chance, of_others, part))
    # Where even nought is likelier than this, there is no such point.
    count = 0.0 if math.isnan(continuous) else float(max(math.ceil(continuous - 1e-9), 0))
    below, reached = up_to(count - 1), up_to(count)
    return count - (reached - chance) / (reached - below)

"""The difference of two averages, parted into what changed within groups (rate) and between them (mix).

Both parts are reckoned at the middle of the two periods, which is the Shapley value of the two: they add up
to the difference exactly, no order of groups or of parts makes a difference, and the periods exchanged turn
every sign.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from deskwise.analyses.difference import Whole, difference_interval
from deskwise.metrics.intervals import NORMAL, wilson

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Side:
    """A group in one period: how many cases weigh in it, their average, and that average's 95 % interval.

    `value` is null of no case, `interval` with too few for one.
    """

    weight: Fraction
    value: Fraction | None = None
    interval: Whole | None = None


@dataclass(frozen=True)
class GroupParts:
    """What a group does to the difference: by its average (`rate`), and by its share of the cases (`mix`).

    `change` is that of its average and `share_change` that of its share, each with its 95 % interval where
    there is one. A group that is new or gone has no change of its average: all it does is mix.
    """

    rate: Fraction
    mix: Fraction
    share: Fraction
    share_before: Fraction
    change: Fraction | None
    change_interval: Whole | None
    share_change_interval: Whole | None

    @property
    def total(self) -> Fraction:
        """Both parts together."""
        return self.rate + self.mix


@dataclass(frozen=True)
class MixAndRate:
    """A difference parted; `rate` and `mix` are the sums of the groups', with their 95 % intervals."""

    difference: Fraction
    rate: Fraction
    mix: Fraction
    rate_interval: Whole | None
    mix_interval: Whole | None
    groups: tuple[GroupParts, ...]


def mix_and_rate(pairs: Sequence[tuple[Side, Side]]) -> MixAndRate:
    """The difference of the averages over all groups, later less earlier; each pair is (later, earlier).

    Raises `ValueError` where a period has no case at all.

    >>> before, now = (Side(Fraction(10), Fraction(4)), Side(Fraction(10), Fraction(2))), (
    ...     Side(Fraction(10), Fraction(3)), Side(Fraction(30), Fraction(2)))
    >>> found = mix_and_rate(list(zip(now, before, strict=True)))
    >>> found.difference, found.rate, found.mix
    (Fraction(-3, 4), Fraction(-3, 8), Fraction(-3, 8))
    """
    totals = [sum((pair[at].weight for pair in pairs), Fraction(0)) for at in (0, 1)]
    if not all(totals):
        raise ValueError("a period without a case has no average")
    means = [
        sum((pair[at].weight * (pair[at].value or 0) for pair in pairs), Fraction(0)) / totals[at]
        for at in (0, 1)
    ]
    # Against what a group's average is held when more of the cases are its own: it makes no difference to the
    # sum, and in the middle of both periods it turns with them.
    centre = HALF * (means[0] + means[1])
    groups = tuple(_parts(later, earlier, totals, centre) for later, earlier in pairs)
    return MixAndRate(
        means[0] - means[1],
        sum((each.rate for each in groups), Fraction(0)),
        sum((each.mix for each in groups), Fraction(0)),
        _rate_interval(pairs, groups, totals),
        _mix_interval(pairs, groups, totals),
        groups,
    )


def _parts(later: Side, earlier: Side, totals: Sequence[Fraction], centre: Fraction) -> GroupParts:
    share, share_before = later.weight / totals[0], earlier.weight / totals[1]
    change = None if later.value is None or earlier.value is None else later.value - earlier.value
    return GroupParts(
        rate=HALF * (share + share_before) * (change or 0),
        mix=(share - share_before) * (_middle(later, earlier) - centre),
        share=share,
        share_before=share_before,
        change=change,
        change_interval=_change_interval(later, earlier),
        share_change_interval=_share_interval(later, earlier, totals),
    )


def _middle(later: Side, earlier: Side) -> Fraction:
    """A group's average in the middle of both periods; that of the one it has, if it is new or gone."""
    known = [each.value for each in (later, earlier) if each.value is not None]
    return sum(known, Fraction(0)) / len(known) if known else Fraction(0)


def _change_interval(later: Side, earlier: Side) -> Whole | None:
    if later.value is None or earlier.value is None or later.interval is None or earlier.interval is None:
        return None
    return difference_interval(float(later.value), later.interval, float(earlier.value), earlier.interval)


def _share_interval(later: Side, earlier: Side, totals: Sequence[Fraction]) -> Whole | None:
    found = []
    for side, total in ((later, totals[0]), (earlier, totals[1])):
        interval = wilson(int(side.weight), int(total))
        if interval is None or interval[0] is None or interval[1] is None:
            return None
        found.append((float(side.weight / total), (interval[0], interval[1])))
    return difference_interval(*found[0], *found[1])


def _rate_interval(
    pairs: Sequence[tuple[Side, Side]], groups: Sequence[GroupParts], totals: Sequence[Fraction]
) -> Whole | None:
    """Each group's own noise at its weight, and that of the weights at how unlike the groups changed."""
    value = float(sum((each.rate for each in groups), Fraction(0)))
    changes = [float(each.change or 0) for each in groups]
    squares = [_noise_of_shares(groups, changes, totals) / 4] * 2
    usual = [_usual_noise([pair[at] for pair in pairs]) for at in (0, 1)]
    for (later, earlier), group in zip(pairs, groups, strict=True):
        if group.change is None:
            continue
        now, then = _sides(later, usual[0]), _sides(earlier, usual[1])
        if now is None or then is None:
            return None
        weight = float(group.share + group.share_before) / 2
        squares[0] += weight**2 * (now[0] ** 2 + then[1] ** 2)
        squares[1] += weight**2 * (now[1] ** 2 + then[0] ** 2)
    return value - math.sqrt(squares[0]), value + math.sqrt(squares[1])


def _mix_interval(
    pairs: Sequence[tuple[Side, Side]], groups: Sequence[GroupParts], totals: Sequence[Fraction]
) -> Whole | None:
    """The noise of the shares at how unlike the groups are, and each group's own at what its share moved."""
    value = float(sum((each.mix for each in groups), Fraction(0)))
    middles = [float(_middle(*pair)) for pair in pairs]
    squares = [_noise_of_shares(groups, middles, totals)] * 2
    usual = [_usual_noise([pair[at] for pair in pairs]) for at in (0, 1)]
    for pair, group in zip(pairs, groups, strict=True):
        known = [(side, noise) for side, noise in zip(pair, usual, strict=True) if side.value is not None]
        for side, noise in known:
            found = _sides(side, noise)
            if found is None:
                return None
            moved = float(group.share - group.share_before) / len(known)
            down, up = found if moved > 0 else found[::-1]
            squares[0] += (moved * down) ** 2
            squares[1] += (moved * up) ** 2
    return value - math.sqrt(squares[0]), value + math.sqrt(squares[1])


def _noise_of_shares(
    groups: Sequence[GroupParts], values: Sequence[float], totals: Sequence[Fraction]
) -> float:
    """The square of the 95 % half width that both periods' shares give an average of `values`."""
    later = _variance((float(each.share) for each in groups), values)
    earlier = _variance((float(each.share_before) for each in groups), values)
    return NORMAL**2 * (later / float(totals[0]) + earlier / float(totals[1]))


def _variance(shares: Iterable[float], values: Sequence[float]) -> float:
    weights = list(shares)
    mean = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return sum(weight * (value - mean) ** 2 for weight, value in zip(weights, values, strict=True))


def _usual_noise(sides: Iterable[Side]) -> float | None:
    """How far the interval of one case reaches in a period, squared, by the groups that have intervals."""
    known = [side for side in sides if side.value is not None and side.interval is not None]
    cases = sum(float(side.weight) for side in known)
    if not cases:
        return None
    halves = [
        ((side.interval[1] - side.interval[0]) / 2, float(side.weight)) for side in known if side.interval
    ]
    # Each weighs as many as it has cases, and an interval narrows with the root of them.
    return sum(half**2 * weight * weight for half, weight in halves) / cases


def _sides(side: Side, usual: float | None) -> tuple[float, float] | None:
    """How far the interval reaches below and above the average.

    A group with too few cases for one is taken to be as noisy, case for case, as the others in its period;
    null where there is none.
    """
    if side.value is None:
        return None
    if side.interval is None:
        return None if usual is None else (math.sqrt(usual / float(side.weight)),) * 2
    value = float(side.value)
    return value - side.interval[0], side.interval[1] - value

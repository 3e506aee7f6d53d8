"""A difference by a dimension: each group in numbers, and whether groups moved against the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from deskwise.analyses.adding_up import adds_up, form_of, side_of_average
from deskwise.analyses.difference import Whole, difference_interval, whole
from deskwise.analyses.ground_values import Compared
from deskwise.analyses.group_pairs import GroupPair, group_pairs
from deskwise.analyses.mix_and_rate import mix_and_rate
from deskwise.analyses.standing_out import Standing, standing_of_average, standing_of_count
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.kernel.language import say
from deskwise.metrics.definition import Metric
from deskwise.metrics.readings import Reading

Reversal = Literal["all", "most"]
# Of how many of the cases groups have to move against the whole for most of them to do so.
MOST_OF_CASES = 0.75


@dataclass(frozen=True)
class GroupChange:
    """A group in numbers, all of them unrounded; `total` is what it does to the whole.

    `rate` and `mix` are null of a count, which has no average. `beyond` says whether the change of its figure
    is beyond noise, `share_beyond` whether that of its share of the cases is; null where nothing can be said.
    """

    pair: GroupPair
    value: float | None
    value_before: float | None
    share: float | None
    share_before: float | None
    change: float | None
    change_interval: Whole | None
    rate: float | None
    mix: float | None
    total: float
    share_interval: Whole | None = None

    @property
    def beyond(self) -> bool | None:
        """Whether its figure changed beyond noise."""
        return _beyond(self.change_interval)

    @property
    def share_beyond(self) -> bool | None:
        """Whether its share of the cases changed beyond noise."""
        return _beyond(self.share_interval)


@dataclass(frozen=True)
class Split:
    """The difference by one dimension. `rate` and `mix` are null of a count."""

    dimension: str
    groups: tuple[GroupChange, ...]
    difference: float
    rate: float | None
    mix: float | None
    rate_interval: Whole | None
    mix_interval: Whole | None
    standing: Standing

    @property
    def reversal(self) -> Reversal | None:
        """Whether the groups moved one way and the whole the other: all of them, or most; else null."""
        moved = [each for each in self.groups if each.change is not None and each.rate is not None]
        against = [each for each in moved if (each.change or 0) * self.difference < 0]
        if len(moved) < 2 or not against or self.rate is None or self.rate * self.difference >= 0:
            return None
        if len(against) == len(moved):
            return "all"
        cases = sum(_cases(each) for each in against) / sum(map(_cases, self.groups))
        return "most" if 2 * len(against) > len(moved) and cases >= MOST_OF_CASES else None


def split_of(dimension: str, compared: Compared, now: Reading, before: Reading, metric: Metric) -> Split:
    """The difference of two readings by a dimension.

    Raises `UsageError` where its groups do not add up to the whole, `NotAllowedError` where none may be told.
    """
    form = form_of(metric, now.stat) or "average"
    for groups, all_of_them in ((compared.now, now), (compared.before, before)):
        if not adds_up(list(groups.values()), all_of_them, form):
            raise UsageError(
                say(
                    "%(metric)s by %(dimension)s does not add up: a case may be in several groups or in none",
                    metric=metric.name,
                    dimension=dimension,
                ),
                do=say("split it by another dimension, such as channel or category"),
            )
    pairs = group_pairs(compared)
    if not pairs:
        raise NotAllowedError(
            say("no group of this split may be shown"), do=say("ask for more time or fewer filters")
        )
    return _of_count(dimension, pairs) if form == "count" else _of_average(dimension, pairs)


def _of_average(dimension: str, pairs: Sequence[GroupPair]) -> Split:
    sides = [(side_of_average(each.now), side_of_average(each.before)) for each in pairs]
    parts = mix_and_rate(sides)
    groups = tuple(
        GroupChange(
            pair=pair,
            value=None if later.value is None else float(later.value),
            value_before=None if earlier.value is None else float(earlier.value),
            share=float(each.share),
            share_before=float(each.share_before),
            change=None if each.change is None else float(each.change),
            change_interval=each.change_interval,
            rate=float(each.rate),
            mix=float(each.mix),
            total=float(each.total),
            share_interval=each.share_change_interval,
        )
        for pair, (later, earlier), each in zip(pairs, sides, parts.groups, strict=True)
    )
    return Split(
        dimension,
        groups,
        float(parts.difference),
        float(parts.rate),
        float(parts.mix),
        parts.rate_interval,
        parts.mix_interval,
        standing_of_average(parts),
    )


def _of_count(dimension: str, pairs: Sequence[GroupPair]) -> Split:
    totals = sum(each.n for each in pairs), sum(each.n_before for each in pairs)
    groups = tuple(_counted(each, totals) for each in pairs)
    return Split(
        dimension,
        groups,
        float(totals[0] - totals[1]),
        None,
        None,
        None,
        None,
        standing_of_count([(each.n, each.n_before) for each in pairs]),
    )


def _counted(pair: GroupPair, totals: tuple[int, int]) -> GroupChange:
    intervals = [whole(None if each is None else each.interval) for each in (pair.now, pair.before)]
    now, before = intervals
    return GroupChange(
        pair=pair,
        value=pair.n,
        value_before=pair.n_before,
        share=pair.n / totals[0] if totals[0] else None,
        share_before=pair.n_before / totals[1] if totals[1] else None,
        change=pair.n - pair.n_before,
        change_interval=None
        if now is None or before is None
        else difference_interval(pair.n, now, pair.n_before, before),
        rate=None,
        mix=None,
        total=pair.n - pair.n_before,
    )


def _beyond(interval: Whole | None) -> bool | None:
    return None if interval is None else not interval[0] <= 0 <= interval[1]


def _cases(group: GroupChange) -> int:
    return group.pair.n + group.pair.n_before

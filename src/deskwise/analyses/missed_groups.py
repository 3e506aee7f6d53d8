"""Where the missed cases are: groups of a dimension, as far as whoever asks may see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.target_value import Form
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.definition import Stat
from deskwise.metrics.readings import Reading

LOOKED_THROUGH = ("channel", "category", "team", "product", "priority")


@dataclass(frozen=True)
class MissedGroup:
    """A group with its cases.

    Of a mean, `missed` is how much they are together on the worse side of the value. `figure` is the
    group's own; null where it has none.
    """

    value: str | None
    n: int
    missed: float
    figure: float | None


def met_of(reading: Reading, form: Form, *, lower: bool) -> int:
    """How many cases of a reading are met: where low is good, those that are no hits."""
    hits = int(reading.numerator or 0)
    return reading.n - hits if lower and form == "share" else hits


def seconds_of(target: Fraction) -> Decimal:
    """A value in seconds, as a threshold takes it."""
    return Decimal(target.numerator) / Decimal(target.denominator)


# How much a group misses, by its value of a dimension and its figure.
Missed = Callable[[str | None, Reading], float]


def parted(
    ground: Ground,
    missed_by: Callable[[str], Missed],
    stat: Stat,
    within: float | Decimal | None = None,
    among: Sequence[str] = LOOKED_THROUGH,
) -> tuple[str, tuple[MissedGroup, ...], int]:
    """The groups by the dimension that was asked, or by that in which the missed gather most.

    They are those whose figures may be told, those with most missed first; then how many others there are.
    `missed_by` says for a dimension how much a group of it misses.
    """
    asked = ground.options.get("by", "")
    if asked:
        return asked, *_groups(ground, missed_by(asked), stat, within, asked)
    found: dict[str, tuple[tuple[MissedGroup, ...], int]] = {}
    for name in among:
        if not ground.metric.has_dimension(name) or len(ground.where.get(name, ())) == 1:
            continue
        try:
            groups, hidden = _groups(ground, missed_by(name), stat, within, name)
        except (UsageError, NotAllowedError):
            continue
        if len(groups) > 1:
            found[name] = (groups, hidden)
    if not found:
        return "", (), 0
    best = max(found, key=lambda name: _gathered(found[name][0]))
    return best, *found[best]


def _gathered(groups: tuple[MissedGroup, ...]) -> float:
    """How much more is missed where it is more than with all than would be, were all groups alike."""
    missed, n = sum(each.missed for each in groups), sum(each.n for each in groups)
    return sum(max(0.0, each.missed - missed * each.n / n) for each in groups) if n else 0.0


def _groups(
    ground: Ground, missed: Missed, stat: Stat, within: float | Decimal | None, by: str
) -> tuple[tuple[MissedGroup, ...], int]:
    found: Groups = ground.figures(ground.metric.name, stat, (by,), within_seconds=within)
    known = {key[0]: each for key, each in found.readings.items() if each.n and each.value is not None}
    hidden = {key[0] for key in found.hidden} & set(known)
    if len(hidden) == 1:
        # Whoever knows the whole and all others knows the one: another one is hidden with it.
        others = sorted((each.n, str(name), name) for name, each in known.items() if name not in hidden)
        hidden |= {others[0][2]} if others else set()
    groups = [
        MissedGroup(name, each.n, missed(name, each), float(each.value or 0))
        for name, each in known.items()
        if name not in hidden
    ]
    return tuple(sorted(groups, key=lambda each: (-each.missed, each.n, str(each.value)))), len(hidden)

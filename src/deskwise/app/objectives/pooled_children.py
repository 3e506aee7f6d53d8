"""Pool what the children of an objective read of the same figure, as if all their cases were one team's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from deskwise.app.objectives.standings import KeyResultStanding, ObjectiveStanding
from deskwise.kernel.errors import UsageError
from deskwise.okr.binding import Binding
from deskwise.okr.pooled import Pooled, pooled


@dataclass(frozen=True)
class PooledFigure:
    """One figure of several children: what it is, without what each is filtered by, and what it came to.

    `pooled` is null where it may not be seen or cannot be made of theirs; `refused` then says why not, and is
    null where it may not be seen.
    """

    binding: Binding
    unit: str
    of: tuple[KeyResultStanding, ...]
    pooled: Pooled | None
    refused: UsageError | None = None


def pooled_children(children: Iterable[ObjectiveStanding]) -> tuple[PooledFigure, ...]:
    """The figures that two or more key results of children share: metric, statistic, clock and window."""
    alike: dict[Binding, list[KeyResultStanding]] = defaultdict(list)
    for child in children:
        for each in child.key_results:
            if each.key_result.binding is not None and each.read.reading is not None:
                alike[replace(each.key_result.binding, where=())].append(each)
    return tuple(_of(binding, tuple(of)) for binding, of in alike.items() if len(of) > 1)


def _of(binding: Binding, of: tuple[KeyResultStanding, ...]) -> PooledFigure:
    readings = [each.read.reading for each in of if each.read.reading is not None]
    unit = readings[0].unit
    if any(each.read.withheld for each in of):
        return PooledFigure(binding, unit, of, None)
    try:
        return PooledFigure(binding, unit, of, pooled(readings))
    except UsageError as error:
        return PooledFigure(binding, unit, of, None, error)

"""A figure of everybody with the same requests: which cells make requests alike, and what is read of them."""

from __future__ import annotations

from collections.abc import Collection

from deskwise.analyses.adjusted import Adjusted, Sums, adjust, scale_of, sums_of
from deskwise.analyses.cells import REST, Cell, Group
from deskwise.analyses.ground import Ground
from deskwise.metrics.definition import Metric, Stat

# What makes requests alike, that which matters most first; agents do the work of their team.
CELLS = {"agent": ("team", "category", "channel", "priority"), "team": ("category", "channel", "priority")}


def adjusted_by_mix(
    ground: Ground,
    metric: Metric,
    stat: Stat,
    of_whom: str,
    fewest: int,
    peers: Collection[Group] | None = None,
) -> Adjusted | None:
    """The effects of all with so many cases over cells of requests; null of fewer than two of them.

    With `peers` they are held against each other alone, as if there were nobody else.
    """
    cells = tuple(each for each in CELLS[of_whom] if metric.has_dimension(each))
    sums: dict[Group, dict[Cell, Sums]] = {}
    scale = None
    for (group, *cell), each in ground.figures(metric.name, stat, (of_whom, *cells)).readings.items():
        made = sums_of(each)
        if group is not None and made.n and (peers is None or group in peers):
            sums.setdefault(group, {})[tuple(cell)] = made
            scale = scale or scale_of(each)
    return None if scale is None else adjust(sums, scale, fewest)


def category_of(cell: Cell | None) -> str | None:
    """The category of a cell of agents; null where it is of several or there is none."""
    place = CELLS["agent"].index("category")
    found = None if cell is None or len(cell) <= place else cell[place]
    return None if found == REST else found

"""Cells of requests that are alike, large enough to say what is usual in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Group: TypeAlias = str | None
Cell: TypeAlias = tuple[str | None, ...]
REST = "dw:rest"


def kept_cells(sizes: Mapping[Cell, int], fewest: int) -> dict[Cell, Cell]:
    """For each cell the one its cases are counted in: itself if it has so many, else one with others.

    Cells that are too small are taken together with the small ones that differ in their last dimension
    alone, then in their last two, and so on; what is left over is one cell, however small.

    >>> sizes = {("email", "login"): 40, ("email", "refund"): 9, ("email", "sync"): 30, ("chat", "login"): 5}
    >>> kept_cells(sizes, 30)[("email", "login")], kept_cells(sizes, 30)[("email", "refund")]
    (('email', 'login'), ('dw:rest', 'dw:rest'))
    """
    found = {cell: cell for cell in sizes}
    dimensions = max(map(len, sizes), default=0)
    for depth in range(dimensions - 1, -1, -1):
        together: dict[Cell, int] = {}
        for cell, kept in found.items():
            together[kept] = together.get(kept, 0) + sizes[cell]
        for cell, kept in found.items():
            if together[kept] < fewest:
                found[cell] = (*cell[:depth], *[REST] * (dimensions - depth))
    return found

"""The axis of values as charts draw it: its ticks where they were chosen, its unit above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.reports.value_axis import ValueAxis

if TYPE_CHECKING:
    import altair as alt


def ruled_axis(axis: ValueAxis, title: str | None, *, room: int, above: float) -> alt.Axis:
    """An axis that takes as much room as it is given, whatever its labels need, so that charts line up.

    `room` is its width, and `above` how far over the plot its title stands, both in pixels.
    """
    import altair as alt

    return alt.Axis(
        values=[at for at, _ in axis.ticks],
        labelExpr=f"format(datum.value / {axis.scale:g}, ',.{axis.decimals}f')",
        labelOverlap=False,
        title=title,
        minExtent=room,
        maxExtent=room,
        titleX=-room,
        titleY=-above,
    )

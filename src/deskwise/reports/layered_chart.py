"""Layers over one plot, as nearly every chart is made: its rows by name, its title, the house's look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from deskwise.reports.chart_theme import Look, chart_config, chart_title

if TYPE_CHECKING:
    import altair as alt


class Titled(Protocol):
    """A chart as plain values: it says what it is, and which figure."""

    @property
    def title(self) -> str:
        """What it is."""
        ...

    @property
    def lines(self) -> tuple[str, ...]:
        """Which figure it is, and of what."""
        ...


@dataclass(frozen=True)
class Plot:
    """The plot that layers are drawn over, in pixels, and the rows they are drawn from, by name."""

    width: float
    height: float
    data: Mapping[str, Sequence[Mapping[str, Any]]]


def layered(
    layers: Iterable[alt.Chart], chart: Titled, plot: Plot, look: Look
) -> alt.LayerChart | alt.FacetChart:
    """The layers from back to front as one chart."""
    import altair as alt

    title = {"title": chart_title(chart.title, chart.lines, look)} if look.titled else {}
    # All at once, and the rows by name: whatever is added later has everything copied again.
    return alt.layer(
        *layers, width=plot.width, height=plot.height, datasets=plot.data, config=chart_config(look), **title
    )

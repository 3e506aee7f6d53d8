"""The chart of a funnel plot: a dot each, between the limits within which chance alone puts most of them.

Who stands out has a name and a colour; all others are dots, for between them there is no order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskwise.kernel.language import say
from deskwise.reports.chart_theme import Look
from deskwise.reports.funnel_plot import FunnelLimit, FunnelPlot, point_rows
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.value_axis import ValueAxis, value_axis

if TYPE_CHECKING:
    import altair as alt

HEIGHT, NARROW_HEIGHT, LEFT, RIGHT, ABOVE = 300, 240, 34, 8, 12
# Limits of small expectations reach far beyond anybody: the plot ends above the highest dot.
ROOM, LEAST_TOP = 1.25, 2.5


def funnel_plot_chart(chart: FunnelPlot, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The funnel plot with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (
        *drawing.limits(),
        *drawing.as_expected(),
        *drawing.points(),
        *drawing.names(),
        *drawing.targets(),
    )
    return layered(layers, chart, Plot(drawing.width, drawing.height, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject."""

    def __init__(self, chart: FunnelPlot, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        self.rows = point_rows(chart)
        self.width = look.width - 2 * look.margin - LEFT - RIGHT
        self.height = NARROW_HEIGHT if look.narrow else HEIGHT
        highest = max((row["ratio"] for row in self.rows), default=1.0)
        self.across = value_axis([0.0, *(each.expected for each in chart.limits)], "", count=5)
        self.up = value_axis([0.0, max(ROOM * highest, LEAST_TOP)], "", count=5)
        self.data: dict[str, list[dict[str, Any]]] = {
            "points": self.rows,
            "limits": [self._within(each) for each in chart.limits],
            "outer": [self._within(each) for each in chart.limits if each.outer_high <= self.up.high],
        }

    def _within(self, limit: FunnelLimit) -> dict[str, Any]:
        """The limits at one expectation, as far as the plot reaches."""
        # Clips have names that two drawings on a page share, so that one would clip the other.
        return {
            "expected": limit.expected,
            "low": limit.low,
            "high": min(limit.high, self.up.high),
            "outer_low": limit.outer_low,
            "outer_high": limit.outer_high,
        }

    def limits(self) -> list[alt.Chart]:
        """The band of the inner limits and the lines of the outer ones."""
        import altair as alt

        rows = alt.Chart(alt.NamedData("limits"))
        band = rows.mark_area(color=self.colour.band, aria=False).encode(
            x=self.x(), y=self.y("low"), y2=alt.Y2("high")
        )
        lines = alt.Chart(alt.NamedData("outer")).mark_line(
            color=self.colour.bandline, strokeWidth=1.5, strokeDash=[4, 3], aria=False
        )
        return [band, *(lines.encode(x=self.x(), y=self.y(side)) for side in ("outer_low", "outer_high"))]

    def as_expected(self) -> list[alt.Chart]:
        """The line of those who have what is expected of them."""
        import altair as alt

        self.data["even"] = [{"even": 1.0}]
        return [
            alt.Chart(alt.NamedData("even"))
            .mark_rule(color=self.colour.line2, aria=False)
            .encode(y=self.y("even"), x=alt.XValue(0), x2=alt.X2Value(self.width))
        ]

    def points(self) -> list[alt.Chart]:
        """Everybody, those who stand out in the colour of their side."""
        import altair as alt

        colour = self.colour
        layers = []
        for side, fill in ((0, colour.ink2), (1, colour.worsemark), (-1, colour.bettermark)):
            if any(row["side"] == side for row in self.rows):
                layers.append(
                    alt.Chart(alt.NamedData("points"))
                    .transform_filter(f"datum.side == {side}")
                    .mark_point(shape="circle", filled=True, color=fill, size=52, opacity=1, aria=False)
                    .encode(x=self.x(), y=self.y("ratio"))
                )
        return layers

    def names(self) -> list[alt.Chart]:
        """The names of those who stand out, beside their dots on the side where there is room."""
        import altair as alt

        layers = []
        for side, where in (("left", "<="), ("right", ">")):
            align: Any = side
            layers.append(
                alt.Chart(alt.NamedData("points"))
                .transform_filter(f"datum.side != 0 && datum.expected {where} {self.across.high / 2}")
                .mark_text(
                    align=align,
                    baseline="middle",
                    dx=8 if side == "left" else -8,
                    color=self.colour.ink,
                    aria=False,
                )
                .encode(x=self.x(), y=self.y("ratio"), text=alt.Text("name:N"))
            )
        return layers

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of everybody on a page, with all their words."""
        import altair as alt

        if self.look.theme != "page":
            return []
        channels: dict[str, Any] = {
            "x": self.x(),
            "y": self.y("ratio"),
            "description": alt.Description("words:N"),
            "tooltip": [
                alt.Tooltip("name:N", title=self.chart.dimension),
                alt.Tooltip("counts:N", title=say("Complaints")),
                alt.Tooltip("figure:N", title=say("Expected")),
            ],
        }
        if any(row["link"] for row in self.rows):
            channels["href"] = alt.Href("link:N")
        return [
            alt.Chart(alt.NamedData("points"))
            .mark_point(shape="circle", filled=True, size=420, opacity=0)
            .encode(**channels)
        ]

    def x(self) -> alt.X:
        """The axis of what is expected."""
        import altair as alt

        return alt.X("expected:Q", scale=_scale(self.across), axis=_axis(self.across, say("expected")))

    def y(self, field: str) -> alt.Y:
        """The axis of multiples of it."""
        import altair as alt

        axis = _axis(self.up, say("for each one expected"), titleY=-ABOVE)
        return alt.Y(f"{field}:Q", scale=_scale(self.up), axis=axis)


def _scale(axis: ValueAxis) -> alt.Scale:
    import altair as alt

    return alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False, padding=0)


def _axis(axis: ValueAxis, title: str, **more: Any) -> alt.Axis:
    import altair as alt

    return alt.Axis(
        values=[at for at, _ in axis.ticks],
        labelExpr=f"format(datum.value, ',.{axis.decimals}f')",
        labelOverlap=True,
        title=title,
        titleAnchor="end",
        grid=True,
        domain=False,
        ticks=False,
        **more,
    )

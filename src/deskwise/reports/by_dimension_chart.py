"""The chart of a metric by a dimension: a dot with its interval for each value, all on one scale.

A group too small for an interval is hollow; the dotted line is all groups together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskwise.kernel.language import say
from deskwise.reports.by_dimension import ByDimension, group_rows
from deskwise.reports.chart_theme import LETTER, Look
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.number_words import value_words
from deskwise.reports.value_axis import ValueAxis, axis_of

if TYPE_CHECKING:
    import altair as alt

ROW, LONGEST_NAME, GAP = 26, 28, 14
# Room of the columns of counts and of figures.
COUNTS, FIGURES = 52, 84


def by_dimension_chart(chart: ByDimension, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The chart of a metric by a dimension, with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (
        *drawing.columns(),
        *drawing.whole(),
        *drawing.dots(),
    )
    return layered(layers, chart, Plot(drawing.width, drawing.height, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject."""

    def __init__(self, chart: ByDimension, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        self.axis = _value_axis(chart)
        self.rows = [self.axis.ranged(row) for row in group_rows(chart)]
        self.height = max(len(self.rows), 1) * ROW
        longest = max((len(row["name"]) for row in self.rows), default=0)
        self.names = min(longest, LONGEST_NAME if not look.narrow else LONGEST_NAME // 2) * LETTER
        self.left = self.names + COUNTS + GAP
        self.width = look.width - 2 * look.margin - self.left - FIGURES
        self.data: dict[str, list[dict[str, Any]]] = {"groups": self.rows}

    def columns(self) -> list[alt.Chart]:
        """The names, the numbers of cases and the figures, in columns beside the plot, with their heads."""
        import altair as alt

        groups = alt.Chart(alt.NamedData("groups"))
        heads = [
            {"place": -self.left, "words": self.chart.dimension, "align": "left"},
            {"place": -GAP, "words": "n", "align": "right"},
        ]
        self.data["heads"] = heads
        layers = [
            groups.mark_text(align="left", limit=self.names + 8, color=self.colour.ink, aria=False).encode(
                x=alt.XValue(-self.left), y=self.y(), text=alt.Text("name:N")
            ),
            groups.mark_text(align="right", aria=False).encode(
                x=alt.XValue(-GAP), y=self.y(), text=alt.Text("count:N")
            ),
            groups.mark_text(align="left", color=self.colour.ink, aria=False).encode(
                x=alt.XValue(self.width + GAP), y=self.y(), text=alt.Text("figure:N")
            ),
        ]
        for head in heads:
            words = alt.Chart(alt.NamedData("heads")).transform_filter(f"datum.align == '{head['align']}'")
            side: Any = head["align"]
            layers.append(
                words.mark_text(align=side, baseline="bottom", aria=False).encode(
                    x=alt.X("place:Q", scale=None, axis=None), y=alt.YValue(-8), text=alt.Text("words:N")
                )
            )
        return layers

    def whole(self) -> list[alt.Chart]:
        """All groups together, as a dotted line with its words above."""
        import altair as alt

        whole = self.chart.whole
        if whole is None or whole.value is None:
            return []
        words = say("all %(value)s", value=value_words(whole.value, self.chart.unit))
        self.data["whole"] = [{"whole": whole.value, "words": words}]
        data = alt.Chart(alt.NamedData("whole"))
        share = (float(whole.value) - self.axis.low) / (self.axis.high - self.axis.low)
        side: Any = "left" if share < 0.2 else "right" if share > 0.8 else "center"
        return [
            data.mark_rule(strokeDash=[2, 2], aria=False).encode(
                x=self.x("whole"), y=alt.YValue(-4), y2=alt.Y2Value(self.height)
            ),
            data.mark_text(align=side, baseline="bottom", color=self.colour.ink2, aria=False).encode(
                x=self.x("whole"), y=alt.YValue(-8), text=alt.Text("words:N")
            ),
        ]

    def dots(self) -> list[alt.Chart]:
        """The intervals and the dots on them."""
        import altair as alt

        colour = self.colour
        known = alt.Chart(alt.NamedData("groups")).transform_filter("isValid(datum.value)")
        sure, small = (known.transform_filter(which) for which in ("datum.ranged", "!datum.ranged"))
        layers = [
            sure.mark_rule(color=colour.mute2, strokeWidth=2, aria=False).encode(
                x=self.x("from"), x2=alt.X2("to"), y=self.y()
            ),
            sure.mark_point(shape="circle", filled=True, color=colour.ink, size=48, opacity=1, aria=False)
            .encode(x=self.x("value"), y=self.y()),
        ]  # fmt: skip
        if any(not row["ranged"] and row["value"] is not None for row in self.rows):
            hollow = small.mark_point(
                shape="circle", fill=colour.surface, stroke=colour.ink2, strokeWidth=1.5, size=48, opacity=1,
                aria=False,
            )  # fmt: skip
            layers.append(hollow.encode(x=self.x("value"), y=self.y()))
        return layers

    def x(self, field: str) -> alt.X:
        """The axis of values; what lies beyond it is drawn at its end."""
        import altair as alt

        axis = self.axis
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False, clamp=True, padding=0),
            axis=alt.Axis(
                values=[at for at, _ in axis.ticks],
                labelExpr=f"format(datum.value / {axis.scale:g}, ',.{axis.decimals}f')",
                labelOverlap=True,
                title=axis.unit or None,
                titleAnchor="end",
                grid=True,
                domain=False,
                ticks=False,
            ),
        )

    def y(self) -> alt.Y:
        """The places of the groups, from the top."""
        import altair as alt

        domain = [0, max(len(self.rows), 1)]
        return alt.Y(
            "slot:Q",
            scale=alt.Scale(domain=domain, reverse=True, nice=False, zero=False, padding=0),
            axis=None,
        )


def _value_axis(chart: ByDimension) -> ValueAxis:
    readings = [each.reading for each in chart.groups]
    return axis_of(readings, () if chart.whole is None else (chart.whole.value,), chart.unit)

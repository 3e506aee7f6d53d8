"""The chart of missed cases: a bar for each group, and in a last row how many of all have to be met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskwise.kernel.language import say
from deskwise.reports.chart_theme import LETTER, Look
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.missed_cases import MissedCases, missed_rows
from deskwise.reports.number_words import count_words
from deskwise.reports.value_axis import value_axis

if TYPE_CHECKING:
    import altair as alt

ROW, LONGEST_NAME, GAP, HALF_BAR = 26, 28, 14, 0.3
# Room of the column of counts.
FIGURES = 104


def missed_cases_chart(chart: MissedCases, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The chart of missed cases, with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (
        *drawing.bars(),
        *drawing.columns(),
        *drawing.targets(),
    )
    return layered(layers, chart, Plot(drawing.width, drawing.height, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject."""

    def __init__(self, chart: MissedCases, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        groups = missed_rows(chart)
        needed = {
            "slot": len(groups) + 0.5,
            "name": say("have to be met"),
            "missed": chart.needed,
            "figure": count_words(chart.needed),
        }
        self.rows = [*groups, needed]
        self.height = len(self.rows) * ROW
        most = LONGEST_NAME // 2 if look.narrow else LONGEST_NAME
        self.names = min(max(len(row["name"]) for row in self.rows), most) * LETTER + GAP
        self.width = look.width - 2 * look.margin - self.names - FIGURES
        self.axis = value_axis([float(row["missed"]) for row in self.rows], "", from_zero=True, count=4)
        self.data: dict[str, list[dict[str, Any]]] = {"groups": groups, "needed": [needed], "rows": self.rows}

    def bars(self) -> list[alt.Chart]:
        """The bars from nought, that of those which have to be met in another colour."""
        import altair as alt

        layers = []
        for name, colour in (("groups", self.colour.mute2), ("needed", self.colour.bettermark)):
            bars = alt.Chart(alt.NamedData(name)).transform_calculate(
                zero="0", top=f"datum.slot - {HALF_BAR}", bottom=f"datum.slot + {HALF_BAR}"
            )
            layers.append(
                bars.mark_rect(color=colour, aria=False).encode(
                    x=self.x("zero"), x2=alt.X2("missed"), y=self.y("top"), y2=alt.Y2("bottom")
                )
            )
        return layers

    def columns(self) -> list[alt.Chart]:
        """The names before the bars and the counts behind them."""
        import altair as alt

        rows = alt.Chart(alt.NamedData("rows"))
        return [
            rows.mark_text(align="left", limit=self.names - 6, color=self.colour.ink, aria=False).encode(
                x=alt.XValue(-self.names), y=self.y("slot"), text=alt.Text("name:N")
            ),
            rows.mark_text(align="left", color=self.colour.ink, aria=False).encode(
                x=alt.XValue(self.width + GAP), y=self.y("slot"), text=alt.Text("figure:N")
            ),
        ]

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of each group on a page: the whole of its row."""
        import altair as alt

        if self.look.theme != "page":
            return []
        near = alt.selection_point(
            name="near", on="pointerover", clear="pointerout", fields=["slot"], empty=False, toggle=False
        )
        channels: dict[str, Any] = {
            "x": alt.XValue(-self.names),
            "x2": alt.X2Value(self.width + FIGURES),
            "y": self.y("above"),
            "y2": alt.Y2("below"),
            "opacity": alt.OpacityValue(0, condition={"param": "near", "empty": False, "value": 0.45}),
            "description": alt.Description("words:N"),
            "tooltip": [
                alt.Tooltip("name:N", title=self.chart.dimension),
                alt.Tooltip("figure:N", title=say("missed")),
            ],
        }
        if any(row["link"] for row in self.data["groups"]):
            channels["href"] = alt.Href("link:N")
        rows = alt.Chart(alt.NamedData("groups")).transform_calculate(
            above="datum.slot - 0.5", below="datum.slot + 0.5"
        )
        return [rows.mark_rect(color=self.colour.accentsoft).encode(**channels).add_params(near)]

    def x(self, field: str) -> alt.X:
        """The axis of counts."""
        import altair as alt

        axis = self.axis
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False, padding=0),
            axis=alt.Axis(
                values=[at for at, _ in axis.ticks],
                labelExpr=f"format(datum.value, ',.{axis.decimals}f')",
                labelOverlap=True,
                title=say("missed cases"),
                titleAnchor="end",
                grid=True,
                domain=False,
                ticks=False,
            ),
        )

    def y(self, field: str) -> alt.Y:
        """The places of the groups, from the top."""
        import altair as alt

        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, len(self.rows)], reverse=True, nice=False, zero=False, padding=0),
            axis=None,
        )

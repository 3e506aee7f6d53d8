"""The chart of what groups do to a difference: bars from nought, dark within a group, light by its share.

The last row is all groups together, below a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskwise.kernel.language import say
from deskwise.reports.chart_theme import LETTER, Look
from deskwise.reports.contributions import Contributions, contribution_rows
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.value_axis import value_axis

if TYPE_CHECKING:
    import altair as alt

ROW, BAR, GAP = 34, 0.26, 14
LONGEST_NAME, FIGURES, HEAD = 28, 84, 26
# Room between the words of the two kinds of bars.
APART = 24


def contributions_chart(chart: Contributions, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The chart of what groups do to a difference, with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (
        *drawing.heads(),
        *drawing.columns(),
        *drawing.bars(),
        *drawing.rules(),
        *drawing.targets(),
    )
    return layered(layers, chart, Plot(drawing.width, drawing.height, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject."""

    def __init__(self, chart: Contributions, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        self.rows = contribution_rows(chart)
        self.height = len(self.rows) * ROW
        most = LONGEST_NAME // 2 if look.narrow else LONGEST_NAME
        self.names = min(max(len(row["name"]) for row in self.rows), most) * LETTER + GAP
        self.width = look.width - 2 * look.margin - self.names - FIGURES
        ends = [
            0.0,
            *(float(row[name]) for row in self.rows for name in ("rate", "mix") if row[name] is not None),
        ]
        self.axis = value_axis(ends, "" if chart.unit in {"count", "score"} else chart.unit, count=4)
        self.data: dict[str, list[dict[str, Any]]] = {"groups": self.rows}

    def heads(self) -> list[alt.Chart]:
        """Which bar is which, above the plot; a count has but one kind."""
        import altair as alt

        kinds = [
            (say("within the group"), self.colour.ink2),
            (say("by its share of the cases"), self.colour.mute),
        ]
        if not self.chart.parted:
            return []
        if self.look.narrow:
            kinds[1] = (say("by its share"), self.colour.mute)
        layers, place = [], 0.0 if not self.look.narrow else -self.names
        for number, (words, colour) in enumerate(kinds):
            name = f"head {number}"
            self.data[name] = [{"square": place + 5, "place": place + 16, "words": words}]
            head = alt.Chart(alt.NamedData(name))
            layers += [
                head.mark_point(
                    shape="square", filled=True, color=colour, size=80, opacity=1, aria=False
                ).encode(x=alt.X("square:Q", scale=None, axis=None), y=alt.YValue(-HEAD + 6)),
                head.mark_text(align="left", baseline="middle", aria=False).encode(
                    x=alt.X("place:Q", scale=None, axis=None),
                    y=alt.YValue(-HEAD + 6),
                    text=alt.Text("words:N"),
                ),
            ]
            place += 16 + len(words) * LETTER + APART
        return layers

    def columns(self) -> list[alt.Chart]:
        """The names before the bars and the figures behind them."""
        import altair as alt

        groups = alt.Chart(alt.NamedData("groups"))
        return [
            groups.mark_text(align="left", limit=self.names - 6, color=self.colour.ink, aria=False).encode(
                x=alt.XValue(-self.names), y=self.y("slot"), text=alt.Text("name:N")
            ),
            groups.mark_text(align="left", color=self.colour.ink, aria=False).encode(
                x=alt.XValue(self.width + GAP), y=self.y("slot"), text=alt.Text("figure:N")
            ),
        ]

    def bars(self) -> list[alt.Chart]:
        """Both parts of each group, from nought."""
        import altair as alt

        parts = [("rate", self.colour.ink2, -1), ("mix", self.colour.mute, 1)]
        if not self.chart.parted:
            parts = [("rate", self.colour.ink2, 0)]
        layers = []
        for name, colour, side in parts:
            middle = side * (BAR / 2 + 0.02)
            half = BAR / 2
            bars = alt.Chart(alt.NamedData("groups")).transform_filter(f"isValid(datum.{name})")
            bars = bars.transform_calculate(
                zero="0", top=f"datum.slot + {middle - half}", bottom=f"datum.slot + {middle + half}"
            )
            layers.append(
                bars.mark_rect(color=colour, aria=False).encode(
                    x=self.x("zero"), x2=alt.X2(name), y=self.y("top"), y2=alt.Y2("bottom")
                )
            )
        return layers

    def rules(self) -> list[alt.Chart]:
        """Nought, and the line above all groups together."""
        import altair as alt

        self.data["nought"] = [{"nought": 0.0}]
        self.data["line"] = [{"at": len(self.rows) - 1}]
        return [
            alt.Chart(alt.NamedData("nought"))
            .mark_rule(color=self.colour.line2, aria=False)
            .encode(x=self.x("nought"), y=alt.YValue(0), y2=alt.Y2Value(self.height)),
            alt.Chart(alt.NamedData("line"))
            .mark_rule(color=self.colour.line, aria=False)
            .encode(y=self.y("at"), x=alt.XValue(-self.names), x2=alt.X2Value(self.width + FIGURES)),
        ]

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of each group on a page: the whole of its row, with all its words."""
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
                alt.Tooltip("figure:N", title=say("Of the difference")),
                alt.Tooltip("rate_words:N", title=say("Within the group")),
                alt.Tooltip("mix_words:N", title=say("By its share")),
            ],
        }
        if any(row["link"] for row in self.rows):
            channels["href"] = alt.Href("link:N")
        rows = alt.Chart(alt.NamedData("groups")).transform_calculate(
            above="datum.slot - 0.5", below="datum.slot + 0.5"
        )
        return [rows.mark_rect(color=self.colour.accentsoft).encode(**channels).add_params(near)]

    def x(self, field: str) -> alt.X:
        """The axis of differences, with nought on it."""
        import altair as alt

        axis = self.axis
        words = say("pp") if self.chart.unit == "share" else axis.unit
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False, padding=0),
            axis=alt.Axis(
                values=[at for at, _ in axis.ticks],
                labelExpr="datum.value == 0 ? '0' : "
                f"format(datum.value / {axis.scale:g}, '+,.{axis.decimals}f')",
                labelOverlap=True,
                title=words or None,
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

"""The chart of how few make most: bars from nought, dark of those few, and a line of what they add up to.

Panels stand two in a row, one where there is no room for two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskwise.kernel.language import say
from deskwise.reports.chart_theme import LETTER, Look
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.pareto import Pareto, bar_rows, round_share

if TYPE_CHECKING:
    import altair as alt

ROW, BAR, GAP = 24, 0.6, 10
LONGEST_NAME, FIGURE = 16, 50
# Above a panel its title; below it the words of its line; between two of them room.
HEAD, FOOT, APART = 30, 26, 28


def pareto_chart(chart: Pareto, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The chart with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (
        *drawing.heads(),
        *drawing.columns(),
        *drawing.bars(),
        *drawing.most(),
        *drawing.reached(),
        *drawing.targets(),
    )
    return layered(layers, chart, Plot(drawing.width, drawing.height, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject."""

    def __init__(self, chart: Pareto, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        across = 1 if look.narrow else 2
        self.width = look.width - 2 * look.margin
        self.wide = (self.width - (across - 1) * APART) / across
        longest = max((len(bar.name) for panel in chart.panels for bar in panel.bars), default=0)
        self.names = min(longest, LONGEST_NAME) * LETTER + GAP
        self.plot = self.wide - self.names - FIGURE - GAP
        most_bars = max((len(panel.bars) for panel in chart.panels), default=0)
        self.tall = HEAD + most_bars * ROW + FOOT
        self.height = self.tall * -(-len(chart.panels) // across)
        self.rows: list[dict[str, Any]] = []
        self.panels: list[dict[str, Any]] = []
        for number, panel in enumerate(chart.panels):
            left, top = (number % across) * (self.wide + APART), (number // across) * self.tall
            self._place(number, panel.title, left, top, bar_rows(chart, panel))
        self.data: dict[str, list[dict[str, Any]]] = {"bars": self.rows, "panels": self.panels}

    def _place(self, number: int, title: str, left: float, top: float, rows: list[dict[str, Any]]) -> None:
        """A panel's rows with where each is drawn, in pixels: so letters and bars have one scale."""
        start, bottom = left + self.names, top + HEAD + len(rows) * ROW
        at = start + self.chart.most * self.plot
        self.panels.append(
            {"title": title, "left": left, "head": top + HEAD / 2 - 4, "at": at, "top": top + HEAD,
             "bottom": bottom, "foot": bottom + FOOT / 2 - 3,
             "most": say("%(share)s together", share=round_share(self.chart.most))}
        )  # fmt: skip
        for row in rows:
            middle = top + HEAD + row["slot"] * ROW
            self.rows.append(
                {
                    **row,
                    "panel": number,
                    "title": title,
                    "left": left,
                    "right": left + self.wide,
                    "start": start,
                    "end": start + row["share"] * self.plot,
                    "dot": start + row["reached"] * self.plot,
                    "figure_at": start + self.plot + GAP,
                    "middle": middle,
                    "above": middle - ROW * BAR / 2,
                    "below": middle + ROW * BAR / 2,
                    "row_above": middle - ROW / 2,
                    "row_below": middle + ROW / 2,
                }
            )

    def heads(self) -> list[alt.Chart]:
        """What each panel is of."""
        import altair as alt

        heads = alt.Chart(alt.NamedData("panels")).mark_text(
            align="left", baseline="middle", fontWeight=600, color=self.colour.ink, aria=False
        )
        return [heads.encode(x=self.x("left"), y=self.y("head"), text=alt.Text("title:N"))]

    def columns(self) -> list[alt.Chart]:
        """The names before the bars and the shares behind them."""
        import altair as alt

        bars = alt.Chart(alt.NamedData("bars"))
        return [
            bars.mark_text(
                align="left", baseline="middle", limit=self.names - 6, color=self.colour.ink, aria=False
            ).encode(x=self.x("left"), y=self.y("middle"), text=alt.Text("name:N")),
            bars.mark_text(align="left", baseline="middle", color=self.colour.ink2, aria=False).encode(
                x=self.x("figure_at"), y=self.y("middle"), text=alt.Text("figure:N")
            ),
        ]

    def bars(self) -> list[alt.Chart]:
        """The shares, from nought; those of the fewest that make most are dark."""
        import altair as alt

        layers = []
        for few, colour in ((True, self.colour.ink2), (False, self.colour.mute)):
            if any(row["few"] == few for row in self.rows):
                bars = alt.Chart(alt.NamedData("bars")).transform_filter(f"datum.few == {str(few).lower()}")
                layers.append(
                    bars.mark_rect(color=colour, aria=False).encode(
                        x=self.x("start"), x2=alt.X2("end"), y=self.y("above"), y2=alt.Y2("below")
                    )
                )
        return layers

    def most(self) -> list[alt.Chart]:
        """The share that the fewest reach, with its words below."""
        import altair as alt

        panels = alt.Chart(alt.NamedData("panels"))
        return [
            panels.mark_rule(color=self.colour.line2, strokeDash=[4, 3], aria=False).encode(
                x=self.x("at"), y=self.y("top"), y2=alt.Y2("bottom")
            ),
            panels.mark_text(align="center", baseline="middle", aria=False).encode(
                x=self.x("at"), y=self.y("foot"), text=alt.Text("most:N")
            ),
        ]

    def reached(self) -> list[alt.Chart]:
        """What is reached with each and those before it: a line with a dot each."""
        import altair as alt

        bars = alt.Chart(alt.NamedData("bars"))
        return [
            bars.mark_line(color=self.colour.mute2, strokeWidth=1.5, aria=False).encode(
                x=self.x("dot"), y=self.y("middle"), detail=alt.Detail("panel:N"), order=alt.Order("slot:Q")
            ),
            bars.mark_point(
                shape="circle", filled=True, color=self.colour.mute2, size=26, opacity=1, aria=False
            ).encode(x=self.x("dot"), y=self.y("middle")),
        ]

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of each bar on a page: the whole of its row, with all its words."""
        import altair as alt

        if self.look.theme != "page":
            return []
        near = alt.selection_point(
            name="near", on="pointerover", clear="pointerout", fields=["panel", "slot"], empty=False,
            toggle=False,
        )  # fmt: skip
        channels: dict[str, Any] = {
            "x": self.x("left"),
            "x2": alt.X2("right"),
            "y": self.y("row_above"),
            "y2": alt.Y2("row_below"),
            "opacity": alt.OpacityValue(0, condition={"param": "near", "empty": False, "value": 0.45}),
            "description": alt.Description("words:N"),
            "tooltip": [
                alt.Tooltip("name:N", title=self.chart.dimension),
                alt.Tooltip("figure:N", title=say("Of all")),
                alt.Tooltip("reached_words:N", title=say("With those before")),
            ],
        }
        if any(row["link"] for row in self.rows):
            channels["href"] = alt.Href("link:N")
        rows = alt.Chart(alt.NamedData("bars"))
        return [rows.mark_rect(color=self.colour.accentsoft).encode(**channels).add_params(near)]

    def x(self, field: str) -> alt.X:
        """A place across, in pixels."""
        import altair as alt

        scale = alt.Scale(domain=[0, self.width], nice=False, zero=False, padding=0)
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    def y(self, field: str) -> alt.Y:
        """A place from the top, in pixels."""
        import altair as alt

        scale = alt.Scale(domain=[0, self.height], reverse=True, nice=False, zero=False, padding=0)
        return alt.Y(f"{field}:Q", scale=scale, axis=None)

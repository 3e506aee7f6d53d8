"""The chart of a staffed week: above the calls with their interval, below the agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskwise.kernel.language import say
from deskwise.reports.chart_theme import Look, chart_config, chart_title
from deskwise.reports.staffed_week import OF_DAY, StaffedWeek, staffed_rows, weekday_rows
from deskwise.reports.value_axis import value_axis

if TYPE_CHECKING:
    import altair as alt

PLOT, LEFT, RIGHT = 110, 34, 6


def staffed_week_chart(chart: StaffedWeek, look: Look) -> alt.VConcatChart:
    """The chart of a staffed week, with the house's look."""
    import altair as alt

    drawing = _Drawing(chart, look)
    title = {"title": chart_title(chart.title, chart.lines, look)} if look.titled else {}
    return alt.vconcat(
        drawing.calls(), drawing.agents(), datasets=drawing.data, config=chart_config(look), **title
    )


class _Drawing:
    """The two plots of one chart in one look."""

    def __init__(self, chart: StaffedWeek, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        self.width = look.width - 2 * look.margin - LEFT - RIGHT
        self.data: dict[str, list[dict[str, Any]]] = {
            "half_hours": staffed_rows(chart), "days": weekday_rows(chart),
        }  # fmt: skip

    def calls(self) -> alt.LayerChart | alt.FacetChart:
        """The expected calls as steps, over the band of their interval."""
        import altair as alt

        rows = alt.Chart(alt.NamedData("half_hours"))
        most = max(row["high"] for row in self.data["half_hours"])
        band = rows.mark_rect(color=self.colour.band, aria=False).encode(
            x=self.x("from"), x2=alt.X2("to"), y=self.y("low", most),
            y2=alt.Y2("high"),
        )  # fmt: skip
        line = rows.mark_rule(color=self.colour.ink2, strokeWidth=1.75, aria=False).encode(
            x=self.x("from"), x2=alt.X2("to"), y=self.y("calls", most)
        )
        return alt.layer(
            band,
            *self.days(say("calls in a half hour")),
            line,
            *self.targets(),
            width=self.width,
            height=PLOT,
        )

    def agents(self) -> alt.LayerChart | alt.FacetChart:
        """The agents as bars, and how many more the most calls of the interval would take."""
        import altair as alt

        rows = alt.Chart(alt.NamedData("half_hours")).transform_calculate(nought="0")
        most = max(row["at_high"] for row in self.data["half_hours"])
        bars = [
            rows.mark_rect(color=colour, aria=False).encode(
                x=self.x("from"), x2=alt.X2("to"), y=self.y("nought", most), y2=alt.Y2(name)
            )
            for name, colour in (("at_high", self.colour.band), ("agents", self.colour.mute2))
        ]
        return alt.layer(*bars, *self.days(say("agents")), *self.targets(), width=self.width, height=PLOT)

    def days(self, words: str) -> list[alt.Chart]:
        """Where days begin and what they are called, and above the plot what it shows."""
        import altair as alt

        days = alt.Chart(alt.NamedData("days"))
        first = days.transform_filter("datum.begins == 0")
        return [
            first.mark_text(align="left", baseline="bottom", aria=False).encode(
                x=alt.XValue(-LEFT), y=alt.YValue(-8), text=alt.TextValue(words)
            ),
            days.mark_rule(color=self.colour.line, aria=False).encode(
                x=self.x("begins"), y=alt.YValue(0), y2=alt.Y2Value(PLOT)
            ),
            days.mark_text(baseline="top", aria=False).encode(
                x=self.x("middle"), y=alt.YValue(PLOT + 6), text=alt.Text("name:N")
            ),
        ]

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of each half hour on a page."""
        import altair as alt

        if self.look.theme != "page":
            return []
        channels: dict[str, Any] = {
            "x": self.x("from"),
            "x2": alt.X2("to"),
            "y": alt.YValue(0),
            "y2": alt.Y2Value(PLOT),
            "opacity": alt.OpacityValue(0),
            "description": alt.Description("words:N"),
            "tooltip": [alt.Tooltip("words:N", title=say("half hour"))],
        }
        rows = alt.Chart(alt.NamedData("half_hours"))
        return [rows.mark_rect(color=self.colour.accentsoft).encode(**channels)]

    def x(self, field: str) -> alt.X:
        """The week."""
        import altair as alt

        domain = [0, len(self.chart.days) * OF_DAY]
        return alt.X(
            f"{field}:Q", scale=alt.Scale(domain=domain, nice=False, zero=False, padding=0), axis=None
        )

    def y(self, field: str, most: float) -> alt.Y:
        """Counts from nought."""
        import altair as alt

        axis = value_axis([float(most)], "", from_zero=True, count=4)
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, axis.high], nice=False, zero=True, padding=0),
            axis=alt.Axis(values=[at for at, _ in axis.ticks], title=None, grid=True),
        )

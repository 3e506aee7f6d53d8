"""The chart of a falling curve: a dot a bin, the curve with its band, and the level it is held against.

Bins hold about as many cases each and stand at equal steps, so that no long wait takes all the room.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from deskwise.kernel.language import say
from deskwise.reports.chart_theme import Look
from deskwise.reports.falling_curve import FallingCurve, bin_rows
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.number_words import value_words
from deskwise.reports.ruled_axis import ruled_axis
from deskwise.reports.value_axis import value_axis

if TYPE_CHECKING:
    import altair as alt

HEIGHT, NARROW_HEIGHT, LEFT, RIGHT, ABOVE = 280, 220, 40, 22, 14
# Of bins with long names a narrow picture has room for every third.
NARROW_STEP, STEP = 3, 2
FEW_BINS = 6


def falling_curve_chart(chart: FallingCurve, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The falling curve with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (drawing.band(), *drawing.level(), drawing.curve(), drawing.dots(), *drawing.targets())
    return layered(layers, chart, Plot(drawing.width, drawing.height, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject."""

    def __init__(self, chart: FallingCurve, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        self.rows = bin_rows(chart)
        self.width = look.width - 2 * look.margin - LEFT - RIGHT
        self.height = NARROW_HEIGHT if look.narrow else HEIGHT
        sides = [row[name] for row in self.rows for name in ("low", "high", "share")]
        self.axis = value_axis([*sides, chart.level], "share", count=5)
        self.data: dict[str, list[dict[str, Any]]] = {
            "bins": self.rows,
            "level": [
                {
                    "level": chart.level,
                    "place": 0,
                    "words": value_words(chart.level, "share"),
                }
            ],
        }

    def band(self) -> alt.Chart:
        """The band of the curve."""
        area: alt.Chart = self._of("bins").mark_area(color=self.colour.band, aria=False)
        found: alt.Chart = area.encode(x=self.x(), y=self.y("low"), y2="high:Q")
        return found

    def level(self) -> list[alt.Chart]:
        """The level, with its words at its end."""
        rule = self._of("level").mark_rule(color=self.colour.line2, strokeDash=[4, 3], aria=False)
        words = self._of("level").mark_text(align="left", dy=9, color=self.colour.ink3, aria=False)
        return [
            rule.encode(y=self.y("level")),
            words.encode(x=self.x(), y=self.y("level"), text="words:N"),
        ]

    def curve(self) -> alt.Chart:
        """The curve through the middle of the bins."""
        line: alt.Chart = self._of("bins").mark_line(aria=False).encode(x=self.x(), y=self.y("curve"))
        return line

    def dots(self) -> alt.Chart:
        """The share of each bin as it is; one beyond the level in the colour of what is worse."""
        import altair as alt

        dots: alt.Chart = (
            self._of("bins")
            .mark_point(shape="circle", filled=True, size=46, opacity=1, aria=False)
            .encode(
                x=self.x(),
                y=self.y("share"),
                color=alt.condition(
                    f"datum.curve {'>' if self.chart.rises else '<'} {self.chart.level:g}",
                    alt.value(self.colour.worsemark if self.chart.at is not None else self.colour.ink2),
                    alt.value(self.colour.ink2),
                ),
            )
        )
        return dots

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of every bin on a page, with all its words."""
        import altair as alt

        if self.look.theme != "page":
            return []
        return [
            self._of("bins")
            .mark_point(shape="circle", filled=True, size=420, opacity=0)
            .encode(
                x=self.x(),
                y=self.y("share"),
                description=alt.Description("words:N"),
                tooltip=[
                    alt.Tooltip("range:N", title=self.chart.axis),
                    alt.Tooltip("figure:N", title=self.chart.share),
                    alt.Tooltip("fitted:N", title=say("By the curve")),
                    alt.Tooltip("n:Q", title="n", format=",d"),
                ],
            )
        ]

    def x(self) -> alt.X:
        """The axis of bins, told by where they begin."""
        import altair as alt

        count = len(self.rows)
        step = 1 if count <= FEW_BINS else NARROW_STEP if self.look.narrow else STEP
        begins = {
            str(place): value_words(each.low, self.chart.unit) for place, each in enumerate(self.chart.bins)
        }
        return alt.X(
            "place:Q",
            scale=alt.Scale(domain=[0, max(count - 1, 1)], nice=False, zero=False, padding=8),
            axis=alt.Axis(
                values=list(range(0, count, step)),
                labelExpr=f"{json.dumps(begins, ensure_ascii=False)}[datum.value]",
                labelOverlap=True,
                title=say("%(axis)s, from", axis=self.chart.axis),
                titleAnchor="end",
                grid=False,
            ),
        )

    def y(self, field: str) -> alt.Y:
        """The axis of shares, as far as they reach."""
        import altair as alt

        axis = self.axis
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False),
            axis=ruled_axis(axis, self.chart.share_axis, room=LEFT, above=ABOVE),
        )

    def _of(self, name: str) -> alt.Chart:
        import altair as alt

        return alt.Chart(alt.NamedData(name))

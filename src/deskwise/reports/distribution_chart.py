"""The chart of how durations are spread: bars on a logarithm of time, the period before as a dashed outline.

The median and the 90th percentile of both are ruled lines, those of the period before dashed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from deskwise.kernel.language import say
from deskwise.reports.chart_theme import LETTER, Look
from deskwise.reports.distribution import Distribution, spread_rows
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.number_words import value_words
from deskwise.reports.ruled_axis import ruled_axis
from deskwise.reports.value_axis import value_axis

if TYPE_CHECKING:
    import altair as alt

LEFT, PLOT, MARK_ROWS = 40, 190, 2
ROW = 18
MINUTE, HOUR, DAY = 60, 3_600, 86_400
# Lengths that people think in, those that a narrow picture has room for first.
NARROW_TICKS = {1: "1 s", MINUTE: "1 min", HOUR: "1 h", DAY: "1 d", 30 * DAY: "30 d", 365 * DAY: "1 y"}
TICKS = NARROW_TICKS | {
    10: "10 s", 10 * MINUTE: "10 min", 4 * HOUR: "4 h", 3 * DAY: "3 d", 7 * DAY: "7 d", 90 * DAY: "90 d",
}  # fmt: skip


def distribution_chart(chart: Distribution, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The chart of how durations are spread, with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (
        *drawing.bars(),
        *drawing.before(),
        *drawing.marks(),
        *drawing.targets(),
    )
    return layered(layers, chart, Plot(drawing.width, PLOT, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject, from back to front."""

    def __init__(self, chart: Distribution, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        self.width = look.width - 2 * look.margin - LEFT - 8
        self.rows = spread_rows(chart)
        self.low, self.high = self.rows[0]["low"], self.rows[-1]["high"]
        shares = [row[name] for row in self.rows for name in ("now", "before") if row[name] is not None]
        self.axis = value_axis(shares, "share", from_zero=True, count=4)
        self.data: dict[str, list[dict[str, Any]]] = {"steps": self.rows}

    def bars(self) -> list[alt.Chart]:
        """The shares of the period, one bar a step."""
        import altair as alt

        bars = alt.Chart(alt.NamedData("steps")).mark_rect(
            color=self.colour.mute, stroke=self.colour.surface, strokeWidth=1, aria=False
        )
        bars = bars.transform_calculate(zero="0")
        return [bars.encode(x=self.x("low"), x2=alt.X2("high"), y=self.y("now"), y2=alt.Y2("zero"))]

    def before(self) -> list[alt.Chart]:
        """The period before, as the outline of its steps."""
        import altair as alt

        if self.chart.before is None:
            return []
        outline = [{"at": self.rows[0]["low"], "share": 0.0}]
        outline += [{"at": row["low"], "share": row["before"]} for row in self.rows]
        outline += [{"at": self.high, "share": self.rows[-1]["before"]}, {"at": self.high, "share": 0.0}]
        for number, row in enumerate(outline):
            row["order"] = number
        self.data["outline"] = outline
        line = alt.Chart(alt.NamedData("outline")).mark_line(
            interpolate="step-after", color=self.colour.ink, strokeDash=[4, 3], strokeWidth=1.4, aria=False
        )
        return [line.encode(x=self.x("at"), y=self.y("share"), order=alt.Order("order:Q"))]

    def marks(self) -> list[alt.Chart]:
        """The median and the 90th percentile, with their words above the plot."""
        import altair as alt

        rows = []
        for row, (part, dashed) in enumerate(((self.chart.now, False), (self.chart.before, True))):
            if part is None:
                continue
            for name, value in ((say("median"), part.marks.median), ("90 %", part.marks.p90)):
                if value is not None and value > 0:
                    words = f"{name} {value_words(value, 'seconds')}"
                    words = say("before: %(words)s", words=words) if dashed else words
                    rows.append({"at": min(max(value, self.low), self.high), "words": words, "dashed": dashed,
                                 "top": -ROW * (MARK_ROWS - row) + 4})  # fmt: skip
        layers = []
        for dashed in (False, True):
            those = [row for row in rows if row["dashed"] == dashed]
            if not those:
                continue
            data = self._of("marks before" if dashed else "marks", those)
            rule: dict[str, Any] = {"color": self.colour.ink}
            rule |= {"strokeDash": [4, 3], "strokeWidth": 1} if dashed else {"strokeWidth": 1.5}
            top = alt.YValue(0) if self.look.narrow else alt.Y("top:Q", scale=None, axis=None)
            layers.append(
                data.mark_rule(aria=False, **rule).encode(x=self.x("at"), y=top, y2=alt.Y2Value(PLOT))
            )
            if not self.look.narrow:
                layers += self._words(those)
        return layers

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of each step on a page: the whole of its column, with all its words."""
        import altair as alt

        if self.look.theme != "page":
            return []
        near = alt.selection_point(
            name="near", on="pointerover", clear="pointerout", fields=["low"], empty=False, toggle=False
        )
        columns = alt.Chart(alt.NamedData("steps")).mark_rect(color=self.colour.accentsoft)
        return [
            columns.encode(
                x=self.x("low"),
                x2=alt.X2("high"),
                y=alt.YValue(0),
                y2=alt.Y2Value(PLOT),
                opacity=alt.OpacityValue(0, condition={"param": "near", "empty": False, "value": 0.45}),
                description=alt.Description("words:N"),
                tooltip=[
                    alt.Tooltip("step:N", title=say("Length")),
                    alt.Tooltip("now_words:N", title=say("Share")),
                    alt.Tooltip("n:Q", title="n", format=",d"),
                    alt.Tooltip("before_words:N", title=say("Before")),
                    alt.Tooltip("n_before:Q", title=say("n before"), format=",d"),
                ],
            ).add_params(near)
        ]

    def x(self, field: str) -> alt.X:
        """The axis of lengths, in equal steps of their logarithm."""
        import altair as alt

        ticks = NARROW_TICKS if self.look.narrow else TICKS
        known = {at: ticks[at] for at in sorted(ticks) if self.low <= at <= self.high}
        names = ", ".join(f'"{at}": "{words}"' for at, words in known.items())
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(type="log", domain=[self.low, self.high], nice=False, padding=0),
            axis=alt.Axis(
                values=list(known),
                labelExpr=f"{{{names}}}[round(datum.value)]",
                labelOverlap=True,
                title=None,
                grid=False,
            ),
        )

    def y(self, field: str) -> alt.Y:
        """The axis of shares, from zero."""
        import altair as alt

        axis = self.axis
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, axis.high], nice=False),
            axis=ruled_axis(
                axis,
                say("% of the cases"),
                room=LEFT,
                above=12 if self.look.narrow else 14 + ROW * MARK_ROWS,
            ),
        )

    def _words(self, rows: list[dict[str, Any]]) -> list[alt.Chart]:
        """The words of the marks: the first one's to its left, the last one's where they have room."""
        import altair as alt

        ordered = sorted(rows, key=lambda row: row["at"])
        first, last = ordered[0], ordered[-1]
        end = max(self._place(first["at"]) - 5, len(first["words"]) * LETTER)
        layers = []
        sides: list[tuple[dict[str, Any], float, Literal["left", "right"]]] = [(first, end, "right")]
        if last is not first:
            at, wide = self._place(last["at"]), len(last["words"]) * LETTER
            between = at - 5 - wide > self._place(first["at"]) + 5
            if at + 5 + wide > self.width and between:
                sides.append((last, at - 5, "right"))
            else:
                sides.append((last, max(min(at + 5, self.width - wide), end + 10), "left"))
        for row, place, align in sides:
            data = self._of(f"words {row['words']}", [{**row, "place": place}])
            words = data.mark_text(align=align, baseline="top", color=self.colour.ink2, aria=False)
            layers.append(
                words.encode(
                    x=alt.X("place:Q", scale=None, axis=None),
                    y=alt.Y("top:Q", scale=None, axis=None),
                    text=alt.Text("words:N"),
                )
            )
        return layers

    def _place(self, at: float) -> float:
        """Where a length lies, in pixels from the plot's left."""
        return math.log(at / self.low) / math.log(self.high / self.low) * self.width

    def _of(self, name: str, rows: list[dict[str, Any]]) -> alt.Chart:
        import altair as alt

        self.data[name] = rows
        return alt.Chart(alt.NamedData(name))

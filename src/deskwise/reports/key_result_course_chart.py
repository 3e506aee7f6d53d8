"""The chart of a key result over its cycle: what it read, where it is expected, and where it is to end.

Ink is what was read; the pace is dashed, the target a full line, today a thin one, and what somebody typed an
orange square.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from deskwise.kernel.language import say
from deskwise.reports.chart_theme import Look
from deskwise.reports.key_result_course import KeyResultCourse, bound_words, day_labels, mark_rows, place
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.number_words import value_words
from deskwise.reports.ruled_axis import ruled_axis
from deskwise.reports.value_axis import value_axis

if TYPE_CHECKING:
    import altair as alt

HEIGHT, NARROW_HEIGHT, LEFT, RIGHT, ABOVE = 300, 220, 44, 14, 26
# Where words stand over a line, and where under it.
OVER: dict[str, Any] = {"baseline": "bottom", "dy": -4}
UNDER: dict[str, Any] = {"baseline": "top", "dy": 4}
TOP = -6
ROOM_BELOW = 0.08


def key_result_course_chart(chart: KeyResultCourse, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The course of a key result with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (
        *drawing.aims(), *drawing.pace(), *drawing.today(), *drawing.course(), *drawing.typed(),
        *drawing.words(), *drawing.targets(),
    )  # fmt: skip
    return layered(layers, chart, Plot(drawing.width, drawing.height, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject."""

    def __init__(self, chart: KeyResultCourse, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        self.width = look.width - 2 * look.margin - LEFT - RIGHT
        self.height = NARROW_HEIGHT if look.narrow else HEIGHT
        unit = "" if chart.unit in {"count", "score"} else chart.unit
        self.axis = value_axis(chart.values() + _room_below(chart), unit, count=5)
        self.rows = [self.axis.ranged(row) for row in mark_rows(chart)]
        self.whole = place(chart, chart.end_at)
        self.falls = _falls(chart)
        self.data: dict[str, list[dict[str, Any]]] = {
            "marks": self.rows,
            "pace": [{"day": place(chart, at), "value": value} for at, value in chart.pace],
            "typed": [
                {"day": place(chart, each.at), "value": each.value, "words": each.words}
                for each in chart.typed
            ],
        }

    def aims(self) -> list[alt.Chart]:
        """The target, or the bounds, from edge to edge; the first layer carries the axes."""
        aims = [self.chart.target] if self.chart.target is not None else []
        aims += [value for value, _ in bound_words(self.chart)]
        ruled = self._of("aims", [{"aim": each} for each in aims])
        empty = self._of("axes", [{"day": 0.0, "value": self.axis.low}])
        layers = [empty.mark_point(color="transparent", aria=False).encode(x=self.x(), y=self.y())]
        if aims:
            rule = ruled.mark_rule(color=self.colour.ink, strokeWidth=1.25, aria=False)
            layers.append(rule.encode(y=self.y("aim")))
        return layers

    def pace(self) -> list[alt.Chart]:
        """Where it is expected to be."""
        if not self.chart.pace:
            return []
        line = self._named("pace").mark_line(
            color=self.colour.ink2, strokeDash=[5, 4], strokeWidth=1.1, aria=False,
            interpolate="step-after" if self.chart.steps else "linear",
        )  # fmt: skip
        return [line.encode(x=self.x(), y=self.y())]

    def today(self) -> list[alt.Chart]:
        """Today's line, while the cycle runs."""
        if not self.chart.start_at < self.chart.now_at < self.chart.end_at:
            return []
        import altair as alt

        at = self._of("today", [{"day": place(self.chart, self.chart.now_at), "words": say("today")}])
        rule = at.mark_rule(color=self.colour.line2, aria=False)
        right = place(self.chart, self.chart.now_at) < 0.8 * self.whole
        words = at.mark_text(
            align="left" if right else "right", dx=5 if right else -5, baseline="bottom", aria=False,
            color=self.colour.ink3,
        )  # fmt: skip
        top = alt.YValue(TOP)
        return [
            rule.encode(x=self.x(), y=top, y2=alt.Y2Value(self.height)),
            words.encode(x=self.x(), y=top, text=alt.Text("words:N")),
        ]

    def course(self) -> list[alt.Chart]:
        """What it read: the line, the interval of the last figure, and its mark."""
        import altair as alt

        known = [row for row in self.rows if row["value"] is not None]
        if not known:
            return []
        line = self._named("marks").transform_filter("isValid(datum.value)")
        shape: dict[str, Any] = {"interpolate": "step-after"} if self.chart.steps else {}
        drawn = line.mark_line(color=self.colour.ink, strokeWidth=2, aria=False, **shape)
        layers = [drawn.encode(x=self.x(), y=self.y(), detail=alt.Detail("run:N"))]
        if self.chart.bounds != (None, None):
            layers += self._kept(known)
        last = self._of("last", known[-1:])
        if known[-1]["ranged"]:
            rule = last.mark_rule(color=self.colour.mute2, strokeWidth=2, aria=False)
            layers.append(rule.encode(x=self.x(), y=self.y("from"), y2=alt.Y2("to")))
        hollow = known[-1]["partial"]
        point = last.mark_point(
            shape="circle", filled=True, size=52, opacity=1, aria=False,
            fill=self.colour.surface if hollow else self.colour.ink, stroke=self.colour.ink,
        )  # fmt: skip
        return [*layers, point.encode(x=self.x(), y=self.y())]

    def _kept(self, known: list[dict[str, Any]]) -> list[alt.Chart]:
        """The weeks of one that keeps: a dot within its bounds, an orange diamond out of them."""
        low, high = self.chart.bounds
        out = [
            row
            for row in known
            if not row["partial"]
            and ((low is not None and row["value"] < low) or (high is not None and row["value"] > high))
        ]
        within = [row for row in known if row not in out and not row["partial"]]
        layers = []
        for name, rows, shape, fill, size in (
            ("within", within, "circle", self.colour.ink, 30),
            ("out", out, "diamond", self.colour.worsemark, 95),
        ):
            if rows:
                points = self._of(name, rows).mark_point(
                    shape=shape, filled=True, color=fill, size=size, opacity=1, aria=False
                )
                layers.append(points.encode(x=self.x(), y=self.y()))
        return layers

    def typed(self) -> list[alt.Chart]:
        """What somebody typed, as orange squares."""
        if not self.chart.typed:
            return []
        squares = self._named("typed").mark_point(
            shape="square", filled=True, size=62, opacity=1, strokeWidth=1.8, aria=False,
            fill=self.colour.surface, stroke=self.colour.worsemark,
        )  # fmt: skip
        return [squares.encode(x=self.x(), y=self.y())]

    def words(self) -> list[alt.Chart]:
        """The words that stand beside baseline, target, bounds and the pace."""
        chart = self.chart
        layers: list[alt.Chart] = []
        if chart.baseline is not None:
            words = f"{say('baseline')} {value_words(chart.baseline, chart.unit)}"
            layers += self._readable(0.0, chart.baseline, words, **self._beside_course(chart.baseline))
        if chart.target is not None:
            words = f"{say('target')} {value_words(chart.target, chart.unit)}"
            # Beyond the pace, which ends there.
            side = UNDER if self.falls else OVER
            layers += self._readable(self.whole, chart.target, words, align="right", dx=-4, **side)
        for value, words in bound_words(chart):
            # Where the weeks are yet to come there is room.
            side = UNDER if value == chart.bounds[0] else OVER
            layers += self._readable(self.whole, value, words, align="right", dx=-4, **side)
        if chart.pace and not self.look.narrow:
            day = 0.72 * self.whole
            expected = chart.expected_at(chart.start_at + round(0.72 * (chart.end_at - chart.start_at)))
            if expected is not None:
                above = {"align": "left", "dx": 8, "baseline": "bottom", "dy": -3}
                below = {"align": "left", "dx": 8, "baseline": "top", "dy": 3}
                layers += self._readable(
                    day, expected, say("expected pace"), **(above if self.falls else below)
                )
        return layers

    def _beside_course(self, baseline: float) -> dict[str, Any]:
        """On which side of the baseline its words are out of the way of what was read first."""
        first = next((row["value"] for row in self.rows if row["value"] is not None), None)
        above = self.falls if first is None else first <= baseline
        return {"align": "left", "dx": 4, **(OVER if above else UNDER)}

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of every instant on a page, with all its words."""
        import altair as alt

        if self.look.theme != "page":
            return []
        marks = self._named("marks").transform_filter("isValid(datum.value)")
        tips = [
            alt.Tooltip("when:N", title=say("Day")),
            alt.Tooltip("figure:N", title=say("Value")),
            alt.Tooltip("expected:N", title=say("Expected")),
            alt.Tooltip("interval:N", title=say("95 % interval")),
            alt.Tooltip("n:N", title="n"),
        ]
        found = marks.mark_point(shape="circle", filled=True, size=300, opacity=0)
        layers = [found.encode(x=self.x(), y=self.y(), description=alt.Description("words:N"), tooltip=tips)]
        if self.chart.typed:
            squares = self._named("typed").mark_point(shape="square", filled=True, size=200, opacity=0)
            tip = [alt.Tooltip("words:N", title=say("Typed"))]
            described = alt.Description("words:N")
            layers.append(squares.encode(x=self.x(), y=self.y(), description=described, tooltip=tip))
        return layers

    def x(self, field: str = "day") -> alt.X:
        """The axis of days, with the dates there is room for."""
        import altair as alt

        labels = day_labels(self.chart, self.width)
        names = json.dumps({f"{at:.10g}": words for at, words in labels.items()}, ensure_ascii=False)
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, self.whole], nice=False, zero=False, clamp=True),
            axis=alt.Axis(
                values=sorted(labels),
                labelExpr=f"{names}[datum.value]",
                labelOverlap=False,
                title=None,
                grid=False,
            ),
        )

    def y(self, field: str = "value") -> alt.Y:
        """The axis of values."""
        import altair as alt

        axis = self.axis
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False, clamp=True),
            axis=ruled_axis(axis, axis.unit, room=LEFT, above=ABOVE),
        )

    def _readable(self, day: float, value: float, words: str, **how: Any) -> list[alt.Chart]:
        """Words over whatever is behind them: the ground's colour around the letters, then the letters."""
        import altair as alt

        behind: dict[str, Any] = {"stroke": self.colour.surface, "strokeWidth": 3, "strokeOpacity": 0.8}
        rows = self._of(f"words {words}", [{"day": day, "value": value, "words": words}])
        return [
            rows.mark_text(aria=False, color=self.colour.ink2, **how, **more).encode(
                x=self.x(), y=self.y(), text=alt.Text("words:N")
            )
            for more in (behind, {})
        ]

    def _of(self, name: str, rows: list[dict[str, Any]]) -> alt.Chart:
        self.data[name] = rows
        return self._named(name)

    def _named(self, name: str) -> alt.Chart:
        import altair as alt

        return alt.Chart(alt.NamedData(name))


def _falls(chart: KeyResultCourse) -> bool:
    return chart.target is not None and chart.target < (chart.baseline or 0.0)


def _room_below(chart: KeyResultCourse) -> list[float]:
    """How far the axis has to reach for the words under target or baseline, whichever is lower."""
    lines = [each for each in (chart.target, chart.baseline) if each is not None]
    if not lines:
        return []
    lowest = min(lines)
    below = lowest - ROOM_BELOW * (max(chart.values()) - lowest)
    return [below] if below >= 0 else []

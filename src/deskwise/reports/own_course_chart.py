"""The chart of somebody's own course: their line over the team's unnamed spread, the team itself dotted.

A point on few cases or in a period that has not ended is hollow; what lies outside of the person's own limits
is a diamond. The axis holds the person's own figures and the spread, and nobody else's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskwise.reports.chart_theme import Look
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.own_course import OwnCourse, own_rows
from deskwise.reports.ruled_axis import ruled_axis
from deskwise.reports.time_series import TimeSeries, axis_labels
from deskwise.reports.value_axis import ValueAxis, value_axis

if TYPE_CHECKING:
    import altair as alt

LEFT, PLOT = 40, 128
TRANSPARENT = "transparent"


def own_course_chart(course: OwnCourse, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The chart of a person's own course, with the house's look."""
    drawing = _Drawing(course, look)
    layers = (
        *drawing.behind(),
        *drawing.line(),
        *drawing.points(),
        *drawing.targets(),
    )
    return layered(layers, course, Plot(drawing.width, PLOT, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject, from back to front."""

    def __init__(self, course: OwnCourse, look: Look) -> None:
        self.course = course
        self.look = look
        self.colour = look.palette
        self.width = look.width - 2 * look.margin - LEFT - 4
        self.rows = own_rows(course)
        self.axis = _axis(course)
        self.data: dict[str, list[dict[str, Any]]] = {"periods": self.rows}

    def behind(self) -> list[alt.Chart]:
        """The axes, the middle half of the others, and the team's own figure."""
        import altair as alt

        self.data["axes"] = [{"slot": 0.0, "at": self.axis.low}]
        axes = alt.Chart(alt.NamedData("axes")).mark_point(color=TRANSPARENT, aria=False)
        layers = [axes.encode(x=self.x(), y=self.y("at"))]
        if any(row["low"] is not None for row in self.rows):
            band = self._those("isValid(datum.low)").mark_area(color=self.colour.band, opacity=1, aria=False)
            layers.append(
                band.encode(x=self.x(), y=self.y("low"), y2=alt.Y2("high"), detail=alt.Detail("band_run:N"))
            )
        if any(row["team"] is not None for row in self.rows):
            team = self._those("isValid(datum.team)").mark_line(
                color=self.colour.mute2, strokeDash=[2, 2], strokeWidth=1.25, aria=False
            )
            layers.append(team.encode(x=self.x(), y=self.y("team"), detail=alt.Detail("team_run:N")))
        return layers

    def line(self) -> list[alt.Chart]:
        """The person's own line, which no period without a figure is drawn across."""
        import altair as alt

        line = self._those("isValid(datum.value) && !datum.partial").mark_line(
            color=self.colour.ink, aria=False
        )
        return [line.encode(x=self.x(), y=self.y("value"), detail=alt.Detail("run:N"))]

    def points(self) -> list[alt.Chart]:
        """The points: full, hollow on few cases or while a period lasts, diamonds outside of the limits."""
        colour = self.colour
        marks = {"better": colour.bettermark, "worse": colour.worsemark, "neutral": colour.ink}
        layers = []
        for signal in ("within", *marks):
            for hollow in (False, True):
                which = [row["signal"] == signal and _hollow(row) == hollow for row in self.rows]
                if not any(which):
                    continue
                ink = marks.get(signal, colour.ink)
                those = self._those(
                    f"isValid(datum.value) && datum.signal == '{signal}'"
                    f" && {'' if hollow else '!'}(datum.small || datum.partial)"
                )
                shape = "circle" if signal == "within" else "diamond"
                look: dict[str, Any] = {"fill": colour.surface if hollow else ink, "stroke": ink}
                layers.append(
                    those.mark_point(
                        shape=shape,
                        size=26 if signal == "within" else 64,
                        strokeWidth=1.4,
                        opacity=1,
                        aria=False,
                        **look,
                    ).encode(x=self.x(), y=self.y("value"))
                )
        return layers

    def targets(self) -> list[alt.Chart]:
        """The words of each period on a page: the whole of its column says them."""
        import altair as alt

        if self.look.theme != "page":
            return []
        columns = alt.Chart(alt.NamedData("periods")).transform_calculate(
            left="datum.slot - 0.5", right="datum.slot + 0.5"
        )
        return [
            columns.mark_rect(opacity=0).encode(
                x=self.x("left"),
                x2=alt.X2("right"),
                y=alt.YValue(0),
                y2=alt.Y2Value(PLOT),
                description=alt.Description("words:N"),
            )
        ]

    def x(self, field: str = "slot") -> alt.X:
        """The axis of periods, those named that have room."""
        import altair as alt

        course = self.course
        named = TimeSeries("", (), course.unit, course.grain, course.zone, course.points)
        labels = axis_labels(named, self.width)
        names = ", ".join(f'"{at}": "{words}"' for at, words in sorted(labels.items()))
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, max(len(self.rows), 1)], nice=False, zero=False, padding=0),
            axis=alt.Axis(
                values=sorted(labels),
                labelExpr=f"{{{names}}}[datum.value]",
                labelOverlap=False,
                labelBound=True,
                title=None,
                ticks=False,
            ),
        )

    def y(self, field: str) -> alt.Y:
        """The axis of values."""
        import altair as alt

        axis = self.axis
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False, clamp=True),
            # A unit that needs no word keeps its room, so that measures side by side are alike.
            axis=ruled_axis(axis, axis.unit or " ", room=LEFT, above=10),
        )

    def _those(self, which: str) -> alt.Chart:
        import altair as alt

        return alt.Chart(alt.NamedData("periods")).transform_filter(which)


def _hollow(row: dict[str, Any]) -> bool:
    return bool(row["small"] or row["partial"])


def _axis(course: OwnCourse) -> ValueAxis:
    """An axis for what is drawn, and for no figure of others that is not."""
    own = [each.reading.value for each in course.points]
    team = [each.team for each in course.behind]
    sides = [side for each in course.behind if each.spread is not None for side in each.spread]
    values = [float(value) for value in (*own, *team, *sides) if value is not None]
    unit = "" if course.unit in {"count", "score"} else course.unit
    return value_axis(values, unit, from_zero=course.unit in {"count", "share"}, count=4)

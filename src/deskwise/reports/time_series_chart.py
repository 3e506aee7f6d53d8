"""The chart of a metric over time: its line with intervals and limits, and below it how many cases.

Partial periods are hollow, joined by a dashed line and never judged; signals change shape as well as colour;
limits, target and what happened are ruled lines with their words beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from deskwise.analyses.control_limits import ControlLimits
from deskwise.kernel.language import say
from deskwise.reports.chart_theme import LETTER, Look, chart_config, chart_title
from deskwise.reports.note_places import NOTE_HEIGHT, placed_notes
from deskwise.reports.number_words import value_words
from deskwise.reports.ruled_axis import ruled_axis
from deskwise.reports.time_series import TimeSeries, axis_labels, rows_of
from deskwise.reports.value_axis import ValueAxis, axis_of

if TYPE_CHECKING:
    import altair as alt

LEFT, PLOT, BARS = 40, 210, 44
TRANSPARENT = "transparent"


def time_series_chart(series: TimeSeries, look: Look) -> alt.VConcatChart:
    """The chart of a metric over time, with the house's look."""
    import altair as alt

    drawing = _Drawing(series, look)
    over = alt.layer(
        *drawing.background(),
        *drawing.notes(),
        *drawing.course(),
        *drawing.words(),
        *drawing.targets(),
        width=drawing.width,
        height=PLOT,
    )
    title = {"title": chart_title(series.title, series.lines, look)} if look.titled else {}
    # All at once, and the rows by name: whatever is added later has everything copied again.
    return alt.vconcat(over, drawing.bars(), datasets=drawing.data, config=chart_config(look), **title)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject, from back to front."""

    def __init__(self, series: TimeSeries, look: Look) -> None:
        self.series = series
        self.look = look
        self.colour = look.palette
        self.width = look.width - 2 * look.margin - LEFT - _overhang(series, look)
        self.axis = _value_axis(series)
        self.rows = [self.axis.ranged(row) for row in rows_of(series)]
        self.known = [row for row in self.rows if row["value"] is not None]
        self.placed = placed_notes(series, self.width)
        self.data: dict[str, list[dict[str, Any]]] = {"periods": self.rows}

    def background(self) -> list[alt.Chart]:
        """The grid, ordinary variation with its centre, and the target."""
        import altair as alt

        # Carries the axes, whatever else there is.
        layers = [self._of("axes", [{"at": self.axis.low}]).mark_point(color=TRANSPARENT, aria=False)]
        layers[0] = layers[0].encode(y=self.y("at"))
        limits = self.series.limits
        if self.series.stepped:
            layers += self._stepped()
        elif limits is not None:
            rows = self._of("limits", [{"low": limits.low, "centre": limits.centre, "high": limits.high}])
            centre = rows.mark_rule(color=self.colour.bandline, strokeDash=[2, 2], aria=False)
            layers += [
                rows.mark_rect(color=self.colour.band, aria=False).encode(y=self.y("low"), y2=alt.Y2("high")),
                centre.encode(y=self.y("centre")),
            ]
        if self.series.target is not None:
            aim = self._of("target", [{"target": self.series.target}]).mark_rule(
                color=self.colour.ink2, strokeDash=[7, 4], strokeWidth=1.25, aria=False
            )
            layers.append(aim.encode(y=self.y("target")))
        spans = [each for each in self.placed if each["end"] is not None]
        if spans:
            span = self._of("spans", spans).mark_rect(color=self.colour.line2, opacity=0.14, aria=False)
            layers.append(span.encode(x=self.x(), x2=alt.X2("end"), y=alt.YValue(0), y2=alt.Y2Value(PLOT)))
        return layers

    def _stepped(self) -> list[alt.Chart]:
        """Ordinary variation as it is in each period."""
        import altair as alt

        rows = (
            self._of("periods", self.rows)
            .transform_filter("isValid(datum.limit_low)")
            .transform_calculate(left="datum.slot - 0.5", right="datum.slot + 0.5")
        )
        centre = rows.mark_rule(color=self.colour.bandline, strokeDash=[2, 2], aria=False)
        across = {"x": self.x("left"), "x2": alt.X2("right")}
        return [
            rows.mark_rect(color=self.colour.band, aria=False).encode(
                y=self.y("limit_low"), y2=alt.Y2("limit_high"), **across
            ),
            centre.encode(y=self.y("limit_centre"), **across),
        ]

    def notes(self) -> list[alt.Chart]:
        """What happened, as ruled lines; their words stand above the plot where there is room for words."""
        import altair as alt

        if not self.placed:
            return []
        rows = self._of("notes", self.placed)
        # Above the plot there are no words in a narrow picture.
        top = alt.YValue(0) if self.look.narrow else alt.Y("top:Q", scale=None, axis=None)
        layers = [
            rows.mark_rule(strokeDash=[3, 3], aria=False).encode(x=self.x(), y=top, y2=alt.Y2Value(PLOT))
        ]
        if self.look.narrow:
            return layers
        sides: tuple[tuple[str, Literal["left", "right"], int], ...]
        sides = (("right", "left", 5), ("left", "right", -5))
        for side, align, dx in sides:
            if any(each["side"] == side for each in self.placed):
                words = rows.transform_filter(f"datum.side == '{side}'").mark_text(
                    align=align, baseline="top", dx=dx, color=self.colour.ink2, aria=False
                )
                layers.append(words.encode(x=self.x(), y=top, text=alt.Text("words:N")))
        return layers

    def course(self) -> list[alt.Chart]:
        """Intervals, the line, the dashed join of a partial period, and the points."""
        import altair as alt

        colour = self.colour
        line = self._those("!datum.partial").mark_line(aria=False)
        layers = [
            self._those("datum.ranged")
            .mark_rule(color=colour.mute, strokeWidth=2, aria=False)
            .encode(x=self.x(), y=self.y("from"), y2=alt.Y2("to")),
            line.encode(x=self.x(), y=self.y(), detail=alt.Detail("run:N")),
        ]
        if any(row["join"] for row in self.rows):
            join = self._those("datum.join").mark_line(strokeDash=[2, 3], aria=False)
            layers.append(join.encode(x=self.x(), y=self.y()))
        marks: dict[str, tuple[str, str, int]] = {
            "within": ("circle", colour.ink, 30),
            "better": ("diamond", colour.bettermark, 95),
            "worse": ("diamond", colour.worsemark, 95),
            "neutral": ("diamond", colour.ink, 95),
        }
        for signal, (shape, fill, size) in marks.items():
            if any(row["signal"] == signal for row in self.known):
                points = self._those(f"!datum.partial && datum.signal == '{signal}'").mark_point(
                    shape=shape, filled=True, color=fill, size=size, opacity=1, aria=False
                )
                layers.append(points.encode(x=self.x(), y=self.y()))
        if any(row["partial"] for row in self.known):
            hollow = self._those("datum.partial").mark_point(
                shape="circle", fill=colour.surface, stroke=colour.ink2, strokeWidth=1.5, size=46, opacity=1,
                aria=False,
            )  # fmt: skip
            layers.append(hollow.encode(x=self.x(), y=self.y()))
        return layers

    def words(self) -> list[alt.Chart]:
        """The words that stand beside limits, target and the partial period."""
        layers: list[alt.Chart] = []
        for at, words, above in self._line_words():
            beside: dict[str, Any] = {"baseline": "bottom" if above else "top", "dy": -4 if above else 4}
            layers += self._readable({"value": at, "slot": 0.0, "words": words}, align="left", dx=4, **beside)
        partial = [row for row in self.known if row["partial"]]
        if partial and not self.look.narrow:
            row = partial[-1]
            middle = (self.axis.low + self.axis.high) / 2
            # Away from the line that comes to it.
            before = self.known[-2]["value"] if len(self.known) > 1 else middle
            below = float(row["value"]) <= float(before)
            note = {"slot": row["slot"], "value": row["value"], "words": say("not ended")}
            layers += self._readable(note, align="right", dx=8, dy=16 if below else -16, baseline="middle")
        return layers

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of each period on a page: the whole of its column, with all its words."""
        import altair as alt

        if self.look.theme != "page":
            return []
        near = alt.selection_point(
            name="near", on="pointerover", clear="pointerout", fields=["slot"], empty=False, toggle=False
        )
        channels: dict[str, Any] = {
            "x": self.x("left"),
            "x2": alt.X2("right"),
            "y": alt.YValue(0),
            "y2": alt.Y2Value(PLOT),
            "opacity": alt.OpacityValue(0, condition={"param": "near", "empty": False, "value": 0.45}),
            "description": alt.Description("words:N"),
            "tooltip": [
                alt.Tooltip("period:N", title=say("Period")),
                alt.Tooltip("figure:N", title=say("Value")),
                alt.Tooltip("interval:N", title=say("95 % interval")),
                alt.Tooltip("n:Q", title="n", format=",d"),
                alt.Tooltip("beside:N", title=say("Beside")),
            ],
        }
        if any(row["link"] for row in self.rows):
            channels["href"] = alt.Href("link:N")
        columns = self._of("periods", self.rows).transform_calculate(
            left="datum.slot - 0.5", right="datum.slot + 0.5"
        )
        return [columns.mark_rect(color=self.colour.accentsoft).encode(**channels).add_params(near)]

    def bars(self) -> alt.Chart:
        """How many cases each period rests on, from zero; that of a partial period is faded."""
        import altair as alt

        most = max((row["n"] for row in self.rows), default=0) or 1
        labels = axis_labels(self.series, self.width)
        names = ", ".join(f'"{at}": "{words}"' for at, words in sorted(labels.items()))
        step = self.width / max(len(self.rows), 1)
        named = alt.Axis(
            values=sorted(labels),
            labelExpr=f"{{{names}}}[datum.value]",
            labelOverlap=False,
            title=None,
            domain=False,
            ticks=False,
        )
        counts = alt.Axis(
            values=[0, most],
            format=",d",
            grid=False,
            title=self.series.n_words,
            minExtent=LEFT,
            maxExtent=LEFT,
            titleX=-LEFT,
            titleY=-10,
        )
        bars = self._of("periods", self.rows).mark_bar(size=round(min(step * 0.55, 16.0), 2), aria=False)
        faded = {"test": "datum.partial", "value": self.colour.mute}
        drawn: alt.Chart = bars.encode(
            x=alt.X("slot:Q", scale=self._slots(), axis=named),
            y=alt.Y("n:Q", scale=alt.Scale(domain=[0, most], nice=False), axis=counts),
            color=alt.ColorValue(self.colour.mute2, condition=faded),
        ).properties(width=self.width, height=BARS)
        return drawn

    def x(self, field: str = "slot") -> alt.X:
        """The axis of periods, which the lower panel names."""
        import altair as alt

        return alt.X(f"{field}:Q", scale=self._slots(), axis=None)

    def y(self, field: str = "value") -> alt.Y:
        """The axis of values; what lies beyond it is drawn at its end."""
        import altair as alt

        axis = self.axis
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False, clamp=True),
            axis=ruled_axis(axis, axis.unit, room=LEFT, above=14 + NOTE_HEIGHT * self._note_rows()),
        )

    def _readable(self, row: dict[str, Any], **how: Any) -> list[alt.Chart]:
        """Words over whatever is behind them: the ground's colour around the letters, then the letters."""
        import altair as alt

        behind: dict[str, Any] = {"stroke": self.colour.surface, "strokeWidth": 3, "strokeOpacity": 0.75}
        data = self._of(f"words {row['words']}", [row])
        return [
            data.mark_text(aria=False, **how, **more).encode(x=self.x(), y=self.y(), text=alt.Text("words:N"))
            for more in (behind, {})
        ]

    def _line_words(self) -> list[tuple[float, str, bool]]:
        """The words on the lines of limits and target: where, which, and whether above the line."""
        told: list[tuple[float, str, bool]] = []
        limits, unit, target = _first_limits(self.series), self.series.unit, self.series.target
        aim = None if target is None else float(target)
        if limits is not None:
            for side, at, above in (
                (say("upper limit"), limits.high, True),
                (say("lower limit"), limits.low, False),
            ):
                # A limit at the end of the axis is one that cannot be passed.
                if self.axis.low < at < self.axis.high:
                    # Words go to the other side of a line that another would strike through.
                    struck = aim is not None and -4 < self._pixels(at, aim) * (1 if above else -1) < 22
                    told.append((at, f"{side} {value_words(at, unit)}", above != struck))
        if aim is not None:
            near = [at for at, _, above in told if above and -22 < self._pixels(at, aim) < 22]
            told.append((aim, f"{say('target')} {value_words(target, unit)}", not near))
        return told

    def _pixels(self, low: float, high: float) -> float:
        """How far one value lies above another in the picture."""
        return (high - low) / (self.axis.high - self.axis.low) * PLOT

    def _of(self, name: str, rows: list[dict[str, Any]]) -> alt.Chart:
        """A layer of rows of its own, under a name."""
        import altair as alt

        self.data[name] = rows
        return alt.Chart(alt.NamedData(name))

    def _those(self, which: str) -> alt.Chart:
        """A layer of the periods that have a figure and are such."""
        return self._of("periods", self.rows).transform_filter(f"isValid(datum.value) && {which}")

    def _slots(self) -> alt.Scale:
        import altair as alt

        return alt.Scale(domain=[0, max(len(self.rows), 1)], nice=False, zero=False, padding=0)

    def _note_rows(self) -> int:
        return 0 if self.look.narrow else 1 + max((each["row"] for each in self.placed), default=-1)


def _overhang(series: TimeSeries, look: Look) -> float:
    """How far the last label below the axis reaches beyond the plot, at most."""
    if not series.points:
        return 0.0
    last = axis_labels(series, look.width)[len(series.points) - 0.5]
    step = (look.width - LEFT) / len(series.points)
    return max(0.0, len(last) * LETTER / 2 - step / 2) + 2


def _first_limits(series: TimeSeries) -> ControlLimits | None:
    """The limits at the left end of the picture, where their words stand."""
    return next((each.limits for each in series.points if each.limits is not None), series.limits)


def _value_axis(series: TimeSeries) -> ValueAxis:
    drawn = [each.limits for each in series.points if each.limits is not None]
    # Where there was next to nothing to count in, limits are as wide as the scale: they need not all fit.
    known = sorted(drawn, key=lambda each: each.high - each.low)[: max(len(drawn) * 9 // 10, 1)]
    if not known and series.limits is not None:
        known = [series.limits]
    ends = [side for each in known for side in (each.low, each.high)]
    return axis_of([each.reading for each in series.points], (*ends, series.target), series.unit)

"""The chart of curves over a length of time, each named at its end; who stands out has a colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskwise.reports.chart_theme import LETTER, Look
from deskwise.reports.curves import Curves, ShareCurve, curve_rows
from deskwise.reports.layered_chart import Plot, layered
from deskwise.reports.value_axis import ValueAxis, value_axis

if TYPE_CHECKING:
    import altair as alt

HEIGHT, NARROW_HEIGHT, LEFT, ABOVE = 300, 240, 34, 12
LONGEST_NAME, NARROW_NAME, GAP, LINE, KEY = 26, 13, 8, 15, 16
LEVEL_DASH = [2, 3]
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])


def curves_chart(chart: Curves, look: Look) -> alt.LayerChart | alt.FacetChart:
    """The curves with the house's look."""
    drawing = _Drawing(chart, look)
    layers = (
        *drawing.stretches(),
        *drawing.bands(),
        *drawing.levels(),
        *drawing.lines(),
        *drawing.names(),
        *drawing.targets(),
    )
    return layered(layers, chart, Plot(drawing.width, drawing.height, drawing.data), look)


class _Drawing:
    """The layers of one chart in one look; each method gives those of one subject, from back to front."""

    def __init__(self, chart: Curves, look: Look) -> None:
        self.chart = chart
        self.look = look
        self.colour = look.palette
        self.rows = curve_rows(chart)
        most = NARROW_NAME if look.narrow else LONGEST_NAME
        self.longest_name = most
        words = [*(each.name for each in chart.curves), *(each.words for each in chart.levels)]
        self.right = min(max(map(len, words), default=0), most) * LETTER + GAP + KEY
        self.width = look.width - 2 * look.margin - LEFT - self.right
        self.height = NARROW_HEIGHT if look.narrow else HEIGHT
        self.across = value_axis([0.0, chart.longest], "seconds", count=4 if look.narrow else 7)
        self.up = value_axis([0.0, 1.0], "share", count=5)
        self.dashes = _dashes([self._ink(each) for each in chart.curves])
        self.data: dict[str, list[dict[str, Any]]] = {"curves": self.rows, "names": self._names()}

    def _names(self) -> list[dict[str, Any]]:
        """Each name at the end of its line, pushed down or up where it would stand on another."""
        named = [
            {"name": each.name, "at": [row for row in self.rows if row["curve"] == number][-1]["share"],
             "ink": self._ink(each), "dash": self.dashes[number]}
            for number, each in enumerate(self.chart.curves)
        ]  # fmt: skip
        named += [
            {"name": each.words, "at": each.share, "ink": self.colour.ink2, "dash": LEVEL_DASH}
            for each in self.chart.levels
        ]
        named.sort(key=lambda each: -each["at"])
        apart, below = LINE / self.height, 1.0 + LINE / self.height
        for each in named:
            below = each["place"] = min(each["at"], below - apart)
        above = -apart / 2
        for each in reversed(named):
            above = each["place"] = max(each["place"], above + apart)
        return [
            {**each, "number": number, "name": self._short(each["name"])} for number, each in enumerate(named)
        ]

    def _short(self, name: str) -> str:
        return name if len(name) <= self.longest_name else name[: self.longest_name - 1].rstrip() + "…"

    def _ink(self, curve: ShareCurve) -> str:
        return {1: self.colour.worsemark, -1: self.colour.bettermark}.get(curve.side, self.colour.ink2)

    def stretches(self) -> list[alt.Chart]:
        """What is marked: a band over a stretch of lengths or a line at one, with its words at the top."""
        import altair as alt

        layers = []
        for number, each in enumerate(self.chart.stretches):
            # What is marked later stands lower, so that words do not meet.
            name = f"stretch_{number}"
            self.data[name] = [{"start": each.start, "end": each.end, "words": each.words}]
            rows = alt.Chart(alt.NamedData(name))
            top, bottom = alt.YValue(0), alt.Y2Value(self.height)
            if each.end > each.start:
                mark = rows.mark_rect(color=self.colour.band, aria=False)
                layers.append(mark.encode(x=self.x("start"), x2=alt.X2("end"), y=top, y2=bottom))
            else:
                # It begins below the words of those before it.
                rule = rows.mark_rule(color=self.colour.line2, strokeDash=[4, 3], aria=False)
                layers.append(rule.encode(x=self.x("start"), y=alt.YValue(LINE * number), y2=bottom))
            wide = len(each.words) * LETTER + GAP
            left = each.start / self.chart.longest * self.width + wide > self.width
            words = rows.mark_text(
                align="right" if left else "left", baseline="top", dx=-4 if left else 4,
                color=self.colour.ink3, aria=False,
            )  # fmt: skip
            layers.append(
                words.encode(
                    x=self.x("end" if left and each.end == each.start else "start"),
                    y=alt.YValue(2 + LINE * number),
                    text=alt.Text("words:N"),
                )
            )
        return layers

    def bands(self) -> list[alt.Chart]:
        """The intervals of the curves that have them drawn."""
        import altair as alt

        layers = []
        for number, each in enumerate(self.chart.curves):
            if each.banded:
                mark = self._of(number).mark_area(
                    color=self.colour.bandline, opacity=0.45, aria=False, **_form(each)
                )
                layers.append(mark.encode(x=self.x("after"), y=self.y("low"), y2=alt.Y2("high")))
        return layers

    def levels(self) -> list[alt.Chart]:
        """The shares that do not change."""
        import altair as alt

        if not self.chart.levels:
            return []
        self.data["levels"] = [{"share": each.share} for each in self.chart.levels]
        rule = alt.Chart(alt.NamedData("levels")).mark_rule(
            color=self.colour.ink2, strokeDash=LEVEL_DASH, strokeWidth=1.5, aria=False
        )
        return [rule.encode(x=alt.XValue(0), x2=alt.X2Value(self.width), y=self.y("share"))]

    def lines(self) -> list[alt.Chart]:
        """The curves; as far as they are drawn."""
        layers = []
        for number, each in enumerate(self.chart.curves):
            mark = self._of(number).mark_line(
                color=self._ink(each),
                strokeDash=self.dashes[number],
                strokeWidth=1.75,
                aria=False,
                **_form(each),
            )
            layers.append(mark.encode(x=self.x("after"), y=self.y("share")))
        return layers

    def names(self) -> list[alt.Chart]:
        """The names, to the right of the plot, each behind a piece of its line."""
        import altair as alt

        layers, begin = [], self.width + GAP / 2
        for number, each in enumerate(self.data["names"]):
            rows = alt.Chart(alt.NamedData("names")).transform_filter(f"datum.number == {number}")
            key = rows.mark_rule(color=each["ink"], strokeDash=each["dash"], strokeWidth=1.75, aria=False)
            text = rows.mark_text(align="left", baseline="middle", color=each["ink"], aria=False)
            place = self.y("place")
            layers += [
                key.encode(x=alt.XValue(begin), x2=alt.X2Value(begin + KEY - 4), y=place),
                text.encode(x=alt.XValue(begin + KEY), y=place, text=alt.Text("name:N")),
            ]
        return layers

    def targets(self) -> list[alt.Chart]:
        """What a pointer finds of each point on a page."""
        import altair as alt

        if self.look.theme != "page":
            return []
        return [
            alt.Chart(alt.NamedData("curves"))
            .mark_point(shape="circle", filled=True, size=120, opacity=0)
            .encode(
                x=self.x("after"),
                y=self.y("share"),
                description=alt.Description("words:N"),
                tooltip=[
                    alt.Tooltip("name:N", title=" "),
                    alt.Tooltip("length:N", title=self.chart.across),
                    alt.Tooltip("figure:N", title=self.chart.up),
                ],
            )
        ]

    def _of(self, number: int) -> alt.Chart:
        import altair as alt

        return alt.Chart(alt.NamedData("curves")).transform_filter(f"datum.curve == {number}")

    def x(self, field: str) -> alt.X:
        """The axis of lengths."""
        import altair as alt

        title = f"{self.chart.across}, {self.across.unit}"
        # The axis ends with the data, at whatever tick that is.
        scale = alt.Scale(domain=[0, self.chart.longest], nice=False, zero=False, padding=0)
        return alt.X(f"{field}:Q", scale=scale, axis=_axis(self.across, title, self.chart.longest))

    def y(self, field: str) -> alt.Y:
        """The axis of shares."""
        import altair as alt

        scale = alt.Scale(domain=[0, 1], nice=False, zero=False, padding=0)
        title = f"{self.chart.up}, {self.up.unit}"
        return alt.Y(f"{field}:Q", scale=scale, axis=_axis(self.up, title, 1.0, titleY=-ABOVE))


def _dashes(inks: list[str]) -> list[list[int]]:
    """The dashes of curves, so that two of one colour differ."""
    return [DASHES[inks[:number].count(ink) % len(DASHES)] for number, ink in enumerate(inks)]


def _form(curve: ShareCurve) -> dict[str, Any]:
    return {"interpolate": "step-after"} if curve.steps else {}


def _axis(axis: ValueAxis, title: str, most: float, **more: Any) -> alt.Axis:
    import altair as alt

    return alt.Axis(
        values=[at for at, _ in axis.ticks if at <= most * (1 + 1e-9)],
        labelExpr=f"format(datum.value / {axis.scale:g}, ',.{axis.decimals}f')",
        labelOverlap=True,
        title=title,
        titleAnchor="end",
        grid=True,
        domain=False,
        ticks=False,
        **more,
    )

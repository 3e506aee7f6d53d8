"""How every chart looks: the house's colours by what they are for, its type, its axes.

The colours are those of the pages (`web/static/tokens.css`). A chart for a page has their variables in place
of colours, so that one drawing serves both themes.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from deskwise.kernel.language import ENGLISH, spoken

Theme = Literal["light", "dark", "page"]
FileTheme = Literal["light", "dark"]
FILE_THEMES: tuple[FileTheme, ...] = get_args(FileTheme)
FONT = "Inter Variable, Inter, sans-serif"
WIDE, NARROW = 720, 330
# How numbers are written that the renderer writes by itself, on axes.
NUMBERS = {"de": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\N{NO-BREAK SPACE}€"]}}
# What letters take on average at the size of labels, in pixels.
LETTER = 6.3


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for: ink is data, blue better, orange worse, grey unknown or within noise."""

    surface: str
    line: str
    line2: str
    ink: str
    ink2: str
    ink3: str
    accentsoft: str
    bettermark: str
    worsemark: str
    band: str
    bandline: str
    mute: str
    mute2: str
    closed: str


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        surface="#ffffff", line="#e1e5ea", line2="#8a94a1", ink="#18212d", ink2="#465260", ink3="#5d6976",
        accentsoft="#e8eef6", bettermark="#1f78c8", worsemark="#d4670b", band="#e9edf2", bandline="#b4bdc8",
        mute="#c3cad3", mute2="#8894a1", closed="#eceef1",
    ),
    "dark": Palette(
        surface="#161d26", line="#2a3542", line2="#77869a", ink="#e8edf3", ink2="#b3bfcc", ink3="#94a2b2",
        accentsoft="#1e2d40", bettermark="#56a6ee", worsemark="#f08c33", band="#232d39", bandline="#4a5868",
        mute="#465362", mute2="#6e7d8f", closed="#1d252f",
    ),
    "page": Palette(**{each.name: f"var(--dw-{each.name})" for each in fields(Palette)}),
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How one drawing of a chart differs from another of the same chart.

    `titled` is for a picture that stands alone: on a page its heading stands above it. `width` is that of the
    whole picture, in pixels.
    """

    theme: Theme = "light"
    width: int = WIDE
    titled: bool = True

    @property
    def palette(self) -> Palette:
        """The theme's colours."""
        return PALETTES[self.theme]

    @property
    def margin(self) -> int:
        """The margin around the picture: on a page its card has one already."""
        return 0 if self.theme == "page" else 20

    @property
    def narrow(self) -> bool:
        """Whether there is no room for words in the picture."""
        return self.width < 480


def chart_title(title: str, lines: tuple[str, ...], look: Look) -> dict[str, Any]:
    """The title of a picture that stands alone, with the lines below it as they fit."""
    most = int((look.width - 2 * look.margin) / LETTER)
    return {"text": title, "subtitle": [part for line in lines for part in textwrap.wrap(line, most)]}


def chart_config(look: Look) -> dict[str, Any]:
    """The configuration that a chart's specification carries."""
    colour = look.palette
    words = {"font": FONT, "fontSize": 12, "fontWeight": 400, "color": colour.ink3}
    return {
        # On a page the card is the ground.
        "background": "transparent" if look.theme == "page" else colour.surface,
        "font": FONT,
        # Letters reach a little below where they are taken to end.
        "padding": {
            "left": look.margin, "right": look.margin, "top": look.margin + 2, "bottom": look.margin + 4,
        },
        "aria": look.theme == "page",
        "view": {"stroke": None},
        "concat": {"spacing": 26},
        "axis": {
            "labelColor": colour.ink3, "titleColor": colour.ink3, "labelFont": FONT, "titleFont": FONT,
            "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400, "gridColor": colour.line,
            "domainColor": colour.line2, "tickColor": colour.line2, "tickSize": 4, "labelPadding": 6,
            "labelFlush": False,
            # The renderer tells of axes in English, and nothing that the words of the periods lack.
            "aria": False,
        },
        "axisY": {
            "domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end",
            "titleBaseline": "bottom",
        },
        "axisX": {"grid": False},
        "legend": {"disable": True},
        **({} if spoken() == ENGLISH else {"locale": {"number": NUMBERS[spoken()]}}),
        "line": {"color": colour.ink2, "strokeWidth": 1.75, "strokeJoin": "round"},
        "rule": {"color": colour.line2},
        "bar": {"color": colour.mute2},
        "rect": {"color": colour.band},
        "text": words,
        "title": {
            "anchor": "start", "frame": "bounds", "color": colour.ink, "font": FONT, "fontSize": 16,
            "fontWeight": 600, "subtitleColor": colour.ink2, "subtitleFont": FONT, "subtitleFontSize": 13,
            "subtitlePadding": 6, "offset": 18,
        },
    }  # fmt: skip

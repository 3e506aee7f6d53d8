"""A picture of a page as a file that stands alone: with a title, a ground, and its colours in it.

On a page the style sheets colour a picture. Of these the rules that its parts need are taken into the file,
with the values of one theme in place of the page's variables.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path

from deskwise.reports.chart_theme import FONT, FileTheme

STATIC = Path(__file__).parents[1] / "static"
SHEETS = ("marks.css", "charts.css", "ticket.css")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# One class of ours, or two of the same part: what stands elsewhere on a page is none of the picture's.
SELECTOR = re.compile(r"\.dw-[\w-]+(\.dw-[\w-]+)?")
VARIABLE = re.compile(r"var\(--dw-([\w-]+)\)")
DRAWN = ("fill", "stroke", "font", "paint-order")
MARGIN, TITLE = 20, 62


def standing_alone(drawing: str, title: str, line: str, size: tuple[float, float], theme: FileTheme) -> str:
    """A drawing as an SVG file: its title, a line below it, and its parts in the colours of a theme.

    `drawing` is an `svg` element of a page, `size` what its view box holds.
    """
    width, height = size
    wide, high = width + 2 * MARGIN, height + 2 * MARGIN + TITLE
    values = _values(theme)
    place = f'x="{MARGIN}" y="{MARGIN + TITLE}" width="{width:g}" height="{height:g}"'
    body = drawing.strip().replace("<svg ", f"<svg {place} ", 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}"'
        f' viewBox="0 0 {wide:g} {high:g}"'
        f' role="img" font-family="{FONT}" font-size="12"><title>{escape(title)}</title>'
        f"<style>{_rules(drawing, values)}</style>"
        f'<rect width="{wide:g}" height="{high:g}" fill="{values["surface"]}"/>'
        f'<text x="{MARGIN}" y="{MARGIN + 16}" font-size="16" font-weight="600" fill="{values["ink"]}">'
        f"{escape(title)}</text>"
        f'<text x="{MARGIN}" y="{MARGIN + 38}" font-size="13" fill="{values["ink2"]}">{escape(line)}</text>'
        f"{body}</svg>"
    )


def _rules(drawing: str, values: dict[str, str]) -> str:
    """The rules that colour a drawing's parts."""
    used = set(re.findall(r"dw-[\w-]+", drawing))
    kept = []
    for sheet in SHEETS:
        for selectors, declared in RULE.findall(_sheet(sheet)):
            named = [each.strip() for each in selectors.split(",")]
            ours = [
                each for each in named if SELECTOR.fullmatch(each) and set(each.strip(".").split(".")) <= used
            ]
            told = [each.strip() for each in declared.split(";") if each.strip().startswith(DRAWN)]
            if told:
                kept += [f"{each} {{ {'; '.join(told)} }}" for each in ours]
    return VARIABLE.sub(lambda found: values[found.group(1)], " ".join(kept))


@cache
def _sheet(name: str) -> str:
    """A style sheet without its words for people and what is for some screens alone."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)


@cache
def _values(theme: FileTheme) -> dict[str, str]:
    """The colours of a theme by their names, as the pages have them."""
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    found = re.search(rf'\[data-bs-theme="{theme}"\]\s*\{{([^}}]*)\}}', text)
    assert found is not None, "both themes are in the sheet of colours"
    return dict(re.findall(r"--dw-([\w-]+):\s*([^;]+);", found.group(1)))

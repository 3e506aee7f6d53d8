"""What a drawn SVG says to who cannot see it, and where its parts lead."""

from __future__ import annotations

import hashlib
import re
from html import escape

from deskwise.reports.chart_theme import Look

ROOT = re.compile(r'<svg [^>]*?class="marks" width="([\d.]+)" height="([\d.]+)"[^>]*>')
ROLES = re.compile(r' (?:role="graphics-(?:object|symbol)"|aria-roledescription="[^"]*"|aria-hidden="true")')
# Where the renderer takes addresses to begin; ours begin at the page that the drawing stands on.
BASE = re.escape("https://vega.github.io/vega-datasets/")
LINK = re.compile(rf'<a xlink:href="(?:{BASE})?([^"]*)"[^>]*><path aria-label="([^"]*)"([^>]*)/></a>')
PART = re.compile(r'<path aria-label="([^"]*)"([^>]*)/>')


def worded(svg: str, title: str, told: str, look: Look) -> str:
    """A drawing as the renderer made it, with a title and a description, and with plain links.

    One for a page is a group, whose periods can be reached and say their words; one for a file is a picture.
    """
    found = ROOT.search(svg)
    if found is None:
        raise ValueError("the renderer gave no drawing")
    width, height = found.groups()
    body = ROLES.sub("", svg[found.end() :])
    body = LINK.sub(r'<a href="\1" aria-label="\2"><title>\2</title><path\3/></a>', body)
    body = PART.sub(r"<g><title>\1</title><path\2/></g>", body)
    name = hashlib.sha256(svg.encode()).hexdigest()[:8]
    role = "group" if look.theme == "page" else "img"
    size = "" if look.theme == "page" else f' width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dw-series"{size} viewBox="0 0 {width} {height}"'
        f' role="{role}" aria-labelledby="t{name}" aria-describedby="d{name}">'
        f'<title id="t{name}">{escape(title)}</title><desc id="d{name}">{escape(told)}</desc>{body}'
    )

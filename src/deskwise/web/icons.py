"""The icons pages use, of Tabler's outline set; the only place that lists them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup

ICONS = (
    "activity",
    "address-book",
    "book-2",
    "chart-line",
    "checklist",
    "clock",
    "database",
    "download",
    "eye",
    "filter",
    "flag",
    "headset",
    "history",
    "key",
    "layout-dashboard",
    "menu-2",
    "message-star",
    "messages",
    "moon",
    "settings",
    "shield-lock",
    "sun",
    "sun-moon",
    "target",
    "user-circle",
    "users",
    "users-group",
    "x",
)
FOLDER = Path(__file__).parent / "vendor" / "icons"


@cache
def icon(name: str) -> Markup:
    """An icon as SVG of the page's own, silent to who cannot see it; nothing where it is not built.

    Raises `KeyError` for a name that is not in `ICONS`.
    """
    if name not in ICONS:
        raise KeyError(name)
    try:
        drawn = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return Markup("")
    # The files are of a package whose content is locked by its hash, and no text of anybody's.
    return Markup(drawn.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S704 ours

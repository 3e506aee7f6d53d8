"""Charts have the colours of the pages."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import deskwise
from deskwise.reports.chart_theme import FILE_THEMES, PALETTES

TOKENS = Path(deskwise.__file__).parent / "web" / "static" / "tokens.css"


def test_the_palettes_are_those_of_the_style_sheet() -> None:
    css = TOKENS.read_text(encoding="utf-8")
    for theme in FILE_THEMES:
        block = css.split(f'[data-bs-theme="{theme}"]')[1].split("}")[0]
        told = dict(re.findall(r"--dw-(\w+): (#\w+);", block))
        assert asdict(PALETTES[theme]) == {name: told[name] for name in asdict(PALETTES[theme])}


def test_a_page_s_palette_names_the_variables() -> None:
    assert all(value == f"var(--dw-{name})" for name, value in asdict(PALETTES["page"]).items())

"""Charts are drawn without a browser: of the right size, with their words, the same bytes each time, once."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports import chart_drawing
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, WIDE, Look, Theme
from reports.sample_series import sample_series

SVG = "{http://www.w3.org/2000/svg}"
PAGE = Look("page", WIDE, titled=False)


@dataclass
class KeptInMemory:
    """Drawings by key, and how often one was found."""

    drawings: dict[str, bytes] = field(default_factory=dict)
    found: int = 0

    def get(self, key: str) -> bytes | None:
        self.found += key in self.drawings
        return self.drawings.get(key)

    def put(self, key: str, drawing: bytes) -> None:
        self.drawings[key] = drawing


@pytest.fixture(scope="module")
def kept() -> KeptInMemory:
    return KeptInMemory()


@pytest.fixture(scope="module")
def drawer(kept: KeptInMemory) -> ChartDrawer:
    return ChartDrawer(kept, FONTS)


def words(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_file_is_a_picture_with_a_title_a_description_and_its_words(
    drawer: ChartDrawer, theme: Theme
) -> None:
    svg = drawer.svg(sample_series(), Look(theme))
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.get("id"), description.get("id")) == (
        root.get("aria-labelledby"), root.get("aria-describedby"),
    )  # fmt: skip
    assert title.text == "First response time"
    assert "ordinary variation" in (description.text or "")
    assert "Firmware <4.2> & more" in (description.text or "")
    told = words(svg)
    assert {"First response time", "median · elapsed · by week", "minutes", "not ended"} <= set(told)
    assert {"Triage rota", "Firmware <4.2> & more", "Spring campaign", "n", "25 May"} <= set(told)
    assert any(each.startswith("target 45") for each in told)
    assert 0.97 * WIDE <= float(root.get("width", "0")) <= 1.03 * WIDE


def test_a_png_has_two_dots_a_pixel(drawer: ChartDrawer) -> None:
    png = drawer.png(sample_series(), Look("light", NARROW))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert 1.94 * NARROW <= width <= 2.06 * NARROW
    assert height > 500
    assert len(png) > 10_000


def test_a_page_s_drawing_takes_its_colours_from_the_page_and_leads_to_the_requests(
    drawer: ChartDrawer,
) -> None:
    svg = drawer.svg(sample_series(), PAGE)
    assert "#" not in svg.replace("&#", "")
    assert 'style="' not in svg
    assert "graphics-" not in svg
    root = ElementTree.fromstring(svg)
    assert root.get("width") is None
    links = list(root.iter(f"{SVG}a"))
    assert [each.get("href") for each in links] == [f"/requests?week={n}&a=<b>" for n in range(21)]
    assert all(each.get("aria-label") == each.findtext(f"{SVG}title") for each in links)
    assert "W06 1970" in (links[4].get("aria-label") or "")


def test_the_same_chart_is_the_same_bytes_whenever_it_is_drawn() -> None:
    drawn = [ChartDrawer(KeptInMemory(), FONTS) for _ in range(2)]
    first, second = (each.svg(sample_series(), Look()) for each in drawn)
    assert first == second
    assert drawn[0].png(sample_series(), Look()) == drawn[1].png(sample_series(), Look())


def test_what_was_drawn_once_is_not_drawn_again(
    drawer: ChartDrawer, kept: KeptInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawer.svg(sample_series(), PAGE)

    def refuse(*_: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(chart_drawing, "specification", refuse)
    found = kept.found
    assert drawer.svg(sample_series(), PAGE) == before
    assert kept.found == found + 1
    for other in (replace(sample_series(), target=2_701), replace(sample_series(), title="Another")):
        with pytest.raises(AssertionError, match="drawn again"):
            drawer.svg(other, PAGE)


def test_what_defines_and_what_draws_speak_the_same_vega_lite() -> None:
    import altair  # noqa: PLC0415 slow

    assert altair.SCHEMA_VERSION.removeprefix("v").startswith(f"{chart_drawing.VEGA_LITE}.")


def test_nothing_is_fetched_for_a_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "mark": "point",
        "data": {"url": "http://127.0.0.1:9/data.csv"}, "encoding": {"x": {"field": "a"}},
    }  # fmt: skip
    monkeypatch.setattr(chart_drawing, "specification", lambda *_: elsewhere)
    with pytest.raises(ValueError, match="not allowed"):
        ChartDrawer(KeptInMemory()).svg(sample_series(), Look())


def test_the_house_s_type_is_there_and_used(drawer: ChartDrawer) -> None:
    assert sorted(path.name for path in FONTS.glob("*.ttf")) == [
        "Inter_400Regular.ttf",
        "Inter_600SemiBold.ttf",
    ]
    with_ours = drawer.svg(sample_series(), Look("light", NARROW))
    without = ChartDrawer(KeptInMemory(), FONTS / "none").svg(sample_series(), Look("light", NARROW))
    # Nothing but the type differs, and a drawing kept with another type is not taken for it.
    assert words(with_ours) == words(without)
    keys = {
        ChartDrawer(KeptInMemory(), folder)._key("svg", sample_series(), Look()) for folder in (FONTS, None)
    }
    assert len(keys) == 2

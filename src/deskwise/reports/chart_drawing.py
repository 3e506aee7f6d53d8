"""Drawing a chart without a browser: its definition becomes SVG or PNG, and what was drawn once is kept.

The same chart in the same look gives the same bytes. Nothing is fetched: data and type are all here.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from deskwise.kernel.language import FOLDER, spoken
from deskwise.reports.by_dimension import ByDimension
from deskwise.reports.chart_theme import Look
from deskwise.reports.contributions import Contributions
from deskwise.reports.curves import Curves
from deskwise.reports.distribution import Distribution
from deskwise.reports.falling_curve import FallingCurve
from deskwise.reports.funnel_plot import FunnelPlot
from deskwise.reports.key_result_course import KeyResultCourse
from deskwise.reports.missed_cases import MissedCases
from deskwise.reports.own_course import OwnCourse
from deskwise.reports.pareto import Pareto
from deskwise.reports.staffed_week import StaffedWeek
from deskwise.reports.svg_words import worded
from deskwise.reports.time_series import TimeSeries

if TYPE_CHECKING:
    import altair as alt

Chart = (
    TimeSeries
    | ByDimension
    | OwnCourse
    | Distribution
    | Contributions
    | FunnelPlot
    | Curves
    | MissedCases
    | Pareto
    | StaffedWeek
    | FallingCurve
    | KeyResultCourse
)
VEGA_LITE = "6.4"
# Whatever came into a specification: nothing is asked of anybody for it.
NO_ADDRESS: list[str] = []
# Pictures are looked at on screens with two dots a pixel.
DOTS = 2.0
_LOCK = threading.Lock()
_REGISTERED: set[Path] = set()


class KeptDrawings(Protocol):
    """Where drawings are kept by what they were made from; any of them may be gone at any time."""

    def get(self, key: str) -> bytes | None:
        """The drawing of a key, null where there is none."""
        ...

    def put(self, key: str, drawing: bytes) -> None:
        """Keep a drawing."""
        ...


@dataclass(frozen=True)
class ChartDrawer:
    """Draws charts. `fonts` is a folder with the house's type; without it the machine's own is taken."""

    kept: KeptDrawings
    fonts: Path | None = None

    def svg(self, chart: Chart, look: Look) -> str:
        """The chart as SVG, with its words for who cannot see it."""
        return self._drawn("svg", chart, look).decode()

    def png(self, chart: Chart, look: Look) -> bytes:
        """The chart as PNG, of two dots a pixel."""
        return self._drawn("png", chart, look)

    def png_of(self, svg: str) -> bytes:
        """A drawing that a page made itself, as PNG of two dots a pixel."""
        import vl_convert

        self._register_fonts()
        drawn: bytes = vl_convert.svg_to_png(svg, scale=DOTS)
        return drawn

    def vega(self, chart: Chart, look: Look) -> str:
        """The chart as JSON that Vega in a browser draws, so that it can be pointed at."""
        return self._drawn("vega", chart, look).decode()

    def _drawn(self, form: str, chart: Chart, look: Look) -> bytes:
        key = self._key(form, chart, look)
        found = self.kept.get(key)
        if found is None:
            found = self._draw(form, chart, look)
            self.kept.put(key, found)
        return found

    def _draw(self, form: str, chart: Chart, look: Look) -> bytes:
        import vl_convert

        if form == "png":
            self._register_fonts()
            drawn: bytes = vl_convert.svg_to_png(self.svg(chart, look), scale=DOTS)
            return drawn
        if form == "vega":
            compiled = vl_convert.vegalite_to_vega(specification(chart, look), vl_version=VEGA_LITE)
            return json.dumps(compiled, sort_keys=True, separators=(",", ":")).encode()
        self._register_fonts()
        svg = vl_convert.vegalite_to_svg(
            specification(chart, look), vl_version=VEGA_LITE, allowed_base_urls=NO_ADDRESS
        )
        return worded(svg, chart.title, chart.told(), look).encode()

    def _key(self, form: str, chart: Chart, look: Look) -> str:
        fonts = () if self.fonts is None else _font_files(self.fonts)
        told = "\0".join((code_digest(), spoken(), form, repr(look), repr(fonts), repr(chart)))
        return hashlib.sha256(told.encode()).hexdigest()

    def _register_fonts(self) -> None:
        import vl_convert

        if self.fonts is None or not _font_files(self.fonts):
            return
        with _LOCK:
            if self.fonts not in _REGISTERED:
                vl_convert.register_font_directory(str(self.fonts))
                _REGISTERED.add(self.fonts)


def specification(chart: Chart, look: Look) -> dict[str, Any]:
    """The chart as a Vega-Lite specification, data and look in it."""
    told: dict[str, Any] = definition(chart, look).to_dict(validate=False)
    return told


def definition(chart: Chart, look: Look) -> alt.TopLevelMixin:
    """The definition of a chart, by what it shows."""
    from deskwise.reports.by_dimension_chart import by_dimension_chart  # noqa: PLC0415 slow
    from deskwise.reports.contributions_chart import contributions_chart  # noqa: PLC0415 slow
    from deskwise.reports.curves_chart import curves_chart  # noqa: PLC0415 slow
    from deskwise.reports.distribution_chart import distribution_chart  # noqa: PLC0415 slow
    from deskwise.reports.falling_curve_chart import falling_curve_chart  # noqa: PLC0415 slow
    from deskwise.reports.funnel_plot_chart import funnel_plot_chart  # noqa: PLC0415 slow
    from deskwise.reports.key_result_course_chart import key_result_course_chart  # noqa: PLC0415 slow
    from deskwise.reports.missed_cases_chart import missed_cases_chart  # noqa: PLC0415 slow
    from deskwise.reports.own_course_chart import own_course_chart  # noqa: PLC0415 slow
    from deskwise.reports.pareto_chart import pareto_chart  # noqa: PLC0415 slow
    from deskwise.reports.staffed_week_chart import staffed_week_chart  # noqa: PLC0415 slow
    from deskwise.reports.time_series_chart import time_series_chart  # noqa: PLC0415 slow

    if isinstance(chart, TimeSeries):
        return time_series_chart(chart, look)
    if isinstance(chart, Distribution):
        return distribution_chart(chart, look)
    if isinstance(chart, Contributions):
        return contributions_chart(chart, look)
    if isinstance(chart, Curves):
        return curves_chart(chart, look)
    if isinstance(chart, FunnelPlot):
        return funnel_plot_chart(chart, look)
    if isinstance(chart, MissedCases):
        return missed_cases_chart(chart, look)
    if isinstance(chart, Pareto):
        return pareto_chart(chart, look)
    if isinstance(chart, StaffedWeek):
        return staffed_week_chart(chart, look)
    if isinstance(chart, FallingCurve):
        return falling_curve_chart(chart, look)
    if isinstance(chart, KeyResultCourse):
        return key_result_course_chart(chart, look)
    if isinstance(chart, OwnCourse):
        return own_course_chart(chart, look)
    return by_dimension_chart(chart, look)


@cache
def code_digest() -> str:
    """What draws, by its content: a drawing kept by other code is never used."""
    digest = hashlib.sha256(version("vl-convert-python").encode())
    files = (*Path(__file__).parent.glob("*.py"), *FOLDER.glob("*.po"))
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _font_files(folder: Path) -> tuple[tuple[str, int], ...]:
    return tuple((path.name, path.stat().st_size) for path in sorted(folder.glob("*.ttf")))

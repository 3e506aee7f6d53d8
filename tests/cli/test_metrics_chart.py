"""`deskwise metrics --chart`: the figures that are printed, as a picture in a file."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.app.access.holders import TERMINAL
from deskwise.app.annotate import Note, annotate
from deskwise.bootstrap import open_state
from deskwise.kernel.clock import FixedClock
from metrics.duckdb_facts import DAY, SECOND, flow, request, wait

MONTHLY = ("first_response_time", "--every", "month", "--chart")


@pytest.fixture(scope="module")
def desk() -> InMemoryWorkspace:
    """A request every fourth day until April 1970, answered after some minutes, of two teams."""
    asked = [
        request(str(number), number * 4 * DAY, team=("support", "sales")[number % 2], channel="email")
        for number in range(25)
    ]
    return facts_of(
        requests=asked,
        request_flow=flow(*asked),
        waits=[
            wait(
                str(number), 1, number * 4 * DAY, number * 4 * DAY + (600 + 60 * number) * SECOND, "answered",
                agent="ann", team=("support", "sales")[number % 2],
            )
            for number in range(25)
        ],
    )  # fmt: skip


def test_a_series_is_drawn_with_what_was_noted_and_the_figures_are_printed(
    run: Run, desk: InMemoryWorkspace, tmp_path: Path
) -> None:
    note = Note("release", "Firmware <4.2>", datetime(1970, 2, 10, tzinfo=UTC))
    other = Note("rota", "Of another metric", datetime(1970, 2, 10, tzinfo=UTC), metric="csat")
    clock = FixedClock(datetime(1970, 4, 10, tzinfo=UTC))
    for each in (note, other):
        annotate(open_state(tmp_path), clock, TERMINAL, each)
    told = run(
        "metrics", *MONTHLY, "out.svg", "--target", "900", "--home", str(tmp_path), workspace=desk
    )  # fmt: skip
    assert told.code == 0
    assert "out.svg" in told.err
    assert {line.split()[1] for line in told.out.splitlines()[2:]} == {"p50"}
    svg = Path("out.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg ")
    for words in ("First response time", "Firmware &lt;4.2&gt;", "target", "not ended", "median · elapsed"):
        assert words in svg
    assert "another metric" not in svg
    assert [path.name for path in Path().iterdir() if path.name.startswith(".out")] == []


def test_a_dimension_is_drawn_as_png_in_the_theme_that_is_asked(run: Run, desk: InMemoryWorkspace) -> None:
    asked = ("metrics", "first_response_time", "--by", "team", "--format", "json", "--chart")
    sizes = []
    for theme in ("light", "dark"):
        told = run(*asked, f"{theme}.png", "--theme", theme, workspace=desk)
        assert [each["by"]["team"] for each in told.json()["readings"]] == ["sales", "support"]
        drawn = Path(f"{theme}.png").read_bytes()
        assert drawn.startswith(b"\x89PNG")
        sizes.append(drawn[16:24])
    assert sizes[0] == sizes[1]
    assert Path("light.png").read_bytes() != Path("dark.png").read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("first_response_time", "--chart", "x.svg"), "add --every week, or --by team"),
        (("--every", "week", "--chart", "x.svg"), "a chart shows one metric"),
        (("csat", "nps", "--every", "week", "--chart", "x.svg"), "a chart shows one metric"),
        ((*MONTHLY, "x.svg", "--stat", "p50", "p90"), "--stat p50"),
        ((*MONTHLY, "x.svg", "--by", "team"), "add --where team=sales, or leave out --every"),
        (("first_response_time", "--by", "team", "channel", "--chart", "x.svg"), "give --by once"),
        (("first_response_time", "--by", "team", "--target", "9", "--chart", "x.svg"), "add --every week"),
        (("first_response_time", "--every", "hour", "--chart", "x.svg"), "coarser --every"),
        ((*MONTHLY, "x.pdf"), "name it .svg or .png"),
        ((*MONTHLY, "x"), "name it .svg or .png"),
        ((*MONTHLY, "nowhere/x.svg"), "in a folder that is there"),
        (("first_response_time", "--by", "team", "--where", "team=z", "--chart", "x.svg"), "no figure"),
        ((*MONTHLY, "x.svg", "--theme", "pink"), "--theme"),
    ],
)
def test_what_cannot_be_one_chart_says_what_to_add(
    run: Run, desk: InMemoryWorkspace, words: tuple[str, ...], says: str
) -> None:
    told = run("metrics", *words, workspace=desk)
    assert told.code == 2
    assert says in told.err
    assert told.out == ""
    assert list(Path().glob("x*")) == []


def test_help_has_an_example(run: Run) -> None:
    assert "--chart first-response.svg" in run("metrics", "--help").out


def test_without_a_chart_nothing_that_draws_is_loaded() -> None:
    names = "altair", "vl_convert", "sqlalchemy"
    program = (
        "import sys; from deskwise.cli.metrics import command; "
        f"print([name for name in {names} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

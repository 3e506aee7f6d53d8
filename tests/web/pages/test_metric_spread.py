"""The spread of a metric's durations: picture, table and files say the same, to whom the figure is shown."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pytest

from deskwise.app.read_metrics import Question, read_metrics
from deskwise.bootstrap import open_workspace
from web.conftest import Site, addresses
from web.people_rig import PeopleRig

PAGE = "/metrics/first_response_time"


@pytest.fixture(scope="module")
def rig(
    sample_home: Path, team_of_sample: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> PeopleRig:
    home = tmp_path_factory.mktemp("spread") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    made = PeopleRig(home)
    made.add_all(*team_of_sample)
    return made


def rows(site: Site, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.page(address))))


def test_every_case_of_the_figure_is_in_a_step(site: Site, sample_home: Path) -> None:
    told = rows(site, f"{PAGE}/spread.csv?period=quarter&clock=elapsed")
    for name, since, until in (("n", "2026-04-01", "2026-07-01"), ("n_before", "2026-01-01", "2026-04-01")):
        question = Question(("first_response_time",), stats=("mean",), since=since, until=until)
        (reading,) = read_metrics(open_workspace(sample_home), question).readings.readings
        assert sum(int(row[name]) for row in told) == reading.n > 0
    assert sum(float(row["share"]) for row in told) == pytest.approx(1)
    assert [row["below_seconds"] for row in told[:-1]] == [row["from_seconds"] for row in told[1:]]


def test_the_picture_has_its_numbers_as_a_table_and_as_files(site: Site) -> None:
    page = site.page(f"{PAGE}?period=quarter")
    files = [each for each in addresses(page) if "/spread." in each]
    assert {each.split("/spread.")[1].split("?")[0] for each in files} == {"csv", "svg", "png"}
    table = re.search(r'aria-label="The spread as a table".*?</table>', page, re.DOTALL)
    assert table is not None
    told = rows(site, next(each for each in files if ".csv" in each))
    assert table.group().count('<th scope="row"') == len(told)
    for drawn in re.findall(r'data-vega="[^"]*spread-[^"]*">(<svg.*?</svg>)', page, re.DOTALL):
        assert drawn.count("<title") == 1 + len(told)
    svg = site.get(next(each for each in files if ".svg" in each))
    assert svg.headers["content-disposition"] == 'attachment; filename="first_response_time_spread.svg"'
    assert "var(--" not in svg.text
    png = site.get(next(each for each in files if ".png" in each))
    assert png.content.startswith(b"\x89PNG")
    lively = site.get(f"{PAGE}/spread-wide.json?period=quarter")
    assert lively.headers["content-type"] == "application/json"


def test_only_durations_have_a_spread(site: Site) -> None:
    for name in ("csat", "requests_handled", "backlog_age"):
        assert "How it is spread" not in site.page(f"/metrics/{name}")
        assert site.get(f"/metrics/{name}/spread.csv").status_code == 400
    nobody = f"{PAGE}/spread.svg?where.team=nobody"
    assert site.get(nobody).status_code == 400
    assert site.get(f"{PAGE}/spread.pdf").status_code == 400
    assert site.get(f"{PAGE}/spread-huge.json").status_code == 400


def test_a_spread_is_shown_to_whom_its_figure_is(rig: PeopleRig, team_of_sample: tuple[str, str]) -> None:
    resolved = "/metrics/average_resolution_time/spread.csv?period=quarter"
    address = f"{resolved}&where.agent={team_of_sample[1]}"
    told = {role: rig.site(role).get(address).status_code for role in ("admin", "lead", "agent", "viewer")}
    assert told == {"admin": 200, "lead": 403, "agent": 200, "viewer": 403}
    # Of two people a viewer is shown no figure, and so no spread of it.
    few = f"{resolved}&where.team=engineering"
    assert rig.site("admin").get(few).status_code == 200
    assert rig.site("viewer").get(few).status_code == 400

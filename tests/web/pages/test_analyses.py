"""The page of an analysis: the sentence first, then chart and numbers, each leading to its requests."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pytest

from deskwise.analyses.registry import ANALYSES
from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_workspace
from web.conftest import Site, addresses
from web.people_rig import PeopleRig

PATH = "/analyses/what_changed"
COUNTED = f"{PATH}?metric=requests_received&by=channel&period=quarter"


def test_every_analysis_is_listed_and_opens(site: Site) -> None:
    page = site.page("/analyses")
    for name, entry in ANALYSES.items():
        assert f"/analyses/{name}" in addresses(page)
        assert entry.tells.replace("'", "&#39;") in page
        told = site.page(f"/analyses/{name}")
        assert all(each.replace("'", "&#39;") in told for each in (*entry.assumes, *entry.distrust))


def test_the_sentence_comes_first_and_the_table_adds_up(site: Site) -> None:
    page = site.page(f"{PATH}?metric=first_response_time&by=team&since=2025-10-01&until=2026-09-28")
    found = page.partition('aria-label="What was found"')[2].partition("</section>")[0]
    assert "First response time (mean) fell by" in found
    assert "most at support" in found
    assert page.index("First response time (mean) fell by") < page.index("dw-series")
    (address, *_) = [each for each in addresses(page) if "what_changed.csv" in each]
    rows = list(csv.DictReader(io.StringIO(site.page(address))))
    assert {row["group"] for row in rows} >= {"support", "specialists"}
    in_page = re.findall(r'<tr><th scope="row"[^>]*>([^<]+)</th><td class="dw-num"><a', page)
    assert set(in_page) >= {"support", "specialists"}


def test_each_count_leads_to_as_many_requests(site: Site) -> None:
    page = site.page(COUNTED)
    table = page.partition("The groups as a table")[2].partition("</table>")[0]
    linked = re.findall(r'<a class="dw-f" href="([^"]+)">([\d,]+)</a>', table)
    assert len(linked) >= 4
    for address, words in linked[:3]:
        told = site.page(address.replace("&amp;", "&"))
        assert f"<h2>{words} cases</h2>" in told


def test_the_missed_of_what_it_takes_lead_to_as_many_requests(site: Site) -> None:
    asked = "metric=csat&value=95%25&by=channel&since=2025-10-01&until=2026-09-28"
    page = site.page(f"/analyses/what_if?{asked}")
    linked = re.findall(r'<a class="dw-f" href="([^"]+)">([\d,]+)</a>', page)
    missed = [(address, words) for address, words in linked if "gave=no" in address]
    met = [(address, words) for address, words in linked if "gave=yes" in address]
    assert len(missed) >= 3
    assert len(met) == 1
    for address, words in (*missed[:2], *met):
        told = "One case" if words == "1" else f"{words} cases"
        assert f"<h2>{told}</h2>" in site.page(address.replace("&amp;", "&"))
    # The bars lead to the missed as well.
    assert "gave=no" in site.get(f"/analyses/what_if/chart-wide.json?{asked}").text


def test_the_chart_is_a_picture_of_its_own_and_can_be_pointed_at(site: Site) -> None:
    page = site.page(COUNTED)
    assert page.count('class="dw-series"') == 2
    found = {each.split("/chart.")[1].split("?")[0]: each for each in addresses(page) if "/chart." in each}
    assert set(found) == {"svg", "png"}
    svg = site.get(found["svg"])
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert "Requests received: what changed" in svg.text
    assert "all together" in svg.text
    assert site.get(found["png"]).content.startswith(b"\x89PNG")
    vega = re.findall(r'data-vega="([^"]+)"', page)
    assert len(vega) == 2
    assert "marks" in site.get(vega[0].replace("&amp;", "&")).json()
    assert site.get(found["svg"].replace("chart.svg", "chart.pdf")).status_code == 400


def test_too_few_cases_are_said_and_nothing_is_drawn(site: Site) -> None:
    page = site.page(f"{PATH}?metric=nps&period=week")
    assert "There are too few cases to say what changed" in page
    assert "dw-series" not in page
    assert site.get(f"{PATH}/chart.svg?metric=nps&period=week").status_code == 400


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("metric=first_response_time&stat=p50", "Ask for its mean or within"),
        ("metric=csat&by=task", "catalogue"),
        ("metric=csat&period=fortnight", "4_weeks"),
    ],
)
def test_what_cannot_be_asked_says_what_to_do(site: Site, query: str, words: str) -> None:
    answer = site.get(f"{PATH}?{query}")
    assert answer.status_code == 400
    assert words in answer.text
    assert site.get("/analyses/what_chnged").status_code == 404


def test_the_metric_and_the_overview_lead_to_it(site: Site) -> None:
    def leads(path: str) -> list[str]:
        return [each for each in addresses(site.page(path)) if each.startswith(PATH)]

    (from_metric,) = leads("/metrics/first_response_time?period=quarter&where.channel=email")
    assert "period=quarter" in from_metric
    assert "where.channel=email" in from_metric
    # Medians do not add up: it is asked of what does.
    assert "stat=" not in from_metric
    assert site.get(from_metric).status_code == 200
    assert leads("/metrics/uptime") == []
    overview = site.page("/?period=quarter")
    moved = overview.partition("<dt>Changed</dt>")[2].partition("</dd>")[0]
    for address in (each for each in addresses(moved) if each.startswith(PATH)):
        assert site.get(address).status_code == 200
    assert moved.count(PATH) == moved.count(" by ") or "Nothing changed" in moved


@pytest.fixture(scope="module")
def rig(
    sample_home: Path, team_of_sample: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> PeopleRig:
    home = tmp_path_factory.mktemp("analyses") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    made = PeopleRig(home)
    made.add_all(*team_of_sample)
    return made


def test_groups_that_may_not_be_seen_are_nowhere_on_the_page(rig: PeopleRig) -> None:
    assert list_requests(open_workspace(rig.home), Question(("requests_received",)), 1).cases.total
    address = f"{PATH}?metric=requests_received&by=team&period=week"
    admin, viewer = (rig.site(role) for role in ("admin", "viewer"))
    rows = [
        list(csv.DictReader(io.StringIO(site.get(address.replace("?", ".csv?")).text)))
        for site in (admin, viewer)
    ]
    named = [{row["group"] for row in each if row["members"] == "1"} for each in rows]
    assert named[1] < named[0] or rows[1] == [] or named[0] == named[1]
    assert "/requests?" in admin.page(address).partition("<main")[2]
    assert (
        "/requests?"
        not in viewer.page(f"{PATH}?metric=requests_received&period=quarter").partition("<main")[2]
    )


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("agent", 200), ("viewer", 403), ("lead", 200)])
def test_by_agent_is_for_whom_the_table_lets_see_it(rig: PeopleRig, role: str, status: int) -> None:
    address = f"{PATH}?metric=requests_received&by=agent&period=quarter"
    for path in (address, address.replace("?", ".csv?"), address.replace("?", "/chart.svg?")):
        assert rig.site(role).get(path).status_code == status


def test_a_control_chart_is_asked_for_by_grain_and_kind_and_by_no_period(site: Site) -> None:
    page = site.page("/analyses/control_chart?metric=csat&every=month&kind=xmr")
    assert '<option value="month" selected>' in page
    assert '<option value="xmr" selected>' in page
    assert "an XmR chart (moving ranges)" in page
    assert 'name="since"' not in page
    assert page.index("Rules and their false alarms") > 0
    assert page.count('class="dw-series"') == 2


def test_a_metric_leads_to_its_control_chart_of_the_same_grain(site: Site) -> None:
    (address, *_) = [
        each for each in addresses(site.page("/metrics/csat?every=week")) if "control_chart" in each
    ]
    assert "metric=csat" in address
    assert "every=week" in address

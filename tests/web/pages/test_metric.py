"""A metric's page shows the same numbers as chart and as table, and asks only for what the metric has."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from deskwise.app.access.holders import TERMINAL
from deskwise.app.annotate import Note, annotate, remove_annotation
from deskwise.bootstrap import open_state
from deskwise.metrics.catalogue import CATALOGUE
from web.conftest import CLOCK, Site, addresses

# One of every kind, since each is read by other queries; the rest is for who has time.
OF_EACH_KIND = {each.kind: each.name for each in reversed(CATALOGUE.values())}.values()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in OF_EACH_KIND else pytest.mark.long, id=name)
        for name in CATALOGUE
    ],
)
def test_every_metric_of_the_catalogue_has_its_page(site: Site, name: str) -> None:
    page = site.page(f"/metrics/{name}")
    assert f"<h1>{CATALOGUE[name].label}</h1>".replace("&", "&amp;") in page
    assert CATALOGUE[name].definition in page


def test_the_chart_has_its_numbers_as_a_table_and_as_csv(site: Site) -> None:
    page = site.page("/metrics/requests_handled")
    table = re.search(r"dw-twin-table.*?</table>", page, re.DOTALL)
    assert table is not None
    told = re.findall(r'<tr><th scope="row" class="dw-nowrap">([^<]+)</th>', table.group())
    (csv_address, *_) = [address for address in addresses(page) if ".csv" in address]
    rows = list(csv.DictReader(io.StringIO(site.page(csv_address))))
    assert len(rows) == len(told) == 27
    assert rows[-1]["partial"] == "True"
    drawn = re.findall(r'<svg [^>]*class="dw-series".*?</svg>', page, re.DOTALL)
    assert len(drawn) == 2
    # A period is a link where a finger finds it, and says its words in any case.
    assert (drawn[0].count("<a "), drawn[1].count("<a ")) == (27, 0)
    for picture in drawn:
        said = re.findall(r"<title>(W[^<]+)</title>", picture)
        assert len(said) == 27
        assert "not ended, not judged" in said[-1]
        assert [words.split(",")[0].split(": ")[0] for words in said] == told[::-1]
        assert {f"{row['value']}" for row in rows} == {
            words.split(": ")[1].split(",")[0].replace("\N{MINUS SIGN}", "-") for words in said
        }


def test_the_chart_can_be_had_as_a_picture_that_stands_alone(site: Site) -> None:
    page = site.page("/metrics/first_response_time?every=month")
    found = {
        address.split("/chart.")[1].split("?")[0]: address
        for address in addresses(page)
        if "/chart." in address
    }
    assert set(found) == {"svg", "png"}
    svg = site.get(found["svg"])
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert svg.headers["content-disposition"] == 'attachment; filename="first_response_time.svg"'
    assert "First response time" in svg.text
    assert "var(--" not in svg.text
    assert "<a " not in svg.text
    png = site.get(found["png"] + "&theme=dark")
    assert png.headers["content-type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")
    assert png.content != site.get(found["png"]).content
    assert site.get(found["svg"].replace("chart.svg", "chart.pdf")).status_code == 400


def test_the_groups_can_be_had_as_a_picture_and_as_csv(site: Site) -> None:
    page = site.page("/metrics/first_response_time?by=team")
    found = {
        address.split("/groups.")[1].split("?")[0]: address
        for address in addresses(page)
        if "/groups." in address
    }
    assert set(found) == {"csv", "svg", "png"}
    rows = list(csv.DictReader(io.StringIO(site.page(found["csv"]))))
    told = site.get(found["svg"])
    assert told.headers["content-disposition"] == 'attachment; filename="first_response_time_groups.svg"'
    assert "First response time by team" in told.text
    assert len(rows) == 2
    assert all(f">{row['team']}</text>" in told.text for row in rows)
    assert all(f"n {int(row['n']):,}" in told.text for row in rows)
    assert site.get(found["png"]).content.startswith(b"\x89PNG")
    odd = site.get("/metrics/first_response_time/groups.csv?by=extra.a%0D%0AX: y")
    assert "x" not in {name.lower() for name in odd.headers}
    nobody = found["svg"] + "&where.team=nobody"
    assert site.get(nobody).status_code == 400


def test_a_picture_is_in_the_theme_that_was_chosen(sample_app: ASGIApp) -> None:
    site = Site(sample_app)
    site.cookies.set("dw-theme", "dark")
    assert "theme=dark" in next(a for a in addresses(site.page("/metrics/csat")) if "/chart.svg" in a)


def test_what_a_browser_draws_is_made_of_the_same_rows(site: Site) -> None:
    page = site.page("/metrics/requests_handled")
    wide, narrow = (address.replace("&amp;", "&") for address in re.findall(r'data-vega="([^"]+)"', page))
    told = site.get(wide)
    assert told.headers["content-type"] == "application/json"
    spec = told.json()
    (rows,) = [each["values"] for each in spec["data"] if each["name"] == "periods"]
    in_csv = list(csv.DictReader(io.StringIO(site.page("/metrics/requests_handled.csv"))))
    assert [str(row["value"]) for row in rows] == [row["value"] for row in in_csv]
    assert not any(each.get("url") for each in spec["data"])
    assert site.get(narrow).json() != spec
    assert site.get(wide.replace("chart-wide", "chart-huge")).status_code == 400


def test_what_happened_stands_in_the_chart_and_below_it(sample_home: Path, sample_app: ASGIApp) -> None:
    site, state = Site(sample_app), open_state(sample_home)
    before = site.page("/metrics/csat?every=month")
    assert "dw-chart-notes" not in before
    note = Note("release", "Firmware <4.2>", datetime(2026, 8, 11, tzinfo=UTC), metric="csat")
    annotation = annotate(state, CLOCK, TERMINAL, note)
    page = site.page("/metrics/csat?every=month")
    assert page.count("Firmware &lt;4.2&gt;") >= 3
    assert "Firmware" not in site.page("/metrics/nps?every=month")
    remove_annotation(state, CLOCK, TERMINAL, annotation.id, annotation.version)
    assert "Firmware" not in site.page("/metrics/csat?every=month")


def test_a_period_of_the_table_opens_to_as_many_requests_as_it_says(site: Site) -> None:
    page = site.page("/metrics/requests_handled?every=month")
    row = re.search(
        r'<td class="dw-num"><a class="dw-f" href="([^"]+)">(\d+)</a></td>',
        page[page.index("dw-twin-table") :],
    )
    assert row is not None
    opened = site.page(row.group(1).replace("&amp;", "&") + "&state=counted")
    assert f"{row.group(2)} cases" in opened


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("first_response_time", "?stat=p90&clock=elapsed", "90th percentile · elapsed"),
        ("first_response_time", "?stat=within&within=3600", "Within 1"),
        ("csat", "?period=quarter", "Share"),
        ("average_resolution_time", "?since=2026-01-01&until=2026-02-01", "1 – 31 Jan 2026"),
        ("sales_revenue", "", "Currency: EUR"),
    ],
)
def test_switches_are_read_from_the_address(site: Site, name: str, query: str, says: str) -> None:
    assert says in site.page(f"/metrics/{name}{query}")


def test_groups_are_split_as_asked_and_lead_on(site: Site) -> None:
    page = site.page("/metrics/first_response_time?by=team")
    assert "By team" in page
    narrowed = site.page("/metrics/first_response_time?where.team=support")
    assert "Team: support" in narrowed


def test_hostile_filters_are_words_and_nothing_else(site: Site) -> None:
    page = site.page("/metrics/csat?where.team=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page

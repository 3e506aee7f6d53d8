"""A metric's page shows the same numbers as chart and as table, and asks only for what the metric has."""

from __future__ import annotations

import csv
import io
import re

import pytest

from deskwise.metrics.catalogue import CATALOGUE
from web.conftest import Site, addresses

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
    drawn = re.findall(r'<svg class="dw-series".*?</svg>', page, re.DOTALL)
    assert len(drawn) == 2
    assert drawn[0].count("dw-n-bar") == 27


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

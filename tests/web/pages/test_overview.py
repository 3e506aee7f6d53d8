"""The overview says what the use case found, and every figure on it opens."""

from __future__ import annotations

import re
from pathlib import Path

from deskwise.app.headlines import HEADLINES
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.show_overview import show_overview
from deskwise.bootstrap import open_workspace
from deskwise.metrics.catalogue import metric
from deskwise.web.app import create_app
from deskwise.web.figure_words import value_of
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site, addresses


def test_ten_figures_each_with_its_value_and_its_requests(site: Site, sample_home: Path) -> None:
    page = site.page("/")
    found = show_overview(open_workspace(sample_home))
    cards = re.findall(r'<article class="dw-card dw-stat">(.*?)</article>', page, re.DOTALL)
    assert len(cards) == len(HEADLINES) == 10
    for card, figure in zip(cards, found.figures, strict=True):
        assert metric(figure.metric.name).label in card
        assert value_of(figure.now) in card
        assert 'class="dw-badge' in card
        if figure.now.value is not None:
            (opens,) = [address for address in addresses(card) if address.startswith("/requests")]
            assert site.get(opens).status_code == 200


def test_three_sentences_come_first(site: Site) -> None:
    page = site.page("/")
    words = [page.index(f"<dt>{word}</dt>") for word in ("Changed", "Due", "At risk")]
    assert words == sorted(words)
    assert words[-1] < page.index("Key metrics")
    assert "no objective has been set" in page


def test_the_figure_of_a_card_is_that_of_the_page_of_its_metric(site: Site) -> None:
    page = site.page("/?period=month&where.team=support")
    card = re.findall(r'<article class="dw-card dw-stat">(.*?)</article>', page, re.DOTALL)[0]
    (heading,) = re.findall(r"<h3>(.*?)</h3>", card, re.DOTALL)
    (opens,) = addresses(heading)
    (value,) = re.findall(r'<p class="dw-v">.*?>([^<]+)</', card, re.DOTALL)
    (same,) = re.findall(r'<p class="dw-v dw-big">.*?>([^<]+)</', site.page(opens), re.DOTALL)
    assert same == value


def test_a_filter_is_told_and_can_be_left_out(site: Site) -> None:
    page = site.page("/?where.team=support")
    assert "Team: support" in page
    assert "/" in addresses(page)


def test_how_it_looks_is_kept_in_a_cookie(site: Site) -> None:
    assert "data-bs-theme" not in site.page("/")
    answer = site.post("/theme", theme="dark", back="/metrics")
    assert (answer.status_code, answer.headers["location"]) == (303, "/metrics")
    assert 'data-bs-theme="dark"' in site.page("/")
    elsewhere = site.post("/theme", theme="light", back="//elsewhere.example")
    assert elsewhere.headers["location"] == "/"
    assert site.ask("POST", "/theme", content="x" * 5000).status_code == 413


def test_a_log_younger_than_the_period_is_told(tmp_path: Path, sample_home: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "compiled").symlink_to(sample_home / "compiled")
    log = tmp_path / "young.csv"
    log.write_text(
        "ticket,event_id,at,kind,role\nT1,1,2026-09-29T09:00:00Z,opened,customer\n"
        "T1,2,2026-09-30T09:00:00Z,message,agent\n",
        encoding="utf-8",
    )
    workspace = open_workspace(home)
    import_files(workspace.lake, ImportRequest((log,), source="desk"), CLOCK, workspace.fold)
    page = Site(create_app(home, visitor=local, clock=CLOCK)).page("/")
    assert "The log begins on Tue 29 Sep 2026, 09:00" in page
    assert "Nothing can be said yet" in page
    assert "no data" in page

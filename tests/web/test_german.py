"""Pages in German: no English is left on any of them, and numbers and dates are written as Germans do."""

from __future__ import annotations

import re
import shutil
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from deskwise.analyses.registry import ANALYSES
from deskwise.app.access.holders import Role
from deskwise.app.filter_values import filter_values
from deskwise.bootstrap import open_workspace
from deskwise.events.vocabulary import STATUS_NAMES
from deskwise.facts.customers import STAGES_IN_ORDER
from deskwise.kernel.language import catalogue, speaking
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.dimensions import DIMENSIONS
from deskwise.reports.number_words import NARROW, count_words, value_words
from deskwise.web.app import create_app
from deskwise.web.languages import COOKIE
from deskwise.web.settings_form import CHOICE_WORDS
from web.conftest import CLOCK, Site
from web.people_rig import PeopleRig
from web.test_app import PAGES

MORE_PAGES = (
    "/agents", "/metrics/csat?by=team&every=month", "/metrics/requests_received?where.team=",
    "/requests?metric=first_contact_resolution", "/definitions/first_response_time", "/nothing",
    "/requests?metric=nothing", "/?period=month", "/analyses",
    "/analyses/what_changed?metric=first_response_time&since=2025-10-01&until=2026-09-28&by=team",
    "/analyses/what_changed?metric=requests_received&period=quarter", "/analyses/what_changed?metric=nps",
    "/analyses/complaint_pattern?since=2024-10-01", "/analyses/complaint_pattern?of_whom=team",
    "/analyses/escalation_causes?since=2024-10-01", "/analyses/escalation_causes",
    "/analyses/staffing?volume=10%25",
    "/analyses/what_if?metric=csat&value=90%25&since=2026-09-01&until=2026-11-01",
    "/analyses/what_if?metric=average_resolution_time&value=2h",
    "/analyses/what_if?metric=nps&value=90&by=channel&since=2025-10-01&until=2026-11-01",
    "/analyses/what_if?metric=complaints_per_100_requests&value=1&since=2026-07-01&until=2026-11-01",
    "/analyses/what_if?metric=backlog_age&value=2d",
    "/analyses/what_if?metric=occupancy&value=60%25",
    "/requests?metric=nps",
    "/analyses/fair_comparison?metric=complaints_per_100_requests&since=2024-10-01",
    "/analyses/fair_comparison?metric=csat&hints=yes&since=2025-10-01",
    "/analyses/knowledge_gaps?since=2025-10-01&of_what=product",
    "/analyses/fair_comparison?metric=csat&hints=yes&since=2025-10-01", "/analyses/channels?since=2025-10-01",
    "/analyses/time_to_resolve_curve?by=channel", "/analyses/fcr_curve",
    "/analyses/channels?since=2025-10-01", "/analyses/retention",
    "/analyses/knowledge_gaps?since=2025-10-01&of_what=product", "/analyses/problem_candidates",
    "/analyses/expectations?against=touches&by=channel&since=2024-10-01",
    "/analyses/expectations?outcome=recontact&against=contacts&by=channel&since=2024-10-01",
    "/analyses/retention", "/analyses/problem_candidates",
)  # fmt: skip
HIDDEN = re.compile(
    r"<(script|style|code|pre|datalist)\b.*?</\1>|<option value=\"[^\"]*\">[^<]*(?=</option>)", re.S
)
SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
LETTERS = re.compile(r"[^\W\d_]{3,}")
# Words of neither language.
EXAMPLES = LETTERS.findall(
    " ".join((*ANALYSES, *(f"{each.name} {each.example}" for each in CATALOGUE.values())))
)
NAMES = re.compile(r"min|Deskwise|Deutsch|English|[A-Z]+|sample|desk|events|parquet|extra|field")


def spoken_on(page: str) -> set[str]:
    """All that a page says: its texts, and the labels of what has none."""
    shown = HIDDEN.sub(" ", page)
    texts = [*SPOKEN.findall(shown), *re.split(r"<[^>]*>", shown)]
    return {" ".join(unescape(text).split()) for text in texts}


def site_in(app: ASGIApp, language: str) -> Site:
    site = Site(app)
    site.cookies.set(COOKIE, language)
    return site


@pytest.fixture
def german(sample_app: ASGIApp) -> Site:
    return site_in(sample_app, "de")


@pytest.fixture(scope="session")
def data_words(sample_home: Path) -> frozenset[str]:
    """What the sample company's log says, stages too: it is in no language of ours."""
    found = {value for each in filter_values(open_workspace(sample_home)) for value in each.values if value}
    return frozenset(found | set(STAGES_IN_ORDER))


@cache
def patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Every English word that has another German one, as it is found on a page with its places taken.

    The longest of what stands between its places goes before, to be looked for first.
    """
    found = []
    for words, told in catalogue("de")._catalog.items():  # type: ignore[attr-defined]  # of gettext's own
        one = words[0] if isinstance(words, tuple) else words
        if one != told and LETTERS.search(re.sub(r"%\(\w+\)", "", one)):
            parts = re.split(r"%\(\w+\)\d*[sd]", one.replace("%%", "%"))
            found.append((one, max(parts, key=len), re.compile(".+?".join(map(re.escape, parts)))))
    return tuple(found)


@cache
def alike() -> frozenset[str]:
    """What the two languages write alike, and the names of the code that a definition gives."""
    words = catalogue("de")._catalog.values()  # type: ignore[attr-defined]  # of gettext's own
    told = " ".join(text for text in words if isinstance(text, str))
    return frozenset({*LETTERS.findall(told), *DIMENSIONS, *EXAMPLES})


def english_of(texts: set[str], data: frozenset[str]) -> list[tuple[str, str]]:
    """The texts in which an English word stands: a single one as all of it, others anywhere in it."""
    found = []
    for text in texts - data:
        for words, longest, pattern in patterns():
            if longest not in text:
                continue
            whole = pattern.fullmatch(text) is not None
            inside = words.count(" ") >= 2 and LETTERS.search(words) and pattern.search(text)
            if (whole or inside) and LETTERS.search(text):
                found.append((words, text))
    return sorted(found)


def left_alike(german: set[str], english: set[str], data: frozenset[str]) -> list[str]:
    """The texts that two pages say alike, but for data, and for what is written so in both languages."""
    neutral = alike() | {word for text in data for word in LETTERS.findall(text)}
    return sorted(
        text
        for text in german & english
        if any(not NAMES.fullmatch(word) for word in LETTERS.findall(text) if word not in neutral)
    )


@pytest.mark.parametrize("path", [*PAGES, *MORE_PAGES])
def test_no_english_is_left_on_a_page(
    german: Site, sample_app: ASGIApp, data_words: frozenset[str], path: str
) -> None:
    page = german.get(path).text
    said = spoken_on(page)
    assert '<html lang="de"' in page
    assert english_of(said, data_words) == []
    # What is the same in English is data, a name, or nobody says it in a language at all.
    assert left_alike(said, spoken_on(site_in(sample_app, "en").get(path).text), data_words) == []


OF_PEOPLE = (
    "/people", "/account", "/audit", "/settings", "/settings/edit/calendar", "/settings/edit/counting",
    "/settings/versions", "/customers", "/comments", "/disputes", "/data/import", "/tokens",
)  # fmt: skip


def test_no_english_is_left_on_a_page_of_people(
    tmp_path: Path, sample_home: Path, data_words: frozenset[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    rig = PeopleRig(home)
    rig.add("admin", Role.ADMIN)
    rig.sign_in("admin")
    site = rig.site("admin")
    site.cookies.set(COOKIE, "de")
    # What is written into a setting is the same in every language.
    data = data_words | set(CHOICE_WORDS) | set(STATUS_NAMES)
    found = {path: english_of(spoken_on(site.page(path)), data) for path in OF_PEOPLE}
    assert {path: left for path, left in found.items() if left} == {}


def test_numbers_and_dates_are_written_in_german(german: Site) -> None:
    with speaking("de"):
        assert count_words(2998) == "2.998"
        assert value_words(0.849, "share") == f"84,9{NARROW}%"
    page = german.page("/")
    assert re.search(rf"\d,\d{NARROW}%", page)
    assert not re.search(rf"\d\.\d{NARROW}%", page)
    assert re.search(r"Datenstand (Mo|Di|Mi|Do|Fr|Sa|So)\. \d+\. \w+\.? \d{4}", page)


def test_every_definition_is_told_in_german(german: Site) -> None:
    page = german.page("/definitions")
    for metric in CATALOGUE.values():
        assert catalogue("de").gettext(metric.tells) in unescape(page)


def test_a_chart_is_drawn_in_the_language_of_its_page(german: Site, sample_app: ASGIApp) -> None:
    path = "/metrics/csat/chart.svg"
    told, english = german.get(path).text, site_in(sample_app, "en").get(path).text
    assert "Kundenzufriedenheit" in told
    assert "Customer satisfaction" in english
    assert "Customer" not in told


def test_sign_in_speaks_german_and_says_in_it_what_is_wrong(sample_home: Path) -> None:
    site = Site(create_app(sample_home, clock=CLOCK), headers={"accept-language": "de-DE,de;q=0.9"})
    assert "Anmelden" in site.page("/sign-in")
    wrong = site.post("/sign-in", email="nobody@example.org", password="wrong wrong wrong", next="/")
    assert wrong.status_code == 401
    assert "Die E-Mail-Adresse oder das Passwort ist falsch." in wrong.text

"""Customers and organisations: who finds whom, whose history opens, and what of it may be read."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from deskwise.app.access.reach import Whose
from deskwise.app.customer_history import list_customers, show_history
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site, addresses
from web.hostile_names import CUSTOMER, ODD, ORGANISATION, SCRIPT, hostile_home
from web.people_rig import PeopleRig

ALL = Whose(everybody=True)


@pytest.fixture(scope="module")
def rig(
    sample_home: Path, team_of_sample: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> PeopleRig:
    """People of a copy: the company that other tests look at has nobody."""
    home = tmp_path_factory.mktemp("customers") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    made = PeopleRig(home)
    made.add_all(*team_of_sample)
    return made


def found(site: Site, page: str = "customers") -> set[str]:
    """Whom a list holds, all of its pages."""
    names: set[str] = set()
    address: str | None = f"/{page}"
    while address is not None:
        main = site.page(address).partition("<main")[2]
        names |= set(re.findall(rf'<th scope="row"><a href="/{page}/([^"?]+)"', main))
        address = next((each for each in addresses(main) if "after=" in each), None)
    return names


def test_each_finds_whom_the_table_lets_them(rig: PeopleRig, team_of_sample: tuple[str, str]) -> None:
    team, actor = team_of_sample
    workspace = open_workspace(rig.home)
    reach = {
        "admin": ALL,
        "lead": Whose(everybody=False, teams=frozenset({team})),
        "agent": Whose(everybody=False, actors=frozenset({actor})),
    }
    seen = {role: found(rig.site(role)) for role in reach}
    for role, whose in reach.items():
        rows = list_customers(workspace, "customer", whose, most=10_000).rows
        assert seen[role] == {each.name for each in rows}
    assert seen["agent"] < seen["lead"] < seen["admin"]
    for page in ("/customers", "/organisations", "/customers/cus-00001", "/organisations/org-001"):
        assert rig.site("viewer").get(page).status_code == 403


def test_no_history_opens_beyond_reach_and_none_says_whether_it_is_there(
    rig: PeopleRig, team_of_sample: tuple[str, str]
) -> None:
    everybody, mine = found(rig.site("admin")), found(rig.site("agent"))
    other = sorted(everybody - mine)[0]
    for role, status in (("admin", 200), ("agent", 403)):
        assert rig.site(role).get(f"/customers/{other}").status_code == status
        assert rig.site(role).get(f"/customer-history.csv?customer={other}").status_code == status
    assert rig.site("admin").get("/customers/nobody").status_code == 404
    for role in ("lead", "agent"):
        told = rig.site(role).get("/customers/nobody")
        assert told.status_code == 403
        assert "nobody" not in told.text.partition("<main")[2]


def test_every_ticket_that_is_listed_opens(rig: PeopleRig) -> None:
    for role in ("lead", "agent"):
        site = rig.site(role)
        for name in sorted(found(site))[:3]:
            page = site.page(f"/customers/{name}").partition("<main")[2]
            tickets = [each for each in addresses(page) if each.startswith("/tickets/")]
            assert tickets
            assert {site.get(each).status_code for each in tickets[:5]} == {200}
            assert "Only the tickets that you may see" in page


def test_a_history_has_its_requests_as_table_and_as_csv(site: Site, sample_home: Path) -> None:
    history = show_history(open_workspace(sample_home), "customer", "cus-00001", ALL)
    page = site.page("/customers/cus-00001")
    assert page.count('<th scope="row"><a href="/tickets/') == len(history.requests)
    address = next(each for each in addresses(page) if ".csv" in each)
    rows = list(csv.DictReader(io.StringIO(site.page(address))))
    assert len(rows) == history.total
    assert [row["ticket"] for row in rows][: len(history.requests)] == [
        each.ticket for each in history.requests
    ]
    following = [each for each in addresses(page) if "after=" in each]
    assert len(following) == (history.total > len(history.requests))
    for each in following:
        assert page.partition("<main")[2] != site.page(each).partition("<main")[2]


def test_figures_lead_to_the_requests_of_that_customer(site: Site) -> None:
    page = site.page("/customers/cus-00001").partition("<main")[2]
    lists = [each for each in addresses(page) if each.startswith("/requests?")]
    assert len(lists) >= 4
    assert all("where.customer=cus-00001" in each for each in lists)
    assert {site.get(each).status_code for each in lists} == {200}


def test_an_organisation_leads_to_its_customers_and_back(site: Site) -> None:
    page = site.page("/customers/cus-00001")
    address = next(each for each in addresses(page) if each.startswith("/organisations/"))
    assert "/customers/cus-00001" in addresses(site.page(address))


def test_looking_up_and_what_cannot_be_asked(site: Site) -> None:
    assert '"/customers/cus-00001"' in site.page("/customers?find=US-00001")
    assert "Nobody is called so" in site.page("/customers?find=%25%27;--")
    asked = {
        "/customers?after=-1": 400,
        f"/customers?find={'x' * 501}": 400,
        "/customer-history.csv": 400,
        "/customer-history.csv?customer=a&organisation=b": 400,
        "/organisations/nobody": 404,
    }
    assert {address: site.get(address).status_code for address in asked} == asked


def test_before_anything_is_imported_the_page_says_how_to_begin(empty_site: Site) -> None:
    assert "Nothing here yet" in empty_site.page("/customers")


def of_name(page: str, name: str) -> str:
    """Where somebody's name leads: by the path where it can stand in one."""
    if {"", ".", ".."} & set(name.split("/")):
        return f"/{page}s?{page}={quote_plus(name)}"
    return f"/{page}s/{quote(name, safe='')}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(create_app(hostile_home(tmp_path_factory.mktemp("hostile")), visitor=local, clock=CLOCK))


@pytest.mark.parametrize("name", [CUSTOMER, *ODD])
def test_names_are_words_wherever_they_stand(hostile: Site, name: str) -> None:
    page = hostile.page("/customers")
    address = of_name("customer", name)
    assert address in addresses(page)
    history = hostile.page(address)
    for told in (page, history):
        assert SCRIPT not in told
        assert "<svg onload" not in told
        assert "<img" not in told
        assert not re.search(r'href="(?!/)', told.partition("<main")[2])
    assert all(each.startswith("/") and not each.startswith("//") for each in addresses(history))
    listed = hostile.page(next(each for each in addresses(history) if ".csv" in each))
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert {row["customer"].removeprefix("'") for row in rows} == {name}


def test_an_organisation_is_a_word_as_well(hostile: Site) -> None:
    page = hostile.page("/organisations")
    address = of_name("organisation", ORGANISATION)
    assert address in addresses(page)
    assert "<b>" not in hostile.page(address).partition("<main")[2].replace("<b>One", "")

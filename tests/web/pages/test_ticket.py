"""A ticket's page, and ids and names that are no friends of pages."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site, addresses

HOSTILE = '<img src=x onerror="alert(1)">{{ 7 * 7 }}\'"&'
IDS = ("a/b", "..", "./x", "?q=1#f", "%2e%2e", "=1+1", "ü ☃", HOSTILE)
COLUMNS = (
    "ticket,event_id,at,kind,actor,role,team,agent,customer,organisation,status,channel,type,category,priority,"
    "product"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, sample_home: Path) -> Site:
    """A workspace in which everything that can be named is named to do harm."""
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "log.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS.split(","))
        for number, ticket in enumerate(IDS):
            opened = f"2026-03-0{number + 1}T09:00:00Z"
            replied = f"2026-03-0{number + 1}T10:00:00Z"
            fields = (HOSTILE,) * 4
            row = ("email", HOSTILE, HOSTILE, HOSTILE, HOSTILE)
            writer.writerow((ticket, f"{number}a", opened, "opened", HOSTILE, "customer", *fields, "", *row))
            writer.writerow(
                (ticket, f"{number}b", replied, "message", HOSTILE, "agent", *fields, "", "email", *[""] * 4)
            )
            writer.writerow((ticket, f"{number}c", replied, "nonsense", HOSTILE, "agent", *fields, "", *row))
    (folder / "home").mkdir()
    (folder / "home" / "compiled").symlink_to(sample_home / "compiled")
    workspace = open_workspace(folder / "home")
    request = ImportRequest((folder / "log.csv",), source=HOSTILE)
    import_files(workspace.lake, request, CLOCK, workspace.fold)
    return Site(create_app(folder / "home", visitor=local, clock=CLOCK))


def harmless(page: str) -> bool:
    return "<img" not in page and "49" not in re.findall(r">\s*49\s*<", page) and 'onerror="' not in page


@pytest.mark.parametrize("ticket", IDS)
def test_whatever_a_ticket_is_called_its_page_opens(hostile: Site, ticket: str) -> None:
    page = hostile.page("/requests?metric=requests_received&state=counted")
    links = [link for link in addresses(page) if link.startswith("/tickets")]
    assert len(links) == len(IDS)
    opened = hostile.page(links[IDS.index(ticket)])
    shown = ticket.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = shown.replace('"', "&#34;").replace("'", "&#39;")
    assert f"<h1>Ticket {shown}</h1>" in opened
    assert harmless(opened)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/metrics/first_response_time?by=team",
        "/metrics/requests_received?by=agent",
        "/requests",
        "/data",
    ],
)
def test_hostile_names_are_shown_and_never_run(hostile: Site, path: str) -> None:
    page = hostile.page(path)
    assert harmless(page)


def test_a_spreadsheet_runs_nothing_of_it(hostile: Site) -> None:
    rows = list(csv.DictReader(io.StringIO(hostile.page("/requests.csv?metric=requests_received"))))
    assert "'=1+1" in {row["ticket"] for row in rows}


def test_the_page_tells_what_the_ticket_gave(site: Site, sample_home: Path) -> None:
    workspace = open_workspace(sample_home)
    escalated = list_requests(workspace, Question(("escalation_rate",)), state="counted").cases.rows
    row = next(row for row in escalated if row.gave is True)
    assert row.ticket is not None
    page = site.page(f"/tickets/{row.ticket}")
    assert '<svg class="dw-timeline"' in page
    assert "First response time" in page
    assert "escalation of request" in page
    events = workspace.events("desk", row.ticket)
    table = page[page.index('aria-label="Events"') :]
    assert table[: table.index("</table>")].count("<tr") == len(events) + 1
    (csv_address,) = {address for address in addresses(page) if ".csv" in address}
    told = list(csv.DictReader(io.StringIO(site.page(csv_address))))
    assert [each["event_id"] for each in told] == [event.event_id for event in events]

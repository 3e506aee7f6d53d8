"""A small workspace in which everything that has a name is called as an attacker would call it."""

from __future__ import annotations

import csv
from pathlib import Path

from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.settings_document import set_key
from deskwise.bootstrap import open_workspace
from web.conftest import CLOCK

SCRIPT = "<script>alert(1)</script>"
AGENT = f"{SCRIPT}'\"&"
TEAM = '"><img src=x onerror=alert(2)>'
CUSTOMER = "../{{7*7}}<svg onload=alert(3)>"
ORGANISATION = "javascript:alert(4)//<b>"
FORMULA = '=HYPERLINK("http://evil.example")'
# Ids that cannot stand in the path of an address as they are.
ODD = ("..", ".", "a/../b", "//evil.example", "a?b#c%2e")
HEAD = (
    "event_id", "ticket", "at", "kind", "actor", "role", "team", "agent", "customer", "organisation",
    "status", "channel", "category", "value", "scale", "text",
)  # fmt: skip


def hostile_home(home: Path, *, texts: bool = True) -> Path:
    """The workspace in a folder; `texts` says whether it keeps them."""
    workspace = open_workspace(home / "workspace")
    if texts:
        save_document(workspace, set_key(show_settings(workspace), "keep_text", "true"))
    path = home / "events.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        people = [(CUSTOMER, ORGANISATION), *((odd, odd) for odd in ODD)]
        for number, (customer, organisation) in enumerate(people):
            writer.writerows(_ticket(number, customer, organisation))
    asked = ImportRequest((path,), timezone="UTC", keep_text=texts)
    import_files(workspace.lake, asked, CLOCK, workspace.fold)
    return home / "workspace"


def _ticket(number: int, customer: str, organisation: str) -> list[dict[str, str]]:
    agent = AGENT if number == 0 else ODD[number - 1]
    own = {"ticket": f"T{number}{SCRIPT}", "customer": customer, "organisation": organisation}
    day = f"2026-0{number + 1}-03T0"
    by_agent = {"actor": agent, "role": "agent", "team": TEAM, "agent": agent}
    steps: list[dict[str, str]] = [
        {"at": f"{day}1:00:00Z", "kind": "opened", "role": "customer", "channel": SCRIPT, "category": SCRIPT},
        {"at": f"{day}2:00:00Z", "kind": "assigned", **by_agent},
        {"at": f"{day}3:00:00Z", "kind": "message", **by_agent},
        {"at": f"{day}4:00:00Z", "kind": "status", "status": "solved", **by_agent},
        {"at": f"{day}5:00:00Z", "kind": "rated", "role": "customer", "value": str(number % 5 + 1),
         "scale": "1-5", "text": f"{FORMULA} {SCRIPT} {number}"},
        {"at": f"{day}6:00:00Z", "kind": "rated", "role": "customer", "value": "1", "scale": "solved"},
    ]  # fmt: skip
    return [{"event_id": f"{number}-{at}", **own, **step} for at, step in enumerate(steps)]

"""Whatever stands in a field of an import, and whatever is asked by an address, is words to every page."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.settings_document import set_key
from deskwise.bootstrap import open_workspace
from deskwise.events.vocabulary import COLUMN_NAMES, KIND_NAMES
from deskwise.metrics.dimensions import DIMENSIONS
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site, addresses

BEGAN_AT = datetime(2026, 6, 1, 8, tzinfo=UTC)
# What has to be a word of the book or an instant is refused with these, and told among the rejects.
OF_THE_BOOK = ("at", "kind", "role", "status", "scale", "value", "visibility", "revision", "seq", "seconds")
EXTRA = ("region", "reason", "problem", "event", "what", "to", "kind", "stage", "article", "task", "floor")
MARK = "zq7"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def hostile(name: str) -> str:
    """What an attacker would write into a column; it says which, so that it can be looked for."""
    return (
        f"=cmd|'{name}'!A1\"'><script>{MARK}</script><img src=x onerror={MARK}>{{{{7*7}}}}</textarea></title>"
    )


# Where what was imported stands, or leads to.
BEGINNINGS = (
    "/requests?metric=requests_received", "/metrics/requests_received?by=category", "/data", "/data/rejects",
    "/data/quality/1", "/agents", "/teams", "/now", "/customers", "/organisations", "/comments",
)  # fmt: skip


@dataclass
class Found(HTMLParser):
    """What of a page would do something: scripts of its own, handlers, addresses that are no addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.doing: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in {"img", "iframe", "object", "embed", "base"} or (tag == "script" and not said.get("src")):
            self.doing.append(f"<{tag}>")
        self.doing += [f"{tag} {name}" for name in said if name.startswith("on")]
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            where = said.get(name)
            if where is not None and not re.match(r"(/|#|\?|https://|http://)", where):
                self.doing.append(f"{tag} {name}={where[:40]}")


def doing(page: str) -> list[str]:
    found = Found()
    found.feed(page)
    return found.doing


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ticket with each kind of event, every column and many further fields as an attacker likes them."""
    folder = tmp_path_factory.mktemp("fields")
    workspace = open_workspace(folder / "home")
    save_document(workspace, set_key(show_settings(workspace), "keep_text", "true"))
    names = [name for name in COLUMN_NAMES if name != "extra"]
    path = folder / "<b>events.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*names, *(f"extra.{name}" for name in EXTRA)])
        writer.writeheader()
        for ticket, kind in enumerate((*KIND_NAMES, "no such kind")):
            for place, (what, role) in enumerate(
                (("opened", "customer"), ("message", "agent"), (kind, "agent"))
            ):
                row = {name: hostile(name) for name in names if name not in OF_THE_BOOK}
                row |= {f"extra.{name}": hostile(name) for name in EXTRA}
                row["ticket"] = f"{hostile('ticket')}{ticket}"
                row["event_id"] = f"{hostile('event')}{place}"
                row["at"] = (BEGAN_AT + timedelta(days=ticket, minutes=place)).isoformat()
                row["kind"], row["role"] = (what if what in KIND_NAMES else hostile("kind")), role
                row |= {"rated": {"value": "2", "scale": "1-5"}}.get(what, {})
                row |= {"status": {"status": "solved"}}.get(what, {})
                writer.writerow({name: row.get(name, "") for name in writer.fieldnames})
    asked = ImportRequest((path,), timezone="UTC", keep_text=True, source=hostile("source"))
    import_files(workspace.lake, asked, CLOCK, workspace.fold)
    return folder / "home"


@pytest.fixture(scope="module")
def site(home: Path) -> Site:
    return Site(create_app(home, visitor=local, clock=CLOCK))


def test_every_page_of_hostile_fields_is_words(site: Site) -> None:
    """Every page, and every page of this site that these lead to."""
    asked: dict[str, list[str]] = {}
    waiting = list(BEGINNINGS)
    met = 0
    while waiting:
        path = waiting.pop(0)
        # Two of each, and one of those whose figures are many.
        shape = re.sub(r"%[0-9A-F]{2}.*|=.*", "", path)
        most = 1 if shape.startswith(("/agents/", "/teams/", "/metrics", "/?", "/agent-")) else 2
        if path in asked or sum(each.startswith(shape) for each in asked) >= most:
            continue
        answer = site.get(path)
        assert answer.status_code in {200, 404}, (path, answer.status_code)
        if "text/html" not in answer.headers["content-type"]:
            continue
        asked[path] = doing(answer.text)
        met += MARK in answer.text
        waiting += [each for each in addresses(answer.text) if each.startswith("/") and MARK in each]
    assert {path: found for path, found in asked.items() if found} == {}
    assert met > 20, "what was written is shown"
    assert any(path.startswith("/tickets/") for path in asked)


@pytest.mark.parametrize(
    "path",
    ["/requests.csv?metric=first_response_time", "/requests.csv?metric=requests_received", "/comments.csv",
     "/data/rejects.csv", "/metrics/requests_received/groups.csv?by=category",
     "/metrics/requests_handled/groups.csv?by=agent"],
)  # fmt: skip
def test_no_cell_of_a_file_is_a_formula(site: Site, path: str) -> None:
    rows = list(csv.reader(io.StringIO(site.page(path))))
    assert any(MARK in cell for row in rows for cell in row), "what was written is in the file"
    assert [cell for row in rows for cell in row if cell.startswith(FORMULAS) and MARK in cell] == []


SQL = ("'; drop table log; --", "x') or 1=1 --", "\"; attach '/etc/passwd' as p; --", "%' union select 1 --")
PARAMETERS = (
    "metric", "stat", "clock", "every", "by", "within", "period", "since", "until", "find", "after", "before",
    "reason", "file", "import", "who", "what", "state", "source", "ticket", "cursor", "scale", "words",
    "team", "agent", "customer", "organisation", "number", "first",
)  # fmt: skip
FILTERS = tuple(f"where.{name}" for name in (*DIMENSIONS, "extra.floor"))
ASKED = {
    "/": PARAMETERS,
    "/requests?metric=first_response_time": (*PARAMETERS, *FILTERS),
    "/metrics/csat": PARAMETERS,
    "/agents": PARAMETERS,
    "/customers": PARAMETERS,
    "/organisations": PARAMETERS,
    "/comments": (*PARAMETERS, *FILTERS),
    "/data/rejects": PARAMETERS,
    "/now": PARAMETERS,
    "/teams": PARAMETERS,
}


@pytest.mark.parametrize("page", ASKED)
def test_sql_in_whatever_is_asked_is_words(site: Site, home: Path, tmp_path: Path, page: str) -> None:
    joint = "&" if "?" in page else "?"
    for place, name in enumerate(ASKED[page]):
        words = SQL[place % len(SQL)]
        answer = site.get(f"{page}{joint}{quote(name)}={quote(words)}")
        assert answer.status_code in {200, 400, 404}, (name, words, answer.status_code)
        assert doing(answer.text) == [], (name, words)
    assert open_workspace(home).lake.export_log(tmp_path / "log.csv", "csv") > 50

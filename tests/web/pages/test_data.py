"""The page of the data, the rejects by reason and file, and the quality report of an import."""

from __future__ import annotations

import csv
import io
import re

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.pages import rejects
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site
from web.wizard_rig import words

HEAD = "ticket,event_id,at,kind,role,customer"
ATTACK = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("data")
    home = folder / "home"
    bad = [f"{ATTACK}{n},e{n},,opened,customer,c" for n in range(30)]
    unknown = [f"T{n},u{n},2026-03-01T09:00:00Z,flown,customer,c" for n in range(5)]
    good = [f"G{n},g{n},2026-03-{n + 1:02}T09:00:00Z,opened,customer,c{n}" for n in range(20)]
    for name, rows in (("first.csv", [*good, *bad]), ("=second.csv", [*good, *unknown, *bad[:2]])):
        (folder / name).write_text("\n".join([HEAD, *rows]), encoding="utf-8")
        workspace = open_workspace(home)
        import_files(workspace.lake, ImportRequest((folder / name,), source="desk"), CLOCK, workspace.fold)
    return Site(create_app(home, visitor=local, clock=CLOCK))


def test_the_page_leads_to_imports_rejects_and_definitions(site: Site) -> None:
    page = site.page("/data")
    for path in ("/data/quality/2", "/data/rejects?import=2", "/data/rejects", "/definitions"):
        assert f'href="{path}"' in page, path
    assert "first.csv" in page
    # Whoever only reads is offered no wizard.
    assert "/data/import" not in page


def test_rejects_are_counted_by_reason_and_file_and_chosen_from_there(site: Site) -> None:
    page = site.page("/data/rejects")
    assert "37 rows" in page
    assert ATTACK not in page
    told = words(page)
    assert "no_instant 32" in told
    assert "unknown_kind 5" in told
    assert "first.csv 30" in told
    page = site.page("/data/rejects?import=2&reason=no_instant")
    assert "2 rows" in page
    assert 'href="/data/rejects?import=2"' in page
    page = site.page("/data/rejects?file=first.csv")
    assert "30 rows" in page
    assert "=second.csv" in page
    assert "No row is refused here" in site.page("/data/rejects?import=7")


def test_rejects_are_turned_over_page_by_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejects, "SHOWN", 25)
    first = site.page("/data/rejects")
    assert 'href="/data/rejects?after=25"' in first
    assert "1 – 25 of 37" in words(first)
    second = site.page("/data/rejects?after=25")
    assert "26 – 37 of 37" in words(second)
    assert "after=" not in second.partition("<main")[2]
    lines = [re.findall(r'<td class="dw-num">(\d+)</td><td>desk', page) for page in (first, second)]
    assert [len(found) for found in lines] == [25, 12]


@pytest.mark.parametrize("query", ["reason=nonsense", "import=x", "after=-1", f"after={'9' * 30}"])
def test_a_choice_that_is_none_is_told(site: Site, query: str) -> None:
    assert site.get(f"/data/rejects?{query}").status_code == 400


def test_rejects_as_csv_hold_no_formula_and_no_folder(site: Site) -> None:
    answer = site.get("/data/rejects.csv?import=2")
    assert answer.headers["content-disposition"] == 'attachment; filename="rejects.csv"'
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert tuple(head) == rejects.CSV_HEAD
    assert len(rows) == 7
    assert {row[1] for row in rows} == {"'=second.csv"}
    assert {row[7] for row in rows} == {"unknown_kind", "no_instant"}


def test_the_quality_report_of_each_import_stays(site: Site) -> None:
    first = site.page("/data/quality/1")
    assert "Quality of import 1" in first
    told = words(first)
    assert "rows could not be events" in told
    assert "Such as:" in told
    assert ATTACK not in first
    assert 'href="/data/rejects?import=1&amp;reason=no_instant"' in first
    for wrong in ("0", "3", "x", "1" * 20):
        assert site.get(f"/data/quality/{wrong}").status_code == 404, wrong


def test_an_empty_workspace_says_how_to_begin(empty_site: Site) -> None:
    for path in ("/data", "/data/rejects", "/data/quality/1"):
        told = words(empty_site.page(path))
        assert "Begin with your own tickets" in told
        # Whoever only reads is told who can send a file.
        assert "Whoever sets this workspace up" in told

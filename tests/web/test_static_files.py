"""Files have what they are in their address; only those of our own and of the packages are given."""

from __future__ import annotations

import re
from pathlib import Path

from deskwise.web.icons import FOLDER, ICONS, icon
from deskwise.web.static_files import ROOM
from deskwise.web.templating import STYLES
from web.conftest import Site

TEMPLATES = ROOM / "templates"


def test_a_file_is_kept_where_its_address_says_which_it_is(site: Site) -> None:
    page = site.page("/definitions")
    styles = re.findall(r'<link rel="stylesheet" href="(/static/[^"]+)"', page)
    assert len(styles) == len(STYLES)
    for address in styles:
        answer = site.get(address)
        assert answer.headers["cache-control"].endswith("immutable")
        assert answer.headers["content-type"].startswith("text/css")
    assert site.get("/static/base.css").headers["cache-control"] == "no-cache"


def test_a_page_is_kept_by_nobody(site: Site) -> None:
    assert site.get("/").headers["cache-control"] == "no-store"


def test_nothing_beside_the_folders_is_given(site: Site) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/vendor/../../bootstrap.py", "/static/"):
        assert site.get(path).status_code == 404


def test_every_style_sheet_is_listed() -> None:
    assert {path.stem for path in (ROOM / "static").glob("*.css")} == set(STYLES)


def test_our_own_classes_have_their_prefix() -> None:
    own = re.compile(r"\.(?!dw|form-)([a-z][\w-]*)\s*[{,:]")
    found = {
        path.name: own.findall(re.sub(r"url\([^)]*\)|/\*.*?\*/", "", path.read_text(encoding="utf-8")))
        for path in (ROOM / "static").glob("*.css")
    }
    assert {name: names for name, names in found.items() if names} == {}


def test_templates_use_the_icons_that_are_brought_and_no_others() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    used = set(re.findall(r'icon\("([a-z0-9-]+)"\)', text)) | set(re.findall(r'"([a-z0-9-]+)", _\(', text))
    assert {name for name in used if name in ICONS or f'icon("{name}")' in text} <= set(ICONS)
    assert all(name in text for name in ICONS)


def test_an_icon_is_silent_and_its_file_is_there() -> None:
    assert FOLDER.is_dir(), "the front-end files are missing: run make, or python tools/vendor_front_end.py"
    for name in ICONS:
        assert 'aria-hidden="true"' in icon(name)


def test_no_template_trusts_a_word() -> None:
    trusting = {
        path.name: lines
        for path in TEMPLATES.rglob("*.html")
        if (lines := [line for line in path.read_text(encoding="utf-8").splitlines() if "safe" in line])
    }
    assert trusting == {}


def test_the_files_are_given_packed_to_whom_can_unpack_them(site: Site) -> None:
    for path in ("/vendor/vega.min.js", "/vendor/tabler.min.css"):
        packed = site.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        plain = site.get(path, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert packed.content == plain.content


def test_no_file_is_long() -> None:
    too_long = [
        path for path in ROOM.rglob("*") if path.suffix in {".css", ".html", ".py"} and _lines(path) >= 400
    ]
    assert too_long == []


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")

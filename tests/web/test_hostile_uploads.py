"""Whatever may be sent to the import wizard: tricks with names, bombs, scripts in cells, forms of nobody."""

from __future__ import annotations

import gzip
import io
import itertools
import zipfile
from pathlib import Path

import pytest

from deskwise.app.access.holders import Role
from deskwise.stores.uploads_folder import FOLDER
from web.wizard_rig import LOG, WizardRig, form_fields, imports, sent, words

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
HEAD = "Ticket ID,Created at,Status,Assignee"


@pytest.fixture
def rig(tmp_path: Path) -> WizardRig:
    return WizardRig(tmp_path / "home")


def test_columns_statuses_and_headers_are_shown_as_text(rig: WizardRig) -> None:
    cells = ",".join(f'"{ATTACK.replace(chr(34), chr(34) * 2)} {n}"' for n in range(4))
    rows = "".join(f"{n},2026-03-{n:02}T09:00:00Z,{cells}\n" for n in range(1, 9))
    head = f'"{ATTACK.replace(chr(34), chr(34) * 2)} h"'
    path = rig.upload(
        f"Ticket ID,Created at,Status,Assignee,Priority,{head}\n{rows}".encode(), f"{ATTACK}.csv"
    )
    pages = [rig.site().page(path), rig.site().page("/data/import")]
    fields = form_fields(pages[0])
    rig.correct(path, "try", **{name: "open" for name in fields if name.startswith("asked.0.")})
    pages.append(rig.site().page(path))
    assert "What the import would do" in pages[-1]
    rig.site().post(f"{path}/begin", kind="import")
    pages += [rig.site().page(each) for each in (path, "/data", "/", "/tickets/1")]
    assert "It is imported." in pages[-4]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    mapping = rig.upload(f"{HEAD},Priority,{head}\n{rows}".encode())
    answer = rig.site().get(f"{mapping}/mapping.toml")
    assert answer.headers["content-type"].startswith("application/toml")
    assert answer.headers["content-disposition"] == 'attachment; filename="mapping.toml"'


def packed_bomb() -> bytes:
    return gzip.compress(b"ticket,at\n" + b"0" * 300_000_000, 1)


def zip_of(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "../"), content)
    return made.getvalue()


HOSTILE = {
    "a gzip bomb": (packed_bomb, "tickets.csv.gz", "more than any export of its size"),
    "a zip in a zip": (lambda: zip_of(a=zip_of(b=b"x,y\n1,2\n")), "tickets.zip", "packed more than once"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "tickets.csv", "neither text nor"),
    "NUL bytes": (lambda: b"ticket,at\n\x00\x00\x00,1\n" * 50, "tickets.csv", "neither text nor"),
    "a PDF": (lambda: b"%PDF-1.7 ...", "tickets.csv", "is a PDF"),
    "a web page": (lambda: b"<!doctype html><p>x", "tickets.csv", "is a page or XML"),
    "blank lines": (lambda: b"\n\n\n", "tickets.csv", "nothing but blank lines"),
    "a broken zip": (lambda: b"PK\x03\x04" + b"x" * 100, "tickets.zip", "tickets.zip"),
    "two columns of a name": (lambda: b"a,a\n1,2\n", "tickets.csv", "twice"),
    "too many columns": (lambda: b",".join(b"c%d" % n for n in range(2_100)), "t.csv", "more than"),
    "no Parquet": (lambda: b"PAR0 nothing", "tickets.parquet", "is none"),
    "a quote left open": (lambda: b'a,b\n1,"' + b"x" * 9_000_000, "t.csv", "t.csv"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_ends_in_one_sentence_that_says_what_to_do(rig: WizardRig, case: str) -> None:
    made, name, told = HOSTILE[case]
    path = rig.upload(made(), name)
    page = rig.site().page(path)
    assert "The file could not be read." in page
    assert told in words(page)
    assert str(rig.home) not in page
    assert "Send another file" in page
    assert "content" not in {p.name.partition(".")[0] for p in (rig.home / FOLDER).rglob("*")}
    assert imports(rig.home) == 0


def test_names_inside_an_archive_lead_nowhere(rig: WizardRig, tmp_path: Path) -> None:
    path = rig.upload(zip_of(**{"____evil.csv": LOG}), "../../tickets.zip")
    assert "nothing has to be understood" in rig.site().page(path)
    assert [each.name for each in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize(
    "name", ["../../../evil.csv", "/evil.csv", "C:\\evil.csv", "x" * 3_000 + ".csv", "CON", "..."]
)
@pytest.mark.parametrize("kind", ["text/html", "application/x-php", "image/svg+xml"])
def test_no_name_or_kind_that_is_claimed_decides_anything(
    rig: WizardRig, tmp_path: Path, name: str, kind: str
) -> None:
    answer = rig.send(LOG, name, kind)
    assert answer.status_code == 303
    assert "nothing has to be understood" in rig.site().page(answer.headers["location"])
    assert [each.name for each in tmp_path.iterdir()] == ["home"]


def test_a_file_that_is_refused_while_it_is_sent_leaves_nothing(
    rig: WizardRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(rig.uploads, "limit_bytes", 1_000)
    answer = rig.send(b"x" * 5_000)
    assert answer.status_code == 400
    assert "larger than" in answer.text
    assert rig.send(b"").status_code == 400
    assert rig.site().post("/data/import").status_code == 400
    assert rig.uploads.all() == ()
    assert not list((rig.home / FOLDER).glob("*"))


def test_nothing_is_written_for_whoever_may_not_or_sends_no_token(rig: WizardRig) -> None:
    rig.people.add("lead", Role.LEAD, teams=("support",))
    rig.people.sign_in("lead")
    site = rig.site()
    late = ("form_token", (None, site.token()))
    answers = [
        sent(site, LOG, "a.csv", token=""),
        sent(site, LOG, "a.csv", token="0" * 64),
        sent(rig.people.site("lead"), LOG, "a.csv"),
        sent(rig.people.site(), LOG, "a.csv", token=site.token()),
        site.ask("POST", "/data/import", files={"file": ("a.csv", LOG, "text/csv")}),
        # A token behind the file would have the file read first.
        site.ask("POST", "/data/import", files=[("file", ("a.csv", LOG)), late]),
    ]
    assert {answer.status_code for answer in answers} == {403, 401}
    assert not (rig.home / FOLDER).exists()
    path = rig.upload(LOG, "a.csv")
    for each, page in itertools.product(("lead", None), (path, f"{path}/progress", f"{path}/mapping.toml")):
        answer = rig.people.site(each).get(page)
        assert answer.status_code in {403, 303}, (each, page)
        assert "T1" not in answer.text

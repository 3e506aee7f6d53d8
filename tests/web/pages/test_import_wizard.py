"""The import wizard: a file sent, understood, corrected, tried and imported."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from deskwise.app.audit import AuditEntry, AuditQuestion
from deskwise.app.uploads import UploadWork
from deskwise.bootstrap import open_state, open_workspace
from deskwise.stores.uploads_folder import FOLDER
from sources.exports.files import EXPORTS
from web.wizard_rig import LOG, WizardRig, form_fields, imports, words

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def rig(tmp_path: Path) -> WizardRig:
    return WizardRig(tmp_path / "home")


def zendesk(tmp_path: Path) -> bytes:
    return next(one for one in EXPORTS if one.name == "zendesk_iso").write(tmp_path).read_bytes()


def audit(home: Path) -> tuple[AuditEntry, ...]:
    with open_state(home).reading() as stores:
        found = stores.audit.read(AuditQuestion())
    return tuple(each for each in found if each.on.startswith("file:"))


def test_from_a_file_to_the_first_figures(rig: WizardRig, tmp_path: Path) -> None:
    path = rig.upload(zendesk(tmp_path), "March export.csv")
    told = words(rig.site().page(path))
    assert "March export.csv: an export of Zendesk, one row a ticket." in told
    assert "One thing only you can say." in told
    assert "name no offset" in told
    # While something is open, nothing is tried.
    rig.correct(path, "try")
    assert "What the import would do" not in rig.site().page(path)
    assert rig.site().post(f"{path}/begin", kind="import").status_code == 400
    rig.correct(path, "try", timezone="Europe/Berlin")
    told = words(rig.site().page(path))
    assert "accepted 120 became events" in told
    assert "5001 Mon 1 Jan 2024, 08:12 customer" in told
    assert imports(rig.home) == 0
    assert rig.site().post(f"{path}/begin", kind="import").status_code == 303
    told = words(rig.site().page(path))
    assert "It is imported." in told
    assert "See your first figures" in told
    assert imports(rig.home) == 1
    (past,) = open_workspace(rig.home).lake.past_imports()
    assert past.files == ("March export.csv",)
    assert any("an export of Zendesk" in note for note in past.notes)
    assert "Nothing here yet" not in rig.site().page("/")
    assert [str(each.what) for each in audit(rig.home)] == ["import_begun", "file_sent"]
    assert audit(rig.home)[0].after == {"name": "March export.csv", "size": len(zendesk(tmp_path))}
    # Its rows are in the log, and nothing else keeps what customers said.
    assert sorted(p.name for p in (rig.home / FOLDER / path.rpartition("/")[2]).iterdir()) == [
        "ended.json", "upload.json", "work.json", "work.lock",
    ]  # fmt: skip
    # The same file again brings nothing twice.
    path = rig.upload(zendesk(tmp_path), "March export.csv")
    rig.correct(path, "try", timezone="Europe/Berlin")
    assert "duplicates 120 were there already" in words(rig.site().page(path))


def test_every_file_of_the_book_of_exports_comes_as_far_as_the_form(rig: WizardRig, tmp_path: Path) -> None:
    for export in EXPORTS[::7]:
        path = rig.upload(export.write(tmp_path).read_bytes(), f"{export.name}.any")
        page = rig.site().page(path)
        assert "What is understood" in page, export.name
        for header in export.headers:
            assert f'<th scope="row">{escape(header)}</th>' in page, (export.name, header)


def test_a_log_of_our_own_needs_no_mapping_and_its_rejects_are_told(rig: WizardRig) -> None:
    path = rig.upload(LOG, "log.csv")
    page = rig.site().page(path)
    assert "It has the log&#39;s own columns" in page.replace("'", "&#39;")
    assert "Mapping file" not in page
    assert rig.site().get(f"{path}/mapping.toml").status_code == 400
    rig.correct(path, "try")
    told = words(rig.site().page(path))
    assert "rejected 1 could not be events" in told
    assert "There is no instant, or it cannot be read as one. no_instant 1" in told
    rig.site().post(f"{path}/begin", kind="import")
    assert "It is imported." in words(rig.site().page(path))


def test_columns_and_words_are_corrected_and_forgotten_again(rig: WizardRig) -> None:
    rows = "".join(
        f"{n},2026-03-{n:02}T09:00:00Z,{'Parked' if n % 2 else 'Solved'},anna,x{n}\n" for n in range(1, 9)
    )
    path = rig.upload(f"Ticket ID,Created at,Status,Assignee,Odd\n{rows}".encode())
    page = rig.site().page(path)
    fields = form_fields(page)
    assert fields["column.3"] == "agent"
    assert fields["column.4"] == ""
    assert "are no known status" in page
    rig.correct(path, **{"column.3": "", "column.4": "customer", "asked.0.0": "pending"})
    fields = form_fields(rig.site().page(path))
    assert (fields["column.3"], fields["column.4"], fields["asked.0.0"]) == ("", "customer", "pending")
    mapping = rig.site().page(f"{path}/mapping.toml")
    assert '"Odd"' in mapping
    assert 'Parked = "pending"' in mapping
    rig.correct(path, **{"asked.0.0": "on_hold"})
    assert form_fields(rig.site().page(path))["asked.0.0"] == "on_hold"
    rig.correct(path, **{"column.3": "agent"})
    assert form_fields(rig.site().page(path))["column.3"] == "agent"
    rig.correct(path, "forget")
    fields = form_fields(rig.site().page(path))
    assert (fields["column.3"], fields["column.4"], fields["asked.0.0"]) == ("agent", "", "")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"timezone": "Berlin"}, "No time zone is called"),
        ({"column.0": "agent"}, "two columns are said to be"),
        ({"column.0": "nonsense"}, "No meaning of a column is called"),
        ({"shape": "spiral"}, "cannot be chosen here"),
        ({"version": "0"}, "corrected this meanwhile"),
        ({"asked.0.0": "gone fishing"}, "is no status"),
    ],
)
def test_an_answer_that_is_none_is_told_and_nothing_is_kept(
    rig: WizardRig, said: dict[str, str], told: str
) -> None:
    rows = "".join(f"{n},2026-03-{n:02}T09:00:00Z,Parked,{n}\n" for n in range(1, 9))
    path = rig.upload(f"Ticket ID,Created at,Status,Odd\n{rows}".encode())
    if "column.0" in said and said["column.0"] == "agent":
        said = {**said, "column.3": "agent"}
    answer = rig.correct(path, "try", **said)
    assert answer.status_code in {400, 409}
    assert told.lower() in words(answer.text).lower()
    assert "What the import would do" not in rig.site().page(path)


def test_a_server_that_was_killed_says_so_and_it_is_done_again(rig: WizardRig) -> None:
    path = rig.upload(LOG, "log.csv")
    upload = path.rpartition("/")[2]
    rig.correct(path, "try")
    rig.workers.idle = True
    rig.site().post(f"{path}/begin", kind="import")
    page = rig.site().page(path)
    assert "Importing" in page
    assert "Stop it" in page
    assert rig.site().post(f"{path}/begin", kind="import").status_code == 400
    assert rig.site().post(f"{path}/remove").status_code == 400
    part = rig.site().get(f"{path}/progress")
    assert 'id="progress"' in part.text
    rig.people.clock.go_on(seconds=60)
    told = words(rig.site().page(path))
    assert "The work was interrupted" in told
    assert "Nothing of it came in" in told
    assert rig.site().get(f"{path}/progress").headers["HX-Redirect"] == path
    rig.workers.idle = False
    assert rig.site().post(f"{path}/begin", kind="import").status_code == 303
    assert "It is imported." in rig.site().page(path)
    # Killed after it came in, and before it could say so.
    work = rig.uploads.get(upload, UploadWork)
    assert work is not None
    (rig.home / FOLDER / upload / "ended.json").unlink()
    rig.people.clock.go_on(seconds=60)
    assert "It is imported." in rig.site().page(path)
    assert imports(rig.home) == 1


def test_a_file_is_removed_when_asked_and_after_a_day(rig: WizardRig) -> None:
    path, other = rig.upload(LOG, "log.csv"), rig.upload(LOG, "other.csv")
    answer = rig.site().post(f"{path}/remove")
    assert answer.headers["location"].startswith("/data/import?done=removed")
    assert [str(each.what) for each in audit(rig.home)] == ["file_removed", "file_sent", "file_sent"]
    assert rig.site().get(path).status_code == 404
    assert rig.site().get(other).status_code == 200
    rig.people.clock.go_on(days=1, seconds=1)
    rig.people.sign_in("admin")
    assert "other.csv" not in rig.site().page("/data/import")
    assert rig.site().get(other).status_code == 404

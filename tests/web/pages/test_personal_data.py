"""The page of personal data: what is held on somebody, and forgetting them."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.app.audit import Deed
from deskwise.app.change_settings import load_settings
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.bootstrap import open_workspace
from web.people_rig import PeopleRig

ADA = "ada-8812@example.org"
LOG = f"""at,kind,ticket,role,actor,agent,customer,status,value,scale,text
2026-01-01T09:00:00Z,opened,T1,customer,{ADA},,{ADA},,,,Hello I am here
2026-01-01T10:00:00Z,message,T1,agent,anna,,,,,,Dear {ADA}
2026-01-01T11:00:00Z,status,T1,agent,anna,,,solved,,,
2026-01-02T09:00:00Z,opened,T2,customer,bob,,bob,,,,and me
"""


@pytest.fixture
def rig(tmp_path: Path) -> PeopleRig:
    made = PeopleRig(tmp_path / "home")
    made.add_all("support", "anna")
    workspace = open_workspace(made.home)
    load_settings(workspace, "keep_text = true")
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    request = ImportRequest((tmp_path / "log.csv",), source="desk", keep_text=True)
    import_files(workspace.lake, request, made.clock, workspace.fold)
    return made


def test_what_is_held_is_told_by_store_and_noted_without_a_name(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    answer = admin.post("/personal-data", identifier=ADA)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    page = answer.text
    assert "1 row: opened 1" in page
    assert "customer 1, actor 1" in page
    assert "requests 1" in page
    assert 'href="/tickets/T1?source=desk"' in page
    entry = rig.audit()[0]
    assert (entry.what, entry.who) == (Deed.PERSONAL_DATA_READ, rig.people["admin"].id)
    assert (entry.before, entry.after) == (None, {"rows": 1, "tickets": 1})
    assert ADA not in str(entry.to_json())


def test_of_somebody_who_signs_in_their_account_is_told(rig: PeopleRig) -> None:
    page = rig.site("admin").post("/personal-data", identifier="anna").text
    assert f'href="/people/{rig.people["agent"].id}"' in page
    assert "message 1, status 1" in page


def test_of_nobody_nothing_is_told(rig: PeopleRig) -> None:
    page = rig.site("admin").post("/personal-data", identifier="Nobody <b>").text
    assert "Nobody is called so" in page
    assert "Nobody &lt;b&gt;" in page
    assert "Forget for good" not in page
    assert rig.site("admin").post("/personal-data", identifier="").status_code == 400


def test_nobody_is_forgotten_whose_identifier_was_not_written_twice(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    answer = admin.post("/personal-data/forget", identifier=ADA, again="ada")
    assert answer.status_code == 400
    assert "nobody was forgotten" in answer.text
    assert "opened 1" in admin.post("/personal-data", identifier=ADA).text


def test_who_is_forgotten_is_found_no_more_and_noted_by_the_pseudonym(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    page = admin.post("/personal-data/forget", identifier=ADA, again=ADA).text
    assert "Forgotten: forgotten-1 stands in their place" in page
    assert ADA not in page
    entry = rig.audit()[0]
    assert (entry.what, entry.on) == (Deed.FORGOTTEN, "personal_data:forgotten-1")
    assert ADA not in str([each.to_json() for each in rig.audit()])
    later = admin.post("/personal-data", identifier=ADA).text
    assert "forgotten before, as forgotten-1" in later
    assert "forgotten-1" in admin.page("/personal-data")
    assert "opened 1" in admin.post("/personal-data", identifier="forgotten-1").text


def test_how_long_things_are_kept_is_told_and_what_is_too_old_goes(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    page = admin.page("/personal-data")
    assert "kept at import; for ever" in page
    assert "See what is to go" not in page
    load_settings(open_workspace(rig.home), "keep_text = true\n[retention]\ntext_days = 0.5")
    assert "0.5 days" in admin.page("/personal-data")
    seen = admin.post("/personal-data/expired").text
    assert "text days: 2 rows of the log, 1 tickets, 2 texts" in seen
    assert "Let it go for good" in seen
    assert "gone" in admin.post("/personal-data/expired", do="forget").text
    assert rig.audit()[0].on == "personal_data:text_days"
    assert "Nothing is to go" in admin.post("/personal-data/expired").text


def test_of_a_customer_with_a_pseudonym_the_page_tells_it(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    assert "identifiers; for ever" in admin.page("/personal-data")
    load_settings(open_workspace(rig.home), 'customers = "pseudonyms"')
    page = admin.page("/personal-data")
    assert "under pseudonyms; for ever" in page
    assert "See what is to go" in page
    assert (
        "customers: 2 rows of the log, 2 tickets, 0 texts, 2 persons"
        in admin.post("/personal-data/expired").text
    )
    assert "gone" in admin.post("/personal-data/expired", do="forget").text
    assert rig.audit()[0].on == "personal_data:customers"
    page = admin.post("/personal-data", identifier=ADA).text
    assert "the log knows this customer by a pseudonym, customer-" in page
    assert "1 row: opened 1" in page
    assert "forgotten-1 stands" in admin.post("/personal-data/forget", identifier=ADA, again=ADA).text
    assert "forgotten before, as forgotten-1" in admin.post("/personal-data", identifier=ADA).text


def test_who_is_no_admin_looks_up_and_forgets_nobody(rig: PeopleRig) -> None:
    for name in ("lead", "agent", "viewer"):
        site = rig.site(name)
        assert site.get("/personal-data").status_code == 403
        assert site.post("/personal-data", identifier=ADA).status_code == 403
        assert site.post("/personal-data/forget", identifier=ADA, again=ADA).status_code == 403
        assert 'href="/personal-data"' not in site.page("/account")


def test_in_an_empty_workspace_the_page_says_so(tmp_path: Path) -> None:
    rig = PeopleRig(tmp_path / "empty")
    rig.add_all("support", "anna")
    assert "Nobody yet" in rig.site("admin").page("/personal-data")
    assert rig.site("admin").post("/personal-data", identifier=ADA).status_code == 400

"""The page of the audit: every change, whom it names, and as CSV."""

from __future__ import annotations

import csv

import pytest

from web.people_rig import PeopleRig


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> PeopleRig:
    made = PeopleRig(tmp_path_factory.mktemp("audit") / "home")
    made.add_all("support", "anna")
    viewer = made.people["viewer"]
    asked = {"name": "=Vera", "role": "lead", "teams": "field", "actor": "", "version": str(viewer.version)}
    assert made.site("admin").post(f"/people/{viewer.id}", **asked).status_code == 303
    return made


def test_a_change_is_told_with_who_made_it_and_what_was_before(rig: PeopleRig) -> None:
    page = rig.site("admin").page("/audit?what=person_changed")
    (row,) = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    assert "<td>Admin</td>" in row
    assert "<div>role: viewer → lead</div>" in row
    assert "<div>teams: nothing → field</div>" in row
    new = rig.site("admin").page("/audit?what=invited").partition("<tbody>")[2].split("<tr>")[4]
    assert "<div>role: lead</div>" in new
    assert "nothing" not in new


def test_every_entry_is_in_the_numbers(rig: PeopleRig) -> None:
    told = list(csv.DictReader(rig.site("admin").page("/audit.csv").splitlines()))
    assert [int(row["number"]) for row in told] == [each.number for each in rig.audit()]
    assert [row["what"] for row in told] == [each.what for each in rig.audit()]


def test_filters_and_what_is_none(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    terminal = [each for each in rig.audit() if each.who == "terminal"]
    page = admin.page("/audit?who=terminal")
    assert page.partition("<tbody>")[2].count("<tr>") == len(terminal)
    assert "No entry is like that" in admin.page("/audit?since=2999-01-01")
    for wrong in ("what=murder", "since=yesterday", "before=x"):
        assert admin.get(f"/audit?{wrong}").status_code == 400


def test_older_entries_are_a_page_away(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    for _ in range(40):
        rig.sign_in("lead")
    first = admin.page("/audit")
    numbers = {each.number for each in rig.audit()}
    assert len(numbers) > 50
    address = first.partition('">Older ones')[0].rpartition('href="')[2].replace("&amp;", "&")
    second = admin.page(address)

    def shown(page: str) -> set[int]:
        rows = page.partition("<tbody>")[2].split('<th scope="row" class="dw-num">')[1:]
        return {int(row.partition("<")[0]) for row in rows}

    assert len(shown(first)) == 50
    assert not shown(first) & shown(second)
    assert shown(first) | shown(second) == numbers

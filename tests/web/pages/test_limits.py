"""Limits set anew on the page of a control chart: by whom, of what, and back again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from deskwise.app.audit import Deed
from web.conftest import Site
from web.people_rig import PeopleRig

PAGE = "/analyses/control_chart?metric=requests_received&every=month"
SET, BACK = "/analyses/control_chart/limits", "/analyses/control_chart/limits/taken-back"
SAID = {"metric": "requests_received", "team": "", "anew": "2025-07-01", "why": "a new questionnaire"}


@pytest.fixture
def rig(sample_home: Path, tmp_path: Path) -> PeopleRig:
    shutil.copytree(sample_home, tmp_path / "company")
    made = PeopleRig(tmp_path / "company")
    made.add_all("support", "kim")
    return made


def card(page: str) -> str:
    return page.partition('aria-labelledby="limits-title"')[2].partition("</section>")[0]


def scopes(page: str) -> list[str]:
    return re.findall(r'<option value="(.*?)"', card(page).partition('name="team"')[2])


def drawn_since(page: str) -> str:
    """From when on the page says that the limits are drawn."""
    found = re.search(r"drawn of the \d+ months from (.*?) up to", page)
    assert found is not None
    return found.group(1)


def test_limits_are_set_anew_with_a_reason_and_taken_back(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    before = drawn_since(admin.page(PAGE))
    assert "None was" in card(admin.page(PAGE))
    answer = admin.post(f"{SET}?metric=requests_received&every=month", **SAID)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = admin.page(PAGE)
    assert "a new questionnaire" in card(page)
    assert "by Admin" in card(page)
    assert drawn_since(page) == "1 Jul 2025" != before
    (anew_id,) = re.findall(r'name="anew_id" value="(.*?)"', page)
    assert admin.post(f"{BACK}?metric=requests_received&every=month", anew_id=anew_id).status_code == 303
    assert drawn_since(admin.page(PAGE)) == before
    assert [each.what for each in rig.audit()][:2] == [Deed.ANNOTATION_REMOVED, Deed.ANNOTATED]
    assert admin.post(f"{BACK}?metric=requests_received", anew_id=anew_id).status_code == 400


def test_who_leads_a_team_sets_the_limits_of_its_part(rig: PeopleRig) -> None:
    of_team = f"{PAGE}&where.team=support"
    assert scopes(rig.site("admin").page(of_team)) == ["support", ""]
    assert scopes(rig.site("admin").page(PAGE)) == [""]
    lead = rig.site("lead")
    assert scopes(lead.page(of_team)) == ["support"]
    assert scopes(lead.page(PAGE)) == []
    assert lead.post(SET, **SAID).status_code == 403
    assert lead.post(SET, **{**SAID, "team": "support"}).status_code == 303
    assert "a new questionnaire" in card(lead.page(of_team))
    assert "a new questionnaire" not in card(lead.page(PAGE))


@pytest.mark.parametrize("role", ["agent", "viewer"])
def test_others_see_them_and_set_none(rig: PeopleRig, role: str) -> None:
    rig.site("admin").post(SET, **SAID)
    page = rig.site(role).page(PAGE)
    assert "a new questionnaire" in card(page)
    assert "<form" not in card(page)
    assert rig.site(role).post(SET, **SAID).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"anew": "soon"}, "no date and no instant"),
        ({"why": " "}, "the text"),
        ({"metric": "zz"}, "no metric"),
    ],
)
def test_what_went_wrong_is_told_with_what_was_written(
    rig: PeopleRig, wrong: dict[str, str], told: str
) -> None:
    answer = rig.site("admin").post(f"{SET}?metric=requests_received", **{**SAID, **wrong})
    assert answer.status_code == 400
    assert told.casefold() in card(answer.text).casefold()
    assert f'value="{wrong.get("anew", "2025-07-01")}"' in card(answer.text)


def test_at_a_machine_on_which_nobody_is_set_up_nothing_is_changed(site: Site) -> None:
    assert "<form" not in card(site.page(PAGE))

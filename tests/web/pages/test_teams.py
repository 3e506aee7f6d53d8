"""The pages of teams: their figures as far as somebody may see them, and who is in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from web.conftest import Site
from web.people_rig import PeopleRig


@pytest.fixture(scope="module")
def rig(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory, team_of_sample: tuple[str, str]
) -> PeopleRig:
    home = tmp_path_factory.mktemp("teams") / "sample"
    shutil.copytree(sample_home, home)
    made = PeopleRig(home)
    made.add_all(*team_of_sample)
    return made


def test_each_team_has_a_page_with_its_figures(site: Site, team_of_sample: tuple[str, str]) -> None:
    team, _ = team_of_sample
    assert f'href="/teams/{team}"' in site.page("/teams")
    page = site.page(f"/teams/{team}")
    assert page.count("dw-card dw-stat") == 10
    assert f"where.team={team}" in page
    assert site.get("/teams/nobody").status_code == 404


def test_members_are_told_to_who_may_see_them(rig: PeopleRig, team_of_sample: tuple[str, str]) -> None:
    team, _ = team_of_sample
    for name, sees in (("admin", True), ("lead", True), ("agent", False), ("viewer", False)):
        page = rig.site(name).page(f"/teams/{team}")
        assert ("Who signs in" in page) is sees, name
        assert (f'href="/people/{rig.people["agent"].id}"' in page) is sees, name

"""The pages of settings: what they show, what they change, and what becomes of two who change at once."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from deskwise.app.audit import Deed
from deskwise.app.change_settings import SettingsKeeper, show_settings
from deskwise.app.settings_document import parse_settings
from deskwise.app.settings_fields import sections
from deskwise.bootstrap import open_workspace
from deskwise.kernel.version import __version__
from web.conftest import Site
from web.people_rig import PeopleRig

FIRM = """
[teams.support]
tier = 1
[[schedules.default]]
zone = "UTC"
week = { mon = [["09:00", "12:00"], ["13:00", "17:00"]] }
[[sla]]
name = "gold"
first_response = { working = "1h" }
[[sla]]
name = "iron"
resolution = { elapsed = "2d", pauses = ["pending"] }
"""
Fields = dict[str, str | list[str]]
FIELD = re.compile(
    r'<input (?P<input>[^>]*)>|<select [^>]*?name="(?P<select>[^"]+)"[^>]*>(?P<options>.*?)</select>'
    r'|<textarea [^>]*?name="(?P<area>[^"]+)"[^>]*>\n?(?P<text>.*?)</textarea>', re.S,
)  # fmt: skip


@pytest.fixture
def rig(tmp_path: Path) -> PeopleRig:
    made = PeopleRig(tmp_path / "home")
    made.add_all("support", "anna")
    return made


@pytest.fixture
def keeper(rig: PeopleRig) -> SettingsKeeper:
    return SettingsKeeper(open_workspace(rig.home), rig.state, rig.clock, rig.people["admin"])


def fields_on(page: str, action: str) -> Fields:
    """What a browser would send of the form that leads to an address."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.S)
    assert form is not None, action
    found: Fields = {}
    for each in FIELD.finditer(form.group(1)):
        if each["select"]:
            chosen = re.search(r'value="([^"]*)" selected', each["options"])
            first = re.search(r'value="([^"]*)"', each["options"])
            assert first is not None
            found[each["select"]] = html.unescape((chosen or first).group(1))
        elif each["area"]:
            found[each["area"]] = html.unescape(each["text"])
        else:
            said = dict(re.findall(r'([\w-]+)="([^"]*)"', each["input"]))
            if said.get("type") != "checkbox":
                found[said["name"]] = html.unescape(said.get("value", ""))
            elif each["input"].endswith(" checked"):
                found[said["name"]] = [*found.get(said["name"], []), said["value"]]
    found.pop("form_token", None)
    return found


def sent(site: Site, path: str, fields: Fields) -> httpx.Response:
    """The answer to a filled form."""
    return site.ask("POST", path, data={"form_token": site.token(), **fields})


def edited(site: Site, section: str, changes: Mapping[str, str | list[str]], do: str = "preview") -> str:
    """The page that follows when somebody changes fields of a part and presses a button."""
    path = f"/settings/edit/{section}"
    fields = {**fields_on(site.page(path), path), **changes, "do": do}
    return sent(site, path, fields).text


def save(rig: PeopleRig, site: Site, preview: str) -> str:
    """Where the browser is when what a preview shows was saved."""
    answer = sent(site, "/settings/save", fields_on(preview, "/settings/save"))
    assert answer.status_code == 303, answer.text[-500:]
    return answer.headers["location"]


def test_the_page_shows_every_setting_with_its_default(rig: PeopleRig) -> None:
    page = rig.site("admin").page("/settings")
    for title in ("Re-contact window", "Time zone", "Fiscal year begins in", "Retention", "SLA policies"):
        assert title in page
    assert "Nothing was changed yet" in page
    assert "January" in page


def test_who_is_no_admin_sees_no_settings(rig: PeopleRig) -> None:
    for name in ("lead", "agent", "viewer"):
        assert rig.site(name).get("/settings").status_code == 403
        assert 'href="/settings"' not in rig.site(name).page("/account")
    assert 'href="/settings"' in rig.site("admin").page("/account")


@pytest.mark.parametrize("section", [each.name for each in sections()])
def test_a_form_that_nobody_changed_changes_nothing(
    rig: PeopleRig, keeper: SettingsKeeper, section: str
) -> None:
    keeper.keep(parse_settings(FIRM))
    page = edited(rig.site("admin"), section, {})
    assert "Nothing would change" in page
    assert 'action="/settings/save"' not in page


def test_a_change_is_shown_first_and_then_saved_as_a_version(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings(FIRM))
    admin = rig.site("admin")
    preview = edited(admin, "counting", {"window_days": "5"})
    assert "Re-contact window" in preview
    assert "7 (default)" in preview
    assert "Every figure, past ones too, is made anew" in preview
    assert show_settings(keeper.workspace).window_days == 7
    assert save(rig, admin, preview).startswith("/settings")
    rig.saving.wait()
    assert show_settings(keeper.workspace).window_days == 5
    entry = rig.audit()[0]
    assert (entry.what, entry.on, entry.who) == (Deed.SETTINGS_CHANGED, "settings:2", rig.people["admin"].id)
    assert (entry.before, entry.after) == (None, {"window_days": "5"})
    page = admin.page("/settings?done=saved")
    assert "Version 2 is saved" in page
    assert "version 2" in page
    versions = admin.page("/settings/versions")
    assert "Re-contact window: 7 (default) → 5" in versions
    assert "Admin" in versions


def test_what_shapes_no_figure_says_so(rig: PeopleRig) -> None:
    preview = edited(rig.site("admin"), "privacy", {"keep_text": "yes", "retention.text_days": "90"})
    assert "No figure changes" in preview
    assert "Retention: Texts are kept" in preview


def test_what_is_wrong_is_said_beside_its_field_and_nothing_written_is_lost(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    page = edited(admin, "counting", {"window_days": "soon", "sale_days": "-3", "stage_days": "80"})
    assert "2 things are not right yet" in page
    wrong = re.search(r'id="window_days-wrong">(.*?)</span>', page, re.S)
    assert wrong is not None
    assert "number of days" in wrong.group(1)
    assert "Write for example 7" in wrong.group(1)
    said = fields_on(page, "/settings/edit/counting")
    assert (said["window_days"], said["sale_days"], said["stage_days"]) == ("soon", "-3", "80")


def test_a_team_is_added_named_and_taken_away(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings(FIRM))
    admin = rig.site("admin")
    more = edited(admin, "teams", {"teams.0.tier": "2"}, do="add teams")
    fields = fields_on(more, "/settings/edit/teams")
    assert (fields["teams.0.tier"], fields["teams.1.~name"]) == ("2", "")
    nameless = sent(admin, "/settings/edit/teams", {**fields, "do": "preview"})
    assert nameless.status_code == 400
    assert "It needs a name" in nameless.text
    twice = sent(admin, "/settings/edit/teams", {**fields, "teams.1.~name": "support", "do": "preview"})
    assert "Another one is called so already" in twice.text
    named = {**fields, "teams.1.~name": "second tier", "teams.1.hourly_cost": "40 EUR", "do": "preview"}
    save(rig, admin, sent(admin, "/settings/edit/teams", named).text)
    rig.saving.wait()
    teams = show_settings(keeper.workspace).table()["teams"]
    assert teams == {"support": {"tier": 2}, "second tier": {"hourly_cost": {"EUR": 40}}}
    less = edited(admin, "teams", {}, do="remove teams.0")
    assert "support" not in [said for name, said in fields_on(less, "/settings/edit/teams").items()]


def test_opening_hours_are_written_as_people_write_them(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    admin = rig.site("admin")
    more = edited(admin, "schedules", {}, do="add schedules")
    fields = fields_on(more, "/settings/edit/schedules")
    assert fields["schedules.0.0.zone"] == "UTC"
    filled = {
        **fields, "schedules.0.~name": "default", "schedules.0.0.zone": "Europe/Berlin",
        "schedules.0.0.week.mon": "9-12, 13:00-17:30", "schedules.0.0.holidays.country": "DE",
        "schedules.0.0.holidays.region": "BE", "schedules.0.0.holidays.dates": "2025-12-24",
        "schedules.0.0.exceptions": "2025-12-31 9-12\r\n2026-01-02 closed",
    }  # fmt: skip
    faulty: Fields = {
        **filled,
        "schedules.0.0.week.tue": "mornings", "schedules.0.0.holidays.region": "XX", "do": "preview",
    }  # fmt: skip
    wrong = sent(admin, "/settings/edit/schedules", faulty)
    assert 'id="schedules.0.0.week.tue-wrong"' in wrong.text
    assert 'id="schedules.0.0.holidays-wrong"' in wrong.text
    save(rig, admin, sent(admin, "/settings/edit/schedules", {**filled, "do": "preview"}).text)
    rig.saving.wait()
    (schedule,) = show_settings(keeper.workspace).schedules["default"]
    assert schedule.week.mon == [("09:00", "12:00"), ("13:00", "17:30")]
    assert (schedule.holidays.country, [str(day) for day in schedule.holidays.dates]) == (
        "DE",
        ["2025-12-24"],
    )
    assert schedule.exceptions == {"2025-12-31": [("09:00", "12:00")], "2026-01-02": []}


def test_policies_keep_their_order_and_are_moved_up(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings(FIRM))
    admin = rig.site("admin")
    moved = fields_on(edited(admin, "sla", {}, do="up sla.1"), "/settings/edit/sla")
    assert (moved["sla.0.name"], moved["sla.1.name"]) == ("iron", "gold")
    assert moved["sla.0.resolution.pauses"] == ["pending"]
    preview = sent(admin, "/settings/edit/sla", {**moved, "do": "preview"}).text
    assert "gold, then iron" in preview
    save(rig, admin, preview)
    rig.saving.wait()
    assert [each.name for each in show_settings(keeper.workspace).sla] == ["iron", "gold"]


def test_a_target_needs_one_clock(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings(FIRM))
    page = edited(rig.site("admin"), "sla", {"sla.0.first_response.elapsed": "2h"})
    assert 'id="sla.0.first_response-wrong"' in page


def test_two_who_change_different_things_both_have_theirs(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings(FIRM))
    admin = rig.site("admin")
    path = "/settings/edit/counting"
    fields = fields_on(admin.page(path), path)
    keeper.keep(parse_settings(f'zone = "Asia/Tokyo"\n{FIRM}'), 1)
    answer = sent(admin, path, {**fields, "window_days": "5", "do": "preview"})
    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.text
    assert "Asia/Tokyo" in answer.text
    assert "What both of you changed" not in answer.text
    save(rig, admin, answer.text)
    rig.saving.wait()
    after = show_settings(keeper.workspace)
    assert after.table()["window_days"] == 5
    assert after.zone == "Asia/Tokyo"


def test_of_one_thing_that_two_change_both_are_shown(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    admin = rig.site("admin")
    preview = edited(admin, "counting", {"window_days": "5"})
    keeper.keep(parse_settings("window_days = 6"), 0)
    answer = sent(admin, "/settings/save", fields_on(preview, "/settings/save"))
    assert answer.status_code == 409
    assert "What both of you changed" in answer.text
    assert show_settings(keeper.workspace).window_days == 6
    again = fields_on(answer.text, "/settings/file")
    theirs = sent(admin, "/settings/file", {**again, "do": "preview", "prefer": "theirs"}).text
    assert "Nothing would change" in theirs
    save(rig, admin, answer.text)
    rig.saving.wait()
    assert show_settings(keeper.workspace).window_days == 5


def test_the_file_is_checked_as_a_whole(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings(FIRM))
    admin = rig.site("admin")
    fields = fields_on(admin.page("/settings/file"), "/settings/file")
    assert fields["text"] == keeper.newest().text
    wrong = admin.post("/settings/file", version="1", text="window_days = -1\n</textarea><b>", do="preview")
    assert wrong.status_code == 400
    assert "&lt;/textarea&gt;&lt;b&gt;" in wrong.text
    preview = admin.post("/settings/file", version="1", text='zone = "Asia/Tokyo"', do="preview").text
    assert "Teams, support: Tier" in preview
    further = sent(admin, "/settings/file", fields_on(preview, "/settings/file"))
    assert fields_on(further.text, "/settings/file")["text"] == 'zone = "Asia/Tokyo"'
    save(rig, admin, preview)
    rig.saving.wait()
    assert show_settings(keeper.workspace).table() == {"zone": "Asia/Tokyo"}


def test_an_earlier_version_is_brought_back(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings("window_days = 5"))
    keeper.keep(parse_settings("window_days = 6"))
    admin = rig.site("admin")
    fields = fields_on(admin.page("/settings/versions"), "/settings/file")
    preview = sent(admin, "/settings/file", fields).text
    save(rig, admin, preview)
    rig.saving.wait()
    assert show_settings(keeper.workspace).window_days == 5
    assert keeper.newest().number == 3


def test_what_is_written_into_the_log_s_names_is_escaped(rig: PeopleRig, keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings('[teams."<script>alert(1)</script>"]\ntier = 1'))
    admin = rig.site("admin")
    for path in ("/settings", "/settings/edit/teams", "/settings/versions", "/settings/file"):
        assert "<script>alert" not in admin.page(path), path


@pytest.mark.parametrize("path", ["/settings", "/settings/file", "/settings/edit/calendar"])
def test_the_foot_tells_the_version_of_the_program_and_not_of_the_settings(rig: PeopleRig, path: str) -> None:
    assert f"<p>Deskwise {__version__}</p>" in rig.site("admin").page(path)

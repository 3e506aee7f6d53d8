"""The settings: what each is, forms to change them, and what a change would do before it is saved."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from deskwise.app.change_people import list_people
from deskwise.app.change_settings import SettingsKeeper
from deskwise.app.draft_settings import Draft, draft_settings
from deskwise.app.filter_values import filter_values
from deskwise.app.settings_document import mistakes_in, parse_settings
from deskwise.app.settings_fields import SettingsSection, sections, settings_of
from deskwise.kernel.errors import DeskwiseError, EmptyWorkspaceError, SettingsError, UnknownNameError
from deskwise.kernel.language import say
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.served import Here, Served
from deskwise.web.settings_fields import Fields, changed_fields, fields_of, posted_fields, read_fields
from deskwise.web.settings_form import Wrong, parts_of, wrong_fields
from deskwise.web.settings_words import change_rows, shown_settings, shown_versions, since_versions
from deskwise.web.templating import render
from deskwise.web.utc_words import utc_words
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
VERSIONS_SHOWN = 50
DEFAULT_SCHEDULE = "default"
WITH_ZONES = frozenset({"calendar", "schedules"})


@router.get("/settings", name="settings")
def settings(request: Request, here: Here, who: Looking) -> Response:
    """All of them."""
    keeper = keeper_of(here, who)
    versions, newest = keeper.versions(), keeper.newest()
    table, since = parse_settings(newest.text or "").table(), since_versions(versions)
    return render(
        request,
        "settings.html",
        nav="settings",
        sections=[(each, shown_settings(settings_of(each.name), table, since)) for each in sections()],
        newest=newest,
        saved_at=None if newest.at is None else utc_words(newest.at),
        saved_by=_name(here, who, newest.who),
        saving=here.saving.now,
        done=request.query_params.get("done", ""),
    )


@router.get("/settings/versions", name="settings_versions")
def settings_versions(request: Request, here: Here, who: Looking) -> Response:
    """What was changed, when and by whom."""
    keeper = keeper_of(here, who)
    versions, newest = keeper.versions(), keeper.newest()
    names = {each.id: each.name for each in list_people(here.state, who.holder)}
    return render(
        request,
        "settings_versions.html",
        nav="settings",
        versions=[
            (
                each,
                None if each.version.at is None else utc_words(each.version.at),
                names.get(each.version.who or "", each.version.who),
            )
            for each in shown_versions(versions, VERSIONS_SHOWN)
        ],
        newest=newest,
        more=len(versions) > VERSIONS_SHOWN,
    )


@router.get("/settings/file", name="settings_file")
def settings_file(request: Request, here: Here, who: Looking) -> Response:
    """All settings as the text of a settings file, to be changed there."""
    newest = keeper_of(here, who).newest()
    return file_page(request, newest.text or "", newest.number)


@router.post("/settings/file", name="settings_file_changed")
def settings_file_changed(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """What a changed settings file would do; or the file again, to be changed further."""
    text, version = form.one("text").replace("\r\n", "\n"), version_of_form(form)
    if form.one("do") == "edit":
        return file_page(request, text, version)
    try:
        wanted = parse_settings(text).table()
        draft = draft_settings(keeper_of(here, who), version, wanted, mine_first=_mine_first(form))
    except SettingsError as error:
        return file_page(request, text, version, told=error, status=400)
    again = {"text": text, "version": str(version), "do": "edit"}
    return preview(request, draft, "settings_file_changed", {}, again, status=_status(draft))


@router.get("/settings/edit/{section}", name="settings_section")
def settings_section(request: Request, here: Here, who: Looking, section: str) -> Response:
    """A form of one part of the settings."""
    found, newest = _section(section), keeper_of(here, who).newest()
    fields = fields_of(settings_of(section), parse_settings(newest.text or "").table())
    return _form(request, here, who, found, fields, newest.number)


@router.post("/settings/edit/{section}", name="settings_section_changed")
def settings_section_changed(
    request: Request, here: Here, who: Looking, form: Posted, section: str
) -> Response:
    """What a filled form would do; or the form again, with an entry more or less."""
    found, keeper, version = _section(section), keeper_of(here, who), version_of_form(form)
    known = settings_of(section)
    base = _table_of_version(keeper, version)
    fields, act = posted_fields(form), form.one("do")
    if act != "preview":
        zone = str(base.get("zone", "UTC"))
        return _form(request, here, who, found, changed_fields(known, fields, act, zone), version)
    read = read_fields(known, fields, base)
    names = {each.name for each in known}
    wanted = {key: value for key, value in base.items() if key not in names} | read.table
    wrong = wrong_fields(read, mistakes_in(wanted))
    if any(wrong.values()):
        return _form(request, here, who, found, fields, version, wrong=wrong, status=400)
    try:
        draft = draft_settings(keeper, version, wanted, mine_first=_mine_first(form))
    except SettingsError as error:
        return _form(request, here, who, found, fields, version, told=error, status=409)
    kept = {name: said for name, said in fields.items() if name not in {"form_token", "do", "prefer"}}
    again = {**kept, "do": "edit"}
    path = {"section": section}
    return preview(request, draft, "settings_section_changed", path, again, status=_status(draft))


def keeper_of(here: Served, who: Visitor) -> SettingsKeeper:
    """What keeps the settings for whoever looks."""
    return SettingsKeeper(here.workspace, here.state, here.clock, who.holder)


def preview(
    request: Request,
    draft: Draft,
    page: str,
    path: Mapping[str, str],
    again: Mapping[str, str],
    *,
    told: DeskwiseError | None = None,
    status: int = 200,
) -> Response:
    """The page that says what a change would do; `again` are fields that lead back to its form."""
    return render(
        request,
        "settings_preview.html",
        status,
        nav="settings",
        draft=draft,
        text=draft.document.to_toml(),
        changes=change_rows(draft.changes),
        meanwhile=change_rows(draft.meanwhile),
        page=page,
        path=path,
        again=again,
        told=told,
    )


def _status(draft: Draft) -> int:
    return 409 if draft.meanwhile else 200


def _mine_first(form: PostedForm) -> bool:
    return form.one("prefer") != "theirs"


def _section(name: str) -> SettingsSection:
    found = next((each for each in sections() if each.name == name), None)
    if found is None:
        raise UnknownNameError(
            say("no part of the settings is called so"), do=say("choose one on the page of settings")
        )
    return found


def _table_of_version(keeper: SettingsKeeper, number: int) -> dict[str, Any]:
    text = next((each.text for each in keeper.versions() if each.number == number), "")
    return parse_settings(text or "").table()


def _name(here: Served, who: Visitor, saved_by: str | None) -> str | None:
    names = {each.id: each.name for each in list_people(here.state, who.holder)}
    return names.get(saved_by or "", saved_by)


def file_page(
    request: Request, text: str, version: int, *, told: DeskwiseError | None = None, status: int = 200
) -> Response:
    """The page with all settings as the text of a settings file."""
    return render(
        request, "settings_file.html", status, nav="settings", text=text, version=version, told=told
    )


def _form(
    request: Request,
    here: Served,
    who: Visitor,
    section: SettingsSection,
    fields: Fields,
    version: int,
    *,
    wrong: Wrong | None = None,
    told: DeskwiseError | None = None,
    status: int = 200,
) -> Response:
    wrong = wrong or {}
    people = list_people(here.state, who.holder) if section.name == "teams" else ()
    return render(
        request,
        "settings_section.html",
        status,
        nav="settings",
        section=section,
        sections=sections(),
        parts=parts_of(settings_of(section.name), fields, wrong),
        version=version,
        general=wrong.get("", ()),
        faults=sum(map(len, wrong.values())),
        told=told,
        zones=sorted(zoneinfo.available_timezones()) if section.name in WITH_ZONES else (),
        suggested=_suggested(here, section),
        members=sorted({(team, each.name, each.id) for each in people for team in each.teams}),
    )


def _suggested(here: Served, section: SettingsSection) -> dict[str, list[str]]:
    """Values that the log knows, for the fields that take one of them."""
    if section.name not in {"teams", "schedules", "sla"}:
        return {}
    try:
        known = filter_values(here.workspace)
    except EmptyWorkspaceError:
        known = ()
    found = {each.name: [value for value in each.values if value] for each in known}
    if section.name == "schedules":
        found["team"] = [DEFAULT_SCHEDULE, *found.get("team", ())]
    return found

"""Saving a change of the settings, and how far it is: the page may be closed and opened again."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.draft_settings import draft_settings
from deskwise.app.settings_document import parse_settings
from deskwise.kernel.errors import SettingsError, WorkspaceBusyError
from deskwise.web.pages.settings import file_page, keeper_of, preview
from deskwise.web.posted_forms import Posted
from deskwise.web.served import Here
from deskwise.web.templating import Links, render
from deskwise.web.utc_words import utc_words
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking
from deskwise.web.warming import ask_first

router = APIRouter(include_in_schema=False)


@router.post("/settings/save", name="settings_saved")
def settings_saved(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Begin to save what was looked at before; or look again, where somebody else was faster."""
    version, text = version_of_form(form), form.one("text").replace("\r\n", "\n")
    try:
        draft = draft_settings(keeper_of(here, who), version, parse_settings(text).table())
    except SettingsError as error:
        return file_page(request, text, version, told=error, status=409)
    again = {"text": text, "version": str(version), "do": "edit"}
    if draft.newest.number != version:
        return preview(request, draft, "settings_file_changed", {}, again, status=409)
    if not draft.changes:
        return RedirectResponse(Links(request).page("settings"), 303)
    try:
        here.saving.begin(who.holder, who.name, draft, lambda: ask_first(here))
    except WorkspaceBusyError as error:
        return preview(request, draft, "settings_file_changed", {}, again, told=error, status=503)
    saving = here.saving.now
    if saving is not None and saving.saved is not None:
        return RedirectResponse(Links(request).page("settings", {"done": "saved"}), 303)
    return RedirectResponse(Links(request).page("settings_saving"), 303)


@router.get("/settings/saving", name="settings_saving")
def settings_saving(request: Request, here: Here) -> Response:
    """How far it is."""
    saving = here.saving.now
    return render(
        request,
        "settings_saving.html",
        nav="settings",
        saving=saving,
        begun_at=None if saving is None else utc_words(saving.begun_at),
    )

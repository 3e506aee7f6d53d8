"""The settings: as they are, as they were, and put in place of all there are."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from deskwise.api.answers import json_answer, tagged_answer, text_answer, versioned_answer
from deskwise.api.bodies import JSON, read_body
from deskwise.api.caller import Caller, Calling
from deskwise.api.described import answers
from deskwise.api.parts import Here, Parts
from deskwise.api.schemas import keeping_examples as examples
from deskwise.api.schemas.keeping import SettingsSaved, SettingsText, SettingsVersions
from deskwise.api.settings_bodies import LONGEST_BYTES, TOML, put_settings
from deskwise.api.versions import IfMatch, made_from, unless_changed
from deskwise.app.change_settings import SettingsKeeper, shapes_figures, without_defaults
from deskwise.app.settings_differences import change_json, changes
from deskwise.app.settings_document import SettingsDocument, parse_settings
from deskwise.app.settings_versions import version_json
from deskwise.kernel.errors import ChangedMeanwhileError, UnknownNameError
from deskwise.kernel.language import say

router = APIRouter()
Form = Annotated[
    Literal["json", "toml"], Query(description="As a table in JSON, or as the text of a settings file.")
]
Number = Annotated[int, Path(ge=0, le=2**31 - 1, description="The number of the version.", examples=[3])]
DryRun = Annotated[bool, Query(description="Whether only to tell what would change.")]
BODIES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            TOML: {"schema": {"type": "string"}, "example": examples.SETTINGS},
            JSON: {"schema": {"type": "object"}, "example": examples.settings()},
        },
    }
}
SHOWN = answers(dict[str, Any], examples.settings())
SHOWN[200]["content"][TOML] = {"schema": {"type": "string"}, "example": examples.SETTINGS}
MEETS = ("token-needed", "not-allowed", "bad-input", "bad-question", "bad-value", "workspace-busy")


@router.get("/settings", name="settings", responses=SHOWN)
def settings(request: Request, here: Here, who: Calling, form: Form = "json") -> Response:
    """All settings, defaults too: what `deskwise settings show` prints. The ETag is their version."""
    newest = _keeper(here, who).newest()
    document = parse_settings(newest.text or "")
    if form == "toml":
        return text_answer(request, document.to_toml(with_defaults=True), newest.number, TOML)
    return versioned_answer(request, document.model_dump(by_alias=True), newest.number)


@router.put(
    "/settings",
    name="put_settings",
    responses=answers(
        SettingsSaved,
        examples.saved(),
        "too-large",
        "wrong-media-type",
        "changed-since",
        "changed-meanwhile",
        tagged=False,
        meets=MEETS,
    ),
    openapi_extra=BODIES,
)
async def put(
    request: Request,
    here: Here,
    who: Calling,
    dry_run: DryRun = False,
    if_match: IfMatch = None,
) -> Response:
    """Put settings in place of all settings, as a whole or not at all; it is told what changed.

    What is left out has its default. With If-Match, the ETag of the settings they were made from, nothing is
    changed where somebody else was faster (412). A change may make every figure anew; it is answered when
    they are made. With `dry_run` it is told what would change, and nothing is.
    """
    wanted = put_settings(request, await read_body(request, LONGEST_BYTES))
    told = await run_in_threadpool(_put, here, who, wanted, if_match, dry_run=dry_run)
    return json_answer(told, headers={"ETag": f'"{told["version"]}"'})


@router.get(
    "/settings/versions",
    name="settings_versions",
    responses=answers(SettingsVersions, {"versions": [examples.version()]}),
)
def versions(request: Request, here: Here, who: Calling) -> Response:
    """Every version there was: what `deskwise settings versions` prints."""
    found = _keeper(here, who).versions()
    return tagged_answer(request, {"versions": [version_json(each) for each in found]})


@router.get(
    "/settings/versions/{number}",
    name="settings_version",
    responses=answers(SettingsText, examples.version_text(), "unknown-name"),
)
def version(request: Request, here: Here, who: Calling, number: Number) -> Response:
    """One of them, with its text."""
    found = next((each for each in _keeper(here, who).versions() if each.number == number), None)
    if found is None:
        raise UnknownNameError(
            say("no version of the settings has this number"), do=say("choose one of the list")
        )
    return tagged_answer(request, {**version_json(found), "text": found.text})


def _put(
    here: Parts, who: Caller, wanted: SettingsDocument, if_match: str | None, *, dry_run: bool
) -> dict[str, Any]:
    keeper, seen = _keeper(here, who), made_from(if_match)
    with unless_changed(if_match):
        newest = keeper.newest()
        if seen is not None and seen != newest.number:
            raise ChangedMeanwhileError(
                say(
                    "somebody has changed the settings since: "
                    "they are at version %(number)s, not %(made_from)s",
                    number=newest.number,
                    made_from=seen,
                ),
                do=say("look at it as it is now"),
                now=newest,
            )
        before = parse_settings(newest.text or "")
        document = without_defaults(wanted, before)
        told = changes(before.table(), document.table())
        number = newest.number
        if told and not dry_run:
            number = keeper.keep(document, seen).number
    return {
        "dry_run": dry_run,
        "version": number,
        "makes_facts": shapes_figures(before, document),
        "changes": [change_json(each) for each in told],
    }


def _keeper(here: Parts, who: Caller) -> SettingsKeeper:
    return SettingsKeeper(here.workspace, here.state, here.clock, who.token)

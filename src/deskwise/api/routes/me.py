"""Who asks: the token, and what it may."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from deskwise.api.answers import json_answer
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.schemas import examples
from deskwise.api.schemas.data import Me
from deskwise.app.access.things import Act, Kind
from deskwise.app.make_tokens import token_json

router = APIRouter()


@router.get(
    "/me",
    name="me",
    responses=answers(Me, examples.me(), tagged=False, meets=("token-needed", "bad-question")),
)
def me(who: Calling) -> Response:
    """The token that is shown, until when it works and what it may."""
    may = {str(act): [str(kind) for kind in Kind if who.may_some(act, kind)] for act in Act}
    return json_answer({"token": token_json(who.token), "may": may}, headers={"Cache-Control": "no-store"})

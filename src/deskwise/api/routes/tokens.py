"""The tokens by which programs ask: shown, made and revoked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from deskwise.api.answers import json_answer, tagged_answer
from deskwise.api.bodies import JSON, json_body
from deskwise.api.caller import Calling
from deskwise.api.described import answers, takes
from deskwise.api.parts import Here
from deskwise.api.schemas import keeping_examples as examples
from deskwise.api.schemas.data import TokenShown
from deskwise.api.schemas.keeping import NewToken, Tokens
from deskwise.api.schemas.keeping_bodies import TokenBody
from deskwise.app.make_tokens import NewToken as WantedToken
from deskwise.app.make_tokens import list_tokens, make_token, revoke_token, token_json
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say

router = APIRouter()
LONGEST_BYTES = 16_384
TokenId = Annotated[
    str,
    Path(pattern="^[0-9a-f]{1,32}$", description="The id of the token.", examples=[examples.TOKEN.id]),
]


@router.get("/tokens", name="tokens", responses=answers(Tokens, {"tokens": [examples.token()]}))
def tokens(request: Request, here: Here, who: Calling) -> Response:
    """All tokens, the latest first, those that work no more too: what `deskwise tokens list` prints."""
    found = list_tokens(here.state, who.token)
    return tagged_answer(request, {"tokens": [token_json(each) for each in found]})


@router.post(
    "/tokens",
    name="make_token",
    status_code=201,
    responses=answers(
        NewToken, examples.made_token(), "too-large", "wrong-media-type", status=201, tagged=False
    ),
    openapi_extra=takes({JSON: TokenBody}, examples.new_token()),
)
def make(
    here: Here, who: Calling, body: Annotated[TokenBody, Depends(json_body(TokenBody, LONGEST_BYTES))]
) -> Response:
    """Make a token: what `deskwise tokens make` prints, with its secret, this once.

    It ends no later than the token that made it, and is revoked with that.
    """
    wanted = WantedToken(body.name, tuple(body.scopes), body.days)
    token, secret = make_token(here.state, here.clock, who.token, wanted)
    return json_answer({**token_json(token), "secret": secret}, 201, {"Cache-Control": "no-store"})


@router.delete(
    "/tokens/{token}",
    name="revoke_token",
    responses=answers(TokenShown, examples.token(), "unknown-name", tagged=False),
)
def revoke(here: Here, who: Calling, token: TokenId) -> Response:
    """Let a token, and those that were made by it, work no more, from now on; again it changes nothing."""
    if not any(each.id == token for each in list_tokens(here.state, who.token)):
        raise UnknownNameError(say("no token has this id"), do=say("see deskwise tokens list"))
    revoke_token(here.state, here.clock, who.token, token)
    found = next(each for each in list_tokens(here.state, who.token) if each.id == token)
    return json_answer(token_json(found))

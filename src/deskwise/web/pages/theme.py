"""Light, dark, or as the system has it: kept in a cookie, since no script of the page may decide it."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from deskwise.web.templating import THEME_COOKIE, THEMES, Links

router = APIRouter(include_in_schema=False)
A_YEAR_SECONDS = 31_536_000
LONGEST_BYTES = 4_096


@router.post("/theme", name="theme")
async def theme(request: Request) -> RedirectResponse:
    """Keep the choice, and go back to the page it was made on."""
    said = parse_qs(await _body(request))
    chosen = said.get("theme", [""])[-1]
    root = Links(request).root
    answer = RedirectResponse(root + _own(said.get("back", ["/"])[-1]), 303)
    if chosen in THEMES:
        answer.set_cookie(
            THEME_COOKIE, chosen, max_age=A_YEAR_SECONDS, path=root or "/", httponly=True, samesite="lax"
        )
    return answer


async def _body(request: Request) -> str:
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > LONGEST_BYTES:
            raise HTTPException(413)
    return read.decode("utf-8", "replace")


def _own(path: str) -> str:
    r"""A path of this application; the overview for anything that a browser could take for another's address.

    >>> _own("/requests?metric=csat"), _own("//elsewhere"), _own("https://elsewhere"), _own("/\\elsewhere")
    ('/requests?metric=csat', '/', '/', '/')
    """
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else "/"

"""Light, dark, or as the system has it: kept in a cookie, since no script of the page may decide it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from deskwise.web.own_paths import own_path
from deskwise.web.posted_forms import Posted
from deskwise.web.templating import THEME_COOKIE, THEMES, Links

router = APIRouter(include_in_schema=False)
A_YEAR_SECONDS = 31_536_000


@router.post("/theme", name="theme")
async def theme(request: Request, form: Posted) -> RedirectResponse:
    """Keep the choice, and go back to the page it was made on."""
    chosen = form.one("theme")
    root = Links(request).root
    answer = RedirectResponse(root + own_path(form.one("back")), 303)
    if chosen in THEMES:
        answer.set_cookie(
            THEME_COOKIE, chosen, max_age=A_YEAR_SECONDS, path=root or "/", httponly=True, samesite="lax"
        )
    return answer

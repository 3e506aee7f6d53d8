"""The language of the pages: kept in a cookie beside the theme."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from deskwise.kernel.language import LANGUAGES
from deskwise.web.languages import keep_language
from deskwise.web.own_paths import own_path
from deskwise.web.posted_forms import Posted
from deskwise.web.templating import Links

router = APIRouter(include_in_schema=False)


@router.post("/language", name="language")
async def language(request: Request, form: Posted) -> RedirectResponse:
    """Keep the choice, and go back to the page it was made on."""
    chosen = form.one("language")
    answer = RedirectResponse(Links(request).root + own_path(form.one("back")), 303)
    if chosen in LANGUAGES:
        keep_language(request, answer, chosen)
    return answer

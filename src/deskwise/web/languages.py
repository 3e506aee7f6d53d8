"""The language of a page: the one that was chosen, else the first of the browser's wishes there is."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskwise.kernel.language import LANGUAGES, best_language, speaking

COOKIE = "dw-language"
A_YEAR_SECONDS = 31_536_000


class Spoken:
    """Answers each question in its language, and says in the answer which one that is.

    `always` is the language of what has only one, as what programs read.
    """

    def __init__(self, app: ASGIApp, always: str | None = None) -> None:
        self._app = app
        self._always = always

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, in the language of whoever asks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        language = self._always or language_of(Headers(scope=scope))

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Content-Language", language)
            await send(message)

        with speaking(language):
            await self._app(scope, receive, named)


def language_of(headers: Headers) -> str:
    """The language to answer in.

    >>> language_of(Headers({"cookie": "dw-language=de"})), language_of(Headers({"accept-language": "de"}))
    ('de', 'de')
    >>> language_of(Headers({"cookie": "dw-language=xx", "accept-language": "en"}))
    'en'
    """
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        cookies = SimpleCookie()
    chosen = cookies[COOKIE].value if COOKIE in cookies else ""
    return chosen if chosen in LANGUAGES else best_language(headers.get("accept-language", ""))


def keep_language(request: Request, answer: Response, language: str) -> None:
    """Let this browser be answered in a language from now on."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    answer.set_cookie(
        COOKIE, language, max_age=A_YEAR_SECONDS, path=root or "/", httponly=True, samesite="lax"
    )

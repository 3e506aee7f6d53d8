"""Pages speak the language that was chosen, else that of the browser; a forged wish does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from deskwise.kernel.language import ENGLISH, LANGUAGES, say
from deskwise.web.app import app_of
from deskwise.web.languages import COOKIE, language_of
from deskwise.web.served import serve_home
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site


@pytest.mark.parametrize(
    ("cookie", "wished", "spoken"),
    [
        ("", "", "en"),
        ("", "de-CH, en;q=0.5", "de"),
        (f"{COOKIE}=en", "de", "en"),
        (f"{COOKIE}=de", "en", "de"),
        (f"{COOKIE}=../../etc", "de", "de"),
        ("no cookie at all;;==", "de;q=nan, en", "en"),
        ("", "de;q=0, fr", "en"),
    ],
)
def test_the_choice_comes_before_the_browsers_wish(cookie: str, wished: str, spoken: str) -> None:
    assert language_of(Headers({"cookie": cookie, "accept-language": wished})) == spoken
    assert spoken in LANGUAGES


def test_what_programs_read_has_one_language_whatever_is_wished(sample_home: Path) -> None:
    async def program(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(say("no data"))(scope, receive, send)

    app = app_of(serve_home(sample_home, CLOCK), local, beside={"/program": program})
    answer = Site(app, headers={"accept-language": "de"}).get("/program/")
    assert (answer.text, answer.headers["content-language"]) == ("no data", ENGLISH)

"""Pages speak the language that was chosen, else that of the browser; a forged wish does nothing."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from deskwise.kernel.language import LANGUAGES
from deskwise.web.languages import COOKIE, language_of


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

from __future__ import annotations

import pytest

from deskwise.app.access.holders import Person, Role
from deskwise.app.person_values import (
    checked_email,
    checked_language,
    checked_password,
    checked_role,
    checked_text,
)
from deskwise.kernel.errors import UsageError

ANNA = Person("1", "Anna Marie Ames", "anna.ames@example.org", Role.AGENT)


@pytest.mark.parametrize(
    "text", ["", "anna", "@example.org", "anna@", "a na@b", "anna@b\n.org", "a@" + "b" * 253]
)
def test_what_is_no_address_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(UsageError) as told:
        checked_email(text)
    assert str(told.value) == "that is no e-mail address: write one such as anna@example.org"


def test_an_address_is_kept_in_one_way() -> None:
    assert checked_email("Zoe\u0308@Stra\u00dfe.example") == "zo\u00eb@strasse.example"


@pytest.mark.parametrize("text", ["", " ", "a\x1b[31m", "a\nb", "x" * 201])
def test_a_line_of_text_is_one(text: str) -> None:
    with pytest.raises(UsageError):
        checked_text("the name", text)
    assert checked_text("the name", "  Anna Ames ") == "Anna Ames"


@pytest.mark.parametrize(
    "password",
    ["", "x" * 11, "x" * 40, "abababababab", ANNA.name, ANNA.email.upper(), "ab1" * 400],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(UsageError):
        checked_password(password, ANNA)


def test_a_password_of_twelve_letters_will_do() -> None:
    assert checked_password("twelve wordy", ANNA) == "twelve wordy"


def test_words_that_are_none_of_ours_say_which_there_are() -> None:
    with pytest.raises(UsageError, match="admin, lead, agent, viewer"):
        checked_role("owner")
    with pytest.raises(UsageError, match="en, de"):
        checked_language("fr")

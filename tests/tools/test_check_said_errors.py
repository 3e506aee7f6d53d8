"""An error with words that are not said is found, and no exception is left over."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from check_said_errors import EXCEPTED, found_in, main, unsaid


@pytest.mark.parametrize(
    "raised",
    [
        'UsageError("no such thing", do=say("go back"))',
        'UsageError(f"no {thing} here", do=say("go back"))',
        'UsageError(say("no such thing"), do="go back")',
        'UsageError(say("no such thing"), do="go back" if back else say("go on"))',
        'UsageError(say("no such thing") + "here", do=say("go back"))',
    ],
)
def test_words_that_are_not_said_are_found_by_their_line(raised: str) -> None:
    assert unsaid(f"\nraise {raised}") == [2]


@pytest.mark.parametrize(
    "raised",
    [
        'UsageError(say("no %(thing)s", thing="of that name"), do=say("go back"))',
        'UsageError(say_many("one", "%(num)s", n), do=do)',
        'UsageError(f"{error.what}; {error.do}", do=say("go") if on else say("stay"))',
        'ValueError("a mistake of the code")',
    ],
)
def test_others_are_not(raised: str) -> None:
    assert unsaid(f"raise {raised}") == []


def test_what_pydantic_tells_is_said_too() -> None:
    assert unsaid('from pydantic import BaseModel\nraise ValueError("should be a number")') == [2]


def test_every_error_that_can_reach_a_page_is_said() -> None:
    assert main() == 0


def test_no_exception_is_left_over() -> None:
    found = found_in()
    assert [pattern for pattern in EXCEPTED if not any(fnmatch(name, pattern) for name in found)] == []

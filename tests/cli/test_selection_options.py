from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from deskwise.app.read_metrics import Question, chosen_values
from deskwise.cli.selection_options import question, spread
from deskwise.kernel.errors import UsageError

NOTHING_ASKED: dict[str, Any] = {
    "stat": (), "by": (), "where": (), "every": None, "since": None, "until": None, "within": None,
    "clock": "elapsed", "as_of": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("csat --by team agent", "csat --by team --by agent"),
        ("--by team,agent csat", "--by team --by agent csat"),
        ("--by team --by agent", "--by team --by agent"),
        ("--by=team csat", "--by team csat"),
        ("--by month", "--by month"),
        ("--by team --every week", "--by team --every week"),
        ("--by extra.plan team", "--by extra.plan --by team"),
        ("--stat p50 p90 csat", "--stat p50 --stat p90 csat"),
        ("--stat mean nps", "--stat mean nps"),
        ("--where team=a team=b csat", "--where team=a --where team=b csat"),
        ("--where team=a,b", "--where team=a,b"),
        ("--where a=b --where=c=d", "--where a=b --where c=d"),
        ("--where team= csat", "--where team= csat"),
        ("csat --by", "csat --by"),
        ("--by team -- agent", "--by team -- agent"),
    ],
)
def test_several_words_of_one_option(typed: str, understood: str) -> None:
    assert spread(typed.split()) == understood.split()


def test_a_value_may_hold_an_equals_sign() -> None:
    assert chosen_values(["extra.plan=a=b"]) == {"extra.plan": ["a=b"]}


def test_a_filter_without_a_value_is_refused() -> None:
    with pytest.raises(UsageError, match="names no value"):
        chosen_values(["team"])


def test_what_is_not_asked_is_left_to_the_metrics() -> None:
    assert question((), NOTHING_ASKED) == Question()


def test_a_threshold_is_exact() -> None:
    assert question(["service_level"], NOTHING_ASKED | {"within": "0.1"}).within_seconds == Decimal("0.1")


@pytest.mark.parametrize("text", ["an hour", "nan", "inf", ""])
def test_a_threshold_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no number of seconds"):
        question([], NOTHING_ASKED | {"within": text})

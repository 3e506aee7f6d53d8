from __future__ import annotations

from decimal import Decimal

import pytest

from deskwise.kernel.errors import SettingsError
from deskwise.sources.request_tracker_options import RequestTrackerOptions, read_options


def test_nothing_said_is_the_usual() -> None:
    assert read_options({}) == RequestTrackerOptions(rating_values={}, statuses={})
    usual = [
        read_options({}).status(one) for one in ("new", "Open", "stalled", "resolved", "rejected", "deleted")
    ]
    assert usual == ["new", "open", "pending", "solved", "closed", "removed"]
    assert read_options({}).status("waiting for parts") is None


def test_names_and_pairs_are_read_with_their_blanks() -> None:
    read = read_options(
        {"higher_queues": "Second line ,Developers,", "statuses": "Waiting for parts= on_hold, stalled =open"}
    )
    assert read.higher_queues == {"Second line", "Developers"}
    assert (read.status("waiting for PARTS"), read.status("stalled")) == ("on_hold", "open")


@pytest.mark.parametrize(
    ("scale", "said", "score"),
    [
        ("1-5", "1", 1), ("1-5", "5", 5), ("1-5", "4.5", Decimal("4.5")), ("1-5", "0", None),
        ("1-5", "6", None),
        ("1-5", "fine", None), ("1-5", "NaN", None), ("good_bad", "1", 1), ("good_bad", "0.5", None),
    ],
)  # fmt: skip
def test_a_score_is_a_number_on_its_scale(scale: str, said: str, score: Decimal | None) -> None:
    assert read_options({"rating_scale": scale}).score(said) == score


def test_words_that_score() -> None:
    read = read_options({"rating_scale": "good_bad", "rating_values": "Happy = 1, unhappy = 0"})
    assert [read.score(one) for one in ("happy", "Unhappy", "so so")] == [1, 0, None]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"statuses": "parked"}, "parked is no pair"),
        ({"statuses": "parked = asleep"}, "parked is said to be asleep"),
        ({"rating_scale": "1-7"}, "no scale is called 1-7"),
        ({"rating_values": "good = yes"}, "good is said to be yes"),
        ({"colour": "red"}, "options.colour"),
    ],
)
def test_what_cannot_be_is_said(options: dict[str, str], complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        read_options(options)

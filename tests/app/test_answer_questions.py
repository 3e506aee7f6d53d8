"""Answers: one by one as they are given, or as words of a command line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskwise.app.answer_questions import date_order, pairs, with_answer
from deskwise.app.file_understanding import Answers, Question
from deskwise.kernel.errors import UsageError

QUESTION = Question("timezone", "what", "do", "--timezone TZ", "timezone")


@pytest.mark.parametrize(
    ("key", "about", "reply", "value", "answers"),
    [
        ("timezone", None, "UTC", None, Answers(timezone="UTC")),
        ("date_order", None, "month-first", None, Answers(date_order="month-first")),
        ("shape", None, "calls", None, Answers(shape="calls")),
        ("decimal_comma", None, "decimal-comma", None, Answers(decimal_comma=True)),
        ("decimal_comma", None, "decimal-point", None, Answers(decimal_comma=False)),
        ("scale", "CSAT", "1-5", None, Answers(scale="1-5")),
        ("columns", "ticket", "Thing", None, Answers(columns=(("ticket", "Thing"),))),
        ("units", "Wait", "minutes", None, Answers(units=(("Wait", "minutes"),))),
        ("statuses", "Status", "open", "Limbo", Answers(statuses=(("Limbo", "open"),))),
        ("outcomes", "Outcome", "none", "Odd", Answers(outcomes=(("Odd", "none"),))),
        ("activities", "Activity", "note", "Odd", Answers(activities=(("Odd", "note"),))),
    ],
)
def test_an_answer_goes_where_its_question_says(
    key: str, about: str | None, reply: str, value: str | None, answers: Answers
) -> None:
    question = replace(QUESTION, key=key, about=about)
    assert with_answer(Answers(), question, reply, value) == answers


def test_a_later_answer_takes_the_earlier_ones_place() -> None:
    question = replace(QUESTION, key="statuses", about="Status")
    first = with_answer(Answers(statuses=(("A", "open"), ("B", "new"))), question, "solved", "A")
    assert first.statuses == (("B", "new"), ("A", "solved"))


def test_pairs_are_parted_at_the_last_sign() -> None:
    assert pairs("--status", ["a=b=open", "c=new"]) == (("a=b", "open"), ("c", "new"))


@pytest.mark.parametrize("text", ["open", "=open", "open="])
def test_what_is_no_pair_is_told_without_quoting_it(text: str) -> None:
    with pytest.raises(UsageError) as error:
        pairs("--status", [text])
    assert str(error.value) == '--status is no pair: write it as --status "NAME=VALUE"'


def test_orders_have_names() -> None:
    assert date_order("day-first") == "day-first"
    with pytest.raises(UsageError):
        date_order("first-day")

"""Answers to what has to be asked of a file: given one by one, or as words of a command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from deskwise.app.file_understanding import DATE_ORDERS, Answers, DateOrder, FileShape, Question
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

PAIRED = ("statuses", "outcomes", "activities")
DECIMAL_COMMA = "decimal-comma"


def with_answer(answers: Answers, question: Question, reply: str, value: str | None = None) -> Answers:
    """The answers with one more; `value` is the word of the file that the reply is about, if there is one."""
    if question.key in PAIRED:
        assert value is not None
        return _with_pair(answers, question.key, value, reply)
    if question.key in ("columns", "units"):
        assert question.about is not None
        return _with_pair(answers, question.key, question.about, reply)
    if question.key == "date_order":
        return replace(answers, date_order=date_order(reply))
    if question.key == "shape":
        return replace(answers, shape=cast(FileShape, reply))
    if question.key == "decimal_comma":
        return replace(answers, decimal_comma=reply == DECIMAL_COMMA)
    if question.key == "scale":
        return replace(answers, scale=reply)
    return replace(answers, timezone=reply)


def _with_pair(answers: Answers, key: str, name: str, said: str) -> Answers:
    pairs = tuple(pair for pair in getattr(answers, key) if pair[0] != name)
    further: dict[str, Any] = {key: (*pairs, (name, said))}
    return replace(answers, **further)


def date_order(text: str) -> DateOrder:
    """The order a text names; raises `UsageError` for another text."""
    for order in DATE_ORDERS:
        if text == order:
            return order
    raise UsageError(
        say("%(text)s is no order of dates", text=repr(text)),
        do=say("use one of %(names)s", names=", ".join(DATE_ORDERS)),
    )


def pairs(option: str, texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """`NAME=VALUE` words as pairs, parted at the last sign; raises `UsageError` for one that is none.

    >>> pairs("--status", ["In work=open"])
    (('In work', 'open'),)
    """
    found = []
    for text in texts:
        name, sign, said = text.rpartition("=")
        if not sign or not name or not said:
            raise UsageError(
                say("%(option)s is no pair", option=option),
                do=say('write it as %(option)s "NAME=VALUE"', option=option),
            )
        found.append((name, said))
    return tuple(found)

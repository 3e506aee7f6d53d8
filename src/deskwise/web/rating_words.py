"""Ratings in words, each on its own scale."""

from __future__ import annotations

from deskwise.kernel.language import marked, number, say

SCALES = {
    "1-5": marked("%(n)s of 5"), "ces_1-7": marked("%(n)s of 7, effort"),
    "0-10": marked("%(n)s of 10, would recommend"),
}  # fmt: skip
YES_OR_NO = {
    "good_bad": (marked("good"), marked("bad")), "solved": (marked("solved: yes"), marked("solved: no")),
}  # fmt: skip


def rating_words(scale: str, value: float) -> str:
    """A rating on its scale.

    >>> rating_words("1-5", 4.0), rating_words("good_bad", 0.0), rating_words("stars", 3.5)
    ('4 of 5', 'bad', '3.5 (stars)')
    """
    if scale in YES_OR_NO:
        return say(YES_OR_NO[scale][0 if value else 1])
    told = number(value, 0 if value == int(value) else 1)
    return say(SCALES[scale], n=told) if scale in SCALES else f"{told} ({scale})"

"""Ratings in words, each on its own scale."""

from __future__ import annotations

SCALES = {"1-5": "of 5", "ces_1-7": "of 7, effort", "0-10": "of 10, would recommend"}
YES_OR_NO = {"good_bad": ("good", "bad"), "solved": ("solved: yes", "solved: no")}


def rating_words(scale: str, value: float) -> str:
    """A rating on its scale.

    >>> rating_words("1-5", 4.0), rating_words("good_bad", 0.0), rating_words("stars", 3.5)
    ('4 of 5', 'bad', '3.5 (stars)')
    """
    if scale in YES_OR_NO:
        return YES_OR_NO[scale][0 if value else 1]
    told = f"{value:g}"
    return f"{told} {SCALES[scale]}" if scale in SCALES else f"{told} ({scale})"

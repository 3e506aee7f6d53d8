"""What became of a followed figure, in a few words."""

from __future__ import annotations

from deskwise.app.followed_metric import Followed
from deskwise.kernel.language import say
from deskwise.reports.number_words import change_words


def moved_words(followed: Followed) -> str:
    """By how much a figure rose or fell against the period before."""
    difference = followed.change.difference or 0.0
    by = change_words(abs(difference), followed.now.unit).lstrip("+")
    return say("fell by %(by)s", by=by) if difference < 0 else say("rose by %(by)s", by=by)

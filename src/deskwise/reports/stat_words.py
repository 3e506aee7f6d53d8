"""What statistics, clocks and groups without a value are called."""

from __future__ import annotations

from deskwise.kernel.language import mid_sentence, say
from deskwise.metrics.definition import Clock, Stat

STAT_WORDS: dict[Stat, str] = {
    "mean": "mean", "p50": "median", "p90": "90th percentile", "p95": "95th percentile",
    "km50": "median with those still open", "within": "share within", "share": "share", "count": "count",
    "rate": "per 100", "nps": "points", "sum": "sum", "gross": "gross", "refunds": "refunds",
}  # fmt: skip
CLOCK_WORDS: dict[Clock, str] = {"elapsed": "elapsed", "working": "working hours"}


def without_words(label: str) -> str:
    """What a group is called that has no value of a dimension, by the dimension's label.

    >>> without_words("Team")
    'no team'
    """
    return say("no %(dimension)s", dimension=mid_sentence(say(label)))

"""A reading in words: its statistic, what stands beside it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.analyses.change import Change
from deskwise.app.access.table import SMALLEST_GROUP
from deskwise.app.seen_figures import WithheldReading
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading
from deskwise.reports.number_words import change_words, count_words, interval_words, value_words
from deskwise.reports.stat_words import CLOCK_WORDS as CLOCK_WORDS
from deskwise.reports.stat_words import STAT_WORDS as STAT_WORDS

KIND = {"better": "better", "worse": "worse", "moved": "neutral", "within noise": "noise", "too few": "few"}
JUDGES = {
    "limits": marked("judged by the limits of its own past periods"),
    "interval": marked("judged by that interval"),
}


@dataclass(frozen=True)
class Badge:
    """A change with its verdict: `kind` is how it looks, `sign` its mark, `words` what it says.

    `why` is the interval of the difference and what decided; empty where nothing could.
    """

    kind: str
    sign: str
    words: str
    why: str


def unit_of_case(metric: Metric, by: Mapping[str, str | None]) -> str:
    """The unit of what one case gave: of a share of time its seconds, of money its currency."""
    if metric.kind in {"time_share", "uptime"}:
        return "seconds"
    return by.get("currency") or metric.unit


def gave_words(gave: float | bool | None, unit: str) -> str:
    """What a case gave: of a share whether it counts above the line; nothing where it only counts.

    >>> gave_words(True, "share"), gave_words(4, "score"), gave_words(None, "count")
    ('yes', '4.00', '')
    """
    if gave is None:
        return ""
    if isinstance(gave, bool):
        return say("yes") if gave else say("no")
    return value_words(gave, unit)


def value_of(reading: Reading) -> str:
    """The value of a reading in words."""
    return (
        say("not shown") if isinstance(reading, WithheldReading) else value_words(reading.value, reading.unit)
    )


def withheld_words(reading: Reading) -> str:
    """Why a figure is not shown; empty where it is."""
    if not isinstance(reading, WithheldReading):
        return ""
    return say("not shown: fewer than %(num)s people", num=SMALLEST_GROUP)


def interval_of(reading: Reading) -> str | None:
    """The 95 % interval of a reading in words; null where there is none."""
    return None if reading.interval is None else interval_words(*reading.interval, reading.unit)


def qualifier(metric: Metric, stat: Stat, reading: Reading) -> str:
    """What kind of figure it is: its statistic, and its clock where that makes a difference."""
    words = say("per 100") if metric.unit == "per 100" else say(STAT_WORDS[stat])
    if metric.name == "customer_rating":
        words = say("mean, 1 to 5")
    elif metric.unit == "share":
        words = f"{say('share')} · {words_of_anchor(metric)}"
    elif metric.unit == "count":
        words = f"{say('count')} · {words_of_anchor(metric)}"
    return words if reading.clock is None else f"{words} · {say(CLOCK_WORDS[reading.clock])}"


def words_of_anchor(metric: Metric) -> str:
    """The instant a metric is counted at, short enough for a line."""
    told = {
        "raised_at": marked("raised in the period"),
        "first_resolved_at": marked("first resolved in the period"),
        "resolved_at": marked("resolved in the period"),
    }
    return say(told.get(metric.anchor, marked("in the period")))


def beside(metric: Metric, reading: Reading) -> str:
    """How many cases a figure rests on, and how many are not decided yet."""
    if isinstance(reading, WithheldReading):
        return say("fewer than %(num)s people", num=SMALLEST_GROUP)
    if (
        reading.numerator is not None
        and reading.denominator is not None
        and metric.unit in {"share", "per 100"}
    ):
        above = value_words(reading.numerator, "count")
        whole = value_words(reading.denominator, "count")
        parts = [say("%(n)s of %(whole)s", n=above, whole=whole)]
    else:
        parts = [f"n {count_words(reading.n)}"]
    if reading.provisional and metric.unit == "share":
        parts.append(say("%(n)s provisional", n=count_words(reading.provisional)))
    elif reading.open:
        parts.append(say("%(n)s still open", n=count_words(reading.open)))
    return " · ".join(parts)


def badge(change: Change, unit: str, *, short: bool = False) -> Badge:
    """A change as a badge; `short` leaves the words of the verdict to who cannot see it."""
    difference = change_words(change.difference, unit)
    why = ""
    if change.interval is not None:
        low, high = (change_words(side, unit) for side in change.interval)
        why = say("95 %% interval %(low)s to %(high)s", low=low, high=high)
    if change.judged_by is not None:
        judge = say(JUDGES[change.judged_by])
        why = f"{why}; {judge}" if why else judge
    if change.verdict == "no data":
        return Badge("few", "?", say("nothing to compare"), say("one of the two periods has no figure"))
    if change.verdict == "too few":
        return Badge("few", "?", say("too few") if short else say("too few to say"), why)
    sign = "≈" if change.verdict == "within noise" else ("▼" if (change.difference or 0) < 0 else "▲")
    verdict = {
        "better": say("better, beyond noise"),
        "worse": say("worse, beyond noise"),
        "moved": say("beyond noise"),
        "within noise": say("within noise"),
    }[change.verdict]
    if short:
        verdict = {"better": say("better"), "worse": say("worse")}.get(change.verdict, "")
    return Badge(KIND[change.verdict], sign, f"{difference} · {verdict}" if verdict else difference, why)

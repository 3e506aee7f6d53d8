"""What a key result promises, in words: its kind, its figure, where it starts and where it is to end."""

from __future__ import annotations

from deskwise.kernel.language import marked, number, say, say_many
from deskwise.kernel.value_words import MINUS, NARROW
from deskwise.metrics.catalogue import metric
from deskwise.metrics.dimensions import dimension
from deskwise.okr.binding import Binding, Window
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.key_result import Bounds, Change, KeyResult, KeyResultKind
from deskwise.okr.kinds import kind_of
from deskwise.okr.status import STATUS_WORDS, Status
from deskwise.reports.number_words import change_words, round_words, value_words
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS

# How each status looks: well, of concern, or unknown.
STATUS_LOOKS: dict[Status, str] = {
    Status.MET: "ok", Status.ON_TRACK: "ok", Status.AT_RISK: "warn", Status.OFF_TRACK: "warn",
    Status.NO_DATA: "none",
}  # fmt: skip
WINDOW_WORDS = {
    "cycle_to_date": marked("the cycle so far"),
    "last_full_week": marked("last full week"),
    "last_full_month": marked("last full month"),
}
POINTS_AHEAD, POINTS_BEHIND = marked("%(points)s points ahead"), marked("%(points)s points behind")


def status_words(status: Status) -> str:
    """A status as a word of its own.

    >>> status_words(Status.ON_TRACK)
    'On track'
    """
    told = say(STATUS_WORDS[status])
    return told[:1].upper() + told[1:]


def kind_words(key_result: KeyResult) -> str:
    """What a key result is to do, in a few words."""
    unit = unit_of(key_result)
    if key_result.change is not None:
        return say("Change by %(change)s", change=changed_by(key_result.change, unit))
    if key_result.bounds is not None:
        return bounds_words(key_result.bounds, unit)
    return say(kind_of(key_result).label)


def changed_by(change: Change, unit: str) -> str:
    """By how much a figure is to move, with its sign; a share of it, or units of its own.

    >>> changed_by(Change(-0.15), "seconds").replace(NARROW, "_")
    '−15_%'
    >>> changed_by(Change(0.1, relative=False), "share").replace(NARROW, "_")
    '+10.0_pp'
    """
    if not change.relative:
        return change_words(change.by, unit)
    whole = round(change.by * 1_000) % 10 == 0
    told = number(abs(change.by) * 100, 0 if whole else 1)
    return f"{MINUS if change.by < 0 else '+'}{told}{NARROW}%"


def bounds_words(bounds: Bounds, unit: str) -> str:
    """What a figure is to stay within.

    >>> bounds_words(Bounds(lower=0.7), "share").replace(NARROW, "_")
    'Keep at 70.0_% or more, each week'
    """
    low = None if bounds.lower is None else value_words(bounds.lower, unit)
    high = None if bounds.upper is None else value_words(bounds.upper, unit)
    if low is not None and high is not None:
        words = say("Keep between %(low)s and %(high)s", low=low, high=high)
    elif low is not None:
        words = say("Keep at %(low)s or more", low=low)
    else:
        words = say("Keep at %(high)s or less", high=high)
    return f"{words}, {say('each day') if bounds.every == 'day' else say('each week')}"


def from_to(key_result: KeyResult, baseline: float | None, target: float | None) -> str:
    """Where a key result starts and where it is to end; empty of one that keeps."""
    unit = unit_of(key_result)
    if key_result.kind is KeyResultKind.KEEP:
        return ""
    if key_result.kind is KeyResultKind.MILESTONES:
        steps = len(key_result.milestones)
        return f"0 → {say_many('%(num)s step', '%(num)s steps', steps)}"
    if key_result.kind is KeyResultKind.ACCUMULATE:
        return f"0 → {value_words(target, unit)}"
    start = say("baseline") if baseline is None else value_words(baseline, unit)
    if target is None and key_result.change is not None:
        return f"{start} → {changed_by(key_result.change, unit)}"
    return f"{start} → {value_words(target, unit)}"


def window_words(window: Window) -> str:
    """The time a reading is over.

    >>> window_words(Window("trailing", 28)), window_words(Window())
    ('last 28 days', 'the cycle so far')
    """
    if window.days is not None:
        return say_many("last %(num)s day", "last %(num)s days", window.days)
    return say(WINDOW_WORDS[window.kind])


def binding_words(binding: Binding) -> str:
    """What a key result reads: the figure, its statistic and clock, and what it is filtered by."""
    found = metric(binding.metric)
    parts = [say(found.label)]
    if len(found.stats) > 1:
        parts.append(
            say("within %(length)s", length=round_words(binding.within_seconds))
            if binding.stat == "within" and binding.within_seconds is not None
            else say(STAT_WORDS[binding.stat])
        )
    if found.clocked:
        parts.append(say(CLOCK_WORDS[binding.clock]))
    for name, values in binding.where:
        told = ", ".join(value or say("none") for value in values)
        parts.append(f"{say(dimension(name).label)}: {told}")
    return " · ".join(parts)


def pace_words(points: float | None) -> str:
    """How far a key result is from where its pace expects it: a position, and no verdict.

    >>> pace_words(-12.4), pace_words(0.2), pace_words(None)
    ('12 points behind', 'as expected', '')
    """
    if points is None:
        return ""
    told = number(abs(points))
    if told == "0":
        return say("as expected")
    return say(POINTS_AHEAD if points > 0 else POINTS_BEHIND, points=told)

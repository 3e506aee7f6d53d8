"""Status: one verdict on a key result, what it is from, and its sentence. Silence is never green."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Literal

from deskwise.kernel.language import marked, number, say, say_many
from deskwise.okr.cycle import Cycle
from deskwise.okr.keep import kept_and_lost, untold
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kinds import kind_of, progress
from deskwise.okr.measured import Measured
from deskwise.okr.objective import Ambition
from deskwise.okr.pace import points_ahead
from deskwise.okr.score import MET_AT, is_met, score

LEAST_CHANCE_ON_TRACK, LEAST_CHANCE_AT_RISK = 0.60, 0.25
MOST_BEHIND_ON_TRACK, MOST_BEHIND_AT_RISK = 10.0, 25.0
# Floats lose digits: what is short of a whole number by less than this is that number.
_LOST = 1e-7


class Status(StrEnum):
    """The verdicts, the best first."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"


STATUS_WORDS: dict[Status, str] = {
    Status.MET: marked("met"),
    Status.ON_TRACK: marked("on track"),
    Status.AT_RISK: marked("at risk"),
    Status.OFF_TRACK: marked("off track"),
    Status.NO_DATA: marked("no data"),
}
# The computed chance, the pace, or what is final: the cycle's end, or what cannot be lost again.
From = Literal["chance", "pace", "end"]


@dataclass(frozen=True)
class Verdict:
    """A status with what it is `from_`, null of no data, and its sentence in the language that is spoken."""

    status: Status
    from_: From | None
    sentence: str


def verdict(
    key_result: KeyResult,
    cycle: Cycle,
    measured: Measured,
    expected: float,
    *,
    chance: float | None = None,
    ambition: Ambition = Ambition.COMMITTED,
) -> Verdict:
    """The one verdict on a key result.

    `expected` is what its pace expects of it today, `chance` the computed probability that the target is met
    at the cycle's end, null where none was computed. After the cycle's last day it is met or off track by its
    score. Before, it is met only where that cannot be undone: a sum that is reached, milestones that are all
    done. What was reached and can still be lost is judged like everything else.
    """
    silent = _silence(key_result, cycle, measured)
    if silent is not None:
        return Verdict(Status.NO_DATA, None, silent)
    come = progress(key_result, measured)
    assert come is not None
    if measured.today > cycle.last_day:
        return _at_end(come, ambition)
    if come >= 1 and kind_of(key_result).lasting:
        return Verdict(Status.MET, "end", say("The target is reached, and cannot be lost again."))
    if _is_out_of_reach(key_result, measured, ambition):
        return Verdict(Status.OFF_TRACK, "chance", _out_of_reach(key_result, measured))
    ahead = points_ahead(come, expected)
    assert ahead is not None
    by_pace = _of_pace(ahead)
    if chance is None:
        return Verdict(by_pace, "pace", _joined(_pace_words(ahead), _beside(key_result, measured, come)))
    by_chance = _of_chance(chance)
    told = say("The chance to meet the target is %(percent)s %%.", percent=number(_down(chance * 100)))
    apart = "" if by_chance is by_pace else _apart(by_chance, by_pace, ahead)
    return Verdict(by_chance, "chance", _joined(told, apart, _beside(key_result, measured, come)))


def status_counts(statuses: Iterable[Status]) -> dict[Status, int]:
    """How many of each there are, the best first and none left out; lists show these, not a mean.

    >>> [count for count in status_counts([Status.MET, Status.NO_DATA, Status.MET]).values()]
    [2, 0, 0, 0, 1]
    """
    counted = Counter(statuses)
    return {each: counted[each] for each in Status}


def _silence(key_result: KeyResult, cycle: Cycle, measured: Measured) -> str | None:
    """Why there is nothing to judge; null where there is."""
    if measured.today < cycle.first_day:
        return say("The cycle has not begun.")
    if progress(key_result, measured) is None:
        if key_result.kind is KeyResultKind.KEEP:
            return _nothing_kept(key_result, measured)
        return say("There is no figure yet.")
    if key_result.kind is KeyResultKind.MILESTONES or cycle.follows == "data":
        return None
    if measured.data_until is None:
        return say("Nobody knows how far the data reach.")
    days = (min(measured.today, cycle.last_day) - measured.data_until).days
    if days <= cycle.check_in_days:
        return None
    return say_many(
        "The data end %(num)s day early: more than lies between two check-ins.",
        "The data end %(num)s days early: more than lies between two check-ins.",
        days,
    )


def _nothing_kept(key_result: KeyResult, measured: Measured) -> str:
    by_day = key_result.bounds is not None and key_result.bounds.every == "day"
    if any(not each.partial for each in measured.periods):
        return (
            say("No day that has ended has a figure.")
            if by_day
            else say("No week that has ended has a figure.")
        )
    return say("No day has ended yet.") if by_day else say("No week has ended yet.")


def _at_end(come: float, ambition: Ambition) -> Verdict:
    reached = score(come)
    assert reached is not None
    met = is_met(reached, ambition)
    words = (
        marked("The cycle has ended with a score of %(score)s, and %(least)s meet it.")
        if met
        else marked("The cycle has ended with a score of %(score)s, and %(least)s would have met it.")
    )
    told = number(_down(reached * 100) / 100, 2)
    sentence = say(words, score=told, least=number(MET_AT[ambition], 1))
    return Verdict(Status.MET if met else Status.OFF_TRACK, "end", sentence)


def _is_out_of_reach(key_result: KeyResult, measured: Measured, ambition: Ambition) -> bool:
    """Whether so many periods of a keep are lost that it cannot be met any more."""
    if key_result.kind is not KeyResultKind.KEEP or key_result.bounds is None:
        return False
    kept, lost = kept_and_lost(key_result.bounds, measured.periods)
    if not lost:
        return False
    if measured.to_come is None:
        return MET_AT[ambition] == 1
    return not is_met((kept + measured.to_come) / (kept + measured.to_come + lost), ambition)


def _out_of_reach(key_result: KeyResult, measured: Measured) -> str:
    assert key_result.bounds is not None
    _, lost = kept_and_lost(key_result.bounds, measured.periods)
    if key_result.bounds.every == "day":
        return say_many(
            "%(num)s day was out of bounds: it cannot be met any more.",
            "%(num)s days were out of bounds: it cannot be met any more.",
            lost,
        )
    return say_many(
        "%(num)s week was out of bounds: it cannot be met any more.",
        "%(num)s weeks were out of bounds: it cannot be met any more.",
        lost,
    )


def _of_chance(chance: float) -> Status:
    if chance >= LEAST_CHANCE_ON_TRACK:
        return Status.ON_TRACK
    return Status.AT_RISK if chance >= LEAST_CHANCE_AT_RISK else Status.OFF_TRACK


def _of_pace(ahead: float) -> Status:
    if ahead >= -MOST_BEHIND_ON_TRACK:
        return Status.ON_TRACK
    return Status.AT_RISK if ahead >= -MOST_BEHIND_AT_RISK else Status.OFF_TRACK


def _pace_words(ahead: float) -> str:
    points = number(abs(_down(ahead)))
    if points == "0":
        return say("By its pace: it is where it is expected to be.")
    words = (
        marked("By its pace: it is %(points)s points ahead of where it is expected to be.")
        if ahead > 0
        else marked("By its pace: it is %(points)s points behind where it is expected to be.")
    )
    return say(words, points=points)


def _apart(by_chance: Status, by_pace: Status, ahead: float) -> str:
    """Why pace and chance point apart: one looks at the day, the other at how it went so far."""
    named = {"status": say(STATUS_WORDS[by_pace]), "points": number(abs(_down(ahead)))}
    if list(Status).index(by_chance) < list(Status).index(by_pace):
        return say(
            "Its pace alone would say %(status)s, for it is %(points)s points behind; the chance goes by"
            " how it went, and that catches up.",
            **named,
        )
    if ahead < 0:
        return say(
            "Its pace alone would say %(status)s, for it is only %(points)s points behind; the chance"
            " goes by how it went, and that does not get there.",
            **named,
        )
    return say(
        "Its pace alone would say %(status)s, for it is %(points)s points ahead; the chance goes by how"
        " it went, and that does not stay there.",
        **named,
    )


def _beside(key_result: KeyResult, measured: Measured, come: float) -> str:
    if key_result.kind is KeyResultKind.KEEP:
        return _untold_words(key_result, untold(measured.periods))
    if come < 1:
        return ""
    return say("The target is reached today, and can be lost again until the cycle ends.")


def _untold_words(key_result: KeyResult, periods: int) -> str:
    if not periods or key_result.bounds is None:
        return ""
    if key_result.bounds.every == "day":
        return say_many(
            "%(num)s day has no figure and is neither kept nor lost.",
            "%(num)s days have no figure and are neither kept nor lost.",
            periods,
        )
    return say_many(
        "%(num)s week has no figure and is neither kept nor lost.",
        "%(num)s weeks have no figure and are neither kept nor lost.",
        periods,
    )


def _down(value: float) -> int:
    """Rounded down, so that what is written never looks better than the status: 59.9 % are not yet 60 %."""
    return floor(value + _LOST)


def _joined(*sentences: str) -> str:
    return " ".join(each for each in sentences if each)

"""Restated: why a figure of the same time reads otherwise now than it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deskwise.kernel.language import say, say_many
from deskwise.okr.between import same
from deskwise.okr.check_in import Known

Cause = Literal["definition", "settings", "rulings", "late_events", "matured", "other_time"]


@dataclass(frozen=True)
class Reason:
    """One reason, with its sentence in the language that is spoken."""

    cause: Cause
    sentence: str


def why_differs(then: Known, now: Known) -> tuple[Reason, ...]:
    """Why two readings of a key result differ; none where they do not.

    All that has changed between them is named, for which of it moved the figure is not known. `other_time`
    says that they are not of the same time, so that they were bound to differ: what is to be compared is
    read over the same time again. Typed numbers carry nothing to tell it by and have no reasons.
    """
    if _is_same(then, now):
        return ()
    return tuple(_reasons(then, now))


def _reasons(then: Known, now: Known) -> list[Reason]:
    found = []
    if (then.start_at, then.end_at) != (now.start_at, now.end_at):
        found.append(Reason("other_time", say("It is read over another time now.")))
    if then.definition != now.definition:
        words = say(
            "The metric is defined otherwise: by %(then)s then, by %(now)s now.",
            then=then.definition or "—",
            now=now.definition or "—",
        )
        found.append(Reason("definition", words))
    if then.settings != now.settings:
        found.append(Reason("settings", say("The workspace's settings have changed since.")))
    if then.rulings is not None and now.rulings is not None and then.rulings != now.rulings:
        words = say(
            "Cases were ruled on: %(then)s of them then, %(now)s now.", then=then.rulings, now=now.rulings
        )
        found.append(Reason("rulings", words))
    if then.as_of is None or now.as_of is None:
        return found
    # Up to the same as-of it is what was logged afterwards, unless something else is told already.
    if then.as_of < now.as_of or (then.as_of == now.as_of and not found):
        found += _of_later_data(then, now)
    return found


def _of_later_data(then: Known, now: Known) -> list[Reason]:
    found = []
    matured = (then.provisional or 0) - (now.provisional or 0)
    if matured > 0:
        words = say_many(
            "%(num)s case that was provisional then has been decided.",
            "%(num)s cases that were provisional then have been decided.",
            matured,
        )
        found.append(Reason("matured", words))
    told = _cases_come(then, now)
    if told or not matured > 0:
        words = say("Events came in later that belong to that time.")
        found.append(Reason("late_events", f"{words} {told}".rstrip()))
    return found


def _cases_come(then: Known, now: Known) -> str:
    if then.n is None or now.n is None or then.n == now.n:
        return ""
    return say("There were %(then)s cases then, and %(now)s now.", then=then.n, now=now.n)


def _is_same(then: Known, now: Known) -> bool:
    if then.value is None or now.value is None:
        return then.value is now.value
    return same(then.value, now.value)

"""Chart a staffing: the calls of the coming week and the agents they take, half hour by half hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import say
from deskwise.reports.number_words import value_words
from deskwise.reports.staffed_week import StaffedHalfHour, StaffedWeek
from deskwise.reports.time_words import instant_words


def chart_staffing(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> StaffedWeek | None:
    """The chart of a week to come; null where there was too little for one."""
    rests = finding.rests_on
    if finding.outcome == "too few":
        return None
    return StaffedWeek(
        title=say("Calls to come, and the agents they take"),
        lines=(
            " · ".join(
                (
                    say(
                        "in time is within %(seconds)s", seconds=value_words(rests.within_seconds, "seconds")
                    ),
                    say("band: 95 % of half hours"),
                    say("pale: agents at the most calls"),
                )
            ),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        days=tuple(date.fromisoformat(str(row["day"])) for row in finding.records()),
        half_hours=tuple(_half_hour(row) for row in finding.table("half_hours").records()),
    )


def _half_hour(row: Mapping[str, Cell]) -> StaffedHalfHour:
    hour, minute = str(row["at"]).split(":")
    return StaffedHalfHour(
        date.fromisoformat(str(row["day"])), int(hour) * 2 + int(minute) // 30, float(row["calls"] or 0),
        float(row["low"] or 0), float(row["high"] or 0), int(row["agents"] or 0), int(row["at_high"] or 0),
    )  # fmt: skip

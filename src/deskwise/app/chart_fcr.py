"""Chart first contact resolution and re-contact at every window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from deskwise.analyses.fcr_curve import BAND, DAY_SECONDS, MOST
from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import say
from deskwise.reports.curves import CurvePoint, Curves, Level, ShareCurve, Stretch
from deskwise.reports.time_words import instant_words, span_words


def chart_fcr(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> Curves | None:
    """The curves of a finding; null where nothing is mature."""
    rests, rows = finding.rests_on, finding.records()
    curves = (
        ShareCurve(say("by record"), _points(rows, "fcr", "fcr_low", "fcr_high"), banded=True),
        ShareCurve(
            say("re-contact"), _points(rows, "recontact_rate", "recontact_low", "recontact_high"), banded=True
        ),
    )
    if not all(each.points for each in curves):
        return None
    return Curves(
        title=say("First contact resolution at every window"),
        lines=(
            " · ".join((say("first resolved %(period)s", period=span_words(rests.period, rests.zone)),)),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        across=say("window"),
        up=say("share"),
        longest=MOST * DAY_SECONDS,
        curves=curves,
        stretches=_marks(finding),
        levels=_levels(finding),
    )


def _points(rows: Sequence[Mapping[str, Cell]], *names: str) -> tuple[CurvePoint, ...]:
    found = []
    for row in rows:
        share, low, high = (_number(row[name]) for name in names)
        after = _number(row["days"])
        if share is not None and after is not None:
            found.append(CurvePoint(after * DAY_SECONDS, share, low, high))
    return tuple(found)


def _marks(finding: Finding) -> tuple[Stretch, ...]:
    first, last = BAND
    found = [
        Stretch(
            first * DAY_SECONDS,
            last * DAY_SECONDS,
            say("usual: %(first)s–%(last)s days", first=first, last=last),
        )
    ]
    own, flat = finding.number("window"), finding.number("flattens_after")
    if own is not None and own.value is not None and own.value <= MOST * DAY_SECONDS:
        found.append(Stretch(own.value, own.value, say("window that is set")))
    if finding.outcome == "found" and flat is not None and flat.value is not None:
        found.append(Stretch(flat.value, flat.value, say("flattens")))
    return tuple(found)


def _levels(finding: Finding) -> tuple[Level, ...]:
    survey = finding.number("fcr_by_survey")
    return () if survey is None or survey.value is None else (Level(survey.value, say("by survey")),)


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None

"""The overview as whoever looks may see it: the ten figures, which of them moved, and how many are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.annotations import Annotation
from deskwise.app.compared_periods import USUAL
from deskwise.app.followed_metric import Followed
from deskwise.app.moved_words import moved_words
from deskwise.app.period_reader import Where
from deskwise.app.seen_figures import Looker, require_split, seen_figures, things_of
from deskwise.app.show_overview import Overview, show_overview
from deskwise.app.workspace import Workspace
from deskwise.kernel.periods import Period
from deskwise.metrics.readings import iso


@dataclass(frozen=True)
class SeenOverview:
    """An overview without what may not be seen.

    `open_seen` says whether the numbers of what is open may be; `data_seen` whether the sources may.
    """

    found: Overview
    figures: tuple[Followed, ...]
    open_seen: bool
    data_seen: bool

    @property
    def moved(self) -> tuple[Followed, ...]:
        """The figures that changed beyond noise."""
        return tuple(each for each in self.figures if each.change.beyond_noise)

    def count(self, *verdicts: str) -> int:
        """How many figures came out so."""
        return sum(each.change.verdict in verdicts for each in self.figures)

    def to_json(self, *, weeks: bool = False) -> dict[str, Any]:
        """The overview as an object; with `weeks` each figure has its course."""
        found = self.found
        return {
            "as_of": iso(found.as_of),
            "zone": found.zone,
            "clock": found.clock,
            "period": _period(found.periods.now),
            "period_before": _period(found.periods.before),
            "begins_within": found.first_at is not None and found.first_at > found.periods.before.start_at,
            "beyond_noise": [each.metric.name for each in self.moved],
            "within_noise": self.count("within noise"),
            "unsure": self.count("too few", "no data"),
            "figures": [_figure(each, weeks=weeks) for each in self.figures],
            "open": found.open if self.open_seen else None,
            "waiting": found.waiting if self.open_seen else None,
            "sources": [{"source": name, "as_of": iso(until)} for name, until in found.sources]
            if self.data_seen
            else None,
        }


def seen_overview(
    who: Looker,
    workspace: Workspace,
    period: str = USUAL,
    where: Where | None = None,
    anew: tuple[Annotation, ...] = (),
) -> SeenOverview:
    """The overview over the last full period of a name, of all cases or some; `anew` are limits set anew.

    Raises `NotAllowedError` where such figures can be nobody's of whoever looks, and as `show_overview` does.
    """
    chosen: Mapping[str, Sequence[str | None]] = where or {}
    require_split(who, chosen)
    found = show_overview(workspace, period, where, anew)
    readings = [one for each in found.figures for one in (each.now, each.before, *each.course)]
    seen = seen_figures(who, workspace, readings, chosen, found.clock)
    return SeenOverview(
        found,
        tuple(seen.followed(each) for each in found.figures),
        # What is open is of the whole stock, whose people are not counted here.
        all(who.may(Act.READ, each) for each in things_of(chosen)),
        who.may(Act.READ, Thing(Kind.DATA)),
    )


def followed_json(followed: Followed) -> dict[str, Any]:
    """A figure now and before, what became of it, and the limits it is held against."""
    change, limits = followed.change, followed.limits
    return {
        "metric": followed.metric.name,
        "stat": followed.stat,
        "now": followed.now.to_json(),
        "before": followed.before.to_json(),
        "change": {
            "verdict": change.verdict,
            "beyond_noise": change.beyond_noise,
            "judged_by": change.judged_by,
            "difference": change.difference,
            "interval": None if change.interval is None else list(change.interval),
            "says": moved_words(followed) if change.beyond_noise else None,
        },
        "limits": None
        if limits is None
        else {"low": limits.low, "centre": limits.centre, "high": limits.high, "periods": limits.periods},
    }


def _figure(followed: Followed, *, weeks: bool) -> dict[str, Any]:
    course = [each.to_json() for each in followed.course] if weeks else None
    return {**followed_json(followed), "weeks": course}


def _period(period: Period) -> dict[str, Any]:
    return {"start": iso(period.start_at), "end": iso(period.end_at)}

"""What an analysis is asked, in words; what is empty is chosen as fits the metric and the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.app.compared_periods import PERIOD_NAMES
from deskwise.app.period_reader import Where
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

ASKED_OF_ALL = (
    Option(
        "metric", "METRIC", "The metric that is looked into.", "it has to be, where one can be asked about"
    ),
    Option("stat", "S", "The statistic of it.", "the one that stands for the metric, of durations the mean"),
    Option("clock", "CLOCK", "Elapsed or working time.", "working time where there are schedules"),
    Option("within", "SECONDS", "The threshold of `within`.", "two hours"),
    Option(
        "period", "PERIOD", f"The last full one: {', '.join(PERIOD_NAMES)}.", "4_weeks, against those before"
    ),
    Option("since", "T", "A later period of one's own begins at this date or instant.", "see period"),
    Option("until", "T", "It ends before this date or instant.", "the as-of, if there is a `since`"),
    Option("where", "DIM=VALUE", "Only these values; several of one are alternatives, DIM= is none.", "all"),
)

OF_PERIODS = frozenset({"period", "since", "until"})


@dataclass(frozen=True)
class AnalysisQuestion:
    """An analysis, the figure it is asked about, and the options that are its own, by name.

    Dates without an offset are of the workspace's zone; the earlier period is as long as the later and right
    before it. `metric` is empty of an analysis that is always about the same.
    """

    analysis: str
    metric: str = ""
    stat: str = ""
    clock: str = ""
    within_seconds: Decimal | None = None
    period: str = ""
    since: str = ""
    until: str = ""
    where: Where = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


def options_of(entry: AnalysisEntry) -> tuple[Option, ...]:
    """What an analysis is asked with: what all are, but for a metric or a period that it always has."""
    left_out = {"metric"} if entry.of else set[str]()
    if entry.over_time:
        left_out |= OF_PERIODS
    asked = [each for each in ASKED_OF_ALL if each.name not in left_out]
    if entry.period:
        asked = [replace(each, default=entry.period) if each.name == "period" else each for each in asked]
    return (*asked, *entry.options)


def own_options(entry: AnalysisEntry, given: Mapping[str, str | None]) -> dict[str, str]:
    """The options of an analysis that were given; raises `UsageError` for one it has not."""
    known = {each.name for each in entry.options}
    said = {name: value for name, value in given.items() if value}
    unknown = sorted(set(said) - known)
    if unknown:
        names = ", ".join(sorted(known))
        raise UsageError(
            say("%(name)s has no option %(unknown)s", name=entry.name, unknown=", ".join(unknown)),
            do=say("it has %(names)s", names=names) if known else say("it has none of its own"),
        )
    return said

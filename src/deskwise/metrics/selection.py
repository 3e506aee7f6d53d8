"""What is asked of the metrics, checked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.kernel.periods import GRAINS, Grain
from deskwise.metrics.catalogue import CATALOGUE, metric
from deskwise.metrics.definition import CLOCKS, STATS, Clock, Metric, Stat
from deskwise.metrics.dimensions import choose_from, dimension

Where = tuple[tuple[str, tuple[str | None, ...]], ...]
NO_STATISTIC = marked("no statistic is called %(word)s")
NO_GRAIN = marked("no grain is called %(word)s")
NO_CLOCK = marked("no clock is called %(word)s")


@dataclass(frozen=True)
class Selection:
    """Which figures, of which cases, over which time.

    No `metrics` means all of them; no `stats` each metric's usual ones. `where` pairs a dimension with the
    values it may have (null is one). Instants are microseconds since 1970-01-01 UTC. `as_of` is the
    earlier instant the facts are to be read at, or null. `within_seconds` is the threshold of `within` and of
    the service level.
    """

    metrics: tuple[str, ...] = ()
    stats: tuple[Stat, ...] = ()
    by: tuple[str, ...] = ()
    where: Where = ()
    every: Grain | None = None
    since_at: int | None = None
    until_at: int | None = None
    within_seconds: Decimal | None = None
    clock: Clock = "elapsed"
    as_of: int | None = None

    def __post_init__(self) -> None:
        for name in self.metrics:
            metric(name)
        _checked(NO_STATISTIC, self.stats, STATS)
        _checked(NO_GRAIN, () if self.every is None else (self.every,), GRAINS)
        _checked(NO_CLOCK, (self.clock,), CLOCKS)
        for name in (*self.by, *(filtered for filtered, _ in self.where)):
            dimension(name)
        if len(set(self.by)) < len(self.by):
            raise UsageError(say("a dimension is named twice to split by"), do=say("name each once"))
        if len({name for name, _ in self.where}) < len(self.where):
            raise UsageError(say("a dimension is filtered twice"), do=say("give all its values at once"))
        if self.since_at is not None and self.until_at is not None and self.until_at <= self.since_at:
            raise UsageError(
                say("the selection ends before it begins"), do=say("give an --until after --since")
            )
        if self.within_seconds is not None and self.within_seconds < 0:
            raise UsageError(
                say("a threshold cannot be negative"), do=say("give --within in seconds, 0 or more")
            )
        if "within" in self.stats and self.within_seconds is None:
            raise UsageError(say("the statistic within needs a threshold"), do=say("add --within SECONDS"))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """All dimensions the selection splits or filters by."""
        return tuple(dict.fromkeys((*self.by, *(name for name, _ in self.where))))

    def chosen_metrics(self) -> tuple[Metric, ...]:
        """The metrics to read: those named; of all, those that have what is asked.

        Raises:
            UsageError: a named metric has no such dimension, or none of the asked statistics.
        """
        if self.metrics:
            named = tuple(metric(name) for name in dict.fromkeys(self.metrics))
            for each in named:
                self._fits(each)
            return named
        found = tuple(
            each for each in CATALOGUE.values() if self._lacks(each) is None and self._stats_of(each)
        )
        if not found:
            raise UsageError(
                say("no metric has all that is asked"), do=say("ask for fewer dimensions or other statistics")
            )
        return found

    def stats_of(self, metric: Metric) -> tuple[Stat, ...]:
        """The statistics to give of a metric, in the order asked.

        Metrics that have but one kind of figure (a share, a count) give it whatever is asked of durations.
        """
        return self._stats_of(metric)

    def _stats_of(self, metric: Metric) -> tuple[Stat, ...]:
        if not self.stats:
            return metric.default_stats
        asked = tuple(stat for stat in self.stats if stat in metric.stats)
        return asked if asked or metric.kind in {"duration", "age", "money"} else metric.default_stats

    def _lacks(self, metric: Metric) -> str | None:
        return next((name for name in self.dimensions if not metric.has_dimension(name)), None)

    def _fits(self, metric: Metric) -> None:
        lacking = self._lacks(metric)
        if lacking is not None:
            has = metric.only_dimensions
            extra = (*metric.own_dimensions, *metric.always_by)
            do = (
                say("it has %(names)s", names=", ".join((*has, *extra)))
                if has is not None
                else say("see deskwise catalogue %(name)s", name=metric.name)
            )
            raise UsageError(
                say(
                    "%(metric)s cannot be split or filtered by %(lacking)s",
                    metric=metric.name,
                    lacking=lacking,
                ),
                do=do,
            )
        if not self._stats_of(metric):
            raise UsageError(
                say(
                    "%(metric)s has no statistic %(names)s",
                    metric=metric.name,
                    names=f" {say('or')} ".join(self.stats),
                ),
                do=say("it has %(names)s", names=", ".join(metric.stats)),
            )


def select(
    metrics: Iterable[str] = (),
    *,
    stats: Iterable[str] = (),
    by: Iterable[str] = (),
    where: Mapping[str, Sequence[str | None]] | None = None,
    every: str | None = None,
    since_at: int | None = None,
    until_at: int | None = None,
    within_seconds: Decimal | float | None = None,
    clock: str = "elapsed",
    as_of: int | None = None,
) -> Selection:
    """A selection of plain words, as a person types them.

    Raises:
        UsageError: a metric, statistic, dimension, grain or clock does not exist, or they do not fit.
    """
    chosen = (
        () if where is None else tuple((name, tuple(dict.fromkeys(values))) for name, values in where.items())
    )
    within = None if within_seconds is None else Decimal(str(within_seconds))
    return Selection(
        metrics=tuple(metrics),
        stats=tuple(dict.fromkeys(_checked(NO_STATISTIC, tuple(stats), STATS))),
        by=tuple(by),
        where=chosen,
        every=None if every is None else cast(Grain, every),
        since_at=since_at,
        until_at=until_at,
        within_seconds=within,
        clock=cast(Clock, clock),
        as_of=as_of,
    )


def _checked(none_called: str, words: Sequence[str], known: Sequence[str]) -> tuple[Stat, ...]:
    for word in words:
        if word not in known:
            close = difflib.get_close_matches(word, known, n=1)
            raise UsageError(say(none_called, word=repr(word)), do=choose_from(", ".join(known), *close))
    return cast("tuple[Stat, ...]", tuple(words))

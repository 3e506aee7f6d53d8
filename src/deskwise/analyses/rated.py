"""Requests by what they had come to: how many of each value, and how many of them good or else a hit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskwise.kernel.language import marked
from deskwise.metrics.catalogue import metric

# What customers' deeds and words are held against, by the metric that measures it where there is one.
DURATIONS = ("first_response_time", "reply_time", "average_resolution_time")
COUNTS = ("contacts", "replies", "touches", "handoffs")
DRIVERS = (*DURATIONS, *COUNTS)
# Touches are replies and calls that were picked up: beside replies they tell hardly anything of their own.
TOGETHER = tuple(each for each in DRIVERS if each != "touches")
# What is told of those who answered beside those who did not.
BESIDE = ("first_response_time", "average_resolution_time", "contacts", "handoffs")
WITHOUT_METRIC = {"contacts": marked("Contacts"), "replies": marked("Replies")}
# A value (null where there was none yet), its cases, and the hits among them.
Counted = tuple[float | None, int, int]
# The values of all drivers of the same ratings, in the order of the drivers, with cases and hits.
Together = tuple[tuple[float | None, ...], int, int]
# A driver by its metric, and the values of the dimensions that it was split by.
DriverOf = tuple[str, tuple[str | None, ...]]


def label_of(driver: str) -> str:
    """What a driver is called."""
    return WITHOUT_METRIC.get(driver) or metric(driver).label


def unit_of(driver: str) -> str:
    """The unit of a driver's values."""
    return "seconds" if driver in DURATIONS else "count"


def definitions_of(driver: str) -> tuple[str, ...]:
    """The definition of the metric that measures a driver; none of those that no metric measures."""
    return () if driver in WITHOUT_METRIC else (metric(driver).definition,)


@dataclass(frozen=True)
class Rated:
    """Ratings by driver and group with those that are good, and who was asked with those who answered.

    `of_surveys` says that those asked are surveys that were sent; without any they are the requests
    received. `hidden` are the groups whose figures whoever asks may not see: they are in none of these.
    `asked` is empty where it was not asked for or may not be seen.
    `together` are the ratings by the values of the drivers of `TOGETHER` at once, where that was asked for;
    of many, those of one ticket in `one_in`. Beside ratings these may be cases of another outcome: requests
    and customers, of which those that did it are hits.
    """

    ratings: Mapping[DriverOf, tuple[Counted, ...]]
    asked: Mapping[DriverOf, tuple[Counted, ...]] = field(default_factory=dict)
    of_surveys: bool = True
    together: tuple[Together, ...] = ()
    one_in: int = 1
    hidden: frozenset[tuple[str | None, ...]] = frozenset()

    def known(self, driver: str, group: tuple[str | None, ...] = ()) -> list[tuple[float, int, int]]:
        """The ratings whose value is known, with those that are good."""
        return [
            (value, n, hits) for value, n, hits in self.ratings.get((driver, group), ()) if value is not None
        ]

    def known_asked(self, driver: str) -> list[tuple[float, int, int]]:
        """Those asked whose value is known, with those who answered."""
        return [(value, n, hits) for value, n, hits in self.asked.get((driver, ()), ()) if value is not None]

    def without(self, driver: str) -> int:
        """The ratings of which no value is known."""
        return sum(n for value, n, _ in self.ratings.get((driver, ()), ()) if value is None)


@dataclass(frozen=True)
class RatedQuarter:
    """The ratings of one quarter by the value of a driver; it begins at an instant."""

    start_at: int
    ratings: tuple[Counted, ...]

    def known(self) -> list[tuple[float, int, int]]:
        """The ratings whose value is known, with those that are good."""
        return [(value, n, hits) for value, n, hits in self.ratings if value is not None]

"""The words of a selection in an address: those of the command line, each its own parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from deskwise.app.read_metrics import Question, chosen_values, threshold
from deskwise.metrics.definition import Clock, Stat

LONGEST, MOST = 200, 100
Word = Annotated[str, Query(max_length=LONGEST)]
Stats = Annotated[
    list[Stat],
    Query(max_length=MOST, description="Statistics; those a metric usually has if none is named."),
]
Split = Annotated[
    list[Word],
    Query(
        max_length=10,
        description="Split by dimensions, such as team, agent, channel or extra.plan.",
        examples=[["team"]],
    ),
]
Filters = Annotated[
    list[Word],
    Query(
        max_length=MOST,
        description="Only these values, each as DIM=VALUE; several of one dimension are alternatives,"
        " DIM= is none.",
        examples=[["channel=email"]],
    ),
]
Since = Annotated[
    str | None,
    Query(
        max_length=40,
        description="From this date or instant on, in the workspace's zone (it is included).",
        examples=["2025-01-01"],
    ),
]
Until = Annotated[
    str | None,
    Query(
        max_length=40,
        description="Up to this date or instant (it is not included).",
        examples=["2025-04-01"],
    ),
]
Within = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{1,9}(\.[0-9]{1,6})?$",
        description="The threshold of `within` and of the service level, in seconds.",
        examples=["3600"],
    ),
]
OnClock = Annotated[
    Clock, Query(description="Wall-clock time, or time inside the schedule of the team concerned.")
]


@dataclass(frozen=True)
class SelectionWords:
    """What an address says of a selection, but for its metrics and periods."""

    stats: tuple[Stat, ...]
    by: tuple[str, ...]
    where: tuple[str, ...]
    since: str | None
    until: str | None
    within: str | None
    clock: Clock

    def question(self, metrics: tuple[str, ...], every: str | None = None) -> Question:
        """The question for a use case; raises `UsageError` for a filter that is none."""
        return Question(
            metrics=metrics,
            stats=self.stats,
            by=self.by,
            where=chosen_values(self.where),
            every=every,
            since=self.since,
            until=self.until,
            within_seconds=None if self.within is None else threshold(self.within),
            clock=self.clock,
        )


def _words(
    stat: Stats = [],  # noqa: B006 - FastAPI copies it
    by: Split = [],  # noqa: B006 - FastAPI copies it
    where: Filters = [],  # noqa: B006 - FastAPI copies it
    since: Since = None,
    until: Until = None,
    within: Within = None,
    clock: OnClock = "elapsed",
) -> SelectionWords:
    return SelectionWords(tuple(stat), tuple(by), tuple(where), since, until, within, clock)


Selecting = Annotated[SelectionWords, Depends(_words)]

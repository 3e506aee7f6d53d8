"""The face of the reference: import rows, ask for readings."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import Any

from . import instants
from .admission import Log
from .cases import Question
from .instants import SECOND
from .periods import bound, periods
from .readings import CATALOGUE, default_stats, read
from .settings import read_settings
from .working_time import Calendar
from .world import World

METRICS: tuple[str, ...] = tuple(CATALOGUE)


class ReferenceDesk:
    """A workspace in memory, under one settings document."""

    def __init__(self, settings: dict[str, Any] | None = None) -> None:
        self.settings = read_settings(settings)
        self.calendar = Calendar(self.settings.schedules)
        self.log = Log()
        self.worlds: dict[int | None, World] = {}

    def import_rows(
        self,
        rows: list[dict[str, Any]],
        source: str | None = None,
        timezone: str | None = None,
        as_of: str | None = None,
        clock: str = "2026-01-01T00:00:00Z",
    ) -> dict[str, Any]:
        """Take rows of text cells in; an empty cell is null, `extra` is JSON text."""
        counts = self.log.add(rows, source, timezone, as_of, clock, self.settings.keep_text)
        self.worlds.clear()
        world = self.world(None)
        counts["tickets"] = len(world.tickets)
        counts["requests"] = sum(len(ticket.requests) for ticket in world.tickets.values())
        counts["as_of"] = instants.iso(world.as_of)
        return counts

    def import_csv(
        self,
        text: str,
        source: str | None = None,
        timezone: str | None = None,
        as_of: str | None = None,
        clock: str = "2026-01-01T00:00:00Z",
    ) -> dict[str, Any]:
        """Take a canonical CSV text in."""
        lines = csv.DictReader(io.StringIO(text.lstrip("\n")), restval="")
        return self.import_rows(list(lines), source, timezone, as_of, clock)

    def world(self, as_of: int | None) -> World:
        """The fold at an as-of, kept until the next import."""
        if as_of not in self.worlds:
            self.worlds[as_of] = World(
                self.log.standing(), self.log.as_of, as_of, self.settings, self.calendar
            )
        return self.worlds[as_of]

    def readings(
        self,
        metric: str,
        *,
        stat: str | list[str] | tuple[str, ...] | None = None,
        clock: str = "elapsed",
        within: float | None = None,
        every: str | None = None,
        since: str | None = None,
        until: str | None = None,
        by: tuple[str, ...] | list[str] = (),
        where: dict[str, list[Any]] | None = None,
        as_of: str | None = None,
    ) -> list[dict[str, Any]]:
        """The readings of a metric, in the shape of the JSON promise, with `exact` beside `value`."""
        chosen = CATALOGUE[metric]
        world = self.world(bound(as_of, self.settings))
        if world.as_of is None:
            return []
        limit = None if within is None else int(Fraction(str(within)) * SECOND)
        stats = (stat,) if isinstance(stat, str) else tuple(stat or default_stats(chosen, limit))
        dims = (*by, *(name for name in chosen.automatic if name not in by))
        first = world.events[0].at if world.events else None
        several = periods(every, since, until, self.settings, first, world.as_of)
        if not several:
            return []
        found: list[dict[str, Any]] = []
        for one in stats:
            question = Question(clock, limit, dims, dict(where or {}))
            found += read(chosen, world, one, question, several, dims)
        return found

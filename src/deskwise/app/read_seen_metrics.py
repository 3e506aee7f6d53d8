"""Read metrics as far as whoever asks may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.seen_figures import Looker, WithheldReading, require_split, seen_figures
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.definition import CLOCKS
from deskwise.metrics.readings import Reading, Readings


@dataclass(frozen=True)
class SeenReadings:
    """Readings without what may not be seen.

    `withheld` counts those of which nothing is left: a group of a split that may not be seen is left out as a
    whole, for its name alone may tell; a figure of the whole, or one period of a group, stands there empty.
    """

    readings: Readings
    withheld: int

    def to_json(self) -> dict[str, Any]:
        """What `metrics --format json` prints; where something is withheld, with how many."""
        told = self.readings.to_json()
        return told if self.withheld == 0 else {**told, "withheld": self.withheld}


def read_seen_metrics(workspace: Workspace, who: Looker, question: Question) -> SeenReadings:
    """The readings that answer a question, as far as whoever asks may see them.

    Raises `NotAllowedError` where figures so filtered or split can be nobody's of theirs, and as
    `read_metrics` does. An earlier as-of cannot be asked: people are counted as of now.
    """
    if question.as_of is not None:
        raise UsageError(say("figures of an earlier as-of are not given here"), do=say("leave the as-of out"))
    require_split(who, question.where, *question.by)
    found = read_metrics(workspace, question).readings
    clock = next(each for each in CLOCKS if each == question.clock)
    by = tuple(question.by)
    seen = seen_figures(who, workspace, found.readings, question.where, clock, by)
    shown = [seen.seen(each) for each in found.readings]
    some = {_group(each, by) for each in shown if not isinstance(each, WithheldReading)}
    kept = tuple(each for each in shown if not by or _group(each, by) in some)
    withheld = sum(isinstance(each, WithheldReading) for each in shown)
    return SeenReadings(Readings(found.as_of, kept), withheld)


def _group(reading: Reading, by: tuple[str, ...]) -> tuple[str, tuple[str | None, ...]]:
    told = dict(reading.by)
    return reading.metric, tuple(told[name] for name in by)

"""Somebody's own course over a team's unnamed spread, as plain values: what a chart of it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import say
from deskwise.metrics.readings import Number
from deskwise.reports.number_words import count_words, interval_words, value_words
from deskwise.reports.time_series import Point, beside, is_partial
from deskwise.reports.time_words import period_title

# A point on fewer cases is hollow: it is not to be read alone.
FEW_CASES = 20


@dataclass(frozen=True)
class Behind:
    """What stands behind a period; null where there is none to show.

    `spread` holds the middle half of the others, `team` is the figure of the whole team.
    """

    spread: tuple[float, float] | None = None
    team: Number | None = None


@dataclass(frozen=True)
class OwnCourse:
    """A metric over time of one person, each period with what stands behind it.

    `lines` say which figure it is. Nobody but the person is told of singly.
    """

    title: str
    lines: tuple[str, ...]
    unit: str
    grain: str
    zone: str
    points: tuple[Point, ...]
    behind: tuple[Behind, ...]

    def words_of(self, number: int) -> str:
        """A period in words: all that is drawn of it."""
        point, behind = self.points[number], self.behind[number]
        name = period_title(point.reading.period, self.grain, self.zone)
        words = [
            f"{name}: {value_words(point.reading.value, self.unit)}",
            f"n {count_words(point.reading.n)}",
        ]
        if behind.spread is not None:
            words.append(f"{say('middle half of the team')} {interval_words(*behind.spread, self.unit)}")
        if behind.team is not None:
            words.append(f"{say('whole team')} {value_words(behind.team, self.unit)}")
        return ", ".join(filter(None, [*words, beside(point)]))

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        known = [number for number, each in enumerate(self.points) if each.reading.value is not None]
        parts = [say("%(n)s periods", n=len(self.points))]
        if known:
            parts.append(say("the last with a figure %(words)s", words=self.words_of(known[-1])))
        if all(each.spread is None for each in self.behind):
            parts.append(say("no spread of the team"))
        return "; ".join(parts)


def own_rows(course: OwnCourse) -> list[dict[str, Any]]:
    """What is drawn, one row a period.

    `run`, `band_run` and `team_run` number the stretches without a gap, so that nothing is drawn across one.
    """
    rows: list[dict[str, Any]] = []
    run = band_run = team_run = 0
    for number, (point, behind) in enumerate(zip(course.points, course.behind, strict=True)):
        reading = point.reading
        low, high = behind.spread or (None, None)
        run += reading.value is None or is_partial(reading)
        band_run += low is None
        team_run += behind.team is None
        rows.append(
            {
                "slot": number + 0.5,
                "value": reading.value,
                "n": reading.n,
                "low": low,
                "high": high,
                "team": behind.team,
                "partial": is_partial(reading),
                "small": reading.n < FEW_CASES,
                "signal": point.signal or "within",
                "run": run,
                "band_run": band_run,
                "team_run": team_run,
                "words": course.words_of(number),
            }
        )
    return rows

"""Where the words of what happened stand above a chart over time: in rows, and no line goes through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.reports.chart_theme import LETTER
from deskwise.reports.time_series import TimeSeries, place

NOTE_HEIGHT, MOST_ROWS, LONGEST = 16, 6, 40


@dataclass
class _Note:
    """A note on its way: its line's place, its words to the right of the line or the left, its row."""

    slot: float
    end: float | None
    words: str
    line: float
    start: float
    stop: float
    row: int = 0

    @property
    def side(self) -> str:
        return "right" if self.start == self.line else "left"


def placed_notes(series: TimeSeries, width: float) -> list[dict[str, Any]]:
    """What happened within the periods, in order, for a plot so many pixels wide.

    Words stand to the right of their line where they fit, and in the lowest row (0) that is free. A line
    ends at its own words: so words stand above those whose lines they would meet.
    """
    notes = [_note(series, width, number) for number in range(len(series.happenings))]
    found = sorted((each for each in notes if each is not None), key=lambda each: (each.slot, each.words))
    left = [each for each in found if each.side == "left"]
    right = [each for each in reversed(found) if each.side == "right"]
    done: list[_Note] = []
    for note in (*left, *right):
        below = [each.row for each in done if each.start < note.stop and note.start < each.stop]
        note.row = min(1 + max(below, default=-1), MOST_ROWS - 1)
        done.append(note)
    return [
        {
            "slot": each.slot,
            "end": each.end,
            "words": each.words,
            "side": each.side,
            "row": each.row,
            "top": -4 - NOTE_HEIGHT * (each.row + 1),
        }
        for each in found
    ]


def _note(series: TimeSeries, width: float, number: int) -> _Note | None:
    happening = series.happenings[number]
    slot = place(series, happening.at)
    if slot is None:
        return None
    words = shortened(happening.words)
    line = slot * width / len(series.points)
    wide = len(words) * LETTER + 12
    fits = line + wide <= width
    start, stop = (line, line + wide) if fits else (line - wide, line)
    return _Note(slot, _end(series, happening.end_at), words, line, start, stop)


def _end(series: TimeSeries, end_at: int | None) -> float | None:
    if end_at is None:
        return None
    found = place(series, end_at)
    return float(len(series.points)) if found is None else found


def shortened(words: str) -> str:
    """The words of a note as far as there is room for them in a picture.

    >>> shortened("Triage rota"), len(shortened("a word " * 20))
    ('Triage rota', 40)
    """
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"

"""The words of notes meet neither each other nor the lines of others."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from deskwise.reports.chart_theme import LETTER
from deskwise.reports.note_places import MOST_ROWS, placed_notes
from deskwise.reports.time_series import Happening
from reports.sample_series import FIRST, WEEK, plain_series

WIDTH = 600.0


@pytest.mark.parametrize("seed", range(20))
def test_words_meet_neither_each_other_nor_another_line(seed: int) -> None:
    draw = random.Random(seed)
    series = plain_series(*[1.0] * 26)
    happenings = tuple(
        Happening(FIRST + draw.randrange(26 * WEEK), "x" * draw.randrange(3, 15)) for _ in range(4)
    )
    notes = placed_notes(replace(series, happenings=happenings), WIDTH)
    assert len(notes) == 4
    spans = []
    for note in notes:
        line = note["slot"] * WIDTH / 26
        wide = len(note["words"]) * LETTER
        start = line if note["side"] == "right" else line - wide
        assert 0 <= start <= start + wide <= WIDTH
        spans.append((start, start + wide, line, note["row"]))
    for number, (start, stop, _, row) in enumerate(spans):
        for other, (begin, end, _, other_row) in enumerate(spans):
            if number != other and start < end and begin < stop:
                assert row != other_row < MOST_ROWS


def test_a_line_goes_through_no_words_of_a_lower_row() -> None:
    happenings = tuple(
        Happening(FIRST + week * WEEK, words)
        for week, words in ((2, "Spring campaign"), (3, "Triage"), (24, "Triage rota"), (25, "Firmware 4.2"))
    )
    notes = placed_notes(replace(plain_series(*[1.0] * 26), happenings=happenings), WIDTH)
    # To the right of their lines the earlier stand higher; to the left of them the later do.
    assert [(note["side"], note["row"]) for note in notes] == [
        ("right", 1), ("right", 0), ("left", 0), ("left", 1),
    ]  # fmt: skip

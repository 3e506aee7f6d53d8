"""The picture of a key result: where its way begins and ends, and what stands for weeks, days and steps."""

from __future__ import annotations

import pytest

from deskwise.web.charts.pace_bar import BASE, EDGE, GOAL, IN_ROW, WIDTH, pace_bar
from web.standing_rig import keeping, reaching, stepping

# From 4 h 04 min (14,640 s) to 2 h 25 min (8,700 s): 5,940 s of way, drawn on 90 units.
HALF = 11_670.0


def test_a_way_runs_from_the_baseline_as_far_as_it_has_come() -> None:
    bar = pace_bar(reaching(HALF))
    assert (bar.way, bar.worse, bar.cut) == ((BASE, 45.0), False, False)
    # 54 % of 90 units beyond the baseline's 22.
    assert bar.expected == 70.6
    assert bar.words.replace("\N{NARROW NO-BREAK SPACE}", " ") == "50 % of the way; expected today: 54 %"


def test_what_is_worse_than_the_baseline_runs_left_of_it() -> None:
    bar = pace_bar(reaching(14_640.0 + 594.0))
    assert (bar.way, bar.worse, bar.cut) == ((13.0, 9.0), True, False)
    assert "−10" in bar.words


def test_what_leaves_the_picture_is_cut_and_still_said() -> None:
    far, over = pace_bar(reaching(14_640.0 * 2)), pace_bar(reaching(0.0))
    assert (far.way, far.worse, far.cut) == ((EDGE, BASE - EDGE), True, True)
    assert (over.way, over.worse, over.cut) == ((BASE, WIDTH - EDGE - BASE), False, True)
    assert over.words.startswith("246")


def test_nothing_is_drawn_of_what_has_no_figure() -> None:
    bar = pace_bar(reaching(None))
    assert (bar.way, bar.pieces, bar.expected) == (None, (), 70.6)
    assert bar.words.startswith("no data; expected today")


def test_weeks_are_squares_in_the_order_they_came() -> None:
    bar = pace_bar(keeping(0.91, 0.89, None, 0.95, to_come=3))
    assert [each.state for each in bar.pieces] == [
        "kept", "lost", "silent", "kept", "partial", "to_come", "to_come",
    ]  # fmt: skip
    assert bar.words == "2 weeks kept, 1 lost, 1 without a figure, 3 to come"
    assert len({each.x for each in bar.pieces}) == 7
    assert {each.y for each in bar.pieces} == {1.0}


def test_more_squares_than_a_row_holds_begin_another_and_stay_within_the_picture() -> None:
    bar = pace_bar(keeping(*[0.95] * IN_ROW, to_come=1))
    assert bar.pieces[IN_ROW].x == bar.pieces[0].x
    assert bar.pieces[IN_ROW].y > bar.pieces[0].y
    many = pace_bar(keeping(*[0.95] * 91, every="day"))
    for drawn in (bar, many):
        assert max(each.x + each.width for each in drawn.pieces) < WIDTH
        assert max(each.y + each.width for each in drawn.pieces) <= drawn.height


def test_of_too_many_days_the_share_is_drawn_as_a_line() -> None:
    bar = pace_bar(keeping(*[0.95] * 100, *[0.5] * 100, every="day"))
    assert bar.is_line
    assert bar.way == (BASE, (GOAL - BASE) / 2)


@pytest.mark.parametrize("every", [1, 5, 60])
def test_steps_share_the_width_the_done_ones_first(every: int) -> None:
    bar = pace_bar(stepping(min(3, every), every))
    states = [each.state for each in bar.pieces]
    assert states == ["done"] * min(3, every) + ["open"] * (every - min(3, every))
    assert bar.pieces[0].x == EDGE
    assert bar.pieces[-1].x + bar.pieces[-1].width <= WIDTH - EDGE
    assert bar.expected == WIDTH / 2

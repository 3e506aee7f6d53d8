"""One verdict, what it is from, and its sentence: both sides of every edge, and silence is never green."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.kernel.language import speaking
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import Bounds, KeyResultKind, Milestone
from deskwise.okr.kinds import KINDS
from deskwise.okr.objective import Ambition
from deskwise.okr.status import Status, Verdict, status_counts, verdict
from okr.key_results import QUARTER, TODAY, key_result, measured, weeks

AFTER = QUARTER.last_day + timedelta(days=1)


def judged(now: float | None, expected: float = 0.5, **rest: Any) -> Verdict:
    """The verdict on an NPS that is to go from 50 to 70."""
    asked = {name: rest.pop(name) for name in ("chance", "ambition") if name in rest}
    return verdict(key_result(), QUARTER, measured(now, 50.0, **rest), expected, **asked)


@pytest.mark.parametrize(
    ("now", "status", "words"),
    [
        (64.0, Status.ON_TRACK, "it is 20 points ahead of where it is expected to be"),
        (60.0, Status.ON_TRACK, "it is where it is expected to be"),
        (58.0, Status.ON_TRACK, "it is 10 points behind where it is expected to be"),
        (57.99, Status.AT_RISK, "it is 11 points behind"),
        (55.0, Status.AT_RISK, "it is 25 points behind"),
        (54.99, Status.OFF_TRACK, "it is 26 points behind"),
        (45.0, Status.OFF_TRACK, "it is 75 points behind"),
    ],
)
def test_without_a_chance_it_goes_by_the_pace_and_says_so(now: float, status: Status, words: str) -> None:
    found = judged(now)
    assert (found.status, found.from_) == (status, "pace")
    assert words in found.sentence
    assert found.sentence.startswith("By its pace: ")


@pytest.mark.parametrize(
    ("chance", "status"),
    [
        (1.0, Status.ON_TRACK),
        (0.6, Status.ON_TRACK),
        (0.59, Status.AT_RISK),
        (0.25, Status.AT_RISK),
        (0.24, Status.OFF_TRACK),
        (0.0, Status.OFF_TRACK),
    ],
)
def test_a_chance_stands_before_the_pace(chance: float, status: Status) -> None:
    found = judged(60.0, chance=chance)
    assert (found.status, found.from_) == (status, "chance")


def test_a_number_in_a_sentence_never_looks_better_than_the_status() -> None:
    assert judged(60.0, chance=0.599).sentence.startswith("The chance to meet the target is 59 %.")
    assert judged(60.0, chance=0.29).sentence.startswith("The chance to meet the target is 29 %.")
    assert judged(60.19).sentence == "By its pace: it is where it is expected to be."


def test_where_pace_and_chance_point_apart_a_sentence_says_why() -> None:
    assert judged(60.0, chance=0.7).sentence == "The chance to meet the target is 70 %."
    assert judged(64.0, chance=0.1).sentence == (
        "The chance to meet the target is 10 %. Its pace alone would say on track, for it is 20 points ahead;"
        " the chance goes by how it went, and that does not stay there."
    )
    assert judged(59.0, chance=0.1).sentence == (
        "The chance to meet the target is 10 %. Its pace alone would say on track, for it is only 5 points"
        " behind; the chance goes by how it went, and that does not get there."
    )
    assert judged(50.0, chance=0.9).sentence == (
        "The chance to meet the target is 90 %. Its pace alone would say off track, for it is 50 points"
        " behind; the chance goes by how it went, and that catches up."
    )


@pytest.mark.parametrize("now", [70.0, 80.0])
def test_a_reading_at_its_target_is_not_met_before_the_end(now: float) -> None:
    found = judged(now)
    assert found.status is Status.ON_TRACK
    assert found.sentence.endswith("The target is reached today, and can be lost again until the cycle ends.")
    # Also on the last day itself.
    last = judged(now, today=QUARTER.last_day, data_until=QUARTER.last_day)
    assert last.status is Status.ON_TRACK


@pytest.mark.parametrize(
    ("now", "ambition", "status"),
    [
        (70.0, Ambition.COMMITTED, Status.MET),
        (69.9, Ambition.COMMITTED, Status.OFF_TRACK),
        (64.0, Ambition.ASPIRATIONAL, Status.MET),
        (63.9, Ambition.ASPIRATIONAL, Status.OFF_TRACK),
        (40.0, Ambition.ASPIRATIONAL, Status.OFF_TRACK),
    ],
)
def test_after_the_end_it_is_met_or_not_by_its_score(now: float, ambition: Ambition, status: Status) -> None:
    # Whatever chance somebody still has: it is over.
    found = judged(now, 1.0, today=AFTER, data_until=QUARTER.last_day, ambition=ambition, chance=0.99)
    assert (found.status, found.from_) == (status, "end")


def test_a_score_just_short_of_it_is_not_written_as_what_meets_it() -> None:
    found = judged(69.95, 1.0, today=AFTER, data_until=QUARTER.last_day)
    assert found.sentence == "The cycle has ended with a score of 0.99, and 1.0 would have met it."
    met = judged(75.0, 1.0, today=AFTER, data_until=QUARTER.last_day)
    assert met.sentence == "The cycle has ended with a score of 1.00, and 1.0 meet it."


def test_what_cannot_be_lost_again_is_met_at_once() -> None:
    for now, status in ((20_000.0, Status.MET), (19_999.0, Status.ON_TRACK)):
        found = verdict(key_result("accumulate"), QUARTER, measured(now), 0.3, chance=0.9)
        assert found.status is status
    done = datetime(2026, 1, 20, tzinfo=UTC)
    for last, status in ((done, Status.MET), (None, Status.ON_TRACK)):
        steps = (Milestone("a", done_at=done), Milestone("b", done_at=last))
        found = verdict(key_result("milestones", milestones=steps), QUARTER, measured(), 0.5)
        assert found.status is status


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not KeyResultKind.MILESTONES])
@pytest.mark.parametrize("today", [QUARTER.first_day, TODAY, AFTER])
def test_without_a_figure_there_are_no_data_whatever_the_chance(kind: KeyResultKind, today: date) -> None:
    found = verdict(key_result(kind), QUARTER, measured(None, 40.0, today=today), 0.0, chance=1.0)
    assert (found.status, found.from_) == (Status.NO_DATA, None)


@pytest.mark.parametrize(
    ("days", "status"),
    [(0, Status.ON_TRACK), (7, Status.ON_TRACK), (8, Status.NO_DATA), (-3, Status.ON_TRACK)],
)
def test_data_that_end_long_before_today_are_none_whatever_the_last_value(days: int, status: Status) -> None:
    assert judged(80.0, data_until=TODAY - timedelta(days=days)).status is status


def test_how_many_days_are_missing_is_said() -> None:
    found = judged(80.0, data_until=TODAY - timedelta(days=9))
    assert found.sentence == "The data end 9 days early: more than lies between two check-ins."
    assert judged(80.0, data_until=None).status is Status.NO_DATA


def test_after_the_end_data_have_to_reach_to_the_cycle_and_not_to_today() -> None:
    late = date(2026, 6, 1)
    assert judged(70.0, today=late, data_until=QUARTER.last_day).status is Status.MET
    assert judged(70.0, today=late, data_until=QUARTER.last_day - timedelta(days=8)).status is Status.NO_DATA


def test_a_cycle_that_follows_the_data_is_never_behind_them() -> None:
    follows = Cycle("1", "2015", QUARTER.first_day, QUARTER.last_day, follows="data")
    found = verdict(key_result(), follows, measured(60.0, 50.0, data_until=None), 0.5)
    assert found.status is Status.ON_TRACK


def test_before_the_cycle_there_is_nothing_to_judge() -> None:
    eve = QUARTER.first_day - timedelta(days=1)
    found = judged(70.0, today=eve, data_until=eve)
    assert (found.status, found.sentence) == (Status.NO_DATA, "The cycle has not begun.")


def keep(values: tuple[float | None, ...], **rest: Any) -> Verdict:
    ambition = rest.pop("ambition", Ambition.COMMITTED)
    every = rest.pop("every", "week")
    of = key_result("keep", bounds=Bounds(lower=0.9, every=every))
    told = measured(periods=weeks(*values, partial=(0.1,)), **rest)
    return verdict(of, QUARTER, told, 1.0, ambition=ambition)


def test_a_week_that_is_lost_cannot_be_made_up_for() -> None:
    assert keep((0.9, 0.95)).status is Status.ON_TRACK
    # One of 12: 8 points behind, which the pace alone would call on track.
    lost = keep((*[0.95] * 11, 0.89), to_come=1)
    assert (lost.status, lost.from_) == (Status.OFF_TRACK, "chance")
    assert lost.sentence == "1 week was out of bounds: it cannot be met any more."
    assert keep((0.5, 0.5), every="day").sentence == "2 days were out of bounds: it cannot be met any more."


@pytest.mark.parametrize(
    ("to_come", "status", "from_"),
    # Of ten weeks three may be lost: 7/10 meet it. Of nine, 6/9 do not.
    [(7, Status.OFF_TRACK, "pace"), (6, Status.OFF_TRACK, "chance"), (None, Status.OFF_TRACK, "pace")],
)
def test_an_aspirational_keep_has_weeks_to_lose(to_come: int | None, status: Status, from_: str) -> None:
    found = keep((0.5, 0.5, 0.5), to_come=to_come, ambition=Ambition.ASPIRATIONAL)
    assert (found.status, found.from_) == (status, from_)


def test_weeks_without_a_figure_are_told() -> None:
    assert keep((0.95, None)).sentence == (
        "By its pace: it is where it is expected to be. 1 week has no figure and is neither kept nor lost."
    )
    assert keep((None, None)).sentence == "No week that has ended has a figure."
    assert keep(()).sentence == "No week has ended yet."
    assert keep((), every="day").sentence == "No day has ended yet."
    assert keep((None,), every="day").sentence == "No day that has ended has a figure."


def test_at_its_end_a_keep_is_judged_by_its_share() -> None:
    values = (*[0.95] * 7, *[0.5] * 3)
    end = {"today": AFTER, "data_until": QUARTER.last_day}
    assert keep(values, ambition=Ambition.ASPIRATIONAL, **end).status is Status.MET
    assert keep(values, **end).status is Status.OFF_TRACK


def test_a_cycle_of_one_day_is_open_on_it_and_over_after_it() -> None:
    one = Cycle("1", "one", TODAY, TODAY)
    assert verdict(key_result(), one, measured(60.0, 50.0), 0.0).status is Status.ON_TRACK
    after = measured(60.0, 50.0, today=TODAY + timedelta(days=1))
    assert verdict(key_result(), one, after, 1.0).status is Status.OFF_TRACK


@given(st.floats(-200, 200), st.floats(-200, 200), st.floats(0, 1))
def test_a_better_reading_never_has_a_worse_status(one: float, other: float, expected: float) -> None:
    order = list(Status)
    low, high = (judged(each, expected).status for each in sorted((one, other)))
    assert order.index(high) <= order.index(low)


def test_lists_show_counts_in_the_order_of_verdicts() -> None:
    counted = status_counts([Status.OFF_TRACK, Status.MET, Status.OFF_TRACK])
    assert list(counted.items()) == [
        (Status.MET, 1),
        (Status.ON_TRACK, 0),
        (Status.AT_RISK, 0),
        (Status.OFF_TRACK, 2),
        (Status.NO_DATA, 0),
    ]


def test_a_verdict_is_said_in_german() -> None:
    with speaking("de"):
        assert judged(58.0).sentence == "Nach dem Tempo: Es liegt 10 Punkte hinter dem erwarteten Stand."

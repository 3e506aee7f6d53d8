"""The course of a key result: what its binding read at each week's end, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.looking import looking
from app.objectives.small_desk import MORE, QUARTER, desk, moment, received, replies
from app.ruling_rig import RulingRig
from deskwise.app.access.holders import Role
from deskwise.app.objectives import course
from deskwise.app.objectives.course import CoursePoint, read_course
from deskwise.app.seen_figures import Looker, WithheldReading
from deskwise.okr.baseline import Baseline
from deskwise.okr.binding import Window
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import Change, KeyResult, KeyResultKind, Milestone

SECOND = 1_000_000


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> RulingRig:
    made = desk(tmp_path_factory.mktemp("course"))
    made.bring_in(MORE, source="shop")
    return made


def read(
    rig: RulingRig, key_result: KeyResult, cycle: Cycle = QUARTER, who: Looker | None = None
) -> tuple[CoursePoint, ...]:
    with rig.workspace.facts() as facts:
        return read_course(rig.workspace, who, facts, cycle, key_result, moment(facts))


def days(points: tuple[CoursePoint, ...]) -> list[str]:
    return [f"{datetime.fromtimestamp(each.at / SECOND, UTC):%m-%d}" for each in points]


def test_it_is_read_at_each_weeks_end_and_where_the_data_end(rig: RulingRig) -> None:
    points = read(rig, received())
    assert days(points) == ["01-06", "01-13", "01-20", "01-27", "02-01"]
    # Four requests until the 6th, one on the 8th and one on the 21st.
    assert [each.value for each in points] == [4, 5, 5, 6, 6]
    assert all(each.reading.period is not None and each.reading.period.end_at == each.at for each in points)


def test_a_trailing_window_forgets_what_lies_before_it(rig: RulingRig) -> None:
    points = read(rig, received(Window("trailing", 7)))
    assert [each.value for each in points] == [4, 1, 0, 1, 0]


def test_a_short_cycle_is_read_day_by_day(rig: RulingRig) -> None:
    week = Cycle("c2", "a week", date(2025, 1, 3), date(2025, 1, 9), follows="data")
    points = read(rig, received(), week)
    assert days(points) == ["01-04", "01-05", "01-06", "01-07", "01-08", "01-09", "01-10"]
    assert [each.value for each in points] == [1, 2, 3, 3, 3, 4, 4]


def test_what_adds_up_is_brought_to_the_length_of_its_baseline(rig: RulingRig) -> None:
    frozen = Baseline(90.0, 90, first_day=date(2024, 10, 3), last_day=date(2024, 12, 31))
    changing = received(baseline=frozen, higher_is_better=None)
    fewer = KeyResult(
        "k2", "k2", "o1", "Fewer", KeyResultKind.CHANGE, changing.binding, change=Change(-0.1),
        baseline=frozen, higher_is_better=False,
    )  # fmt: skip
    points = read(rig, fewer)
    # 4 in 5 days, 5 in 12, 5 in 19, 6 in 26 and 6 in 31, each as 90 days would bring.
    wanted = [4 * 90 / 5, 5 * 90 / 12, 5 * 90 / 19, 6 * 90 / 26, 6 * 90 / 31]
    assert [each.value for each in points] == pytest.approx(wanted)
    assert [each.reading.value for each in points] == [4, 5, 5, 6, 6]


def test_what_is_bound_to_nothing_has_no_course(rig: RulingRig) -> None:
    steps = KeyResult("k3", "k3", "o1", "S", KeyResultKind.MILESTONES, milestones=(Milestone("one"),))
    assert read(rig, steps) == ()


def test_whoever_may_not_see_a_figure_sees_none_of_its_course(rig: RulingRig) -> None:
    points = read(rig, replies(), who=looking(Role.VIEWER))
    assert [each.value for each in points] == [None] * 5
    assert all(isinstance(each.reading, WithheldReading) for each in points)
    # Whoever may has been answered from the same readings.
    assert [each.value for each in read(rig, replies(), who=looking(Role.ADMIN))] == [4_200.0] * 5


def test_it_is_read_once_for_the_same_facts(rig: RulingRig, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(rig, received(Window("trailing", 5)))

    def asked_again(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(course, "read_bindings", asked_again)
    assert read(rig, received(Window("trailing", 5))) == first


def test_before_the_cycle_there_is_nothing(rig: RulingRig) -> None:
    later = Cycle("c3", "Q2", date(2025, 4, 1), date(2025, 6, 30), follows="data")
    assert read(rig, received(), later) == ()

"""What is said of first contact resolution at every window, and beside what customers say."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from analyses.ground import DAY, NOW, HandMade, made, said
from deskwise.analyses.fcr_curve import MOST, fcr_curve
from deskwise.analyses.ground_values import Groups, Windows
from deskwise.kernel.errors import NotAllowedError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import share
from deskwise.metrics.recontact_windows import FCR, WindowCases
from deskwise.reports.sentence_words import plain_sentence

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"


def case(
    mature_for: int, back_on: int, n: int, *, one: bool = True, survey: bool | None = None, asked: bool = True
) -> WindowCases:
    """So many resolutions; `back_on` 0 is never."""
    return WindowCases(mature_for, back_on or MOST + 1, asked, one, False, survey, None, n)


def ground(
    cases: Sequence[WindowCases], window: float | None = 7, hidden: frozenset[int] = frozenset()
) -> HandMade:
    """The ground of resolutions by days; at a window of no whole days they are counted in units of it."""
    answers = [(each.survey, each.n) for each in cases if each.survey is not None]
    solved = sum(n for yes, n in answers if yes)
    survey = made("fcr_by_survey", share(solved, sum(n for _, n in answers)), NOW, "share")
    whole = made(FCR, share(0, 0), NOW, "share")
    unit = None if window is None else round(window * DAY)
    at_windows = {DAY: Windows(tuple(cases), hidden)}
    if window is not None and unit is not None and window != int(window):
        at_windows[unit] = Windows(
            tuple(
                replace(
                    each,
                    mature_for=int(each.mature_for >= window),
                    came_in=1 if each.came_in <= window else 2,
                )
                for each in cases
            )
        )
    return HandMade(
        metric(FCR), whole, whole, {},
        read={
            (FCR, "share", (), False): Groups({(): whole}),
            ("fcr_by_survey", "share", (), False): Groups({(): survey}),
        },
        at_windows=at_windows, window=unit,
    )  # fmt: skip


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads(
        (GOLDEN / "fcr_curve-ten_come_back_and_ten_are_not_mature.toml").read_text(encoding="utf-8")
    )
    words = {"yes": True, "no": False, "": None}
    cases = [
        case(mature, back, n, one=one, survey=words[answer]) for mature, back, one, answer, n in told["cases"]
    ]
    finding, expected = fcr_curve(ground(cases, told["window_days"])), told["expect"]
    rows = {row["days"]: row for row in finding.records()}
    for each in told["windows"]:
        row = rows[each["days"]]
        assert (row["recontact_rate"], row["n"]) == (
            each["recontacts"][0] / each["recontacts"][1],
            each["recontacts"][1],
        )
        assert (row["fcr"], row["fcr_n"]) == (each["fcr"][0] / each["fcr"][1], each["fcr"][1])
        assert row["provisional"] == each["provisional"]
    found = {each.name: each.value for each in finding.numbers}
    assert found["flattens_after"] == expected["flattens_after_days"] * 86_400
    for name in ("daily_before", "daily_after", "agree", "not_surveyed"):
        assert found[name] == pytest.approx(float(Fraction(expected[name])))
    assert finding.outcome == "found"
    assert said(finding)[0] == expected["first"]


def test_where_every_day_brings_back_as_many_it_flattens_nowhere() -> None:
    finding = fcr_curve(ground([case(30, day, 4) for day in range(1, 31)] + [case(30, 0, 600)]))
    assert finding.outcome == "nothing"
    assert any("flattens nowhere" in each for each in said(finding))


def test_of_few_nothing_is_said_and_without_answers_the_survey_says_nothing() -> None:
    few = fcr_curve(ground([case(30, 0, 29)]))
    assert few.outcome == "too few"
    assert said(few)[0].endswith("depends on its window: 29 first resolutions are mature and asked of.")
    assert fcr_curve(ground([])).outcome == "too few"
    enough = fcr_curve(ground([case(30, 0, 300)]))
    assert said(enough)[-1].startswith("By survey nothing is known")


def test_without_a_window_it_is_said_what_it_would_be() -> None:
    finding = fcr_curve(ground([case(30, 0, 90), case(30, 2, 10)], None))
    assert said(finding)[0].startswith(
        "No window is set. At one of 7 days first contact resolution would be 90.0 %"
    )
    assert finding.number("window").value is None  # type: ignore[union-attr]  # it is always there


def test_a_window_of_no_whole_days_has_a_row_of_its_own() -> None:
    finding = fcr_curve(ground([case(30, 1, 10), case(30, 2, 5), case(30, 0, 85)], 1.5))
    rows = finding.records()
    assert [row["days"] for row in rows[:3]] == [1, 1.5, 2]
    assert [row["fcr"] for row in rows[:3]] == [0.9, 0.9, 0.85]
    assert len(rows) == MOST + 1


def test_windows_of_few_people_are_left_out_and_what_is_not_asked_is_only_in_re_contact() -> None:
    cases = [case(30, 1, 20), case(30, 0, 90), case(12, 0, 50), case(30, 0, 10, asked=False)]
    finding = fcr_curve(ground(cases, hidden=frozenset(range(13, 31))))
    rows = {row["days"]: row for row in finding.records()}
    assert set(rows) == set(range(1, 13))
    assert (rows[7]["fcr_n"], rows[7]["n"]) == (160, 170)
    doubts = [plain_sentence(each, "UTC") for each in finding.doubts]
    assert any(each.startswith("18 windows are left out") for each in doubts)
    closed = ground(cases)
    read = {
        **closed.read,
        (FCR, "share", (), False): Groups(closed.read[FCR, "share", (), False].readings, frozenset({()})),
    }
    with pytest.raises(NotAllowedError):
        fcr_curve(replace(closed, read=read))

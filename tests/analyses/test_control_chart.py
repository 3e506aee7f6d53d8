"""What a control chart says: the golden case, which chart a metric gets, and what is not said of noise."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from analyses.charted import MONDAY, WEEK, counts, over, rates, shares, values
from analyses.ground import DAY, HandMade, said
from deskwise.analyses.control_chart import ENTRY, control_chart
from deskwise.analyses.ground_values import LimitsAnew, Note
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import speaking
from deskwise.reports.sentence_words import plain_sentence

GOLDEN = Path(__file__).parents[2] / "golden" / "analyses" / f"{ENTRY.example}.toml"
QUIET = [10.0, 12.0, 11.0, 13.0, 9.0, 12.0, 10.0, 11.0, 13.0, 10.0, 12.0, 11.0, 9.0, 12.0, 10.0, 13.0]
STEADY = [11.0, 10.0, 12.0, 11.5, 10.5, 11.0, 12.5, 10.0, 11.0, 12.0, 10.5, 11.5]


def doubted(ground: HandMade) -> list[str]:
    return [plain_sentence(each, "UTC") for each in control_chart(ground).doubts]


def test_the_golden_case() -> None:
    case = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))
    expect = case["expect"]
    finding = control_chart(over(shares([tuple(each) for each in case["weeks"]], case["metric"])))
    rows = finding.records()
    assert [row["centre"] for row in rows] == pytest.approx([expect["centre"]] * len(rows))
    for row in rows:
        sides = expect["of_400" if row["n"] == 400 else "of_100"]
        assert [row["low"], row["high"]] == pytest.approx(sides)
    marked = [[at, row["mark"]] for at, row in enumerate(rows) if row["mark"]]
    assert marked == expect["marked"]
    assert expect["limits"] in said(finding)
    assert [row["base"] for row in rows] == [True] * 16 + [False] * 20


def test_a_quiet_course_is_in_control_and_says_what_chance_does() -> None:
    finding = control_chart(over(values("customer_rating", [v / 4 for v in [*QUIET, *STEADY]])))
    assert finding.outcome == "nothing"
    assert said(finding)[0] == (
        "Customer rating is in control: none of the 12 weeks held against its limits is marked, and no"
        " change of level can be dated."
    )
    assert said(finding)[-1].endswith("of such charts have a mark by one of the 3 rules.")
    rules = finding.table("rules").records()
    assert [row["rule"] for row in rules] == [
        "beyond the limits", "two of three near a limit", "eight on one side",
    ]  # fmt: skip
    assert all(0 < float(row["per_chart"] or 0) < 1 for row in rules)


def test_a_leap_is_marked_and_not_taken_for_chance() -> None:
    finding = control_chart(
        over(values("customer_rating", [v / 4 for v in [*QUIET, *STEADY[:6], 60.0, *STEADY]]))
    )
    assert finding.outcome == "found"
    first = said(finding)[0]
    assert first.startswith(
        "Customer rating is not in control: of the 19 weeks held against its limits, marked are 1, the first"
    )
    assert "the first from 8 Jun 1970 on, more strikingly than chance does" in first
    assert [row["mark"] for row in finding.records() if row["mark"]] == ["beyond the limits"]


def test_a_change_of_level_is_dated_and_what_was_noted_near_it_is_named() -> None:
    course = values("customer_rating", [v / 4 for v in [*QUIET, *STEADY, *(v + 4 for v in STEADY)]])
    changed = MONDAY + 28 * WEEK
    notes = (
        Note(changed - 2 * DAY, "New macros"),
        Note(changed - 60 * DAY, "Long before"),
    )
    finding = control_chart(replace(over(course), noted=notes))
    assert finding.outcome == "found"
    assert said(finding)[0] == (
        "Customer rating is not in control: its level changed on 20 Jul 1970, from 2.78 to 3.78."
    )
    assert any("New macros" in each for each in said(finding))
    assert not any("Long before" in each for each in said(finding))
    (change,) = finding.table("changes").records()
    assert change["at"] == "1970-07-20"
    assert str(change["low"]) <= "1970-07-20" < str(change["high"])


def test_counts_that_vary_more_than_chance_get_laneys_limits() -> None:
    wild = [(60 + 14 * (-1) ** at, 100) for at in range(20)]
    sentences = said(control_chart(over(shares(wild))))
    assert any("a p' chart (shares of cases, Laney)" in each for each in sentences)
    assert any("times as far apart as chance alone draws them" in each for each in sentences)


def test_rare_events_are_looked_at_by_the_gaps_between_them() -> None:
    days = counts([1 if at % 20 == 0 else 0 for at in range(600)], days=1)
    weeks = counts([1 if at % 3 == 0 else 0 for at in range(84)])
    finding = control_chart(over(weeks, days))
    assert finding.label == "Gaps between events"
    assert {row["value"] for row in finding.records()} == {19.0}
    assert any("a g chart" in each for each in said(finding))
    assert next(each for each in finding.columns if each.name == "value").label == "days between"
    of_cases = rates([(1 if at % 20 == 0 else 0, 5) for at in range(600)], days=1)
    rare = rates([(1 if at % 3 == 0 else 0, 35) for at in range(84)])
    assert {row["value"] for row in control_chart(over(rare, of_cases)).records()} == {99.0}


def test_too_few_events_for_gaps_are_doubted() -> None:
    days = counts([1 if at % 60 == 0 else 0 for at in range(200)], days=1)
    weeks = counts([1 if at % 8 == 0 else 0 for at in range(28)])
    assert any("too few to look at the gaps" in each for each in doubted(over(weeks, days)))


def test_days_are_held_against_their_weekday() -> None:
    usual = [20, 14, 12, 13, 12, 3, 2]
    readings = values(
        "customer_rating", [1.5 + usual[at % 7] / 8 + (at * 7 % 5) / 40 for at in range(100)], days=1
    )
    finding = control_chart(over(readings, every="day"))
    assert "Each day is held against what is usual on its day of the week." in said(finding)
    assert not any(row["mark"] == "beyond the limits" for row in finding.records())
    few = values("customer_rating", [3.0 + (at % 3) / 10 for at in range(40)], days=1)
    assert any("Days of the week are not told apart" in each for each in doubted(over(few, every="day")))


def test_too_few_periods_say_so() -> None:
    finding = control_chart(over(values("customer_rating", [3.0, 4.0] * 6)))
    assert (finding.outcome, finding.rows) == ("too few", ())
    assert said(finding) == [
        (
            "There are too few weeks to draw limits of: 12 ended ones have a figure, and it takes 12 before"
            " the last."
        )
    ]
    only_base = control_chart(over(values("customer_rating", [3.0, 4.0] * 6 + [3.5])))
    assert only_base.outcome == "nothing"


def test_limits_set_anew_are_drawn_of_what_came_after() -> None:
    course = values(
        "customer_rating", [v / 4 for v in [*QUIET, *(v + 4 for v in QUIET), *(v + 4 for v in STEADY)]]
    )
    anew = LimitsAnew(MONDAY + 16 * WEEK, "a new scale")
    finding = control_chart(replace(over(course), anew=anew))
    rows = finding.records()
    assert [row["base"] for row in rows] == [False] * 16 + [True] * 16 + [False] * 12
    assert "They were set anew, of what came from 27 Apr 1970 on: a new scale." in said(finding)
    assert not any(row["mark"] for row in rows)


def test_a_first_week_of_which_little_is_known_draws_no_limit() -> None:
    course = values("customer_rating", [v / 4 for v in [*QUIET, *STEADY]])
    late = control_chart(replace(over(course), first_at=MONDAY + 3 * DAY)).records()
    assert [row["base"] for row in late][:2] == [False, True]
    prompt = control_chart(replace(over(course), first_at=MONDAY + DAY // 3)).records()
    assert prompt[0]["base"]


def test_a_hanging_together_course_is_doubted() -> None:
    slow = [3.0 + ((at // 8) % 2) * 0.2 + (at % 2) / 50 for at in range(60)]
    assert any("like the ones before them" in each for each in doubted(over(values("customer_rating", slow))))


@pytest.mark.parametrize(
    ("options", "do"), [({"every": "hour"}, "week"), ({"kind": "p"}, "xmr"), ({"kind": "pie"}, "auto")]
)
def test_what_cannot_be_drawn_is_refused(options: dict[str, str], do: str) -> None:
    with pytest.raises(UsageError) as refused:
        control_chart(replace(over(values("customer_rating", QUIET)), options=options))
    assert do in refused.value.do


def test_shares_can_be_drawn_as_single_values() -> None:
    finding = control_chart(over(shares([(60, 100), (62, 100)] * 10), kind="xmr"))
    assert any("an XmR chart" in each for each in said(finding))


def test_it_speaks_german() -> None:
    with speaking("de"):
        finding = control_chart(over(values("customer_rating", [v / 4 for v in [*QUIET, *STEADY]])))
        assert "Wochen" in said(finding)[0]

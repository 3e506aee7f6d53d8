"""What is said of a change, and what is not said of noise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyses.ground import (
    BEFORE,
    DAY,
    NOW,
    HandMade,
    counts,
    found,
    ground_of,
    made,
    mean_of,
    means,
    said,
    shares_changed,
    turned,
)  # fmt: skip
from deskwise.analyses.ground_values import Compared, Note
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric
from deskwise.metrics.figures import Figure, share
from deskwise.metrics.intervals import count_interval
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.sentence_words import sentence_words

WORSE_ON_EMAIL = shares_changed(
    {"email": (60, 80), "chat": (108, 120)}, {"email": (78, 120), "chat": (72, 80)}
)
# Of each channel more are satisfied than before, and of the whole fewer: email, where fewer are, grew.
REVERSED = shares_changed(
    {"email": (100, 200), "chat": (720, 800)}, {"email": (480, 800), "chat": (190, 200)}
)
QUIET = shares_changed({"email": (60, 80), "chat": (108, 120)}, {"email": (61, 82), "chat": (107, 119)})


def complaints(before: dict[str, int], now: dict[str, int]) -> HandMade:
    wholes = [
        made("complaints", Figure(n, n, interval=count_interval(n)), period, "count")
        for n, period in ((sum(now.values()), NOW), (sum(before.values()), BEFORE))
    ]
    return ground_of("complaints", Compared(counts(now, NOW), counts(before, BEFORE)), *wholes)


def test_the_rows_add_up_to_the_difference_and_turn_with_the_periods() -> None:
    finding, back = found(WORSE_ON_EMAIL), found(turned(WORSE_ON_EMAIL))
    difference = finding.number("difference")
    assert difference is not None
    assert difference.value == pytest.approx(-0.09)
    assert sum(float(each["total"] or 0) for each in finding.records()) == pytest.approx(-0.09, abs=1e-15)
    assert {each["group"]: -float(each["total"] or 0) for each in finding.records()} == pytest.approx(
        {each["group"]: float(each["total"] or 0) for each in back.records()}
    )
    assert back.outcome == "found"
    assert said(back)[0].endswith("rose by 9.0 pp, from 75.0 % to 84.0 %: better, beyond noise.")
    assert finding.rests_on.by == "channel"
    assert (finding.rests_on.n, finding.rests_on.n_before) == (200, 200)
    assert finding.rests_on.definition == "csat@1"


def test_marks_of_noise_are_those_of_the_groups() -> None:
    rows = {each["group"]: each for each in found(REVERSED).records()}
    assert (rows["email"]["beyond"], rows["email"]["share_beyond"]) == (True, True)
    assert rows["chat"]["change"] == pytest.approx(0.05)
    small = found(shares_changed({"a": (9, 20), "b": (9, 20)}, {"a": (10, 21), "b": (9, 20)}))
    assert {each["beyond"] for each in small.records()} == {False}


def test_simpsons_reversal_is_pointed_out() -> None:
    sentences = said(found(REVERSED))
    assert (
        sentences[0] == "Customer satisfaction fell by 15.0 pp, from 82.0 % to 67.0 %: worse, beyond noise."
    )
    assert sentences[1] == (
        "A changed mix by channel did 22.5 pp: more of the cases are email (80.0 % after 20.0 %); within the"
        " groups the figure rose by 7.5 pp, most at email (+5.0 pp)."
    )
    assert sentences[2] == (
        "In every one of the 2 groups the figure rose, and in the whole it fell: only the mix makes it so"
        " (Simpson's reversal)."
    )
    assert not any("Simpson" in each for each in said(found(WORSE_ON_EMAIL)))


def test_a_reversal_that_chance_alone_may_be_is_not_told_of_a_quiet_figure() -> None:
    quiet = shares_changed({"a": (80, 100), "b": (60, 100)}, {"a": (74, 92), "b": (66, 108)})
    assert found(quiet).outcome == "nothing"
    assert len(said(found(quiet))) == 1


def test_most_groups_may_move_against_the_whole() -> None:
    before = {"email": (100, 200), "chat": (720, 800), "web": (90, 100)}
    now = {"email": (480, 800), "chat": (190, 200), "web": (80, 100)}
    sentences = said(found(shares_changed(before, now)))
    assert any(
        each.startswith("In 2 of 3 groups, which hold most of the cases, the figure rose")
        for each in sentences
    )


def test_noise_is_told_as_noise_and_no_part_of_it_is_explained() -> None:
    finding = found(QUIET)
    assert finding.outcome == "nothing"
    assert said(finding) == [
        (
            "Customer satisfaction fell by 0.4 pp, from 84.0 % to 83.6 %: within noise, so nothing is known"
            " to have changed."
        )
    ]


def test_two_parts_that_cancel_each_other_are_told_though_the_whole_is_quiet() -> None:
    before = {"email": (400, 800), "chat": (180, 200)}
    now = {"email": (60, 200), "chat": (530, 800)}
    finding = found(shares_changed(before, now))
    assert finding.outcome == "nothing"
    # Chat fell from 0.9 to 0.6625 at the middle of shares of 0.2 and 0.8, email from 0.5 to 0.3.
    rate = 0.5 * -0.2375 + 0.5 * -0.2
    found_rate = finding.number("rate")
    assert found_rate is not None
    assert found_rate.value == pytest.approx(rate)
    # The whole went from 0.58 to 0.59, so the mix did the rest.
    assert said(finding)[1] == (
        "A changed mix by channel did 22.9 pp: more of the cases are chat (80.0 % after 20.0 %); within the"
        " groups the figure fell by 21.9 pp, most at chat (−11.9 pp)."
    )


def test_too_few_cases_are_said() -> None:
    finding = found(shares_changed({"email": (2, 4)}, {"email": (30, 60)}))
    assert finding.outcome == "too few"
    assert said(finding) == [
        (
            "There are too few cases to say what changed: 60 in the later period and 4 in the earlier;"
            " it takes 10."
        )
    ]
    assert (finding.columns, finding.rows) == ((), ())
    assert found(shares_changed({"email": (0, 0)}, {"email": (3, 5)})).outcome == "too few"


def test_a_period_that_has_not_ended_is_not_judged() -> None:
    ends = ReadPeriod(28 * DAY, 56 * DAY, True)
    ground = replace(WORSE_ON_EMAIL, all_now=replace(WORSE_ON_EMAIL.all_now, period=ends))
    finding = found(ground)
    assert finding.outcome == "not judged"
    assert said(finding)[0].endswith("not judged, for the later period has not ended.")
    assert len(finding.rows) == 2


def test_a_figure_that_is_the_same_says_so() -> None:
    same = {"email": (60, 80), "chat": (108, 120)}
    assert said(found(shares_changed(same, same)))[0] == (
        "Customer satisfaction did not change: 84.0 % in both periods."
    )


def test_all_of_it_may_be_within_or_mix() -> None:
    within = shares_changed({"a": (90, 100), "b": (90, 100)}, {"a": (50, 100), "b": (90, 100)})
    assert said(found(within))[1] == (
        "All of it is within the groups by channel, where the figure fell, most at a (−20.0 pp)."
    )
    mix = shares_changed({"a": (90, 100), "b": (150, 300)}, {"a": (270, 300), "b": (50, 100)})
    assert said(found(mix))[1] == (
        "All of it is mix by channel: more of the cases are a (75.0 % after 25.0 %), and within the groups"
        " the figure is the same."
    )


def test_a_part_that_chance_alone_may_be_explains_nothing() -> None:
    assert said(found(WORSE_ON_EMAIL))[1] == (
        "It is the mix by channel that did 4.0 pp: more of the cases are email (60.0 % after 40.0 %); within"
        " the groups the figure fell by 5.0 pp, which is within noise."
    )
    before = {"a": (900, 1000), "b": (600, 1000)}
    sentences = said(found(shares_changed(before, {"a": (812, 1015), "b": (591, 985)})))
    # Of a 900/1000 became 812/1015, at the middle of shares of 0.5 and 0.5075: 0.50375 times -0.1.
    assert sentences[1] == (
        "It is within the groups by channel that the figure fell, by 5.0 pp, most at a (−5.0 pp); what the"
        " mix did, 0.2 pp, is within noise."
    )


def test_a_group_that_moved_by_itself_is_told_though_the_whole_is_quiet() -> None:
    before = {"a": (300, 400), "b": (300, 400), "c": (300, 400)}
    now = {"a": (344, 400), "b": (275, 400), "c": (282, 400)}
    finding = found(shares_changed(before, now))
    assert finding.outcome == "nothing"
    assert said(finding)[1] == (
        "Yet by channel the groups moved unlike each other, more than chance lets them: most of all a,"
        " from 75.0 % to 86.0 %."
    )


def test_a_count_is_told_by_the_group_that_did_most() -> None:
    finding = found(complaints({"email": 30, "chat": 40}, {"email": 90, "chat": 41}))
    assert finding.outcome == "found"
    assert said(finding) == [
        "Complaints rose by 61, from 70 to 131: worse, beyond noise.",
        "By channel most of it is email: +60, from 30 to 90.",
    ]
    assert [each.name for each in finding.columns][-1] == "total"
    assert finding.number("rate") is None
    assert sum(float(each["total"] or 0) for each in finding.records()) == 61


def test_a_count_over_longer_time_is_doubted() -> None:
    ground = complaints({"email": 30}, {"email": 90})
    longer = ReadPeriod(28 * DAY, 70 * DAY, False)
    finding = found(replace(ground, all_now=replace(ground.all_now, period=longer)))
    assert [sentence_words(each, "UTC") for each in finding.doubts] == [
        "The periods are not of the same length, and a count grows with its period."
    ]


def test_what_was_noted_near_it_is_named() -> None:
    noted = (Note(20 * DAY, "long before"), Note(25 * DAY, "Release 4.2"), Note(60 * DAY, "after"))
    sentences = said(found(replace(WORSE_ON_EMAIL, noted=noted)))
    assert [each for each in sentences if each.startswith("Noted")] == [
        "Noted near it, Mon 26 Jan 1970, 00:00: Release 4.2."
    ]


def test_of_several_dimensions_that_one_is_told_whose_groups_moved_most_unlike_each_other() -> None:
    alike = shares_changed({"x": (84, 100), "y": (84, 100)}, {"x": (75, 100), "y": (75, 100)})
    splits = {"category": alike.splits["channel"], "channel": WORSE_ON_EMAIL.splits["channel"]}
    finding = found(replace(WORSE_ON_EMAIL, splits=splits, options={}))
    assert finding.rests_on.by == "channel"
    assert "Of the 2 dimensions looked through, channel tells most." in said(finding)
    only = found(replace(WORSE_ON_EMAIL, options={}))
    assert only.rests_on.by == "channel"
    assert not any("looked through" in each for each in said(only))


def test_where_none_stands_out_that_is_said() -> None:
    before, now = {"x": (840, 1000), "y": (840, 1000)}, {"x": (750, 1000), "y": (750, 1000)}
    alike = shares_changed(before, now)
    splits = dict.fromkeys(("channel", "team"), alike.splits["channel"])
    assert any("none stands out" in each for each in said(found(replace(alike, splits=splits, options={}))))


def test_means_of_durations_say_that_they_are_means() -> None:
    name, wide = "average_resolution_time", list(range(0, 40_000, 800))
    before, now = {"a": wide, "b": wide}, {"a": [each + 30_000 for each in wide], "b": wide}
    wholes = [mean_of([case for cases in each.values() for case in cases], period, name)
              for each, period in ((now, NOW), (before, BEFORE))]  # fmt: skip
    compared = Compared(means(now, NOW, name), means(before, BEFORE, name))
    finding = found(ground_of(name, compared, *wholes))
    assert said(finding)[0].startswith("Average resolution time (mean) rose by 4 h 10 min")
    assert any("mean" in each.words for each in finding.doubts)


@pytest.mark.parametrize(
    ("name", "stat", "do"),
    [("first_response_time", "p50", "mean or within"), ("occupancy", "share", "such as csat")],
)
def test_what_does_not_add_up_is_refused_with_what_to_do(name: str, stat: str, do: str) -> None:
    asked: Metric = metric(name)
    reading = made(name, share(10, 20), NOW, "share")
    ground = replace(
        WORSE_ON_EMAIL, metric=asked, all_now=replace(reading, stat=next(s for s in asked.stats if s == stat))
    )
    with pytest.raises(UsageError) as refused:
        found(ground)
    assert do in refused.value.do


def test_groups_that_hold_a_case_twice_are_refused_and_not_looked_through() -> None:
    twice = replace(WORSE_ON_EMAIL, all_now=made("csat", share(140, 190), NOW, "share"))
    with pytest.raises(UsageError, match="does not add up"):
        found(twice)
    with pytest.raises(UsageError, match="no dimension splits"):
        found(replace(twice, options={}))


def test_where_no_group_may_be_told_nothing_is() -> None:
    compared = WORSE_ON_EMAIL.splits["channel"]
    hidden = replace(compared, hidden=frozenset({"email", "chat"}))
    with pytest.raises(NotAllowedError):
        found(replace(WORSE_ON_EMAIL, splits={"channel": hidden}))


def test_groups_told_as_one_are_doubted() -> None:
    small: dict[str, tuple[int, int]] = {f"s{number}": (1, 2) for number in range(5)}
    ground = shares_changed({"email": (60, 80), **small}, {"email": (30, 80), **small})
    finding = found(ground)
    assert finding.records()[-1]["members"] == 5
    assert any("told as one" in each.words for each in finding.doubts)

"""Every kind describes itself, is documented and has golden cases; fields are checked; progress is exact."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import speaking
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Window
from deskwise.okr.keep import kept_and_lost
from deskwise.okr.key_result import Bounds, Change, Checkpoint, KeyResultKind, Milestone
from deskwise.okr.kind import TOLD, kind_faults
from deskwise.okr.kinds import FIELD_WORDS, KINDS, check_fields, progress, target_of
from deskwise.okr.measured import Measured
from deskwise.okr.pace import pace_value
from deskwise.okr.score import score
from okr.key_results import DONE_AT, TODAY, binding, key_result, measured, of_case, weeks

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "golden" / "okr"
CASES = sorted(GOLDEN.glob("*.toml"))
MILLIONS = st.integers(-1_000_000, 1_000_000)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_describes_itself_and_is_documented(name: KeyResultKind) -> None:
    assert kind_faults(KINDS[name], GOLDEN) == []
    assert f"\n### {name}\n" in (ROOT / "docs" / "objectives.md").read_text("utf-8")


def test_every_kind_has_an_entry() -> None:
    assert list(KINDS) == list(KeyResultKind)


@pytest.mark.parametrize("field", TOLD)
def test_a_missing_field_is_a_fault(field: str) -> None:
    emptied: dict[str, Any] = {field: " "}
    assert kind_faults(replace(KINDS[KeyResultKind.REACH], **emptied), GOLDEN) != []


def test_what_works_nothing_out_is_a_fault_as_is_a_case_that_is_nowhere() -> None:
    entry = KINDS[KeyResultKind.REACH]
    assert kind_faults(replace(entry, progress=None), GOLDEN) == ["reach: nothing works out its progress"]
    assert kind_faults(replace(entry, golden="reach-nowhere"), GOLDEN) == [
        "reach: golden case 'reach-nowhere' does not exist"
    ]
    assert kind_faults(replace(entry, may=("target",)), GOLDEN) != []


def test_every_golden_case_is_of_a_kind() -> None:
    assert {path.stem.partition("-")[0] for path in CASES} == {str(name) for name in KINDS}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_golden_case_worked_by_hand(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    told, expected = case["key_result"], case["expect"]
    of = of_case(path.stem.partition("-")[0], told)
    check_fields(of)
    values = [None if each == "none" else each for each in told.get("periods", [])]
    periods = weeks(*values, partial=(told["partial"],) if "partial" in told else ())
    for now, come, scored in expected["progress"]:
        found = progress(of, measured(float(now) if now else None, told.get("baseline"), periods=periods))
        assert found == pytest.approx(float(Fraction(come)), abs=1e-12)
        assert score(found) == pytest.approx(float(Fraction(scored)), abs=1e-12)
    target = target_of(of, told.get("baseline"))
    assert target == (pytest.approx(float(Fraction(expected["target"]))) if "target" in expected else None)
    paced = expected.get("pace_value")
    value = pace_value(of, told.get("baseline"), float(Fraction(paced["expected"])) if paced else 0.5)
    assert value == (pytest.approx(float(Fraction(paced["value"]))) if paced else None)
    if of.bounds is not None:
        assert kept_and_lost(of.bounds, periods) == (expected["kept"], expected["lost"])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_plain_fits_its_kind(kind: KeyResultKind) -> None:
    check_fields(key_result(kind))


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind, entry in KINDS.items() for field in entry.needs]
)
def test_a_field_that_is_needed_is_named_where_it_is_missing(kind: KeyResultKind, field: str) -> None:
    without: dict[str, Any] = {field: () if field == "milestones" else None}
    words = f"key result k1 lacks {FIELD_WORDS[field]}"  # type: ignore[index]  # a word of a list
    with pytest.raises(UsageError, match=f"^{words}: give it: “{KINDS[kind].label}” needs it$"):
        check_fields(key_result(kind, **without))


FILLED: dict[str, Any] = {
    "binding": binding(),
    "target": 1.0,
    "change": Change(0.1),
    "bounds": Bounds(lower=1),
    "milestones": (Milestone("one"),),
    "unit": "articles",
    "higher_is_better": True,
}


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (kind, field)
        for kind, entry in KINDS.items()
        for field in FILLED
        if field not in (*entry.needs, *entry.may)
    ],
)
def test_a_field_of_another_kind_is_refused(kind: KeyResultKind, field: str) -> None:
    words = f"key result k1 has {FIELD_WORDS[field]}"  # type: ignore[index]  # a word of a list
    with pytest.raises(UsageError, match=f"^{words}: leave it out"):
        check_fields(key_result(kind, **{field: FILLED[field]}))


@pytest.mark.parametrize("kind", [kind for kind, entry in KINDS.items() if not entry.has_baseline])
def test_a_kind_without_a_baseline_refuses_where_it_would_come_from(kind: KeyResultKind) -> None:
    with pytest.raises(UsageError, match="says where its baseline comes from"):
        check_fields(key_result(kind, baseline_rule=BaselineRule("same_quarter_last_year")))


@pytest.mark.parametrize(
    ("kind", "rest", "words"),
    [
        ("reach", {"binding": binding("nps", "p50")}, "nps has no statistic p50: it has nps"),
        ("reach", {"binding": binding("npss")}, "no metric is called 'npss'"),
        ("reach", {"binding": binding("reply_time", "within"), "target": 0.9}, "needs a threshold"),
        (
            "reach",
            {"binding": binding("csat", "share"), "target": 1.2},
            "csat cannot be 120.0 %: give 100.0 %",
        ),
        ("reach", {"target": -101.0}, "nps cannot be −101.0: give −100.0 or more"),
        ("reach", {"higher_is_better": False}, "nps says itself which way is better"),
        ("change", {"change": Change(0)}, "a change by 0 changes nothing"),
        ("keep", {"bounds": Bounds(upper=1.01)}, "csat cannot be 101.0 %"),
        ("accumulate", {"binding": binding("csat", "share")}, "share of csat does not add up"),
        ("accumulate", {"binding": binding("backlog", "count")}, "count of backlog does not add up"),
        ("accumulate", {"binding": binding("sales_revenue", "gross")}, "one figure for each currency"),
        (
            "accumulate",
            {"binding": binding("sales_after_contact", "count", window=Window("trailing", 28))},
            "not of trailing 28 days",
        ),
        ("accumulate", {"binding": binding("complaints", "count")}, "less of complaints is better"),
        ("accumulate", {"target": 0.0}, "a sum is to reach more than nothing"),
        ("milestones", {"milestones": (Milestone("one"), Milestone("one"))}, "the same name"),
        ("milestones", {"milestones": (Milestone("one", 0),)}, "a milestone weighs more than nothing"),
        ("number", {"baseline_rule": BaselineRule()}, "a typed number has no readings"),
        ("reach", {"checkpoints": (Checkpoint(TODAY, 0.1), Checkpoint(TODAY, 0.2))}, "of the same day"),
    ],
)
def test_fields_at_odds_are_refused(kind: str, rest: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_fields(key_result(kind, **rest))


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_what_a_figure_can_just_have_is_not_refused(target: float) -> None:
    check_fields(key_result(binding=binding("csat", "share"), target=target))


def test_where_there_is_no_way_to_go_there_is_no_progress() -> None:
    assert progress(key_result("number"), measured(60.0, 60.0)) is None
    assert progress(key_result("number", target=0.3), measured(0.5, 0.1 + 0.2)) is None


def test_a_kind_that_reads_a_threshold_takes_the_share_within_it_as_better_the_more() -> None:
    check_fields(
        key_result(binding=binding("first_response_time", "within", within_seconds=7200), target=0.9)
    )


def test_what_is_refused_is_said_in_german() -> None:
    with speaking("de"), pytest.raises(UsageError, match="fehlt eine Angabe: ein Zielwert"):
        check_fields(key_result(target=None))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not KeyResultKind.MILESTONES])
def test_without_a_figure_there_is_no_progress(kind: KeyResultKind) -> None:
    assert progress(key_result(kind), measured(None, 40.0)) is None


def test_without_a_baseline_there_is_no_progress_where_one_is_needed() -> None:
    assert progress(key_result(), measured(60.0)) is None
    assert progress(key_result("accumulate"), measured(5_000.0)) == 0.25


def test_weeks_that_are_partial_or_without_a_figure_are_no_progress() -> None:
    assert progress(key_result("keep"), measured(periods=weeks(None, partial=(0.95,)))) is None


def test_a_milestone_counts_from_the_instant_it_was_done() -> None:
    steps = (Milestone("one", done_at=DONE_AT), Milestone("two"))
    of = key_result("milestones", milestones=steps)
    assert progress(of, Measured(TODAY)) == 0.5
    assert progress(of, Measured(TODAY, at=DONE_AT)) == 0.5
    assert progress(of, Measured(TODAY, at=DONE_AT - timedelta(microseconds=1))) == 0.0


@given(baseline=MILLIONS, target=MILLIONS, one=MILLIONS, other=MILLIONS)
def test_progress_rises_towards_the_target(baseline: int, target: int, one: int, other: int) -> None:
    assume(baseline != target and one != other)
    of = key_result("number", target=float(target))
    came, comes = (progress(of, measured(float(value), float(baseline))) for value in (one, other))
    assert came is not None
    assert comes is not None
    assert (came < comes) == ((one < other) == (baseline < target))


@given(baseline=MILLIONS, target=MILLIONS)
def test_progress_is_nothing_at_the_baseline_and_all_at_the_target(baseline: int, target: int) -> None:
    assume(baseline != target)
    of = key_result("number", target=float(target))
    assert progress(of, measured(float(baseline), float(baseline))) == 0
    assert progress(of, measured(float(target), float(baseline))) == 1


@given(
    baseline=MILLIONS,
    target=MILLIONS,
    now=MILLIONS,
    factor=st.sampled_from([-3_600, -1, 0.01, 60, 1_000]),
    shift=MILLIONS,
)
def test_progress_is_free_of_units(baseline: int, target: int, now: int, factor: float, shift: int) -> None:
    assume(baseline != target)

    def in_unit(value: int) -> float:
        return value * factor + shift

    plain = progress(key_result("number", target=float(target)), measured(float(now), float(baseline)))
    other = progress(key_result("number", target=in_unit(target)), measured(in_unit(now), in_unit(baseline)))
    assert other == pytest.approx(plain, rel=1e-6, abs=1e-6)


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=20), st.floats(0, 1))
def test_a_kept_share_counts_each_week_once_and_in_any_order(values: list[float | None], edge: float) -> None:
    of = key_result("keep", bounds=Bounds(lower=edge))
    told = [value for value in values if value is not None]
    expected = sum(value >= edge for value in told) / len(told) if told else None
    assert progress(of, measured(periods=weeks(*values))) == expected
    assert progress(of, measured(periods=weeks(*reversed(values)))) == expected

"""What is said of how long requests take: with the open ones kept, by groups, and of few nothing."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from analyses.ground import said
from analyses.lasting import drawn, ground, lifetimes
from deskwise.analyses.time_to_resolve_curve import ALIKE, LONGER, SHORTER, time_to_resolve_curve
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.reports.sentence_words import plain_sentence

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
DAY = 86_400.0


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads(
        (GOLDEN / "time_to_resolve_curve-ten_of_forty_are_still_open.toml").read_text(encoding="utf-8")
    )
    cases = [(days * DAY, ended) for days, n, ended in told["requests"] for _ in range(n)]
    finding, expected = time_to_resolve_curve(ground(lifetimes(cases))), told["expect"]
    found = {each.name: each for each in finding.numbers}
    assert found["median"].value == expected["median_days"] * DAY
    for name, key in (("mean", "mean"), ("plain_mean", "plain"), ("plain_error", "wrong")):
        assert found[name].value == pytest.approx(float(Fraction(expected[f"{key}_days"])) * DAY)
    mean = found["mean"]
    error = ((mean.high or 0) - (mean.low or 0)) / (2 * 1.959963984540054) / DAY
    assert error**2 == pytest.approx(float(Fraction(expected["mean_variance_days"])))
    assert found["horizon"].value == expected["horizon_days"] * DAY
    steps = [row["open_share"] for row in finding.table("curve").records()]
    assert steps == pytest.approx([float(Fraction(each)) for each in expected["open_share"]])
    assert said(finding)[0].startswith(expected["first"])


def test_the_plain_average_is_wrong_by_what_the_slow_ones_would_add() -> None:
    rng = np.random.default_rng(7)
    finding = time_to_resolve_curve(ground(drawn(rng, 2_000, mean=2 * DAY, longest=4 * DAY)))
    assert finding.outcome == "found"
    assert "too short" in said(finding)[-1]
    wrong = finding.number("plain_error")
    assert wrong is not None
    assert wrong.value is not None
    assert wrong.high is not None
    assert wrong.value < wrong.high < 0
    settled = time_to_resolve_curve(ground(lifetimes([(float(each), True) for each in range(100)])))
    assert settled.outcome == "nothing"
    assert said(settled)[-1].startswith("None of them is still open")


def test_who_takes_longer_is_named_and_who_is_like_the_others_is_not() -> None:
    rng = np.random.default_rng(8)
    teams = {"slow": 20.0, "usual": 10.0, "usual too": 10.0, "usual as well": 10.0}
    finding = time_to_resolve_curve(
        ground({name: drawn(rng, 300, mean) for name, mean in teams.items()}, by="team")
    )
    assert finding.outcome == "found"
    assert said(finding)[0].startswith("slow takes longer than the others, beyond noise: ")
    verdicts = {row["team"]: row["verdict"] for row in finding.records()}
    assert verdicts["slow"] == LONGER
    assert set(verdicts.values()) <= {LONGER, SHORTER, ALIKE}
    alike = time_to_resolve_curve(ground({name: drawn(rng, 300) for name in ("a", "b", "c", "d")}, by="team"))
    assert alike.outcome == "nothing"
    assert said(alike)[0].startswith("By team nothing is told apart: how long requests take in 4 groups")


def test_of_few_nothing_is_said() -> None:
    few = time_to_resolve_curve(ground(lifetimes([(1.0, True)] * 9 + [(2.0, False)] * 40)))
    assert few.outcome == "too few"
    assert said(few) == [
        "There is too little to say how long requests take: 49 were raised, and 9 of them are resolved."
    ]
    assert time_to_resolve_curve(ground(lifetimes([]))).outcome == "too few"
    rng = np.random.default_rng(9)
    one = time_to_resolve_curve(ground({"a": drawn(rng, 200), "b": drawn(rng, 12)}, by="team"))
    assert one.outcome == "too few"
    assert said(one)[0] == "By team there are not two groups with enough requests to compare."
    assert one.number("median") is not None


def test_groups_that_may_not_be_seen_are_in_no_row_and_no_sentence() -> None:
    rng = np.random.default_rng(10)
    teams: dict[str | None, float] = {"own": 10.0, "hidden": 30.0, "other": 10.0}
    made = {name: drawn(rng, 300, mean) for name, mean in teams.items()}
    finding = time_to_resolve_curve(ground(made, frozenset({"hidden"}), by="team"))
    for table in finding.tables():
        assert {row["team"] for row in table.records()} == {"own", "other"}
    assert "hidden" not in " ".join(said(finding)[:-1])
    with pytest.raises(NotAllowedError):
        time_to_resolve_curve(ground(made, frozenset(str(each) for each in teams), by="team"))


def test_a_horizon_that_is_none_is_refused_and_one_beyond_the_data_is_cut() -> None:
    found = drawn(np.random.default_rng(11), 300)
    for words in ("soon", "0", "-3", "nan", "inf"):
        with pytest.raises(UsageError, match="no number of days"):
            time_to_resolve_curve(ground(found, horizon=words))
    cut = time_to_resolve_curve(ground(found, horizon="400"))
    assert cut.number("horizon").value == found.lasted[-1] / 1e6  # type: ignore[union-attr]  # it is always there
    assert plain_sentence(cut.doubts[0], "UTC").startswith("Nothing is known beyond 30 s")
    with pytest.raises(UsageError, match="leave none"):
        time_to_resolve_curve(replace(ground(found, by="team"), where={"team": ["a"]}))

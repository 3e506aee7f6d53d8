"""What the age of open requests takes: which of the oldest have to be closed, and never one more."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyses.ground import DAY, HandMade, made, said
from deskwise.analyses.finding import CasePart
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.what_if import what_if
from deskwise.analyses.what_if_ages import oldest_to_close
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat
from deskwise.metrics.figures import Figure, share
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
TOLD: dict[str, Any] = tomllib.loads(
    (GOLDEN / "what_if-points_rates_ages_and_hours.toml").read_text(encoding="utf-8")
)["ages"]
ENDED = ReadPeriod(28 * DAY, 56 * DAY, False)
AGES = tuple(day * DAY for day in TOLD["days"])
THREE_DAYS = 3 * 86_400.0


def ground(stat: Stat, value: str, ages: tuple[int, ...] = AGES) -> HandMade:
    days = [age / DAY for age in ages]
    figures: dict[Stat, Figure] = {
        "mean": Figure(fmean(days) * 86_400, len(days)),
        "p50": Figure(float(np.quantile(days, 0.5)) * 86_400, len(days)),
        "within": share(sum(day <= 3 for day in days), len(days)),
    }
    whole = made("backlog_age", figures[stat], ENDED, stat)
    # One group of all requests, however it is read.
    in_one: dict[tuple[str | None, ...], Reading] = {("email",): whole}

    class Listening(HandMade):
        def figures(
            self,
            name: str,
            stat: Stat,
            by: Sequence[str] = (),
            *,
            before: bool = False,
            within_seconds: float | Decimal | None = None,
        ) -> Groups:
            if not by:
                return Groups({(): whole})
            if stat != "within":
                return Groups(in_one)
            hits = sum(age <= (within_seconds or 0) * 1_000_000 for age in ages)
            return Groups({("email",): made(name, share(hits, len(ages)), ENDED, "within")})

    return Listening(
        metric("backlog_age"), whole, whole, {}, {"value": value, "by": "channel"}, ages=ages,
        within_seconds=THREE_DAYS if stat == "within" else None,
    )  # fmt: skip


def test_the_golden_case_worked_by_hand() -> None:
    for stat, value, short, stays in TOLD["takes"]:
        finding = what_if(ground(stat, value))
        numbers = {each.name: each for each in finding.numbers}
        assert numbers["short"].value == short
        assert finding.outcome == ("found" if short else "nothing")
        if short:
            assert numbers["cut"].value == stays * 86_400
            assert numbers["missed"].value == short == finding.records()[0]["missed"]
            assert numbers["missed"].part == CasePart("beyond", stays * 86_400)
    assert said(what_if(ground("mean", "4d")))[0] == TOLD["first"]


def test_those_as_old_as_the_oldest_that_stays_are_told_apart() -> None:
    finding = what_if(ground("mean", "2d", (DAY, 4 * DAY, 4 * DAY, 4 * DAY)))
    assert said(finding)[0].endswith(
        "the 3 oldest have to be closed: all that are older than 1 d 0 h."
    ) or said(finding)[0].endswith("all that are older than 24 h 00 min.")
    some = what_if(ground("mean", "3d", (DAY, 4 * DAY, 4 * DAY, 4 * DAY)))
    # Two of the three that are four days old: 5/2 days are left.
    assert (
        "the 1 oldest have to be closed: all 0 that are older than 4 d 0 h, and 1 of those" in said(some)[0]
    )


def test_where_none_may_stay_all_have_to_be_closed() -> None:
    finding = what_if(ground("p50", "1h"))
    assert said(finding)[0].endswith("all of them have to be closed.")
    assert finding.records()[0]["missed"] == len(AGES)


@pytest.mark.parametrize("stat", ["mean", "p50", "within"])
@given(ages=st.lists(st.integers(0, 12), min_size=1, max_size=7), target=st.integers(0, 12))
def test_no_fewer_would_do_whichever_are_closed(stat: Stat, ages: list[int], target: int) -> None:
    within, aim = 3.0, Fraction(target, 12) if stat == "within" else Fraction(target)

    def good(left: tuple[int, ...]) -> bool:
        if not left:
            return True
        if stat == "within":
            return Fraction(sum(age <= within for age in left), len(left)) >= aim
        if stat == "mean":
            return Fraction(sum(left), len(left)) <= aim
        return bool(np.quantile(left, 0.5) <= target)

    fewest = next(
        closed
        for closed in range(len(ages) + 1)
        if any(good(left) for left in combinations(ages, len(ages) - closed))
    )
    found = oldest_to_close([age * 1_000_000 for age in ages], stat, aim, within)
    assert found.short == fewest
    assert found.older <= found.short

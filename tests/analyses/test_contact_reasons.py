"""How few reasons make most of it, what ending one saves, and of what too little is known to say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from analyses.ground import BEFORE, DAY, NOW, HandMade, counts, made, mean_of, said
from deskwise.analyses.contact_reasons import contact_reasons
from deskwise.analyses.finding import Finding
from deskwise.analyses.ground_values import Groups
from deskwise.kernel.errors import NotAllowedError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import share
from deskwise.metrics.readings import Reading
from deskwise.reports.sentence_words import plain_sentence

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
Readings = dict[tuple[str | None, ...], Reading]


@dataclass(frozen=True)
class Reason:
    """The requests of a category: how many, the seconds on each with work, and hits out of cases."""

    requests: int
    work: Sequence[int] = ()
    recontacts: tuple[int, int] = (0, 0)
    not_good: tuple[int, int] = (0, 0)


def ground(
    reasons: Mapping[str | None, Reason], hourly: int | None = None, hidden: frozenset[str] = frozenset()
) -> HandMade:
    """Reasons, and what an hour of work on them costs; `hidden` are those that may not be seen."""
    total = sum(each.requests for each in reasons.values())
    whole = counts({"all": total}, NOW, "requests_received")["all"]
    unseen = frozenset((name,) for name in hidden)
    received: Readings = {
        (name,): counts({name: each.requests}, NOW, "requests_received")[name]
        for name, each in reasons.items()
    }
    work: Readings = {
        (name,): mean_of(each.work, NOW, "handle_time") for name, each in reasons.items() if each.work
    }
    again: Readings = {
        (name,): made("recontact_rate", share(*each.recontacts), NOW, "share")
        for name, each in reasons.items()
        if each.recontacts[1]
    }
    rated: Readings = {
        (name,): made("csat", share(each.not_good[1] - each.not_good[0], each.not_good[1]), NOW, "share")
        for name, each in reasons.items()
        if each.not_good[1]
    }
    paid: Readings = {}
    if hourly is not None:
        paid = {
            (name, "EUR"): mean_of(
                [seconds * hourly // 3600 for seconds in each.work], NOW, "cost_per_request"
            )
            for name, each in reasons.items()
            if each.work
        }
    return HandMade(
        metric("requests_received"), whole, whole, {},
        read={
            ("requests_received", "count", (), False): Groups({(): whole}),
            ("requests_received", "count", ("category",), False): Groups(received, unseen),
            ("handle_time", "mean", ("category",), False): Groups(work),
            ("recontact_rate", "share", ("category",), False): Groups(again),
            ("csat", "share", ("category",), False): Groups(rated),
            ("cost_per_request", "mean", ("category",), False): Groups(paid),
        },
    )  # fmt: skip


FEW: Mapping[str | None, Reason] = {
    "billing": Reason(50, [600] * 40),
    "login": Reason(40, [300] * 30),
    "sync": Reason(6),
    "other": Reason(4),
}


def doubted(finding: Finding) -> list[str]:
    return [plain_sentence(each, "UTC") for each in finding.doubts]


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads(
        (GOLDEN / "contact_reasons-half_the_work_is_billing.toml").read_text(encoding="utf-8")
    )
    reasons: dict[str | None, Reason] = {
        each["category"]: Reason(
            each["requests"],
            [seconds for count, seconds in each["work"] for _ in range(count)],
            tuple(each["recontacts"]),
            tuple(each["not_good"]),
        )
        for each in told["reasons"]
    }
    asked = ground(reasons, told["hourly"])
    assert (asked.all_now.period.end_at - asked.all_now.period.start_at) / DAY == told["days"]  # type: ignore[union-attr, operator]  # it has both ends
    finding, expect = contact_reasons(asked), told["expect"]
    numbers = {each.name: each for each in finding.numbers}
    assert {name: numbers[f"few_{name}"].value for name in expect["few"]} == expect["few"]
    hours, money = numbers["saved_hours"], numbers["saved_EUR"]
    assert [hours.value, hours.low, hours.high] == pytest.approx(expect["hours"], abs=1e-4)
    assert [money.value, money.low, money.high] == pytest.approx(expect["money"], abs=0.005)
    assert (finding.outcome, said(finding)[0]) == (expect["outcome"], expect["first"])
    assert [row["category"] for row in finding.records()] == ["billing", "login", "sync", "other"]
    assert [row["category"] for row in finding.table("savings").records()] == ["billing", "sync", "login"]
    assert finding.rests_on.n == 100
    assert finding.rests_on.beside == ("handle_time@1", "recontact_rate@1", "csat@1", "cost_per_request@1")


def test_where_half_of_the_reasons_make_most_few_do() -> None:
    finding = contact_reasons(ground(FEW))
    assert finding.outcome == "found"
    assert said(finding)[0] == (
        "It takes 2 of 4 reasons to make 80 % of the 100 requests; the most frequent is billing (50.0 %)."
    )
    # Of many requests, lying over the reasons as unevenly as chance never spreads them, it still takes most.
    uneven: dict[str | None, Reason] = {
        name: Reason(100_000 + 5_000 * place) for place, name in enumerate("abcdefgh")
    }
    assert contact_reasons(ground(uneven)).outcome == "nothing"


def test_requests_without_a_category_count_in_the_whole_on_a_line_of_their_own() -> None:
    finding = contact_reasons(ground({**FEW, None: Reason(20, [900] * 25)}))
    assert [row["category"] for row in finding.records()] == ["billing", "login", "sync", "other", None]
    assert sum(float(str(row["requests_share"])) for row in finding.records()) == pytest.approx(1)
    assert said(finding)[0].startswith(
        "No few reasons make most of it: it takes 3 of 4 to make 80 % of the 120"
    )
    assert finding.rests_on.n == 120
    assert None not in [row["category"] for row in finding.table("savings").records()]
    assert doubted(finding)[0].startswith("20 requests have no category")
    mostly = contact_reasons(ground({**FEW, None: Reason(100)}))
    assert mostly.outcome == "nothing"
    assert mostly.number("few_requests").value is None  # type: ignore[union-attr]  # it is always there
    assert said(mostly)[0] == (
        "All reasons together make only 50.0 % of the 200 requests, for the rest has no category; most come"
        " of billing (25.0 %)."
    )


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        ({"a": Reason(15), "b": Reason(14)}, "There is too little to say"),
        ({"a": Reason(500, [60] * 100)}, "There is too little to say"),
        ({None: Reason(500)}, "Nothing can be said of reasons: none of the 500 requests has a category."),
    ],
)
def test_of_too_few_nothing_is_said(reasons: Mapping[str | None, Reason], words: str) -> None:
    finding = contact_reasons(ground(reasons))
    assert finding.outcome == "too few"
    only = said(finding)[0]
    assert only.startswith(words)


@pytest.mark.parametrize("work", [[], [600] * 19, [0] * 40])
def test_of_too_little_work_it_is_not_said_what_is_saved(work: Sequence[int]) -> None:
    finding = contact_reasons(ground({"billing": Reason(50, work), "login": Reason(40)}, 36))
    numbers = {each.name: each.value for each in finding.numbers}
    assert (numbers["saved_hours"], numbers["saved_money"]) == (None, None)
    assert finding.more == ()
    assert doubted(finding)[-1] == "Too little work is recorded to say what ending a reason would save."


def test_of_few_recontacts_and_ratings_nothing_is_said() -> None:
    some = {**FEW, "sync": Reason(6, recontacts=(19, 60), not_good=(19, 60))}
    assert not any("re-contacts" in each or "ratings" in each for each in said(contact_reasons(ground(some))))
    more = {**FEW, "sync": Reason(6, recontacts=(20, 60), not_good=(20, 60))}
    assert (
        sum("re-contacts" in each or "ratings" in each for each in said(contact_reasons(ground(more)))) == 2
    )


def test_without_hourly_costs_nothing_is_said_in_money_and_it_says_why() -> None:
    finding = contact_reasons(ground(FEW))
    assert finding.number("saved_money").value is None  # type: ignore[union-attr]  # it is there without costs
    assert any("no team has an hourly cost" in each for each in doubted(finding))
    paid = contact_reasons(ground(FEW, 36))
    assert paid.number("saved_EUR").value == pytest.approx(40 * 6 * 30.4375 / 28)  # type: ignore[union-attr]  # they cost
    nothing = contact_reasons(ground(FEW, 0))
    assert any("too little of its work" in each for each in doubted(nothing))


def test_a_reason_that_may_not_be_seen_is_left_out_and_counts_nowhere() -> None:
    finding = contact_reasons(ground(FEW, hidden=frozenset({"billing"})))
    assert [row["category"] for row in finding.records()] == ["login", "sync", "other"]
    assert [row["category"] for row in finding.table("savings").records()] == ["login"]
    assert finding.rests_on.n == 50
    assert "Reasons of too few people to be shown are left out." in doubted(finding)
    asked = ground(FEW)
    everything = {**asked.read, ("requests_received", "count", (), False): Groups(
        {(): asked.all_now}, frozenset({()})
    )}  # fmt: skip
    with pytest.raises(NotAllowedError):
        contact_reasons(replace(asked, read=everything))


def test_it_is_doubted_which_reason_is_the_biggest_where_chance_may_have_decided() -> None:
    apart: dict[str | None, Reason] = {"billing": Reason(90, [600] * 80), "login": Reason(90, [300] * 80)}
    assert not any("chance alone" in each for each in doubted(contact_reasons(ground(apart))))
    alike: dict[str | None, Reason] = {"billing": Reason(90, [600] * 80), "login": Reason(90, [600] * 70)}
    assert "Whether billing or login takes more work chance alone may have decided." in doubted(
        contact_reasons(ground(alike))
    )


def test_a_month_is_reckoned_from_the_days_that_there_is_data_of() -> None:
    usual = contact_reasons(ground(FEW))
    half = contact_reasons(replace(ground(FEW), first_at=(NOW.start_at or 0) + 14 * DAY))
    hours = [each.number("saved_hours").value for each in (usual, half)]  # type: ignore[union-attr]  # of both
    assert hours[1] == pytest.approx(2 * float(Fraction(hours[0] or 0)))
    assert "The month is reckoned from 14 days." in doubted(half)
    none = replace(ground(FEW), as_of=BEFORE.end_at or 0)
    assert contact_reasons(none).number("saved_hours").value is None  # type: ignore[union-attr]  # always there

"""What a rate per 100 takes to come down: how many events fewer, and how many may still come."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from analyses.ground import DAY, HandMade, made, said
from deskwise.analyses.finding import Finding
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.what_if import what_if
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import rate
from deskwise.metrics.timeline import ReadPeriod

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
TOLD: dict[str, Any] = tomllib.loads(
    (GOLDEN / "what_if-points_rates_ages_and_hours.toml").read_text(encoding="utf-8")
)["rate"]
NAME = "complaints_per_100_requests"
ENDED, RUNNING = ReadPeriod(28 * DAY, 56 * DAY, False), ReadPeriod(42 * DAY, 70 * DAY, True)


def ground(
    value: str, period: ReadPeriod = ENDED, events: int = TOLD["events"], name: str = NAME
) -> HandMade:
    whole = made(name, rate(events, TOLD["below"]), period, "rate")
    by = {("email",): rate(events - 1, 300), ("chat",): rate(0, 100), ("phone",): rate(1, 0)}
    days = [
        made(name, rate(0, 10), ReadPeriod(day * DAY, (day + 1) * DAY, False), "rate") for day in range(4, 60)
    ]
    return HandMade(
        metric(name), whole, whole, {}, {"value": value, "by": "channel"},
        read={
            (name, "rate", (), False): Groups({(): whole}),
            (name, "rate", ("channel",), False): Groups(
                {key: made(name, each, period, "rate") for key, each in by.items()}
            ),
        },
        over_time={"day": days},
        as_of=60 * DAY,
    )  # fmt: skip


def number(finding: Finding, name: str) -> float | None:
    found = finding.number(name)
    return None if found is None else found.value


def test_the_golden_case_worked_by_hand() -> None:
    finding = what_if(ground("2.1"))
    assert said(finding)[0] == TOLD["first"]
    assert (finding.outcome, number(finding, "short")) == ("found", TOLD["short"])
    running = said(what_if(ground("2.1", RUNNING)))[-1]
    assert f"it takes {TOLD['least']} at least in which it does not happen" in running
    above = what_if(ground("3.5", RUNNING))
    assert (above.outcome, number(above, "may"), number(above, "expected")) == ("nothing", TOLD["may"], 100)
    assert f"it may happen {TOLD['may']} times in these, 5.0, where so far it was 3.0." in said(above)[-1]


@pytest.mark.parametrize(
    ("value", "events", "words"),
    [
        ("0", 1, "0.0 cannot be reached any more, however many come."),
        ("0", 0, "it may happen 0 times in these"),
    ],
)  # fmt: skip
def test_none_at_all_is_lost_by_one(value: str, events: int, words: str) -> None:
    assert words in said(what_if(ground(value, RUNNING, max(events, 0))))[-1]


def test_groups_are_by_what_happened_and_open_to_it() -> None:
    finding = what_if(ground("2.1"))
    assert [(row["channel"], row["missed"], row["n"]) for row in finding.records()] == [
        ("email", 11, 300), ("chat", 0, 100),
    ]  # fmt: skip
    assert {each.name: each.opens for each in finding.columns if each.opens} == {
        "n": "requests_handled", "missed": NAME,
    }  # fmt: skip
    # Where nothing is below the line there is no rate, and the group is not listed.
    assert said_doubts(finding)[-1].startswith("1 of them are in none of the groups")


def said_doubts(finding: Finding) -> list[str]:
    return [each.words.replace("%(n)s", str(dict(each.values).get("n"))) for each in finding.doubts]


def test_where_a_stock_is_below_the_line_nothing_comes_by_the_day() -> None:
    finding = what_if(ground("2.1", RUNNING, name="contacts_per_100_customers"))
    assert number(finding, "expected") is None
    assert {each.name: each.opens for each in finding.columns if each.opens} == {
        "missed": "contacts_per_100_customers"
    }

"""What occupancy takes to have a value: no side of it is better, so the value is named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from analyses.ground import DAY, HandMade, made, said
from deskwise.analyses.finding import Finding
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.what_if import what_if
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import Figure
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
TOLD: dict[str, Any] = tomllib.loads(
    (GOLDEN / "what_if-points_rates_ages_and_hours.toml").read_text(encoding="utf-8")
)["hours"]
ENDED = ReadPeriod(28 * DAY, 56 * DAY, False)
HOUR = 3_600


def spent(work: float, available: float) -> Reading:
    total = (work + available) * HOUR
    value = work * HOUR / total if total else None
    return made("occupancy", Figure(value, 9, work * HOUR, total), ENDED, "share")


def ground(value: str, work: float = TOLD["work"], available: float = TOLD["available"]) -> HandMade:
    whole = spent(work, available)
    by: dict[tuple[str | None, ...], Reading] = {("a",): spent(work, 0), ("b",): spent(0, available)}
    return HandMade(
        metric("occupancy"), whole, whole, {}, {"value": value},
        read={("occupancy", "share", (), False): Groups({(): whole}),
              ("occupancy", "share", ("team",), False): Groups(by if work else {})},
    )  # fmt: skip


def hours(finding: Finding, name: str) -> float:
    found = finding.number(name)
    assert found is not None
    assert found.value is not None
    return found.value / HOUR


def test_the_golden_case_worked_by_hand() -> None:
    for value, moved, there in TOLD["takes"]:
        finding = what_if(ground(value))
        assert finding.outcome == "found"
        assert (hours(finding, "moved"), hours(finding, "there")) == (moved, there)
    assert said(what_if(ground("80%")))[0] == (
        "Occupancy is at 75.0 %: 30 h 00 min of work on tickets and 10 h 00 min available for them. To come"
        " up to 80.0 %, 2 h 00 min of what is available have to be work; with as much work, 2 h 30 min less"
        " would have to be available."
    )
    # Of 30 h that are all work 6 h are too many, of 10 h available 8 h.
    rows = what_if(ground("80%")).records()
    assert [(row["team"], row["missed"]) for row in rows] == [("b", 8 * HOUR), ("a", 6 * HOUR)]


def test_without_a_value_it_says_why_there_is_no_answer() -> None:
    finding = what_if(ground(""))
    assert (finding.outcome, finding.records()) == ("nothing", [])
    assert said(finding)[0].endswith(
        "Neither more nor less of it is better: name the value that it is to have."
    )
    assert finding.number("target") is None


def test_what_it_is_already_and_what_takes_all_of_the_work() -> None:
    assert said(what_if(ground("75%"))) == ["Occupancy is at 75.0 %, which is the value it is to have."]
    assert said(what_if(ground("0")))[0].endswith("all of the work has to be avoided.")
    assert what_if(ground("80%", 0, 0)).outcome == "too few"

"""What a net promoter score takes: as few ratings as can be, and what is still to come."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from analyses.ground import DAY, HandMade, made, said
from deskwise.analyses.finding import CasePart, Finding
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.what_if import what_if
from deskwise.analyses.what_if_points import Points
from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import Figure
from deskwise.metrics.readings import Reading
from deskwise.metrics.recommendations import Recommendations
from deskwise.metrics.timeline import ReadPeriod

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
TOLD: dict[str, Any] = tomllib.loads(
    (GOLDEN / "what_if-points_rates_ages_and_hours.toml").read_text(encoding="utf-8")
)["score"]
AS_OF = 60 * DAY
ENDED, RUNNING = ReadPeriod(28 * DAY, 56 * DAY, False), ReadPeriod(42 * DAY, 70 * DAY, True)
WHOLE = Recommendations(TOLD["promoters"], TOLD["passives"], TOLD["detractors"])
CHANNELS = {"email": Recommendations(10, 5, 30), "chat": Recommendations(30, 20, 5)}


def score(counts: Recommendations, period: ReadPeriod) -> Reading:
    value = 100 * counts.lead / counts.n if counts.n else None
    return made("nps", Figure(value, counts.n), period, "nps")


def ground(value: str, period: ReadPeriod = ENDED, counts: Recommendations = WHOLE) -> HandMade:
    whole = score(counts, period)
    days = [
        made("nps", Figure(0, 10), ReadPeriod(day * DAY, (day + 1) * DAY, False), "nps")
        for day in range(4, 60)
    ]
    return HandMade(
        metric("nps"), whole, whole, {}, {"value": value, "by": "channel"},
        read={
            ("nps", "nps", (), False): Groups({(): whole}),
            ("nps", "nps", ("channel",), False): Groups(
                {(name,): score(each, period) for name, each in CHANNELS.items()}
            ),
        },
        recommended={(): {(): counts}, ("channel",): {(name,): each for name, each in CHANNELS.items()}},
        over_time={"day": days},
        as_of=AS_OF,
    )  # fmt: skip


def number(finding: Finding, name: str) -> float | None:
    found = finding.number(name)
    assert found is not None
    return found.value


def test_the_golden_case_worked_by_hand() -> None:
    for value, short, turned, _ in TOLD["takes"]:
        finding = what_if(ground(value))
        assert (number(finding, "short"), number(finding, "turned")) == (short, turned)
        assert finding.outcome == ("found" if short else "nothing")
    assert said(what_if(ground("30")))[0] == TOLD["first"]
    spare = next(each[3] for each in TOLD["takes"] if each[0] == "-10")
    assert said(what_if(ground("-10")))[0].endswith(f"smaller by {spare}.")
    running = what_if(ground("30", RUNNING))
    assert number(running, "expected") == TOLD["to_come"]
    assert number(running, "required_score") == TOLD["next_score"]
    assert f"takes {TOLD['least']} at least, all of promoters" in said(what_if(ground("60", RUNNING)))[-1]


def test_no_fewer_ratings_would_do() -> None:
    def moved(counts: Recommendations, to_promoter: int, stepped: int, raised: int) -> Recommendations:
        """Detractors become promoters, passives promoters, detractors passives."""
        return Recommendations(
            counts.promoters + to_promoter + stepped,
            counts.passives - stepped + raised,
            counts.detractors - to_promoter - raised,
        )

    for promoters, passives, detractors in product(range(4), repeat=3):
        counts = Recommendations(promoters, passives, detractors)
        for needed in range(-counts.n, counts.n + 1):
            tried = [
                sum(moves)
                for moves in product(range(detractors + 1), range(passives + 1), range(detractors + 1))
                if moves[0] + moves[2] <= detractors and moved(counts, *moves).lead >= needed
            ]
            assert Points(counts, needed).fewest == min(tried)


@pytest.mark.parametrize(
    ("counts", "value", "words"),
    [
        (Recommendations(5, 5, 0), "70", "and no detractors. To reach 70.0, 2 of the passives have to be"),
        (Recommendations(5, 5, 0), "100", "5 of the passives have to be promoters."),
        (Recommendations(5, 4, 1), "50", "To reach 50.0, one rating has to be a step better."),
        (Recommendations(5, 3, 2), "50", "1 ratings at least have to be otherwise: 1 detractors have to be"),
        (Recommendations(5, 3, 2), "100", "all 2 detractors have to be promoters, and 3 of the passives"),
    ],
)  # fmt: skip
def test_what_has_to_change_is_said(counts: Recommendations, value: str, words: str) -> None:
    assert words in said(what_if(ground(value, counts=counts)))[0]


def test_each_count_opens_to_its_part_and_groups_are_by_detractors() -> None:
    finding = what_if(ground("30"))
    told = [tuple(row.values())[:5] for row in finding.records()]
    assert told == [("email", 45, 30, 5, 10), ("chat", 55, 5, 20, 30)]
    parts = {each.name: each.part for each in finding.columns if each.opens}
    assert parts == {
        "n": None, "missed": CasePart("detractor"), "passives": CasePart("passive"),
        "promoters": CasePart("promoter"),
    }  # fmt: skip


def test_what_is_reached_or_lost_whatever_comes() -> None:
    assert said(what_if(ground("-60", RUNNING)))[-1].endswith("60.0 is reached whatever these are.")
    assert "however many come" in said(what_if(ground("100", RUNNING)))[-1]


def test_without_ratings_nothing_is_said_and_a_score_has_ends() -> None:
    assert what_if(ground("30", counts=Recommendations(0, 0, 0))).outcome == "too few"
    with pytest.raises(UsageError, match="no value"):
        what_if(ground("101"))

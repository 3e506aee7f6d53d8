"""What is said of complaints: a pattern where there is one, chance where it may be, and of few nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from analyses.ground import NOW, HandMade, made, said
from deskwise.analyses.complaint_pattern import complaint_pattern
from deskwise.analyses.expected import standings
from deskwise.analyses.ground_values import Groups, LowRating
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import rate
from deskwise.metrics.readings import Reading

NAME = "complaints_per_100_requests"
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
Cells = Mapping[str | None, Sequence[tuple[str, int, int]]]
ByCell = dict[str | None, dict[tuple[str | None, ...], tuple[int, int]]]
QUIET: Cells = {
    "anna": [("email", 3, 100), ("chat", 1, 120)],
    "ben": [("email", 2, 90), ("chat", 2, 110)],
    "cara": [("email", 2, 110), ("chat", 1, 100)],
    "dan": [("email", 3, 100), ("chat", 2, 130)],
}


def ground(cells: Cells, hidden: frozenset[str] = frozenset(), of: str = "agent") -> HandMade:
    """Somebody's complaints and requests by channel; `hidden` are those whose figures may not be seen."""
    alone: dict[tuple[str | None, ...], Reading] = {}
    by_cell: dict[tuple[str | None, ...], Reading] = {}
    for who, own in cells.items():
        alone[(who,)] = made(NAME, rate(*_sums(own)), NOW, "rate")
        for channel, count, below in own:
            by_cell[(who, None, channel, None)] = made(NAME, rate(count, below), NOW, "rate")
    whole = _sums([each for own in cells.values() for each in own])
    reading = made(NAME, rate(*whole), NOW, "rate")
    return HandMade(
        metric(NAME), reading, reading, {}, {"of_whom": of},
        read={
            (NAME, "rate", (), False): Groups({(): reading}),
            (NAME, "rate", (of,), False): Groups(alone, frozenset((who,) for who in hidden)),
            (NAME, "rate", (of, "category", "channel", "priority"), False): Groups(by_cell),
        },
    )  # fmt: skip


def _sums(cells: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    return sum(count for _, count, _ in cells), sum(below for _, _, below in cells)


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads(
        (GOLDEN / "complaint_pattern-four_times_what_is_expected.toml").read_text(encoding="utf-8")
    )
    cells = {each["agent"]: [tuple(cell) for cell in each["cells"]] for each in told["groups"]}
    finding = complaint_pattern(ground(cells))
    rows = {each["agent"]: each for each in finding.records()}
    by_cell: ByCell = {
        who: {(name,): (count, below) for name, count, below in own} for who, own in cells.items()
    }
    worked = {each.group: each for each in standings(by_cell, frozenset({"eve"}))}
    for each in told["groups"]:
        row = rows[each["agent"]]
        assert row["expected"] == pytest.approx(float(Fraction(each["expected"])), abs=1e-12)
        assert row["ratio"] == pytest.approx(float(Fraction(each["ratio"])), abs=1e-12)
        assert row["verdict"] == each["verdict"]
        assert worked[each["agent"]].noise == pytest.approx(float(Fraction(each["noise"])), abs=1e-12)
    assert finding.outcome == told["expect"]["outcome"]
    assert said(finding)[0].startswith(told["expect"]["first"])


def test_where_chance_alone_may_do_it_nobody_is_named_and_rows_are_in_the_order_of_names() -> None:
    finding = complaint_pattern(ground(QUIET))
    assert finding.outcome == "nothing"
    assert said(finding) == [
        (
            "Nobody has a pattern of complaints: what there is, 16 complaints on 860 requests of 4 agents,"
            " chance alone may do."
        )
    ]
    assert [each["agent"] for each in finding.records()] == ["anna", "ben", "cara", "dan"]


def test_who_handles_more_or_harder_requests_has_no_pattern() -> None:
    # Eve has four times as many complaints as anybody, and only the channel on which all have so many.
    by_phone: Cells = {"eve": [("phone", 20, 200)], "fred": [("phone", 22, 200)], "gus": [("phone", 19, 200)]}
    cells: Cells = {**QUIET, **by_phone}
    assert complaint_pattern(ground(cells)).outcome == "nothing"


def test_one_complaint_is_no_pattern_however_few_the_others_have() -> None:
    cells: Cells = {who: [("email", 0, 4000)] for who in ("anna", "ben", "cara")}
    for complaints in (1, 2):
        finding = complaint_pattern(ground({**cells, "eve": [("email", complaints, 40)]}))
        assert finding.outcome == "nothing"
    assert complaint_pattern(ground({**cells, "eve": [("email", 3, 40)]})).outcome == "found"


def test_of_who_handled_few_nothing_is_said() -> None:
    finding = complaint_pattern(ground({**QUIET, "eve": [("email", 5, 29)]}))
    assert "eve" not in {each["agent"] for each in finding.records()}
    assert finding.number("too_few").value == 1  # type: ignore[union-attr]  # it is always there
    few = complaint_pattern(ground({"anna": [("email", 1, 20)], "ben": [("email", 0, 25)]}))
    assert few.outcome == "too few"
    assert said(few)[0].startswith(
        "There is too little to say whether complaints have a pattern: 1 complaints"
    )
    assert (
        complaint_pattern(ground({"anna": [("email", 0, 200)], "ben": [("email", 0, 250)]})).outcome
        == "too few"
    )


def test_who_may_see_themselves_alone_is_told_of_the_others_without_names() -> None:
    cells: Cells = {**QUIET, "eve": [("email", 30, 100), ("chat", 9, 100)]}
    others = frozenset(each for each in ("ben", "cara", "dan", "eve"))
    finding = complaint_pattern(ground(cells, hidden=others))
    assert [each["agent"] for each in finding.records()] == ["anna"]
    assert finding.outcome == "nothing"
    assert not any(name in " ".join(said(finding)) for name in others)
    assert said(finding)[1].startswith("Of the 4 others the middle half has between")
    two = complaint_pattern(
        ground({who: cells[who] for who in ("anna", "ben", "eve")}, frozenset({"ben", "eve"}))
    )
    assert len(said(two)) == 1
    with pytest.raises(NotAllowedError):
        complaint_pattern(ground(cells, hidden=frozenset(str(each) for each in cells)))


def test_complaints_about_nobody_count_nowhere_and_are_doubted() -> None:
    with_nobody = complaint_pattern(ground({**QUIET, None: [("email", 9, 0)]}))
    assert with_nobody.records() == complaint_pattern(ground(QUIET)).records()
    assert len(with_nobody.doubts) == len(complaint_pattern(ground(QUIET)).doubts) + 1
    teams = complaint_pattern(ground({**QUIET, None: [("email", 9, 100)]}, of="team"))
    assert None in {each["team"] for each in teams.records()}


def test_what_leaves_no_others_is_refused() -> None:
    alone = replace(ground(QUIET), where={"agent": ["anna"]})
    with pytest.raises(UsageError, match="leave none"):
        complaint_pattern(alone)
    with pytest.raises(UsageError, match="neither agents nor teams"):
        complaint_pattern(replace(ground(QUIET), options={"of_whom": "customer"}))


def test_bad_ratings_with_words_stand_beside_it_with_their_tickets() -> None:
    low = LowRating("desk", "T-7", 1, "1-5", 1.0, "anna", "support", "still broken")
    finding = complaint_pattern(replace(ground(QUIET), low=(low,)))
    (row,) = finding.table("candidates").records()
    assert (row["ticket"], row["source"], row["value"], row["words"]) == ("T-7", "desk", 1.0, "still broken")
    assert said(finding)[-1].startswith("1 bad ratings with words are no complaint yet")
    assert complaint_pattern(replace(ground(QUIET), low=())).more == ()
